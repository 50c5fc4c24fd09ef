/**
 * `deno task optimize`: a search over the parameters of a strategy. The command `optimize` of the package's command line.
 *
 * @module
 */

import { COMMANDS } from "../src/cli/command_table.ts";
import { runProgram } from "../src/cli/program.ts";

runProgram(["optimize", ...Deno.args], COMMANDS);
