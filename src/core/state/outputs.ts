/**
 * The queue of output records. Records wait in the core until they are read, for any room in the reader's buffer.
 *
 * @module
 */

import {
  OUT_CAUSE,
  OUT_CODE,
  OUT_SEQUENCE,
  OUT_TIME_US,
  OUTPUT_FLOATS,
  RECORD_LANES,
  RECORD_WORDS,
} from "../../contract/contract.gen.ts";
import type { Chain } from "./chain.ts";

/** Low and high word of the only NaN that is written. */
const NAN_WORDS: readonly number[] = [0, 0x7ff8_0000];

/** Output records in the order of their creation. */
export class Outputs {
  /** Sequence of the last notice. Beyond 2^32 a record holds its low word. */
  sequence = 0;
  /** True if a lane can be NaN: with doubles, which overflow, and in a refusal of a NaN. */
  may_hold_nan = false;
  #capacity = 64;
  /** All records as float lanes. */
  floats: Float64Array = new Float64Array(64 * RECORD_LANES);
  /** The same records as words. */
  words: Uint32Array = new Uint32Array(this.floats.buffer);
  #read = 0;
  #written = 0;

  /** Returns the number of waiting records. */
  get pending(): number {
    return this.#written - this.#read;
  }

  /**
   * Begins a record and writes its shared lanes; the caller writes all others. Returns its first lane in
   * {@linkcode floats}; its words begin at twice that index in {@linkcode words}. The next call may replace both
   * arrays.
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

  /** Ends the record. If a chain is given, it takes all words of the record. */
  end(chain: Chain | null): void {
    if (this.may_hold_nan) this.#writeOneNan();
    if (chain !== null) {
      const word = this.#written * RECORD_WORDS;
      chain.mixWords(this.words, word, word + RECORD_WORDS);
    }
    this.#written++;
  }

  /** Writes every NaN of the record with the same bits. */
  #writeOneNan(): void {
    const first = this.#written * RECORD_LANES;
    for (let lane = first; lane < first + OUTPUT_FLOATS; lane++) {
      if (this.floats[lane] !== this.floats[lane]) this.words.set(NAN_WORDS, lane * 2);
    }
  }

  /** Copies waiting records into a caller's buffer and returns their number. */
  read(out: Float64Array, capacity: number): number {
    const count = Math.min(capacity, this.pending);
    const from = this.#read * RECORD_LANES, lanes = count * RECORD_LANES;
    // A NaN in a record always has the same bits, so a copy of doubles copies the bits.
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
