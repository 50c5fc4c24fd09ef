/**
 * `deno task diff`: one strategy under two sets of rules. The command `diff` of the package's command line.
 *
 * @module
 */

import { COMMANDS } from "../src/cli/command_table.ts";
import { runProgram } from "../src/cli/program.ts";

runProgram(["diff", ...Deno.args], COMMANDS);
