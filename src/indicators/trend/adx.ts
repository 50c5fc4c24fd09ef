/**
 * The average directional index.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { DirectionalIndex, indexPeriod } from "./directional.ts";
import type { DirectionalOptions } from "./plus_di.ts";

const ADX = defineIndicator({
  name: "adx",
  inputs: ["high", "low", "close"],
  params: { period: 14, average: "smma" },
  minPeriod: ({ period, average }) => indexPeriod("adx", period, average),
  memory: "fading",
  update: ({ period, average }) => {
    const index = new DirectionalIndex("adx", period, average);
    return (high, low, close) => index.update(high, low, close);
  },
  formula: "100 * average(abs(plusDi - minusDi) / (plusDi + minusDi))",
});

/**
 * Makes Wilder's average directional index: how much the movement of the last bars goes one way, whichever that is.
 *
 * Formula: 100 * average(abs(p - m) / (p + m)), where p and m are {@linkcode plusDi} and {@linkcode minusDi} and the
 * average is {@linkcode smma}(period); a bar without movement counts as 0. TA-Lib begins its averages with another
 * seed, so its first values differ. Minimum period: `2 * period`. Source: J. Welles Wilder, "New Concepts in Technical
 * Trading Systems" (1978).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Period of each average, a whole number from 1 on; 14 by default.
 * @param options The average.
 * @returns The index, from 0 to 100.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Trending extends ct.Strategy.with({ period: 14 }) {
 *   adx = ct.adx(this.data, this.params.period);
 *   average = ct.sma(this.data.close, 50);
 *
 *   override next(): void {
 *     if (this.adx.now > 25 && this.data.close.now > this.average.now) this.buy();
 *     else if (this.adx.now < 20) this.close();
 *   }
 * }
 * ```
 */
export function adx(feed: PriceLines, period: number = 14, options: DirectionalOptions = {}): Line {
  checkPrices("adx", feed);
  const taken = optionsOf("adx", arguments, ["feed", "period"], options, ["average"]);
  return ADX(feed.high, feed.low, feed.close, { ...taken, period });
}
