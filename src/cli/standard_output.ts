/**
 * Keeps standard output free for the answer of a command: whatever a strategy prints goes to standard error.
 *
 * @module
 */

/** Names of the console's members that write. */
const WRITING = [
  ...["log", "debug", "info", "warn", "error", "dir", "dirxml", "table", "trace", "assert", "clear"],
  ...["count", "countReset", "time", "timeLog", "timeEnd", "group", "groupCollapsed", "groupEnd"],
] as const;

/**
 * Sends the console, `Deno.stdout` and the `stdout` of Node to standard error, for the rest of the process. Call it
 * before a strategy is loaded. Workers and other processes that a strategy starts have an output of their own.
 */
export async function claimStandardOutput(): Promise<void> {
  const [{ Console }, { default: process }] = await Promise.all([import("node:console"), import("node:process")]);
  const { stderr } = process, own = new Console(stderr, stderr);
  // Member by member, as modules that were loaded before hold the console itself.
  for (const name of WRITING) console[name] = own[name].bind(own) as (...values: unknown[]) => void;
  Object.defineProperty(process, "stdout", { configurable: true, enumerable: true, get: () => stderr });
  const { stderr: error } = Deno;
  Object.defineProperty(Deno, "stdout", { configurable: true, enumerable: true, get: () => error });
}
