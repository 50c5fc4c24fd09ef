/**
 * The slow stochastic oscillator.
 *
 * @module
 */

import { averageBars, averageKernel } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { RangePlace } from "./range_place.ts";
import type { StochasticLines, StochasticOptions } from "./stochastic_fast.ts";

const STOCHASTIC = defineIndicator({
  name: "stochastic",
  inputs: ["high", "low", "close"],
  outputs: ["k", "d"],
  params: { period: 14, k: 3, d: 3, average: "sma" },
  minPeriod: ({ period, k, d, average }) => {
    const mean = period + averageBars("stochastic", average, k) - 1;
    return [mean, mean + averageBars("stochastic", average, d) - 1];
  },
  memory: "fading",
  update: ({ period, k, d, average }) => {
    const place = new RangePlace(period);
    const first = averageKernel("stochastic", average, k), second = averageKernel("stochastic", average, d);
    return (high, low, close) => {
      const fast = place.update(high, low, close), mean = fast === fast ? first.update(fast) : NaN;
      return [mean, mean === mean ? second.update(mean) : NaN];
    };
  },
  formula: "k = average of 100 * (close - lowest) / (highest - lowest); d = average of k",
});

/**
 * Makes the slow stochastic oscillator: the place of the close in the range of the last bars, smoothed, and the average
 * of that. It is the stochastic oscillator of most charts.
 *
 * Formula: fast = 100 * ((close - lowest low) / (highest high - lowest low)) over `period` bars; k = {@linkcode sma} of
 * fast; d = {@linkcode sma} of k. While the range is zero fast is 50, where TA-Lib and backtrader's `safediv` have 0.
 * Minimum periods: `period + k - 1` for k, and `d - 1` more for d. Source: George C. Lane, "Lane's Stochastics" (1984);
 * TA-Lib's STOCH, TradingView's and backtrader's Stochastic.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Number of bars of the range, a whole number from 1 on; 14 by default.
 * @param k Period of the first average; 3 by default.
 * @param d Period of the second average; 3 by default.
 * @param options The average.
 * @returns Two lines, from 0 to 100.
 * @throws {TypeError} If `feed` is not a feed or a period not a number.
 * @throws {RangeError} If a period is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Turn extends ct.Strategy.with({ period: 14 }) {
 *   stochastic = ct.stochastic(this.data, this.params.period, 3, 3);
 *   cross = ct.crossover(this.stochastic.k, this.stochastic.d);
 *
 *   override next(): void {
 *     if (this.cross.now > 0 && this.stochastic.d.now < 20) this.buy();
 *     else if (this.cross.now < 0 && this.stochastic.d.now > 80) this.close();
 *   }
 * }
 * ```
 */
export function stochastic(
  feed: PriceLines,
  period: number = 14,
  k: number = 3,
  d: number = 3,
  options: StochasticOptions = {},
): StochasticLines {
  checkPrices("stochastic", feed);
  const taken = optionsOf("stochastic", arguments, ["feed", "period", "k", "d"], options, ["average"]);
  return STOCHASTIC(feed.high, feed.low, feed.close, { ...taken, period, k, d });
}
