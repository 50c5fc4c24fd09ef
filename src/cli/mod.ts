/**
 * The command line: `deno run jsr:@cracktrader/cracktrader/cli COMMAND ...`.
 *
 * Importing this module does nothing; as a program it runs the given command.
 *
 * @module
 */

import { COMMANDS } from "./command_table.ts";
import { dispatch } from "./dispatch.ts";
import { runProgram } from "./program.ts";
import { PROCESS_TERMINAL } from "./terminal.ts";

/**
 * Runs a command within a program of your own. Unlike the command line it leaves the console alone, so that a strategy
 * that prints writes among the answer, and it does not see a strategy that ends the process.
 *
 * @param args The name of the command and its arguments, as on a command line.
 * @returns The exit code: 0 if the command did what it says and its answer is yes, 1 if its answer is no, 2 if it could
 * not be carried out.
 *
 * @example The version of the package
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { cli } from "@cracktrader/cracktrader/cli";
 *
 * assertEquals(await cli(["--version"]), 0);
 * ```
 */
export async function cli(args: readonly string[]): Promise<number> {
  return await dispatch(args, COMMANDS, PROCESS_TERMINAL);
}

if (import.meta.main) runProgram(Deno.args, COMMANDS);
