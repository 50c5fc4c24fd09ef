/**
 * `deno task versus:backtesting.py`: strategies on the real backtesting.py and here, every difference explained by a rule.
 *
 * @module
 */

import { runProgram } from "../src/cli/program.ts";

const entry = {
  name: "versus:backtesting.py",
  summary: "Compare strategies with the real backtesting.py, and explain every difference by a rule",
  load: () => import("../tests/versus/backtesting_py/command.ts"),
};

runProgram(["versus:backtesting.py", ...Deno.args], [entry]);
