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

/** Functions of `node:fs` that take the number of an open file first. */
const WRITING_BY_NUMBER = [
  ...["write", "writeSync", "writev", "writevSync"],
  ...["writeFile", "writeFileSync", "appendFile", "appendFileSync"],
] as const;
/** Numbers of the open files of every process. */
const STANDARD_OUTPUT = 1, STANDARD_ERROR = 2;

/**
 * Sends the console, `Deno.stdout`, the `stdout` of Node and the first open file of `node:fs` to standard error, for the
 * rest of the process. Call it before a strategy is loaded.
 *
 * Workers and other processes that a strategy starts have an output of their own. A function that is imported from
 * `node:fs` by its name, and not as a member of the module, cannot be replaced, and neither can a file that is opened by
 * the path of standard output, for which it takes permission to write there.
 */
export async function claimStandardOutput(): Promise<void> {
  const [{ Console }, { default: process }, { default: fs }] = await Promise.all([
    import("node:console"),
    import("node:process"),
    import("node:fs"),
  ]);
  const { stderr } = process, own = new Console(stderr, stderr);
  // Member by member, as modules that were loaded before hold the console itself.
  for (const name of WRITING) console[name] = own[name].bind(own) as (...values: unknown[]) => void;
  Object.defineProperty(process, "stdout", { configurable: true, enumerable: true, get: () => stderr });
  const { stderr: error } = Deno;
  Object.defineProperty(Deno, "stdout", { configurable: true, enumerable: true, get: () => error });
  claimOpenFile(fs as unknown as Functions);
}

type Functions = Record<string, (...values: unknown[]) => unknown>;

function claimOpenFile(fs: Functions): void {
  for (const name of WRITING_BY_NUMBER) {
    const real = fs[name]!;
    fs[name] = (file, ...values) => real(file === STANDARD_OUTPUT ? STANDARD_ERROR : file, ...values);
  }
  const createWriteStream = fs["createWriteStream"]!;
  fs["createWriteStream"] = (path, options, ...values) => {
    const isOutput = typeof options === "object" && options !== null && "fd" in options &&
      options.fd === STANDARD_OUTPUT;
    return createWriteStream(path, isOutput ? { ...options, fd: STANDARD_ERROR } : options, ...values);
  };
}
