/**
 * Reads output records.
 *
 * @module
 */

import { OUT_CODE, RECORD_LANES, RECORD_WORDS } from "../contract/contract.gen.ts";

const CAPACITY = 256;

/** A cursor over the output records of a buffer. */
export class OutputReader {
  /** Where outputs are read to. */
  readonly buffer: Float64Array;
  readonly #words: Uint32Array;
  #at = 0;

  constructor(buffer: Float64Array = new Float64Array(CAPACITY * RECORD_LANES)) {
    this.buffer = buffer;
    this.#words = new Uint32Array(buffer.buffer, buffer.byteOffset, buffer.length * 2);
  }

  /** Moves to a record of the buffer. */
  seek(index: number): void {
    this.#at = index;
  }

  /** Whether a count of records is all that the buffer holds, so that more may wait. */
  isFull(count: number): boolean {
    return count === CAPACITY;
  }

  /** Kind of the output. */
  get kind(): number {
    return this.word(OUT_CODE) & 255;
  }

  /** State, level, event kind or phase, by kind. */
  get detail(): number {
    return this.word(OUT_CODE) >>> 8 & 255;
  }

  /** Reason or fill rule. */
  get reason(): number {
    return this.word(OUT_CODE) >>> 16;
  }

  /** Reads a float lane. */
  float(lane: number): number {
    return this.buffer[this.#at * RECORD_LANES + lane]!;
  }

  /** Reads a word, counted from the head of the record. */
  word(lane: number): number {
    return this.#words[this.#at * RECORD_WORDS + lane]!;
  }
}
