/**
 * The output of a command: its answer goes to standard output, all other text to standard error.
 *
 * @module
 */

/** The output of a command. */
export interface Terminal {
  /** Writes lines of the answer. */
  out(text: string): void;
  /** Writes lines of an error or a note. */
  error(text: string): void;
  /** Writes to standard error unchanged, without a line break. */
  raw(text: string): void;
  /** True if standard error is a terminal. */
  readonly isWatched: boolean;
}

/** The terminal of this process. */
export const PROCESS_TERMINAL: Terminal = {
  out: (text) => console.log(text),
  error: (text) => console.error(text),
  raw: (text) => {
    const bytes = new TextEncoder().encode(text);
    for (let written = 0; written < bytes.length;) written += Deno.stderr.writeSync(bytes.subarray(written));
  },
  get isWatched() {
    return Deno.stderr.isTerminal();
  },
};
