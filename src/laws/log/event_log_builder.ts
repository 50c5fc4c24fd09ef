/**
 * Builds a log of event records.
 *
 * @module
 */

import { LANE_INSTRUMENT, LANE_KIND, LANE_TIME_US, RECORD_LANES, RECORD_WORDS } from "../../contract/contract.gen.ts";
import { wordsOf } from "../../contract/words.ts";

/** A growing array of event records. The last record can still be changed. */
export class EventLogBuilder {
  #count = 0;
  #floats: Float64Array<ArrayBuffer> = new Float64Array(256 * RECORD_LANES);
  #words: Uint32Array = new Uint32Array(this.#floats.buffer);

  /** Number of records in the log. */
  get count(): number {
    return this.#count;
  }

  /** Begins a record. All other lanes are zero. */
  begin(kind: number, time_us: number, instrument: number = 0): this {
    if ((this.#count + 1) * RECORD_LANES > this.#floats.length) {
      const floats = new Float64Array(this.#floats.length * 2);
      floats.set(this.#floats);
      this.#floats = floats;
      this.#words = new Uint32Array(floats.buffer);
    }
    this.#count++;
    return this.float(LANE_TIME_US, time_us).word(LANE_KIND, kind).word(LANE_INSTRUMENT, instrument);
  }

  /** Begins a record as a copy of an earlier one. */
  repeat(index: number): this {
    const words = this.wordsOf(index).slice();
    this.begin(0, 0);
    this.#words.set(words, (this.#count - 1) * RECORD_WORDS);
    return this;
  }

  /** Sets a float lane of the last record. */
  float(lane: number, value: number): this {
    this.#floats[(this.#count - 1) * RECORD_LANES + lane] = value;
    return this;
  }

  /** Sets a word of the last record. */
  word(lane: number, value: number): this {
    this.#words[(this.#count - 1) * RECORD_WORDS + lane] = value;
    return this;
  }

  /** Returns a view of the words of a record. */
  wordsOf(index: number): Uint32Array {
    return this.#words.subarray(index * RECORD_WORDS, (index + 1) * RECORD_WORDS);
  }

  /** Returns a view of the floats of a record. */
  floatsOf(index: number): Float64Array {
    return this.#floats.subarray(index * RECORD_LANES, (index + 1) * RECORD_LANES);
  }

  /** Returns a copy of all records, made word by word so that a NaN keeps its bits. */
  records(): Float64Array<ArrayBuffer> {
    const words = this.#words.slice(0, this.#count * RECORD_WORDS);
    return new Float64Array(words.buffer as ArrayBuffer);
  }
}

/**
 * Returns the records at some places of a log, in the order of the places. They are copied as words, so that a NaN
 * keeps its bits.
 */
export function recordsAt(events: Float64Array, places: readonly number[]): Float64Array<ArrayBuffer> {
  const words = wordsOf(events);
  const kept = new Uint32Array(places.length * RECORD_WORDS);
  places.forEach((place, at) => {
    kept.set(words.subarray(place * RECORD_WORDS, (place + 1) * RECORD_WORDS), at * RECORD_WORDS);
  });
  return new Float64Array(kept.buffer);
}
