/**
 * The weighted moving average.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { WeightedSum } from "./weighted_sum.ts";

const WMA = defineIndicator({
  name: "wma",
  inputs: ["line"],
  params: { period: 30 },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period }) => {
    const average = new WeightedAverage(period);
    return (value) => average.update(value);
  },
  formula: "2 / (period * (period + 1)) * (period * x(0) + ... + 1 * x(period - 1))",
  plot: "price",
});

/**
 * Makes the weighted moving average: the mean of the last `period` values with weights that fall linearly, from `period`
 * for the newest value to 1 for the oldest.
 *
 * The sum is exactly rounded, so the result does not depend on values before the window.
 *
 * Formula: 2 / (period * (period + 1)) * (period * x(0) + (period - 1) * x(1) + ... + 1 * x(period - 1)), evaluated in
 * this order (backtrader's). Minimum period: that of the line plus `period - 1`.
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
 *   average = ct.wma(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.data.close.now > this.average.now) this.buy();
 *   }
 * }
 * ```
 */
export function wma(line: Line, period: number = 30): Line {
  checkCall("wma", arguments, ["line", "period"]);
  return WMA(line, { period });
}

/** {@linkcode wma} one value at a time: NaN for the first `period - 1` values. */
export class WeightedAverage {
  readonly #sum: WeightedSum;
  readonly #factor: number;

  /** Makes an average of `period` values, a whole number from 1 on. */
  constructor(period: number) {
    this.#sum = new WeightedSum(Float64Array.from({ length: period }, (_weight, at) => at + 1));
    this.#factor = 2 / (period * (period + 1));
  }

  /** Adds the next value and returns the average of the last `period`. */
  update(value: number): number {
    return this.#factor * this.#sum.update(value);
  }
}
