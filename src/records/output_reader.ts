/**
 * A cursor over output records.
 *
 * @module
 */

import { OUT_CODE, RECORD_LANES } from "../contract/contract.gen.ts";
import { wordsOf } from "../contract/words.ts";

/** A cursor over the output records of a buffer. */
export class OutputReader {
  /** The buffer that holds the records. */
  buffer: Float64Array;
  #words: Uint32Array;
  #lane = 0;

  constructor(buffer: Float64Array) {
    this.buffer = buffer;
    this.#words = wordsOf(buffer);
  }

  /** Moves to the first record of another buffer. */
  attach(buffer: Float64Array): void {
    this.buffer = buffer;
    this.#words = wordsOf(buffer);
    this.#lane = 0;
  }

  /** Moves to a record of the buffer. */
  seek(index: number): void {
    this.#lane = index * RECORD_LANES;
  }

  /** Copies the record to a buffer, from a lane on. */
  copy(target: Float64Array, from: number): void {
    const buffer = this.buffer, base = this.#lane;
    for (let lane = 0; lane < RECORD_LANES; lane++) target[from + lane] = buffer[base + lane]!;
  }

  /** Kind of the output. */
  get kind(): number {
    return this.word(OUT_CODE) & 255;
  }

  /** State, level, event kind or phase, depending on the kind. */
  get detail(): number {
    return this.word(OUT_CODE) >>> 8 & 255;
  }

  /** Reason of an output that is no fill. */
  get reason(): number {
    return this.word(OUT_CODE) >>> 16;
  }

  /** Rule that set the price of a fill, in the place of the reason. */
  get rule(): number {
    return this.word(OUT_CODE) >>> 16;
  }

  /** Returns a float lane. */
  float(lane: number): number {
    return this.buffer[this.#lane + lane]!;
  }

  /** Returns a word, counted from the head of the record. */
  word(lane: number): number {
    return this.#words[this.#lane * 2 + lane]!;
  }
}
