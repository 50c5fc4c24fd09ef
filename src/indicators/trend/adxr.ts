/**
 * The average directional index rating.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { Lag } from "../../lines/lag.ts";
import { DirectionalIndex, indexPeriod } from "./directional.ts";
import type { DirectionalOptions } from "./plus_di.ts";

const ADXR = defineIndicator({
  name: "adxr",
  inputs: ["high", "low", "close"],
  params: { period: 14, average: "smma" },
  minPeriod: ({ period, average }) => indexPeriod("adxr", period, average) + period,
  memory: "fading",
  update: ({ period, average }) => {
    const index = new DirectionalIndex("adxr", period, average), lag = new Lag(period);
    return (high, low, close) => {
      const value = index.update(high, low, close);
      return (value + lag.update(value)) / 2;
    };
  },
  formula: "(adx + adx(period)) / 2",
});

/**
 * Makes Wilder's average directional index rating: the mean of {@linkcode adx} and of its value `period` bars ago.
 *
 * Formula: (adx + adx(period)) / 2, which is backtrader's; TA-Lib takes the value `period - 1` bars ago. Minimum
 * period: `3 * period`. Source: J. Welles Wilder, "New Concepts in Technical Trading Systems" (1978).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Period of each average, a whole number from 1 on; 14 by default.
 * @param options The average.
 * @returns The rating, from 0 to 100.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Trending extends ct.Strategy.with({ period: 14 }) {
 *   rating = ct.adxr(this.data, this.params.period);
 *
 *   override next(): void {
 *     if (this.rating.now > 25 && this.position.size === 0) this.buy();
 *     else if (this.rating.now < 20) this.close();
 *   }
 * }
 * ```
 */
export function adxr(feed: PriceLines, period: number = 14, options: DirectionalOptions = {}): Line {
  checkPrices("adxr", feed);
  const taken = optionsOf("adxr", arguments, ["feed", "period"], options, ["average"]);
  return ADXR(feed.high, feed.low, feed.close, { ...taken, period });
}
