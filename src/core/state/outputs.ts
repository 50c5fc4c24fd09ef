/**
 * The queue of output records. They wait in the core until they are read, whatever the room in the reader's buffer.
 *
 * @module
 */

import {
  OUT_CAUSE,
  OUT_CODE,
  OUT_SEQUENCE,
  OUT_TIME_US,
  RECORD_LANES,
  RECORD_WORDS,
} from "../../contract/contract.gen.ts";
import type { Chain } from "./chain.ts";

/** Output records in the order in which they were made. */
export class Outputs {
  /** Sequence of the last notice. */
  sequence = 0;
  #capacity = 64;
  /** All records as float lanes. */
  floats: Float64Array = new Float64Array(64 * RECORD_LANES);
  /** The same records as words. */
  words: Uint32Array = new Uint32Array(this.floats.buffer);
  #read = 0;
  #written = 0;

  /** Records that wait. */
  get pending(): number {
    return this.#written - this.#read;
  }

  /**
   * Begins a record and writes its shared lanes; the caller writes all others. Returns its first lane in
   * {@linkcode floats}; its words begin at twice that in {@linkcode words}. Both arrays may be others after the next call.
   */
  begin(code: number, sequence: number, cause: number, time_us: number): number {
    if (this.#written === this.#capacity) this.#makeRoom();
    const lane = this.#written * RECORD_LANES, word = lane * 2;
    this.floats[lane + OUT_TIME_US] = time_us;
    this.words[word + OUT_CODE] = code;
    this.words[word + OUT_SEQUENCE] = sequence;
    this.words[word + OUT_CAUSE] = cause;
    return lane;
  }

  /** Begins a record whose other lanes are zero until the caller writes them. */
  beginZero(code: number, sequence: number, cause: number, time_us: number): number {
    if (this.#written === this.#capacity) this.#makeRoom();
    const lane = this.#written * RECORD_LANES;
    this.floats.fill(0, lane, lane + RECORD_LANES);
    return this.begin(code, sequence, cause, time_us);
  }

  /** Ends the record; the chain takes in all its words when one is given. */
  end(chain: Chain | null): void {
    if (chain !== null) {
      const word = this.#written * RECORD_WORDS;
      chain.mixWords(this.words, word, word + RECORD_WORDS);
    }
    this.#written++;
  }

  /** Copies waiting records into a caller's buffer and returns how many. */
  read(out: Float64Array, capacity: number): number {
    const count = Math.min(capacity, this.pending);
    const from = this.#read * RECORD_LANES, lanes = count * RECORD_LANES;
    // A NaN in a record always has the same bits, so copying doubles copies bits.
    for (let lane = 0; lane < lanes; lane++) out[lane] = this.floats[from + lane]!;
    this.#read += count;
    if (this.#read === this.#written) this.#read = this.#written = 0;
    return count;
  }

  #makeRoom(): void {
    if (this.#read > 0) {
      this.words.copyWithin(0, this.#read * RECORD_WORDS, this.#written * RECORD_WORDS);
      this.#written -= this.#read;
      this.#read = 0;
      if (this.#written < this.#capacity) return;
    }
    this.#capacity *= 2;
    const words = new Uint32Array(this.#capacity * RECORD_WORDS);
    words.set(this.words);
    this.words = words;
    this.floats = new Float64Array(words.buffer);
  }
}
