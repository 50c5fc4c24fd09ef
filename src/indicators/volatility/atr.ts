/**
 * The average true range.
 *
 * @module
 */

import type { FeedLines } from "../../lines/feed_lines.ts";
import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel, type AverageName, checkAverage } from "../average/average_kernel.ts";
import { Smoothing, wilderFactor } from "../average/smoothing.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFeed } from "../feed_prices.ts";
import { rangeOf } from "./true_range.ts";

const ATR = defineIndicator({
  name: "atr",
  inputs: ["high", "low", "close"],
  params: { period: 14, average: "smma" },
  minPeriod: ({ period, average }) => averageBars("atr", average, period) + 1,
  memory: "fading",
  update: ({ period, average }) => {
    const mean = averageKernel("atr", average, period);
    let before = NaN;
    return (high, low, close) => {
      const range = rangeOf(high, low, before), isFirst = before !== before;
      before = close;
      return isFirst ? NaN : mean.update(range);
    };
  },
  column: ({ inputs, outputs, from, until }, { period, average }) => {
    const [high, low, close] = inputs, [output] = outputs, factor = wilderFactor(period), rest = 1 - factor;
    const isWilder = average === "smma", warm = isWilder ? Math.min(from + 1 + period, until) : until;
    const mean = isWilder ? new Smoothing(period, factor) : averageKernel("atr", average, period);
    let value = NaN;
    for (let i = from + 1; i < warm; i++) {
      output![i] = value = mean.update(rangeOf(high![i]!, low![i]!, close![i - 1]!));
    }
    // In local variables the loop is several times as fast as with calls.
    for (let i = warm; i < until; i++) {
      output![i] = value = value * rest + rangeOf(high![i]!, low![i]!, close![i - 1]!) * factor;
    }
  },
  formula: "average of max(high, close(1)) - min(low, close(1))",
});

/** Options of {@linkcode atr}. */
export interface AtrOptions {
  /** The average of the ranges: `"smma"`, Wilder's, by default. */
  readonly average?: AverageName;
}

/**
 * Makes the average true range.
 *
 * Formula: the average of {@linkcode trueRange} by {@linkcode smma}. Minimum period: `period + 1`, as the range of the
 * first bar has no close before it. Source: J. Welles Wilder, "New Concepts in Technical Trading Systems" (1978).
 *
 * @param feed The feed, such as `this.data`.
 * @param period Number of ranges, a whole number from 1 on; 14 by default.
 * @param options The average.
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
export function atr(feed: FeedLines, period: number = 14, { average = "smma" }: AtrOptions = {}): Line {
  checkFeed("atr", feed);
  checkAverage("atr", average);
  return ATR(feed.high, feed.low, feed.close, { period, average });
}
