/**
 * `deno task explain`: an order of a replay log, explained. The command `explain` of the package's command line.
 *
 * @module
 */

import { COMMANDS } from "../src/cli/command_table.ts";
import { runProgram } from "../src/cli/program.ts";

runProgram(["explain", ...Deno.args], COMMANDS);
