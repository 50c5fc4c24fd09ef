/**
 * The value of some bars ago, one value at a time.
 *
 * @module
 */

/** A delay of a number of bars: NaN for the first of them. */
export class Lag {
  readonly #values: Float64Array;
  #place = 0;

  /** Makes a delay of `bars` values, a whole number from 1 on. */
  constructor(bars: number) {
    this.#values = new Float64Array(bars).fill(NaN);
  }

  /** Adds the next value and returns that of `bars` values before it. */
  update(value: number): number {
    const place = this.#place, before = this.#values[place]!;
    this.#values[place] = value;
    this.#place = place + 1 === this.#values.length ? 0 : place + 1;
    return before;
  }
}
