/**
 * `deno task bisect`: the first event after which two sides differ. The command `bisect` of the package's command line.
 *
 * @module
 */

import { COMMANDS } from "../src/cli/command_table.ts";
import { runProgram } from "../src/cli/program.ts";

runProgram(["bisect", ...Deno.args], COMMANDS);
