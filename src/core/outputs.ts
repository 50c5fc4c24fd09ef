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
} from "../contract/contract.gen.ts";
import type { Chain } from "./chain.ts";

/** Output records in the order in which they were made. */
export class Outputs {
  /** Sequence of the last notice. */
  sequence = 0;
  #capacity = 64;
  #floats: Float64Array = new Float64Array(64 * RECORD_LANES);
  #words: Uint32Array = new Uint32Array(this.#floats.buffer);
  #read = 0;
  #written = 0;

  /** Records that wait. */
  get pending(): number {
    return this.#written - this.#read;
  }

  /** Begins a record: all lanes zero but the shared ones. */
  begin(code: number, sequence: number, cause: number, time_us: number): void {
    if (this.#written === this.#capacity) this.#makeRoom();
    const lane = this.#written * RECORD_LANES, word = this.#written * RECORD_WORDS;
    this.#floats.fill(0, lane, lane + RECORD_LANES);
    this.#floats[lane + OUT_TIME_US] = time_us;
    this.#words[word + OUT_CODE] = code;
    this.#words[word + OUT_SEQUENCE] = sequence;
    this.#words[word + OUT_CAUSE] = cause;
  }

  /** Sets a float lane of the record that was begun. Every NaN is written as the same bits. */
  float(lane: number, value: number): void {
    const at = this.#written * RECORD_LANES + lane;
    this.#floats[at] = value;
    if (value !== value) {
      this.#words[at * 2] = 0;
      this.#words[at * 2 + 1] = 0x7ff8_0000;
    }
  }

  /** Sets a word of the record that was begun. */
  word(lane: number, value: number): void {
    this.#words[this.#written * RECORD_WORDS + lane] = value;
  }

  /** Ends the record; the chain takes in all its words when one is given. */
  end(chain: Chain | null): void {
    if (chain !== null) {
      const word = this.#written * RECORD_WORDS;
      for (let at = word; at < word + RECORD_WORDS; at += 2) chain.mix(this.#words[at]!, this.#words[at + 1]!);
    }
    this.#written++;
  }

  /** Copies waiting records into a caller's buffer and returns how many. */
  read(out: Float64Array, capacity: number): number {
    const count = Math.min(capacity, this.pending);
    const from = this.#read * RECORD_LANES;
    // Words are copied, not doubles: a NaN keeps its bits.
    new Uint32Array(out.buffer, out.byteOffset, count * RECORD_WORDS)
      .set(this.#words.subarray(from * 2, from * 2 + count * RECORD_WORDS));
    this.#read += count;
    if (this.#read === this.#written) this.#read = this.#written = 0;
    return count;
  }

  #makeRoom(): void {
    if (this.#read > 0) {
      this.#words.copyWithin(0, this.#read * RECORD_WORDS, this.#written * RECORD_WORDS);
      this.#written -= this.#read;
      this.#read = 0;
      if (this.#written < this.#capacity) return;
    }
    this.#capacity *= 2;
    const words = new Uint32Array(this.#capacity * RECORD_WORDS);
    words.set(this.#words);
    this.#words = words;
    this.#floats = new Float64Array(words.buffer);
  }
}
