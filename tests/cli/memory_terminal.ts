/**
 * A terminal that keeps what is written to it.
 *
 * @module
 */

import type { Terminal } from "../../src/cli/terminal.ts";

/** A terminal that keeps what is written to it. */
export class MemoryTerminal implements Terminal {
  /** Lines of the answer. */
  readonly answer: string[] = [];
  /** Lines of errors and remarks. */
  readonly remarks: string[] = [];
  /** Pieces of text that were written as they are. */
  readonly pieces: string[] = [];
  /** Whether somebody watches. */
  readonly isWatched: boolean;

  /** Makes an empty one. */
  constructor(isWatched: boolean = false) {
    this.isWatched = isWatched;
  }

  /** Keeps lines of the answer. */
  out(text: string): void {
    this.answer.push(text);
  }

  /** Keeps lines of an error or a remark. */
  error(text: string): void {
    this.remarks.push(text);
  }

  /** Keeps a text as it is. */
  raw(text: string): void {
    this.pieces.push(text);
  }
}
