/**
 * The channel of Keltner.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { averageBars, averageKernel, type AverageName } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFactor } from "../factor.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { AverageRange } from "./average_range.ts";
import type { BandLines } from "./bollinger.ts";

const KELTNER = defineIndicator({
  name: "keltner",
  inputs: ["high", "low", "close"],
  outputs: ["middle", "upper", "lower"],
  params: { period: 20, factor: 2, average: "ema", rangePeriod: 20, rangeAverage: "ema", range: "true" },
  factors: ["factor"],
  minPeriod: ({ period, average, rangePeriod, rangeAverage, range }) =>
    Math.max(
      averageBars("keltner", average, period),
      averageBars("keltner", rangeAverage, rangePeriod) + (range === "true" ? 1 : 0),
    ),
  memory: "fading",
  update: ({ period, factor, average, rangePeriod, rangeAverage, range }) => {
    const mean = averageKernel("keltner", average, period), isTrue = range === "true";
    const trueRange = new AverageRange("keltner", rangeAverage, rangePeriod);
    const barRange = averageKernel("keltner", rangeAverage, rangePeriod);
    return (high, low, close) => {
      const middle = mean.update(close);
      const width = (isTrue ? trueRange.update(high, low, close) : barRange.update(high - low)) * factor;
      return [middle, middle + width, middle - width];
    };
  },
  formula: "middle = ema(close, period); upper, lower = middle +- factor * average range",
  plot: "price",
});

/** Options of {@linkcode keltner}. */
export interface KeltnerOptions {
  /** The average of the close: `"ema"` by default. */
  readonly average?: AverageName;
  /** Number of ranges that are averaged: `period` by default. */
  readonly rangePeriod?: number;
  /** The average of the ranges: that of the close by default. */
  readonly rangeAverage?: AverageName;
  /** The range of a bar: `"true"`, the true range, by default; or `"bar"`, its high less its low. */
  readonly range?: "true" | "bar";
}

/**
 * Makes the channel of Keltner: an average of the close, and bands of so many average ranges around it.
 *
 * Formula: middle = {@linkcode ema}(close, period); r = ema({@linkcode trueRange}, period); upper = middle + factor *
 * r; lower = middle - factor * r, which is TradingView's `ta.kc`. TradingView's chart has Wilder's average of 10 true
 * ranges instead: `{ rangePeriod: 10, rangeAverage: "smma" }`. Minimum period: `period + 1`, as the first bar has no
 * true range; more with a longer `rangePeriod`. Source: Linda Bradford Raschke's form of the channel in Chester
 * Keltner, "How to Make Money in Commodities" (1960).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Period of the average, a whole number from 1 on; 20 by default.
 * @param factor Number of average ranges, above 0; 2 by default.
 * @param options Averages and kind of the range.
 * @returns Three lines, in units of the price.
 * @throws {TypeError} If `feed` is not a feed or a number is none.
 * @throws {RangeError} If a period is not a whole number from 1 on, `factor` not above 0, or there is no such average
 * or range.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Breakout extends ct.Strategy.with({ period: 20, factor: 2 }) {
 *   channel = ct.keltner(this.data, this.params.period, this.params.factor);
 *
 *   override next(): void {
 *     if (this.data.close.now > this.channel.upper.now) this.buy();
 *     else if (this.data.close.now < this.channel.middle.now) this.close();
 *   }
 * }
 * ```
 */
export function keltner(
  feed: PriceLines,
  period: number = 20,
  factor: number = 2,
  options: KeltnerOptions = {},
): BandLines {
  checkPrices("keltner", feed);
  const taken = optionsOf("keltner", arguments, ["feed", "period", "factor"], options, [
    "average",
    "rangePeriod",
    "rangeAverage",
    "range",
  ]);
  const { average = "ema", rangePeriod = period, rangeAverage = average, range = "true" } = taken;
  checkFactor("keltner", factor, "factor");
  if (range !== "true" && range !== "bar") {
    throw new RangeError(`Cannot compute keltner with range ${inspected(range, 0)}: there are "true", "bar"`);
  }
  return KELTNER(feed.high, feed.low, feed.close, {
    ...taken,
    ...{ period, factor, average, rangePeriod, rangeAverage, range },
  });
}
