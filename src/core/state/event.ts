/**
 * A cursor over event records in a caller's buffer.
 *
 * @module
 */

import {
  EVENT_FLOATS,
  LANE_PRODUCER,
  LANE_PRODUCER_SEQUENCE,
  LANE_TIME_US,
  PLACE_TAG,
  RECORD_LANES,
  RECORD_WORDS,
} from "../../contract/contract.gen.ts";
import type { Chain } from "./chain.ts";

// Scratch for one record at a time; nothing in it outlives a call.
const meaning_floats = new Float64Array(RECORD_LANES), meaning = new Uint32Array(meaning_floats.buffer);

/** One event: its float lanes and its words. The cursor moves; the buffer is never written. */
export class Event {
  readonly #floats: Float64Array;
  readonly #words: Uint32Array;
  #lane = 0;
  #word = 0;

  constructor(events: Float64Array) {
    this.#floats = events;
    this.#words = new Uint32Array(events.buffer, events.byteOffset, events.length * 2);
  }

  /** Returns whether this is a cursor over the same buffer. */
  reads(events: Float64Array): boolean {
    return this.#floats === events;
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

  /** Adds the record to a hash. */
  mixInto(hash: Chain): void {
    hash.mixWords(this.#words, this.#word, this.#word + RECORD_WORDS);
  }

  /**
   * Adds the meaning of an intent to a hash: all of its record but the time, which is its step's, its number, and its
   * tag, whose word no other kind of intent has.
   */
  mixMeaning(hash: Chain): void {
    // The float lanes of an intent are finite, so a copy of doubles copies the bits.
    for (let lane = 0; lane < EVENT_FLOATS; lane++) meaning_floats[lane] = this.#floats[this.#lane + lane]!;
    for (let word = 2 * EVENT_FLOATS; word < RECORD_WORDS; word++) meaning[word] = this.#words[this.#word + word]!;
    meaning_floats[LANE_TIME_US] = 0;
    meaning[LANE_PRODUCER] = meaning[LANE_PRODUCER_SEQUENCE] = meaning[PLACE_TAG] = 0;
    hash.mixWords(meaning, 0, RECORD_WORDS);
  }

  /** Returns the first of `count` float lanes that is not finite, or -1. */
  firstNotFinite(count: number): number {
    const floats = this.#floats, base = this.#lane;
    for (let lane = 0; lane < count; lane++) if (!Number.isFinite(floats[base + lane]!)) return lane;
    return -1;
  }

  /** Returns the first word from `start` to before `end` that is not zero, or -1. */
  firstNotZero(start: number, end: number): number {
    const words = this.#words, base = this.#word;
    for (let word = start; word < end; word++) if (words[base + word] !== 0) return word;
    return -1;
  }
}
