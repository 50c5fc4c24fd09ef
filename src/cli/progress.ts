/**
 * One line on a terminal that tells how far a command has come.
 *
 * @module
 */

import type { Terminal } from "./terminal.ts";

/** What is over before is not worth a line. */
const QUIET_MS = 1_000;
/** Time between two writes of the line. */
const INTERVAL_MS = 100;
const CLEAR_LINE = "\r\x1b[K";

/**
 * A line that tells how far a command has come, from its second second on, and is gone when it is disposed of. Nothing
 * is written where nobody watches.
 */
export class Progress implements Disposable {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  readonly #startMs: number;
  #writtenMs = -Infinity;
  #isShown = false;

  /** Starts the clock; `now` tells the time in milliseconds. */
  constructor(terminal: Terminal, now: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#now = now;
    this.#startMs = now();
  }

  /** Whether it makes sense to tell anything. */
  get isWatched(): boolean {
    return this.#terminal.isWatched;
  }

  /** Tells where the command is, if it has taken long enough so far and the line was not written just now. */
  tell(text: string): void {
    if (!this.#terminal.isWatched) return;
    const now = this.#now();
    if (now - this.#startMs < QUIET_MS || now - this.#writtenMs < INTERVAL_MS) return;
    this.#write(text, now);
  }

  /** Tells at once what is going to take long, during which nothing can be told. */
  announce(text: string): void {
    if (this.#terminal.isWatched) this.#write(text, this.#now());
  }

  /** Takes the line away. */
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
