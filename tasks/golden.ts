/**
 * `deno task golden`: a run held against the accepted one. The command `golden` of the package's command line.
 *
 * @module
 */

import { COMMANDS } from "../src/cli/command_table.ts";
import { runProgram } from "../src/cli/program.ts";

runProgram(["golden", ...Deno.args], COMMANDS);
