/**
 * What a command is to the command line.
 *
 * @module
 */

import type { CommandLine, Flag, Operands } from "./flags.ts";
import type { Terminal } from "./terminal.ts";

/** A permission that a command needs, and for what. */
export interface NeededPermission {
  /** The flag of Deno, such as `"--allow-read"`. */
  readonly flag: string;
  /** What it is for. */
  readonly purpose: string;
}

/** A command whose flags are data: its help and the reading of its command line come from here. */
export interface Command {
  /** What it does, in sentences for its help. */
  readonly description: string;
  /** Its arguments without a name. */
  readonly operands: Operands;
  /** Its flags; `--json` and `--help` are there for each command. */
  readonly flags: readonly Flag[];
  /** The permissions that it needs. */
  readonly permissions: readonly NeededPermission[];
  /** What its exit codes mean. A command line that cannot be used has 2. */
  readonly exitCodes: Readonly<Record<number, string>>;
  /**
   * Carries it out.
   *
   * @returns its exit code
   * @throws {UsageError} for a command line that cannot be used (exit code 2, as for any other error)
   * @throws {CommandFailure} if what was asked for failed (exit code 1)
   */
  run(line: CommandLine, terminal: Terminal): number | Promise<number>;
}

/** A row of the table of commands. The command's module loads when it is used. */
export interface CommandEntry {
  /** What the command line calls it. */
  readonly name: string;
  /** What it does, in a line. */
  readonly summary: string;
  /** Loads it. */
  readonly load: () => Promise<{ readonly command: Command }>;
}
