/**
 * `deno task versus:backtrader`: strategies of its documentation on the real backtrader and here, compared bit for bit.
 *
 * @module
 */

import { runProgram } from "../src/cli/program.ts";

const entry = {
  name: "versus:backtrader",
  summary: "Compare strategies with the real backtrader, bit for bit",
  load: () => import("../tests/versus/backtrader/command.ts"),
};

runProgram(["versus:backtrader", ...Deno.args], [entry]);
