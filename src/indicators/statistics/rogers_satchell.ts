/**
 * The volatility of Rogers and Satchell.
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

const ROGERS_SATCHELL = defineIndicator({
  name: "rogersSatchell",
  inputs: ["open", "high", "low", "close"],
  params: { period: 20, barsPerYear: 1 },
  factors: ["barsPerYear"],
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period, barsPerYear }) => {
    const mean = new RollingSum(period, period), scale = Math.sqrt(barsPerYear);
    return (open, high, low, close) =>
      Math.sqrt(Math.max(0, mean.update(rogersSatchellTerm(open, high, low, close)))) * scale;
  },
  formula: "sqrt(mean of ln(h / c) * ln(h / o) + ln(l / c) * ln(l / o)) * sqrt(barsPerYear)",
});

/** The part of a bar in the variance of Rogers and Satchell. */
export function rogersSatchellTerm(open: number, high: number, low: number, close: number): number {
  return logRatio(high, close) * logRatio(high, open) + logRatio(low, close) * logRatio(low, open);
}

/**
 * Makes the volatility of Rogers and Satchell, from the four prices of the bars. Unlike
 * {@linkcode parkinson} and {@linkcode garmanKlass} it is right for a price with a drift too; it does not see gaps.
 *
 * Formula: sqrt(mean of ln(high / close) * ln(high / open) + ln(low / close) * ln(low / open)) * sqrt(barsPerYear), the sum
 * of the last `period` bars exactly rounded. It has no value (NaN) as long as a price in the window is not above 0.
 * Minimum period: `period`. Source: Chris Rogers and Stephen Satchell, "Estimating Variance from High, Low and Closing
 * Prices", Annals of Applied Probability 1 (1991).
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
 *   volatility = ct.rogersSatchell(this.data, this.params.period, { barsPerYear: 252 });
 *
 *   override next(): void {
 *     if (this.position.size === 0) this.buy({ fraction: Math.min(0.95, 0.1 / this.volatility.now) });
 *   }
 * }
 * ```
 */
export function rogersSatchell(feed: PriceLines, period: number = 20, options: AnnualOptions = {}): Line {
  checkPrices("rogersSatchell", feed);
  const { barsPerYear = 1 } = optionsOf("rogersSatchell", arguments, ["feed", "period"], options, ["barsPerYear"]);
  checkFactor("rogersSatchell", barsPerYear, "barsPerYear");
  return ROGERS_SATCHELL(feed.open, feed.high, feed.low, feed.close, { period, barsPerYear });
}
