/**
 * The command line: `deno run jsr:@cracktrader/cracktrader/cli COMMAND ...`.
 *
 * Importing this module does nothing; as a program it runs the given command.
 *
 * @module
 */

import { COMMANDS } from "./command_table.ts";
import { dispatch } from "./dispatch.ts";
import { PROCESS_TERMINAL } from "./terminal.ts";

/**
 * Runs a command.
 *
 * @param args The name of the command and its arguments, as on a command line.
 * @returns The exit code: 0 if the command succeeded, 1 if its task failed, 2 if it could not run.
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

if (import.meta.main) Deno.exitCode = await cli(Deno.args);
