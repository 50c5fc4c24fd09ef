/**
 * The exit codes of all commands.
 *
 * @module
 */

/** A command did what it says, and its answer is yes. */
export const DONE = 0;
/** A command ran, and its answer is no. */
export const ANSWERED_NO = 1;
/** A command could not be carried out. */
export const NOT_CARRIED_OUT = 2;
/** A command was broken off before it had a result. */
export const BROKEN_OFF = 3;

/** The meaning of each exit code, for every command; a command's help tells more of its own. */
export const EXIT_CODES: Readonly<Record<number, string>> = {
  [DONE]: "the command did what it says, and its answer is yes",
  [ANSWERED_NO]: "its answer is no: a strategy threw, a law failed, two sides differ, a library cannot be had",
  [NOT_CARRIED_OUT]: "it could not be carried out: the command line, a file, a permission or an engine cannot be used",
  [BROKEN_OFF]: "it was broken off before it had a result, as by Deno.exit in the strategy's module",
};
