/**
 * The lanes of a snapshot: a writer that appends lanes, and a reader that rejects values outside the range of a field.
 *
 * @module
 */

import { EXACT_MAX } from "../../contract/contract.gen.ts";

/** Appends lanes. */
export class LaneWriter {
  #lanes: Float64Array<ArrayBuffer> = new Float64Array(256);
  #count = 0;

  /** Appends a number. */
  number(value: number): void {
    if (this.#count === this.#lanes.length) {
      const lanes = new Float64Array(2 * this.#count);
      lanes.set(this.#lanes);
      this.#lanes = lanes;
    }
    // Every NaN is written with the same bits.
    this.#lanes[this.#count++] = value === value ? value : NaN;
  }

  /** Appends a flag. */
  flag(value: boolean): void {
    this.number(value ? 1 : 0);
  }

  /** Appends a list of words after its length. */
  words(values: readonly number[]): void {
    this.number(values.length);
    for (const value of values) this.number(value);
  }

  /** Appends a list of numbers after its length. */
  numbers(values: readonly number[]): void {
    this.words(values);
  }

  /** Returns a copy of the lanes so far. */
  lanes(): Float64Array<ArrayBuffer> {
    return this.#lanes.slice(0, this.#count);
  }
}

/** Reads lanes. A bad lane makes the reader unfit for good, and the snapshot is rejected. */
export class LaneReader {
  readonly #lanes: Float64Array;
  readonly #exact: boolean;
  #at: number;
  #fits = true;

  /** Makes a reader that starts at a lane. With exact numbers, state is whole. */
  constructor(lanes: Float64Array, at: number, exact: boolean) {
    this.#lanes = lanes;
    this.#at = at;
    this.#exact = exact;
  }

  /** Returns whether all lanes that were read fit. */
  get fits(): boolean {
    return this.#fits;
  }

  /** Returns whether no lane is left. */
  get ended(): boolean {
    return this.#at === this.#lanes.length;
  }

  /** Makes the reader unfit. */
  refuse(): void {
    this.#fits = false;
  }

  /** Reads a whole number within bounds, a multiple of `step` above the least one. Rejects -0. */
  whole(least: number, most: number, step: number = 1): number {
    const value = this.#next();
    if (
      value >= least && value <= most && Number.isInteger(value) && !Object.is(value, -0) &&
      (step === 1 || (value - least) % step === 0)
    ) return value;
    this.#fits = false;
    return least;
  }

  /**
   * Reads as {@linkcode whole} with exact numbers; with doubles, any finite number: overflowed sums are no valid state.
   */
  number(least: number, most: number, step: number = 1): number {
    if (this.#exact) return this.whole(least, most, step);
    const value = this.#next();
    if (Number.isFinite(value)) return value;
    this.#fits = false;
    return least;
  }

  /** Reads a number within bounds. Rejects -0 and NaN. */
  real(least: number, most: number): number {
    const value = this.#next();
    if (value >= least && value <= most && !Object.is(value, -0)) return value;
    this.#fits = false;
    return least;
  }

  /** Reads a flag. */
  flag(): boolean {
    return this.whole(0, 1) === 1;
  }

  /** Reads a count of entries that take at least one lane each. */
  count(): number {
    const count = this.whole(0, this.#lanes.length);
    if (count <= this.#lanes.length - this.#at) return count;
    this.#fits = false;
    return 0;
  }

  /** Reads a list of words after its length. */
  words(): number[] {
    const words: number[] = [], count = this.count();
    for (let at = 0; at < count; at++) words.push(this.whole(0, 0xffff_ffff));
    return words;
  }

  /** Reads a list of numbers after its length, in the range of an amount. */
  numbers(): number[] {
    const numbers: number[] = [], count = this.count();
    for (let at = 0; at < count; at++) numbers.push(this.number(-EXACT_MAX, EXACT_MAX));
    return numbers;
  }

  #next(): number {
    if (this.#at < this.#lanes.length) return this.#lanes[this.#at++]!;
    this.#fits = false;
    return NaN;
  }
}
