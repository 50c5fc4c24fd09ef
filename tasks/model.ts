/**
 * `deno task model`: random runs on both engines and in an independent model in exact fractions.
 *
 * @module
 */

import { dispatch } from "../src/cli/dispatch.ts";
import { PROCESS_TERMINAL } from "../src/cli/terminal.ts";

const entry = {
  name: "model",
  summary: "Compare random runs of both engines with a model in exact fractions, written from the documents alone",
  load: () => import("../tests/oracle/model/command.ts"),
};

Deno.exitCode = await dispatch(["model", ...Deno.args], [entry], PROCESS_TERMINAL);
