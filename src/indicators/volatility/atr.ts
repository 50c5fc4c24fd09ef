/**
 * The average true range.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageColumn } from "../average/average_column.ts";
import { averageBars, type AverageName } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { AverageRange } from "./average_range.ts";
import { rangeOf } from "./true_range.ts";

const ATR = defineIndicator({
  name: "atr",
  inputs: ["high", "low", "close"],
  params: { period: 14, average: "smma", countsFirst: false },
  minPeriod: ({ period, average, countsFirst }) => averageBars("atr", average, period) + (countsFirst ? 0 : 1),
  memory: "fading",
  update: ({ period, average, countsFirst }) => {
    const kernel = new AverageRange("atr", average, period, countsFirst);
    return (high, low, close) => kernel.update(high, low, close);
  },
  column: ({ inputs, outputs, from, until }, { period, average, countsFirst }) => {
    const [high, low, close] = inputs, [output] = outputs, first = countsFirst ? from : from + 1;
    if (countsFirst) output![from] = high![from]! - low![from]!;
    for (let i = from + 1; i < until; i++) output![i] = rangeOf(high![i]!, low![i]!, close![i - 1]!);
    averageColumn("atr", average, period, output!, output!, first, until);
  },
  formula: "average of max(high, close(1)) - min(low, close(1))",
});

/** Options of {@linkcode atr}. */
export interface AtrOptions {
  /** The average of the ranges: `"smma"`, Wilder's, by default. */
  readonly average?: AverageName;
  /**
   * Whether the first bar counts with the range of its high and low: false by default, as with Wilder, TA-Lib and
   * backtrader; true for TradingView's `ta.atr` and pandas-ta.
   */
  readonly countsFirst?: boolean;
}

/**
 * Makes the average true range.
 *
 * Formula: the average of {@linkcode trueRange} by {@linkcode smma}. Minimum period: `period + 1`, as the first bar has
 * no close before it; `period` with `countsFirst`. Source: J. Welles Wilder, "New Concepts in Technical Trading
 * Systems" (1978).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Number of ranges, a whole number from 1 on; 14 by default.
 * @param options The average, and whether the first bar counts.
 * @returns The range, in units of the price.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class StopByRange extends ct.Strategy.with({ period: 14 }) {
 *   atr = ct.atr(this.data, this.params.period);
 *
 *   override next(): void {
 *     if (this.position.size === 0) this.buy({ stopLoss: this.data.close.now - 2 * this.atr.now });
 *   }
 * }
 * ```
 */
export function atr(feed: PriceLines, period: number = 14, options: AtrOptions = {}): Line {
  checkPrices("atr", feed);
  const taken = optionsOf("atr", arguments, ["feed", "period"], options, ["average", "countsFirst"]);
  return ATR(feed.high, feed.low, feed.close, { ...taken, period });
}
