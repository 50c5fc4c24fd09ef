/**
 * The interface between a command and the command line.
 *
 * @module
 */

import type { CommandLine, Flag, Operands } from "./flags.ts";
import type { Terminal } from "./terminal.ts";

/** A permission that a command needs, with its purpose. */
export interface NeededPermission {
  /** The flag of Deno, such as `"--allow-read"`. */
  readonly flag: string;
  /** Its purpose. */
  readonly purpose: string;
}

/** A command. Its flags are data, from which its help and the reading of its command line are made. */
export interface Command {
  /** Description for its help, in sentences. */
  readonly description: string;
  /** Its arguments without a flag. */
  readonly operands: Operands;
  /** Its flags. Every command also has `--json` and `--help`. */
  readonly flags: readonly Flag[];
  /** The permissions that it needs. */
  readonly permissions: readonly NeededPermission[];
  /** The meaning of its exit codes; of others than these it is the one that they have for every command. */
  readonly exitCodes: Readonly<Record<number, string>>;
  /**
   * Runs the command.
   *
   * @returns its exit code
   * @throws {UsageError} for an invalid command line (exit code 2, as for any other error)
   * @throws {CommandFailure} if the task of the command failed (exit code 1)
   */
  run(line: CommandLine, terminal: Terminal): number | Promise<number>;
}

/** A row of the table of commands. The command's module is loaded only when it is needed. */
export interface CommandEntry {
  /** Name on the command line. */
  readonly name: string;
  /** Summary in a line. */
  readonly summary: string;
  /** True if the command only says where it is now, so that no list has it. */
  readonly isMoved?: boolean;
  /** Loads the command. */
  readonly load: () => Promise<{ readonly command: Command }>;
}
