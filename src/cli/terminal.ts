/**
 * Where a command writes: its answer to standard output, everything else to standard error.
 *
 * @module
 */

/** Where a command writes. */
export interface Terminal {
  /** Writes lines of the answer. */
  out(text: string): void;
  /** Writes lines of an error or a remark. */
  error(text: string): void;
  /** Writes to standard error as it is, without a line break. */
  raw(text: string): void;
  /** Whether somebody watches standard error. */
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
