/**
 * The full stochastic oscillator.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { RangePlace } from "./range_place.ts";
import type { StochasticLines, StochasticOptions } from "./stochastic_fast.ts";

const STOCHASTIC_FULL = defineIndicator({
  name: "stochasticFull",
  inputs: ["high", "low", "close"],
  outputs: ["k", "d", "dSlow"],
  params: { period: 14, d: 3, dSlow: 3, average: "sma" },
  minPeriod: ({ period, d, dSlow, average }) => {
    const mean = period + averageBars("stochasticFull", average, d) - 1;
    return [period, mean, mean + averageBars("stochasticFull", average, dSlow) - 1];
  },
  memory: "fading",
  update: ({ period, d, dSlow, average }) => {
    const place = new RangePlace(period);
    const first = averageKernel("stochasticFull", average, d), second = averageKernel("stochasticFull", average, dSlow);
    return (high, low, close) => {
      const k = place.update(high, low, close), mean = k === k ? first.update(k) : NaN;
      return [k, mean, mean === mean ? second.update(mean) : NaN];
    };
  },
  formula: "k = 100 * (close - lowest) / (highest - lowest); d = average of k; dSlow = average of d",
});

/** The lines of {@linkcode stochasticFull}. */
export interface StochasticFullLines extends StochasticLines {
  /** The average of `d`. */
  readonly dSlow: Line;
}

/**
 * Makes the full stochastic oscillator: the place of the close in the range of the last bars, its average, and the
 * average of that. The pair `k`, `d` is the fast oscillator, and `d`, `dSlow` the slow one.
 *
 * Formula: k = 100 * ((close - lowest low) / (highest high - lowest low)) over `period` bars; d = {@linkcode sma} of k;
 * dSlow = {@linkcode sma} of d. While the range is zero k is 50. Minimum periods: `period` for k, `d - 1` more for d,
 * and `dSlow - 1` more for dSlow. Source: George C. Lane, "Lane's Stochastics" (1984); backtrader's StochasticFull.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Number of bars of the range, a whole number from 1 on; 14 by default.
 * @param d Period of the first average; 3 by default.
 * @param dSlow Period of the second average; 3 by default.
 * @param options The average.
 * @returns Three lines, from 0 to 100.
 * @throws {TypeError} If `feed` is not a feed or a period not a number.
 * @throws {RangeError} If a period is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Turn extends ct.Strategy.with({ period: 14 }) {
 *   stochastic = ct.stochasticFull(this.data, this.params.period, 3, 5);
 *   cross = ct.crossover(this.stochastic.d, this.stochastic.dSlow);
 *
 *   override next(): void {
 *     if (this.cross.now > 0 && this.stochastic.k.now < 50) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function stochasticFull(
  feed: PriceLines,
  period: number = 14,
  d: number = 3,
  dSlow: number = 3,
  options: StochasticOptions = {},
): StochasticFullLines {
  checkPrices("stochasticFull", feed);
  const taken = optionsOf("stochasticFull", arguments, ["feed", "period", "d", "dSlow"], options, ["average"]);
  return STOCHASTIC_FULL(feed.high, feed.low, feed.close, { ...taken, period, d, dSlow });
}
