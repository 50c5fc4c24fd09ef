/**
 * Williams' percent range.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { quotient } from "../quotient.ts";
import { HighestKernel } from "../statistics/highest.ts";
import { LowestKernel } from "../statistics/lowest.ts";

const WILLIAMS_R = defineIndicator({
  name: "williamsR",
  inputs: ["high", "low", "close"],
  params: { period: 14 },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period }) => {
    const highest = new HighestKernel(period), lowest = new LowestKernel(period);
    return (high, low, close) => {
      const top = highest.update(high), bottom = lowest.update(low);
      return quotient(-100 * (top - close), top - bottom, -50);
    };
  },
  formula: "-100 * (highest - close) / (highest - lowest)",
});

/**
 * Makes Williams' percent range: the distance of the close from the top of the range of the last bars, from -100 at its
 * bottom to 0 at its top.
 *
 * Formula: -100 * (highest high - close) / (highest high - lowest low) over `period` bars; -50 while the range is zero,
 * where TA-Lib has 0. Minimum period: `period`. Source: Larry Williams, "How I Made One Million Dollars Last Year
 * Trading Commodities" (1973).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Number of bars of the range, a whole number from 1 on; 14 by default.
 * @returns The line, from -100 to 0.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Oversold extends ct.Strategy.with({ period: 14 }) {
 *   williams = ct.williamsR(this.data, this.params.period);
 *
 *   override next(): void {
 *     if (this.williams.now < -80 && this.position.size === 0) this.buy();
 *     else if (this.williams.now > -20) this.close();
 *   }
 * }
 * ```
 */
export function williamsR(feed: PriceLines, period: number = 14): Line {
  checkPrices("williamsR", feed);
  checkCall("williamsR", arguments, ["feed", "period"]);
  return WILLIAMS_R(feed.high, feed.low, feed.close, { period });
}
