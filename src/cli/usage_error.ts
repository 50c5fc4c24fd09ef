/**
 * The errors of commands: an invalid command line, and a failed task.
 *
 * @module
 */

/** Thrown for an invalid command line; the command then ends with exit code 2. */
export class UsageError extends Error {
  /** Name of the class, for code that cannot use `instanceof`. */
  override readonly name = "UsageError";
}

/** Thrown if a command ran and its task failed; the command then ends with exit code 1. */
export class CommandFailure extends Error {
  /** Name of the class, for code that cannot use `instanceof`. */
  override readonly name = "CommandFailure";
}
