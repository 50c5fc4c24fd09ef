/**
 * The output of a command: its answer goes to standard output, all other text to standard error.
 *
 * @module
 */

/** The output of a command. */
export interface Terminal {
  /**
   * Writes lines of the answer.
   *
   * @throws {OutputError} If they cannot be written.
   */
  out(text: string): void;
  /** Writes lines of an error or a note. */
  error(text: string): void;
  /** Writes to standard error unchanged, without a line break. */
  raw(text: string): void;
  /** True if standard error is a terminal. */
  readonly isWatched: boolean;
}

/** Thrown when the answer of a command cannot be written, as on a full disk or behind a reader that has ended. */
export class OutputError extends Error {
  /** Name of the class, for code that cannot use `instanceof`. */
  override readonly name = "OutputError";
  /** True if nobody reads the answer any more, as behind `head`. */
  readonly isUnread: boolean;

  /** Makes the error from that of the system. */
  constructor(cause: unknown) {
    super(`Cannot write the answer: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.isUnread = cause instanceof Deno.errors.BrokenPipe;
  }
}

/** Returns a text without colours, which the runtime puts into some of its messages. */
export function withoutColours(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/\u001b\[[0-9;]*m/g, "");
}

/**
 * Returns a text without characters that steer a terminal; they are written as in JSON, `\u001b` for the escape
 * character. Texts of files, feeds and strategies come from others. Line breaks and tabs stay.
 */
export function plainText(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

// Taken before any strategy is loaded, which could put others in their place.
const { stdout, stderr } = Deno, encoder = new TextEncoder();
const encode = encoder.encode.bind(encoder);
const STREAMS = {
  out: stdout.writeSync.bind(stdout),
  error: stderr.writeSync.bind(stderr),
} as const;

/** The terminal of this process. */
export const PROCESS_TERMINAL: Terminal = {
  out: (text) => {
    try {
      writeAll(STREAMS.out, `${plainText(text)}\n`);
    } catch (error) {
      throw new OutputError(error);
    }
  },
  error: (text) => writeToError(`${plainText(text)}\n`),
  raw: writeToError,
  get isWatched() {
    return stderr.isTerminal();
  },
};

/** Writes to standard error. If that fails there is no place left to say it; the exit code still tells. */
function writeToError(text: string): void {
  try {
    writeAll(STREAMS.error, text);
  } catch {
    // Nobody can be told.
  }
}

function writeAll(write: (bytes: Uint8Array) => number, text: string): void {
  const bytes = encode(text);
  for (let written = 0; written < bytes.length;) written += write(bytes.subarray(written));
}
