/**
 * `deno task fuzz`: random event logs through both engines and the auditor.
 *
 * @module
 */

import { dispatch } from "../src/cli/dispatch.ts";
import { PROCESS_TERMINAL } from "../src/cli/terminal.ts";

const entry = {
  name: "fuzz",
  summary: "Compare both engines and an independent auditor over random event logs",
  load: () => import("../tests/fuzz/command.ts"),
};

Deno.exitCode = await dispatch(["fuzz", ...Deno.args], [entry], PROCESS_TERMINAL);
