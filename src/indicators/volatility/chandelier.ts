/**
 * The chandelier exit.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars, type AverageName } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFactor } from "../factor.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { HighestKernel } from "../statistics/highest.ts";
import { LowestKernel } from "../statistics/lowest.ts";
import { AverageRange } from "./average_range.ts";

const CHANDELIER = defineIndicator({
  name: "chandelier",
  inputs: ["high", "low", "close"],
  outputs: ["long", "short"],
  params: { period: 22, factor: 3, average: "smma", rangePeriod: 22 },
  factors: ["factor"],
  minPeriod: ({ period, average, rangePeriod }) =>
    Math.max(period, averageBars("chandelier", average, rangePeriod) + 1),
  memory: "fading",
  update: ({ period, factor, average, rangePeriod }) => {
    const highest = new HighestKernel(period), lowest = new LowestKernel(period);
    const range = new AverageRange("chandelier", average, rangePeriod);
    return (high, low, close) => {
      const width = factor * range.update(high, low, close);
      return [highest.update(high) - width, lowest.update(low) + width];
    };
  },
  formula: "long = highest high - factor * atr; short = lowest low + factor * atr",
  plot: "price",
});

/** The lines of {@linkcode chandelier}. */
export interface ChandelierLines {
  /** The exit of a long position, below the highest high. */
  readonly long: Line;
  /** The exit of a short position, above the lowest low. */
  readonly short: Line;
}

/** Options of {@linkcode chandelier}. */
export interface ChandelierOptions {
  /** The average of the true ranges: `"smma"`, Wilder's, by default. */
  readonly average?: AverageName;
  /** Number of true ranges that are averaged: `period` by default. */
  readonly rangePeriod?: number;
}

/**
 * Makes the chandelier exit: stops that hang so many average true ranges below the highest high, and stand above the
 * lowest low.
 *
 * Formula: long = {@linkcode highest}(high, period) - factor * {@linkcode atr}(period); short = {@linkcode lowest}(low,
 * period) + factor * atr(period). The lines may move against the position, as in StockCharts and pandas-ta; a stop that
 * only tightens is the best of a line since the entry. Minimum period: `period + 1`. Source: Charles Le Beau's exit, in
 * Alexander Elder, "Come Into My Trading Room" (2002).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Number of bars, a whole number from 1 on; 22 by default.
 * @param factor Number of average true ranges, above 0; 3 by default.
 * @param options The average of the ranges, and their number.
 * @returns Two lines, in units of the price.
 * @throws {TypeError} If `feed` is not a feed or a number is none.
 * @throws {RangeError} If a period is not a whole number from 1 on, `factor` not above 0, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Trails extends ct.Strategy.with({ period: 22, factor: 3 }) {
 *   exit = ct.chandelier(this.data, this.params.period, this.params.factor);
 *
 *   override next(): void {
 *     if (this.position.size === 0 && this.data.close.now > this.exit.short.now) this.buy();
 *     else if (this.data.close.now < this.exit.long.now) this.close();
 *   }
 * }
 * ```
 */
export function chandelier(
  feed: PriceLines,
  period: number = 22,
  factor: number = 3,
  options: ChandelierOptions = {},
): ChandelierLines {
  checkPrices("chandelier", feed);
  const taken = optionsOf("chandelier", arguments, ["feed", "period", "factor"], options, ["average", "rangePeriod"]);
  const { rangePeriod = period } = taken;
  checkFactor("chandelier", factor, "factor");
  return CHANDELIER(feed.high, feed.low, feed.close, { ...taken, period, factor, rangePeriod });
}
