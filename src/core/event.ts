/**
 * A cursor over event records in a caller's buffer.
 *
 * @module
 */

import { RECORD_LANES, RECORD_WORDS } from "../contract/contract.gen.ts";

/** One event: its float lanes and its words. The cursor moves; the buffer is never written. */
export class Event {
  readonly #floats: Float64Array;
  readonly #words: Uint32Array;
  #lane = 0;
  #word = 0;

  constructor(floats: Float64Array, words: Uint32Array) {
    this.#floats = floats;
    this.#words = words;
  }

  /** Moves to a record. */
  seek(index: number): void {
    this.#lane = index * RECORD_LANES;
    this.#word = index * RECORD_WORDS;
  }

  /** Reads a float lane. */
  float(lane: number): number {
    return this.#floats[this.#lane + lane]!;
  }

  /** Reads a word, counted from the head of the record. */
  word(lane: number): number {
    return this.#words[this.#word + lane]!;
  }
}
