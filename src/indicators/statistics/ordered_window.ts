/**
 * The last values of a stream in their order.
 *
 * @module
 */

/** The last values of a stream, from the oldest to the newest. */
export class OrderedWindow {
  /** The values; as long as there are fewer, NaN stands before them. */
  readonly values: Float64Array;
  #missing: number;

  /** Makes a window of `period` values, a whole number from 1 on. */
  constructor(period: number) {
    this.values = new Float64Array(period).fill(NaN);
    this.#missing = period;
  }

  /** Adds a value, drops the oldest, and returns whether the window is full. */
  push(value: number): boolean {
    const values = this.values;
    values.copyWithin(0, 1);
    values[values.length - 1] = value;
    if (this.#missing > 0) this.#missing--;
    return this.#missing === 0;
  }
}
