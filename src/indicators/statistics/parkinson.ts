/**
 * The volatility of Parkinson.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { RollingSum } from "../../feeds/exact_sum.ts";
import { checkFactor } from "../factor.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { type AnnualOptions, logRatio } from "./annual.ts";

const PARKINSON = defineIndicator({
  name: "parkinson",
  inputs: ["high", "low"],
  params: { period: 20, barsPerYear: 1 },
  factors: ["barsPerYear"],
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period, barsPerYear }) => {
    const mean = new RollingSum(period, 4 * Math.LN2 * period), scale = Math.sqrt(barsPerYear);
    return (high, low) => {
      const range = logRatio(high, low);
      return Math.sqrt(mean.update(range * range)) * scale;
    };
  },
  formula: "sqrt(sum of ln(high / low)^2 / (4 * ln 2 * period)) * sqrt(barsPerYear)",
});

/**
 * Makes the volatility of Parkinson, from the ranges of the bars. For a price that moves at random
 * without a drift it needs a fifth of the bars that {@linkcode volatility} needs; it does not see gaps.
 *
 * Formula: sqrt(sum of ln(high / low)^2 / (4 * ln 2 * period)) * sqrt(barsPerYear), the sum exactly rounded. It has no
 * value (NaN) as long as a price in the window is not above 0. Minimum period: `period`. Source: Michael Parkinson, "The
 * Extreme Value Method for Estimating the Variance of the Rate of Return", Journal of Business 53 (1980).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Number of bars, a whole number from 1 on; 20 by default.
 * @param options Bars in a year.
 * @returns The volatility as a fraction: 0.2 is 20 percent.
 * @throws {TypeError} If `feed` is not a feed or a number none.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or `barsPerYear` not above 0.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class SizedByRisk extends ct.Strategy.with({ period: 20 }) {
 *   volatility = ct.parkinson(this.data, this.params.period, { barsPerYear: 252 });
 *
 *   override next(): void {
 *     if (this.position.size === 0) this.buy({ fraction: Math.min(0.95, 0.1 / this.volatility.now) });
 *   }
 * }
 * ```
 */
export function parkinson(feed: PriceLines, period: number = 20, options: AnnualOptions = {}): Line {
  checkPrices("parkinson", feed);
  const { barsPerYear = 1 } = optionsOf("parkinson", arguments, ["feed", "period"], options, ["barsPerYear"]);
  checkFactor("parkinson", barsPerYear, "barsPerYear");
  return PARKINSON(feed.high, feed.low, { period, barsPerYear });
}
