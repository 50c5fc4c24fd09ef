/**
 * Shows the progress of a command in one line of a terminal.
 *
 * @module
 */

import type { Terminal } from "./terminal.ts";

/** A shorter command needs no line. */
const QUIET_MS = 1_000;
/** Time between two writes of the line. */
const INTERVAL_MS = 100;
const CLEAR_LINE = "\r\x1b[K";

/**
 * A line with the progress of a command. It appears after the first second and is removed when disposed. Without a
 * terminal nothing is written.
 */
export class Progress implements Disposable {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  readonly #startMs: number;
  #writtenMs = -Infinity;
  #isShown = false;

  /** Starts the clock; `now` returns the time in milliseconds. */
  constructor(terminal: Terminal, now: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#now = now;
    this.#startMs = now();
  }

  /** True if the line can be seen. */
  get isWatched(): boolean {
    return this.#terminal.isWatched;
  }

  /** Writes the progress, if the command has run long enough and the last write is not too recent. */
  tell(text: string): void {
    if (!this.#terminal.isWatched) return;
    const now = this.#now();
    if (now - this.#startMs < QUIET_MS || now - this.#writtenMs < INTERVAL_MS) return;
    this.#write(text, now);
  }

  /** Writes at once that a long task begins, during which no progress can be written. */
  announce(text: string): void {
    if (this.#terminal.isWatched) this.#write(text, this.#now());
  }

  /** Removes the line. */
  [Symbol.dispose](): void {
    if (this.#isShown) this.#terminal.raw(CLEAR_LINE);
    this.#isShown = false;
  }

  #write(text: string, now: number): void {
    this.#terminal.raw(`${CLEAR_LINE}${text} ... ${((now - this.#startMs) / 1000).toFixed(0)} s`);
    this.#writtenMs = now;
    this.#isShown = true;
  }
}
