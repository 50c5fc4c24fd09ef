/**
 * The pretty good oscillator of Johnson.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel, type AverageName } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { quotient } from "../quotient.ts";
import { AverageRange } from "../volatility/average_range.ts";

const PRETTY_GOOD_OSCILLATOR = defineIndicator({
  name: "prettyGoodOscillator",
  inputs: ["high", "low", "close"],
  params: { period: 14, average: "sma" },
  minPeriod: ({ period, average }) => Math.max(averageBars("prettyGoodOscillator", average, period), period + 1),
  memory: "fading",
  update: ({ period, average }) => {
    const mean = averageKernel("prettyGoodOscillator", average, period);
    const range = new AverageRange("prettyGoodOscillator", "smma", period);
    return (high, low, close) => quotient(close - mean.update(close), range.update(high, low, close), 0);
  },
  formula: "(close - sma(close, period)) / atr(period)",
});

/** Options of {@linkcode prettyGoodOscillator}. */
export interface PrettyGoodOscillatorOptions {
  /** The average of the close: `"sma"` by default. */
  readonly average?: AverageName;
}

/**
 * Makes the pretty good oscillator: the distance of the close from its average, in average true ranges.
 *
 * Formula: (close - {@linkcode sma}(close, period)) / {@linkcode atr}(period); 0 where the range is zero. Minimum
 * period: `period + 1`. Source: Mark Johnson's oscillator, as in backtrader's PrettyGoodOscillator. Others divide by an
 * exponential average of the true range.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Period of both averages, a whole number from 1 on; 14 by default.
 * @param options The average of the close.
 * @returns The distance, in average true ranges.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Breakout extends ct.Strategy.with({ period: 89 }) {
 *   distance = ct.prettyGoodOscillator(this.data, this.params.period);
 *
 *   override next(): void {
 *     if (this.distance.now > 3 && this.position.size === 0) this.buy();
 *     else if (this.distance.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function prettyGoodOscillator(
  feed: PriceLines,
  period: number = 14,
  options: PrettyGoodOscillatorOptions = {},
): Line {
  checkPrices("prettyGoodOscillator", feed);
  const taken = optionsOf("prettyGoodOscillator", arguments, ["feed", "period"], options, ["average"]);
  return PRETTY_GOOD_OSCILLATOR(feed.high, feed.low, feed.close, { ...taken, period });
}
