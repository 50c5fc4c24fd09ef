/**
 * The lanes of a snapshot: a writer that appends them, and a reader that takes none that its field cannot hold.
 *
 * @module
 */

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
    this.#lanes[this.#count++] = value;
  }

  /** Appends a flag. */
  flag(value: boolean): void {
    this.number(value ? 1 : 0);
  }

  /** Appends a list of words behind its length. */
  words(values: readonly number[]): void {
    this.number(values.length);
    for (const value of values) this.number(value);
  }

  /** The lanes so far, as a copy. */
  lanes(): Float64Array<ArrayBuffer> {
    return this.#lanes.slice(0, this.#count);
  }
}

/** Reads lanes. A lane that does not fit makes the reader unfit for good, and the snapshot is then not taken. */
export class LaneReader {
  readonly #lanes: Float64Array;
  readonly #exact: boolean;
  #at: number;
  #fits = true;

  /** Makes a reader from a lane on; with exact numbers state is whole. */
  constructor(lanes: Float64Array, at: number, exact: boolean) {
    this.#lanes = lanes;
    this.#at = at;
    this.#exact = exact;
  }

  /** Whether all that was read fits. */
  get fits(): boolean {
    return this.#fits;
  }

  /** Whether nothing is left. */
  get ended(): boolean {
    return this.#at === this.#lanes.length;
  }

  /** Makes the reader unfit. */
  refuse(): void {
    this.#fits = false;
  }

  /** A whole number within bounds, a multiple of `step` from the least one; -0 is none. */
  whole(least: number, most: number, step: number = 1): number {
    const value = this.#next();
    if (
      value >= least && value <= most && Number.isInteger(value) && !Object.is(value, -0) &&
      (step === 1 || (value - least) % step === 0)
    ) return value;
    this.#fits = false;
    return least;
  }

  /** As {@linkcode whole} with exact numbers; with doubles any finite number: sums that ran over are no state to go on from. */
  number(least: number, most: number, step: number = 1): number {
    if (this.#exact) return this.whole(least, most, step);
    const value = this.#next();
    if (Number.isFinite(value)) return value;
    this.#fits = false;
    return least;
  }

  /** A number within bounds; -0 and NaN are none. */
  real(least: number, most: number): number {
    const value = this.#next();
    if (value >= least && value <= most && !Object.is(value, -0)) return value;
    this.#fits = false;
    return least;
  }

  /** A flag. */
  flag(): boolean {
    return this.whole(0, 1) === 1;
  }

  /** A count of entries that take a lane each at least. */
  count(): number {
    const count = this.whole(0, this.#lanes.length);
    if (count <= this.#lanes.length - this.#at) return count;
    this.#fits = false;
    return 0;
  }

  /** A list of words behind its length. */
  words(): number[] {
    const words: number[] = [], count = this.count();
    for (let at = 0; at < count; at++) words.push(this.whole(0, 0xffff_ffff));
    return words;
  }

  #next(): number {
    if (this.#at < this.#lanes.length) return this.#lanes[this.#at++]!;
    this.#fits = false;
    return NaN;
  }
}
