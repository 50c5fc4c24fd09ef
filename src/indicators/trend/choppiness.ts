/**
 * The choppiness index.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { RollingSum } from "../../feeds/exact_sum.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { HighestKernel } from "../statistics/highest.ts";
import { LowestKernel } from "../statistics/lowest.ts";
import { rangeOf } from "../volatility/true_range.ts";

const CHOPPINESS = defineIndicator({
  name: "choppiness",
  inputs: ["high", "low", "close"],
  params: { period: 14 },
  minPeriod: ({ period }) => period + 1,
  memory: "window",
  update: ({ period }) => {
    const highest = new HighestKernel(period), lowest = new LowestKernel(period), ranges = new RollingSum(period);
    const scale = Math.log10(period);
    let before = NaN;
    return (high, low, close) => {
      const top = highest.update(high), bottom = lowest.update(low), range = rangeOf(high, low, before);
      const isFirst = before !== before;
      before = close;
      if (isFirst) return NaN;
      const total = ranges.update(range), span = top - bottom;
      return span === 0 ? 100 : 100 * Math.log10(total / span) / scale;
    };
  },
  formula: "100 * log10(sum of true ranges / (highest high - lowest low)) / log10(period)",
});

/**
 * Makes the choppiness index: how much longer the way of the last bars is than their range. Near 100 the market goes up
 * and down, near 0 it goes one way.
 *
 * Formula: 100 * log10(sum of {@linkcode trueRange} / (highest high - lowest low)) / log10(period) over `period` bars;
 * 100 where the range is zero. Minimum period: `period + 1`, as the first bar has no true range. Source: E. W. Dreiss's
 * index, as in TradingView's "Choppiness Index", which counts the first bar.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Number of bars, a whole number from 2 on; 14 by default.
 * @returns The index, from 0 to 100 without gaps; gaps between bars can take it above.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 2 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Trending extends ct.Strategy.with({ period: 14 }) {
 *   choppiness = ct.choppiness(this.data, this.params.period);
 *   average = ct.sma(this.data.close, 50);
 *
 *   override next(): void {
 *     if (this.choppiness.now < 38.2 && this.data.close.now > this.average.now) this.buy();
 *     else if (this.choppiness.now > 61.8) this.close();
 *   }
 * }
 * ```
 */
export function choppiness(feed: PriceLines, period: number = 14): Line {
  checkPrices("choppiness", feed);
  checkCall("choppiness", arguments, ["feed", "period"]);
  if (period === 1) {
    throw new RangeError("Cannot compute choppiness with a period of 1: give it a whole number of bars from 2 on");
  }
  return CHOPPINESS(feed.high, feed.low, feed.close, { period });
}
