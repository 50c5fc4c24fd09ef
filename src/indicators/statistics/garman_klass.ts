/**
 * The volatility of Garman and Klass.
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

const GARMAN_KLASS = defineIndicator({
  name: "garmanKlass",
  inputs: ["open", "high", "low", "close"],
  params: { period: 20, barsPerYear: 1 },
  factors: ["barsPerYear"],
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period, barsPerYear }) => {
    const mean = new RollingSum(period, period), scale = Math.sqrt(barsPerYear);
    return (open, high, low, close) => {
      const range = logRatio(high, low), body = logRatio(close, open);
      const mixed = mean.update(0.5 * (range * range) - (2 * Math.LN2 - 1) * (body * body));
      return Math.sqrt(Math.max(0, mixed)) * scale;
    };
  },
  formula: "sqrt(mean of ln(high / low)^2 / 2 - (2 * ln 2 - 1) * ln(close / open)^2) * sqrt(barsPerYear)",
});

/**
 * Makes the volatility of Garman and Klass, from the ranges and the bodies of the bars. For a price that
 * moves at random without a drift it needs an eighth of the bars that {@linkcode volatility} needs; it does not see gaps.
 *
 * Formula: sqrt(mean of ln(high / low)^2 / 2 - (2 * ln 2 - 1) * ln(close / open)^2) * sqrt(barsPerYear), the sum of the
 * last `period` bars exactly rounded. It has no value (NaN) as long as a price in the window is not above 0. Minimum
 * period: `period`. Source: Mark Garman and Michael Klass, "On the Estimation of Security Price Volatilities from
 * Historical Data", Journal of Business 53 (1980).
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
 *   volatility = ct.garmanKlass(this.data, this.params.period, { barsPerYear: 252 });
 *
 *   override next(): void {
 *     if (this.position.size === 0) this.buy({ fraction: Math.min(0.95, 0.1 / this.volatility.now) });
 *   }
 * }
 * ```
 */
export function garmanKlass(feed: PriceLines, period: number = 20, options: AnnualOptions = {}): Line {
  checkPrices("garmanKlass", feed);
  const { barsPerYear = 1 } = optionsOf("garmanKlass", arguments, ["feed", "period"], options, ["barsPerYear"]);
  checkFactor("garmanKlass", barsPerYear, "barsPerYear");
  return GARMAN_KLASS(feed.open, feed.high, feed.low, feed.close, { period, barsPerYear });
}
