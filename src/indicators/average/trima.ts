/**
 * The triangular moving average.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { WeightedSum } from "./weighted_sum.ts";

const TRIMA = defineIndicator({
  name: "trima",
  inputs: ["line"],
  params: { period: 30 },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period }) => {
    const average = new TriangularAverage(period);
    return (value) => average.update(value);
  },
  formula: "sum(w(k) * x(k)) / sum(w(k)), w(k) = min(k + 1, period - k)",
  plot: "price",
});

/**
 * Makes the triangular moving average: the mean of the last `period` values with weights that rise to the middle of the
 * window and fall again. It is a simple average of a simple average.
 *
 * The sum is exactly rounded, so the result does not depend on values before the window.
 *
 * Formula: sum(w(k) * x(k)) / sum(w(k)) for k = 0 to period - 1, w(k) = min(k + 1, period - k), TA-Lib's TRIMA. Minimum
 * period: that of the line plus `period - 1`.
 *
 * Exactness: TA-Lib adds and subtracts in running sums, which round at each bar; so it is compared to 1e-12.
 *
 * @param line The line to average.
 * @param period Number of bars, a whole number from 1 on; 30 by default.
 * @returns The average, in the units of the line.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class AboveAverage extends ct.Strategy.with({ period: 20 }) {
 *   average = ct.trima(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.data.close.now > this.average.now) this.buy();
 *   }
 * }
 * ```
 */
export function trima(line: Line, period: number = 30): Line {
  checkCall("trima", arguments, ["line", "period"]);
  return TRIMA(line, { period });
}

/** {@linkcode trima} one value at a time: NaN for the first `period - 1` values. */
export class TriangularAverage {
  readonly #sum: WeightedSum;
  readonly #total: number;

  /** Makes an average of `period` values, a whole number from 1 on. */
  constructor(period: number) {
    const weights = Float64Array.from({ length: period }, (_weight, at) => Math.min(at + 1, period - at));
    this.#sum = new WeightedSum(weights);
    this.#total = weights.reduce((sum, weight) => sum + weight, 0);
  }

  /** Adds the next value and returns the average of the last `period`. */
  update(value: number): number {
    return this.#sum.update(value) / this.#total;
  }
}
