/**
 * `deno task walk-forward`: a search on one window after another, each tested on the bars that come next. The command
 * `walk-forward` of the package's command line.
 *
 * @module
 */

import { COMMANDS } from "../src/cli/command_table.ts";
import { runProgram } from "../src/cli/program.ts";

runProgram(["walk-forward", ...Deno.args], COMMANDS);
