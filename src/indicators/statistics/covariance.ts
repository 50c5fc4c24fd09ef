/**
 * The covariance of two lines.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { CentredWindow } from "./centred_window.ts";
import { checkLeastPeriod, type SampleOptions } from "./sample.ts";

const COVARIANCE = defineIndicator({
  name: "covariance",
  inputs: ["a", "b"],
  params: { period: 30, sample: false },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period, sample }) => {
    const first = new CentredWindow(period), second = new CentredWindow(period), divisor = sample ? period - 1 : period;
    return (a, b) => {
      first.push(a);
      return second.push(b) ? first.productsWith(second) / divisor : NaN;
    };
  },
  formula: "sum of (a - mean of a) * (b - mean of b) / period",
});

/**
 * Makes the covariance of the last `period` values of two lines of one feed.
 *
 * Formula: sum of (a - mean of a) * (b - mean of b) / period; with `sample`, / (period - 1). All is computed anew for
 * each window. Minimum period: the larger of both lines' plus `period - 1`. Source: numpy's `cov`, whose `ddof` is 1 with
 * `sample`.
 *
 * @param a A line.
 * @param b Another one.
 * @param period Number of bars, a whole number from 1 on, with `sample` from 2 on; 30 by default.
 * @param options Whether the values are a sample; false by default.
 * @returns The covariance, in units of `a` times those of `b`.
 * @throws {TypeError} If an input is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 or 2 on, or the lines are of different feeds.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class VolumeFollowsPrice extends ct.Strategy.with({ period: 30 }) {
 *   together = ct.covariance(this.data.close, this.data.volume, this.params.period);
 *
 *   override next(): void {
 *     if (this.together.now > 0 && this.position.size === 0) this.buy();
 *     else if (this.together.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function covariance(a: Line, b: Line, period: number = 30, options: SampleOptions = {}): Line {
  const { sample = false } = optionsOf("covariance", arguments, ["a", "b", "period"], options, ["sample"]);
  if (sample) checkLeastPeriod("covariance", period, 2, "a sample of one pair has none");
  return COVARIANCE(a, b, { period, sample });
}
