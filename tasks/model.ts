/**
 * `deno task model`: random runs on both engines and in an independent model in exact fractions.
 *
 * @module
 */

import { runProgram } from "../src/cli/program.ts";

const entry = {
  name: "model",
  summary: "Compare random runs of both engines with a model in exact fractions, written from the documents alone",
  load: () => import("../tests/oracle/model/command.ts"),
};

runProgram(["model", ...Deno.args], [entry]);
