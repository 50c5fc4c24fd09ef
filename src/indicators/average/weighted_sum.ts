/**
 * The weighted sum of the last values of a stream, exactly rounded.
 *
 * @module
 */

import { exactSum } from "../../feeds/exact_sum.ts";
import { SlidingWindow } from "../sliding_window.ts";

/**
 * The sum of the last values, each times its weight. Every product is rounded, as a double; their sum is the exact one,
 * rounded once. It depends on the values of the window alone.
 */
export class WeightedSum {
  /** Weights from the oldest value to the newest. */
  readonly #weights: Float64Array;
  readonly #window: SlidingWindow;
  readonly #products: Float64Array;

  /** Makes a sum with one weight for each value of the window, from the oldest value to the newest. */
  constructor(weights: Float64Array) {
    this.#weights = weights;
    this.#window = new SlidingWindow(weights.length);
    this.#products = new Float64Array(weights.length);
  }

  /** Adds the next value and returns the sum, NaN while there are fewer values than weights. */
  update(value: number): number {
    if (!this.#window.push(value)) return NaN;
    const weights = this.#weights, { length } = weights, { values, start } = this.#window;
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
    return isExact ? high + low : this.#exact();
  }

  #exact(): number {
    const weights = this.#weights, products = this.#products, { values, start } = this.#window;
    for (let k = 0; k < weights.length; k++) products[k] = values[start + k]! * weights[k]!;
    return exactSum(products);
  }
}
