/**
 * The last values of a stream, for counts of those that are lower.
 *
 * @module
 */

/** The last values of a stream, one added at a time. */
export class ValueWindow {
  readonly #values: Float64Array;
  #place = 0;
  #count = 0;

  /** Makes a window of `period` values, a whole number from 1 on. */
  constructor(period: number) {
    // NaN is neither below a value nor equal to it, so places without a value are not counted.
    this.#values = new Float64Array(period).fill(NaN);
  }

  /** True once the window holds as many values as it has places. */
  get isFull(): boolean {
    return this.#count === this.#values.length;
  }

  /** Adds a value in the place of the oldest. */
  push(value: number): void {
    this.#values[this.#place] = value;
    this.#place = this.#place + 1 === this.#values.length ? 0 : this.#place + 1;
    if (this.#count < this.#values.length) this.#count++;
  }

  /** Returns the number of values below a limit. */
  countBelow(limit: number): number {
    const values = this.#values;
    let count = 0;
    for (let i = 0; i < values.length; i++) if (values[i]! < limit) count++;
    return count;
  }

  /** Returns the number of values that are not above a limit. */
  countUpTo(limit: number): number {
    const values = this.#values;
    let count = 0;
    for (let i = 0; i < values.length; i++) if (values[i]! <= limit) count++;
    return count;
  }
}
