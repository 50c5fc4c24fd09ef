/**
 * The volatility of Yang and Zhang.
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
import { CentredWindow } from "./centred_window.ts";
import { rogersSatchellTerm } from "./rogers_satchell.ts";
import { checkLeastPeriod } from "./sample.ts";

const YANG_ZHANG = defineIndicator({
  name: "yangZhang",
  inputs: ["open", "high", "low", "close"],
  params: { period: 20, barsPerYear: 1 },
  factors: ["barsPerYear"],
  minPeriod: ({ period }) => period + 1,
  memory: "window",
  update: ({ period, barsPerYear }) => {
    const gaps = new CentredWindow(period), bodies = new CentredWindow(period), inside = new RollingSum(period, period);
    const weight = 0.34 / (1.34 + (period + 1) / (period - 1)), scale = Math.sqrt(barsPerYear);
    let before = NaN;
    return (open, high, low, close) => {
      const gap = logRatio(open, before), isFirst = before !== before;
      before = close;
      if (isFirst) return NaN;
      const mean = inside.update(rogersSatchellTerm(open, high, low, close));
      bodies.push(logRatio(close, open));
      if (!gaps.push(gap)) return NaN;
      const outside = gaps.squares / (period - 1), body = bodies.squares / (period - 1);
      return Math.sqrt(Math.max(0, outside + weight * body + (1 - weight) * mean)) * scale;
    };
  },
  formula: "sqrt(variance of gaps + k * variance of bodies + (1 - k) * Rogers-Satchell) * sqrt(barsPerYear)",
});

/**
 * Makes the volatility of Yang and Zhang, from the gaps between the bars and their four prices. It is right for a price
 * with a drift and with gaps, of the same expectation as {@linkcode volatility}, and much less scattered.
 *
 * Formula: sqrt(g + k * b + (1 - k) * r) * sqrt(barsPerYear), where g and b are the variances (/ (period - 1)) of
 * ln(open / close(1)) and of ln(close / open), r is the mean of {@linkcode rogersSatchell} before its root, and k = 0.34 /
 * (1.34 + (period + 1) / (period - 1)). It has no value (NaN) as long as a price in the window is not above 0. Minimum
 * period: `period + 1`. Source: Dennis Yang and Qiang Zhang, "Drift-Independent Volatility Estimation Based on High, Low,
 * Open, and Close Prices", Journal of Business 73 (2000).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Number of bars, a whole number from 2 on; 20 by default.
 * @param options Bars in a year.
 * @returns The volatility as a fraction: 0.2 is 20 percent.
 * @throws {TypeError} If `feed` is not a feed or a number none.
 * @throws {RangeError} If `period` is not a whole number from 2 on, or `barsPerYear` not above 0.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class SizedByRisk extends ct.Strategy.with({ period: 20 }) {
 *   volatility = ct.yangZhang(this.data, this.params.period, { barsPerYear: 252 });
 *
 *   override next(): void {
 *     if (this.position.size === 0) this.buy({ fraction: Math.min(0.95, 0.1 / this.volatility.now) });
 *   }
 * }
 * ```
 */
export function yangZhang(feed: PriceLines, period: number = 20, options: AnnualOptions = {}): Line {
  checkPrices("yangZhang", feed);
  const { barsPerYear = 1 } = optionsOf("yangZhang", arguments, ["feed", "period"], options, ["barsPerYear"]);
  checkLeastPeriod("yangZhang", period, 2, "one bar has no variance");
  checkFactor("yangZhang", barsPerYear, "barsPerYear");
  return YANG_ZHANG(feed.open, feed.high, feed.low, feed.close, { period, barsPerYear });
}
