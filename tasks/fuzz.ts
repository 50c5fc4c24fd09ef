/**
 * `deno task fuzz`: random event logs through both engines and the auditor.
 *
 * @module
 */

import { runProgram } from "../src/cli/program.ts";

const entry = {
  name: "fuzz",
  summary: "Compare both engines and an independent auditor over random event logs",
  load: () => import("../tests/fuzz/command.ts"),
};

runProgram(["fuzz", ...Deno.args], [entry]);
