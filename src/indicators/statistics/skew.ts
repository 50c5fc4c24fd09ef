/**
 * The skewness of a window.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { CentredWindow } from "./centred_window.ts";
import { checkLeastPeriod, type SampleOptions } from "./sample.ts";

const SKEW = defineIndicator({
  name: "skew",
  inputs: ["line"],
  params: { period: 30, sample: false },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period, sample }) => {
    const window = new CentredWindow(period);
    const correction = sample ? Math.sqrt(period * (period - 1)) / (period - 2) : 1;
    return (value) => {
      if (!window.push(value)) return NaN;
      const second = window.squares / period, third = window.cubes / period;
      return second === 0 ? 0 : correction * (third / (second * Math.sqrt(second)));
    };
  },
  formula: "m3 / m2^1.5, central moments of the window",
});

/**
 * Makes the skewness of the last `period` values: above 0 if few high ones stand against many low ones, below 0 if few
 * low ones stand out, 0 if both sides are alike.
 *
 * Formula: m3 / m2^1.5, where mk is the mean of (x - mean)^k; with `sample`, times sqrt(period * (period - 1)) /
 * (period - 2). While the line does not move it is 0. All is computed anew for each window. Minimum period: that of the
 * line plus `period - 1`. Source: scipy's `skew`; with `sample` the form of pandas.
 *
 * @param line The line, mostly one of returns.
 * @param period Number of bars, a whole number from 1 on, with `sample` from 3 on; 30 by default.
 * @param options Whether the values are a sample; false by default.
 * @returns The skewness, without a unit.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 or 3 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class AvoidsCrashes extends ct.Strategy.with({ period: 60 }) {
 *   skew = ct.skew(this.data.close.minus(this.data.open), this.params.period);
 *
 *   override next(): void {
 *     if (this.skew.now > 0 && this.position.size === 0) this.buy();
 *     else if (this.skew.now < -1) this.close();
 *   }
 * }
 * ```
 */
export function skew(line: Line, period: number = 30, options: SampleOptions = {}): Line {
  const { sample = false } = optionsOf("skew", arguments, ["line", "period"], options, ["sample"]);
  if (sample) checkLeastPeriod("skew", period, 3, "a sample of two values has none");
  return SKEW(line, { period, sample });
}
