/**
 * The normalized average true range.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { quotient } from "../quotient.ts";
import type { AtrOptions } from "./atr.ts";
import { AverageRange } from "./average_range.ts";

const NATR = defineIndicator({
  name: "natr",
  inputs: ["high", "low", "close"],
  params: { period: 14, average: "smma", countsFirst: false },
  minPeriod: ({ period, average, countsFirst }) => averageBars("natr", average, period) + (countsFirst ? 0 : 1),
  memory: "fading",
  update: ({ period, average, countsFirst }) => {
    const range = new AverageRange("natr", average, period, countsFirst);
    return (high, low, close) => 100 * quotient(range.update(high, low, close), close, 0);
  },
  formula: "100 * atr(period) / close",
});

/**
 * Makes the normalized average true range: {@linkcode atr} in percent of the close, so that values of different prices
 * can be compared.
 *
 * Formula: 100 * ({@linkcode atr}(period) / close); 0 where the close is zero. Minimum period: `period + 1`, or
 * `period` with `countsFirst`. Source: TA-Lib's NATR, after John Forman, "Cross-Market Evaluations with Normalized
 * Average True Range", Technical Analysis of Stocks and Commodities (2006).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Number of ranges, a whole number from 1 on; 14 by default.
 * @param options The average, and whether the first bar counts.
 * @returns The range, in percent.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Calm extends ct.Strategy.with({ period: 14, limit: 2 }) {
 *   range = ct.natr(this.data, this.params.period);
 *
 *   override next(): void {
 *     if (this.range.now < this.params.limit && this.position.size === 0) this.buy();
 *     else if (this.range.now > 2 * this.params.limit) this.close();
 *   }
 * }
 * ```
 */
export function natr(feed: PriceLines, period: number = 14, options: AtrOptions = {}): Line {
  checkPrices("natr", feed);
  const taken = optionsOf("natr", arguments, ["feed", "period"], options, ["average", "countsFirst"]);
  return NATR(feed.high, feed.low, feed.close, { ...taken, period });
}
