/**
 * The weighted sum of the last values of a stream, exactly rounded.
 *
 * @module
 */

import { exactSum } from "../exact_sum.ts";

/**
 * The sum of the last values, each times its weight. Every product is rounded, as a double; their sum is the exact one,
 * rounded once. It depends on the values of the window alone.
 */
export class WeightedSum {
  /** Weights from the oldest value to the newest. */
  readonly #weights: Float64Array;
  /** The last values, each twice, so that the window is always one piece. */
  readonly #values: Float64Array;
  readonly #products: Float64Array;
  #place = 0;
  #missing: number;

  /** Makes a sum with one weight for each value of the window, from the oldest value to the newest. */
  constructor(weights: Float64Array) {
    this.#weights = weights;
    this.#values = new Float64Array(2 * weights.length);
    this.#products = new Float64Array(weights.length);
    this.#missing = weights.length;
  }

  /** Adds the next value and returns the sum, NaN while there are fewer values than weights. */
  update(value: number): number {
    const weights = this.#weights, values = this.#values, { length } = weights, start = this.#place + 1;
    values[this.#place] = values[this.#place + length] = value;
    this.#place = start === length ? 0 : start;
    if (this.#missing > 0 && --this.#missing > 0) return NaN;
    let high = 0, low = 0, isExact = true;
    for (let k = 0; k < length; k++) {
      const product = values[start + k]! * weights[k]!;
      // next + error = high + product, exactly (Knuth's TwoSum).
      const next = high + product, part = next - high, error = (high - (next - part)) + (product - part);
      const sum = low + error;
      isExact &&= sum - low === error && sum - error === low;
      high = next;
      low = sum;
    }
    // While the low word loses nothing, both words are the exact sum, and their addition rounds it once.
    return isExact ? high + low : this.#exact(start);
  }

  #exact(start: number): number {
    const weights = this.#weights, values = this.#values, products = this.#products;
    for (let k = 0; k < weights.length; k++) products[k] = values[start + k]! * weights[k]!;
    return exactSum(products);
  }
}
