/**
 * `deno task install-rust`: the command `install-rust` of the command line.
 *
 * @module
 */

import { COMMANDS } from "../src/cli/command_table.ts";
import { runProgram } from "../src/cli/program.ts";

export { type CurrentLibrary, installRust } from "../src/cli/install_rust.ts";

if (import.meta.main) runProgram(["install-rust", ...Deno.args], COMMANDS);
