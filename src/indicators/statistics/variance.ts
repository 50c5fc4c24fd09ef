/**
 * The variance of a window.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { CentredWindow } from "./centred_window.ts";
import { checkLeastPeriod, type SampleOptions } from "./sample.ts";

const VARIANCE = defineIndicator({
  name: "variance",
  inputs: ["line"],
  params: { period: 20, sample: false },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period, sample }) => {
    const window = new CentredWindow(period), divisor = sample ? period - 1 : period;
    return (value) => window.push(value) ? window.squares / divisor : NaN;
  },
  formula: "sum of (x - mean)^2 / period",
});

/**
 * Makes the variance of the last `period` values.
 *
 * Formula: sum of (x - mean)^2 / period; with `sample`, / (period - 1). Both the mean and the sum are computed anew for
 * each window, so equal values have a variance of exactly 0. Minimum period: that of the line plus `period - 1`. Source:
 * numpy's `var`, whose `ddof` is 1 with `sample`; TA-Lib's VAR subtracts squares and so has fewer correct digits.
 *
 * @param line The line.
 * @param period Number of bars, a whole number from 1 on, with `sample` from 2 on; 20 by default.
 * @param options Whether the values are a sample; false by default.
 * @returns The variance, in squared units of the line.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 or 2 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class CalmMarket extends ct.Strategy.with({ period: 20 }) {
 *   variance = ct.variance(this.data.close, this.params.period);
 *   usual = ct.sma(this.variance, 100);
 *
 *   override next(): void {
 *     if (this.variance.now < this.usual.now / 2 && this.position.size === 0) this.buy();
 *     else if (this.variance.now > this.usual.now) this.close();
 *   }
 * }
 * ```
 */
export function variance(line: Line, period: number = 20, options: SampleOptions = {}): Line {
  const { sample = false } = optionsOf("variance", arguments, ["line", "period"], options, ["sample"]);
  if (sample) checkLeastPeriod("variance", period, 2, "a sample of one value has none");
  return VARIANCE(line, { period, sample });
}
