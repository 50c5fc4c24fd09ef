/**
 * `deno task replay`: a log re-applied, every byte compared. The command `replay` of the package's command line.
 *
 * @module
 */

import { COMMANDS } from "../src/cli/command_table.ts";
import { runProgram } from "../src/cli/program.ts";

runProgram(["replay", ...Deno.args], COMMANDS);
