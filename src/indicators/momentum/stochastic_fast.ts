/**
 * The fast stochastic oscillator.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel, type AverageName } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { RangePlace } from "./range_place.ts";

const STOCHASTIC_FAST = defineIndicator({
  name: "stochasticFast",
  inputs: ["high", "low", "close"],
  outputs: ["k", "d"],
  params: { period: 14, d: 3, average: "sma" },
  minPeriod: ({ period, d, average }) => [period, period + averageBars("stochasticFast", average, d) - 1],
  memory: "fading",
  update: ({ period, d, average }) => {
    const place = new RangePlace(period), mean = averageKernel("stochasticFast", average, d);
    return (high, low, close) => {
      const k = place.update(high, low, close);
      return [k, k === k ? mean.update(k) : NaN];
    };
  },
  formula: "k = 100 * (close - lowest) / (highest - lowest); d = average of k",
});

/** The lines of {@linkcode stochastic} and {@linkcode stochasticFast}. */
export interface StochasticLines {
  /** The place of the close in the range of the last bars, from 0 to 100. */
  readonly k: Line;
  /** The average of `k`. */
  readonly d: Line;
}

/** Options of the stochastic oscillators. */
export interface StochasticOptions {
  /** The average: `"sma"` by default. */
  readonly average?: AverageName;
}

/**
 * Makes the fast stochastic oscillator: the place of the close in the range of the last bars, and its average.
 *
 * Formula: k = 100 * ((close - lowest low) / (highest high - lowest low)) over `period` bars; d = {@linkcode sma} of k.
 * While the range is zero k is 50, where TA-Lib and backtrader's `safediv` have 0. Minimum periods: `period` for k, and
 * `d - 1` more for d. Source: George C. Lane, "Lane's Stochastics" (1984).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Number of bars of the range, a whole number from 1 on; 14 by default.
 * @param d Period of the average; 3 by default.
 * @param options The average.
 * @returns Two lines, from 0 to 100.
 * @throws {TypeError} If `feed` is not a feed or a period not a number.
 * @throws {RangeError} If a period is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Oversold extends ct.Strategy.with({ period: 14 }) {
 *   stochastic = ct.stochasticFast(this.data, this.params.period);
 *
 *   override next(): void {
 *     if (this.stochastic.d.now < 20 && this.position.size === 0) this.buy();
 *     else if (this.stochastic.d.now > 80) this.close();
 *   }
 * }
 * ```
 */
export function stochasticFast(
  feed: PriceLines,
  period: number = 14,
  d: number = 3,
  options: StochasticOptions = {},
): StochasticLines {
  checkPrices("stochasticFast", feed);
  const taken = optionsOf("stochasticFast", arguments, ["feed", "period", "d"], options, ["average"]);
  return STOCHASTIC_FAST(feed.high, feed.low, feed.close, { ...taken, period, d });
}
