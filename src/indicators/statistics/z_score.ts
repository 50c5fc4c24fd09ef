/**
 * The standard score of a value in its window.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { CentredWindow } from "./centred_window.ts";
import { checkLeastPeriod, type SampleOptions } from "./sample.ts";

const Z_SCORE = defineIndicator({
  name: "zScore",
  inputs: ["line"],
  params: { period: 30, sample: false },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period, sample }) => {
    const window = new CentredWindow(period), divisor = sample ? period - 1 : period;
    return (value) => {
      if (!window.push(value)) return NaN;
      const deviation = Math.sqrt(window.squares / divisor);
      return deviation === 0 ? 0 : window.newest / deviation;
    };
  },
  formula: "(x - mean) / standard deviation",
});

/**
 * Makes the standard score: how many standard deviations the value is above the mean of the last `period` values.
 *
 * Formula: (x - mean) / sqrt(sum of (x - mean)^2 / period); with `sample`, / (period - 1). While the line does not move it
 * is 0. All is computed anew for each window. Minimum period: that of the line plus `period - 1`. Source: scipy's `zscore`,
 * whose `ddof` is 1 with `sample`, as is pandas-ta's.
 *
 * @param line The line.
 * @param period Number of bars, a whole number from 1 on, with `sample` from 2 on; 30 by default.
 * @param options Whether the values are a sample; false by default.
 * @returns The score, in standard deviations.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 or 2 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class MeanReversion extends ct.Strategy.with({ period: 30 }) {
 *   score = ct.zScore(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.score.now < -2 && this.position.size === 0) this.buy();
 *     else if (this.score.now > 0) this.close();
 *   }
 * }
 * ```
 */
export function zScore(line: Line, period: number = 30, options: SampleOptions = {}): Line {
  const { sample = false } = optionsOf("zScore", arguments, ["line", "period"], options, ["sample"]);
  if (sample) checkLeastPeriod("zScore", period, 2, "a sample of one value has no deviation");
  return Z_SCORE(line, { period, sample });
}
