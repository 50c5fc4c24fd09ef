/**
 * The kurtosis of a window.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { CentredWindow } from "./centred_window.ts";
import { checkLeastPeriod, type SampleOptions } from "./sample.ts";

const KURTOSIS = defineIndicator({
  name: "kurtosis",
  inputs: ["line"],
  params: { period: 30, sample: false },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period, sample }) => {
    const window = new CentredWindow(period), n = period;
    return (value) => {
      if (!window.push(value)) return NaN;
      const second = window.squares / n;
      if (second === 0) return 0;
      const excess = window.fourths / n / (second * second) - 3;
      return sample ? (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * excess + 6) : excess;
    };
  },
  formula: "m4 / m2^2 - 3, central moments of the window",
});

/**
 * Makes the excess kurtosis of the last `period` values: above 0 if more of them lie far out than in a normal
 * distribution, below 0 if fewer do.
 *
 * Formula: g = m4 / m2^2 - 3, where mk is the mean of (x - mean)^k; with `sample`, (n - 1) / ((n - 2) * (n - 3)) *
 * ((n + 1) * g + 6), where n is the period. While the line does not move it is 0. All is computed anew for each window.
 * Minimum period: that of the line plus `period - 1`. Source: scipy's `kurtosis`; with `sample` the form of pandas.
 *
 * @param line The line, mostly one of returns.
 * @param period Number of bars, a whole number from 1 on, with `sample` from 4 on; 30 by default.
 * @param options Whether the values are a sample; false by default.
 * @returns The excess kurtosis, without a unit.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 or 4 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class AvoidsShocks extends ct.Strategy.with({ period: 60 }) {
 *   tails = ct.kurtosis(this.data.close.minus(this.data.open), this.params.period);
 *
 *   override next(): void {
 *     if (this.tails.now < 1 && this.position.size === 0) this.buy();
 *     else if (this.tails.now > 5) this.close();
 *   }
 * }
 * ```
 */
export function kurtosis(line: Line, period: number = 30, options: SampleOptions = {}): Line {
  const { sample = false } = optionsOf("kurtosis", arguments, ["line", "period"], options, ["sample"]);
  if (sample) checkLeastPeriod("kurtosis", period, 4, "a sample of three values has none");
  return KURTOSIS(line, { period, sample });
}
