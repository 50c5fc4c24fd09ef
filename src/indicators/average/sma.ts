/**
 * The simple moving average.
 *
 * @module
 */

import { type Line, noteMean } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { RollingSum } from "../../feeds/exact_sum.ts";

const SMA = defineIndicator({
  name: "sma",
  inputs: ["line"],
  params: { period: 30 },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period }) => {
    const sum = new RollingSum(period, period);
    return (value) => sum.update(value);
  },
  column: ({ inputs, outputs, from, until }, { period }) => {
    new RollingSum(period, period).fill(inputs[0]!.subarray(0, until), outputs[0]!, from);
  },
  formula: "(x(0) + x(1) + ... + x(period - 1)) / period",
  plot: "price",
});

/**
 * Makes the simple moving average: the mean of the last `period` values.
 *
 * The sum is exactly rounded and divided once, so the result does not depend on values before the window.
 *
 * Formula: (x(0) + x(1) + ... + x(period - 1)) / period, where x(k) is the value k bars ago. Minimum period: that of
 * the line plus `period - 1`.
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
 *   average = ct.sma(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.data.close.now > this.average.now) this.buy();
 *   }
 * }
 * ```
 */
export function sma(line: Line, period: number = 30): Line {
  checkCall("sma", arguments, ["line", "period"]);
  return noteMean(SMA(line, { period }), line, period);
}

/** {@linkcode sma} one value at a time: NaN for the first `period - 1` values. */
export class SimpleAverage {
  readonly #sum: RollingSum;
  #missing: number;

  /** Makes an average of `period` values, a whole number from 1 on. */
  constructor(period: number) {
    this.#sum = new RollingSum(period, period);
    this.#missing = period;
  }

  /** Adds the next value and returns the average of the last `period`. */
  update(value: number): number {
    const average = this.#sum.update(value);
    return this.#missing > 0 && --this.#missing > 0 ? NaN : average;
  }
}
