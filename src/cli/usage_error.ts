/**
 * The errors of commands: a command line that cannot be used, and a command whose answer is no.
 *
 * @module
 */

/** Thrown for a command line that cannot be used; the command then ends with exit code 2. */
export class UsageError extends Error {
  /** Name of the class, for who cannot use `instanceof`. */
  override readonly name = "UsageError";
}

/** Thrown when a command could be carried out and what it was asked for failed; the command then ends with exit code 1. */
export class CommandFailure extends Error {
  /** Name of the class, for who cannot use `instanceof`. */
  override readonly name = "CommandFailure";
}
