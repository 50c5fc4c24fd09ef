/**
 * Turning points of a series: values that stand out from those around them.
 *
 * @module
 */

/**
 * The search for turning points, one value at a time. A turning point is above each of so many values before it, and not
 * below any of so many after it; the first of equal ones counts. With the sign -1 it is the other way round.
 */
export class TurningPoint {
  readonly #values: Float64Array;
  readonly #right: number;
  readonly #sign: number;
  #place = 0;
  #count = 0;

  /** Makes the search for values above `left` ones before and `right` ones after them, or below them with the sign -1. */
  constructor(left: number, right: number, sign: 1 | -1) {
    this.#values = new Float64Array(left + right + 1);
    this.#right = right;
    this.#sign = sign;
  }

  /** Adds the next value and returns that of `right` values before it, if that is a turning point, else NaN. */
  update(value: number): number {
    const values = this.#values, { length } = values, sign = this.#sign;
    values[this.#place] = value;
    this.#place = this.#place + 1 === length ? 0 : this.#place + 1;
    if (this.#count < length && ++this.#count < length) return NaN;
    // The place to be written next holds the oldest value.
    const before = length - 1 - this.#right, middle = values[(this.#place + before) % length]!;
    for (let k = 0; k < length; k++) {
      const other = sign * values[(this.#place + k) % length]!;
      if (k < before ? other >= sign * middle : other > sign * middle) return NaN;
    }
    return middle;
  }
}
