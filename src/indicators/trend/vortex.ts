/**
 * The vortex indicator.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { RollingSum } from "../../feeds/exact_sum.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { quotient } from "../quotient.ts";
import { rangeOf } from "../volatility/true_range.ts";

const VORTEX = defineIndicator({
  name: "vortex",
  inputs: ["high", "low", "close"],
  outputs: ["plus", "minus"],
  params: { period: 14 },
  minPeriod: ({ period }) => period + 1,
  memory: "window",
  update: ({ period }) => {
    const ups = new RollingSum(period), downs = new RollingSum(period), ranges = new RollingSum(period);
    let highBefore = NaN, lowBefore = NaN, closeBefore = NaN;
    return (high, low, close) => {
      const up = Math.abs(high - lowBefore), down = Math.abs(low - highBefore), range = rangeOf(high, low, closeBefore);
      highBefore = high;
      lowBefore = low;
      closeBefore = close;
      if (up !== up) return [NaN, NaN];
      const total = ranges.update(range);
      return [quotient(ups.update(up), total, 0), quotient(downs.update(down), total, 0)];
    };
  },
  formula: "plus = sum of abs(high - low(1)) / sum of true ranges; minus = sum of abs(low - high(1)) / the same",
});

/** The lines of {@linkcode vortex}. */
export interface VortexLines {
  /** The upward movement in true ranges. */
  readonly plus: Line;
  /** The downward movement in true ranges. */
  readonly minus: Line;
}

/**
 * Makes the vortex indicator: upward and downward movement of the last bars in true ranges, both around 1.
 *
 * Formula: plus = sum of abs(high - low(1)) / sum of {@linkcode trueRange} over `period` bars; minus = sum of abs(low -
 * high(1)) / the same sum; both 0 while nothing moves. Minimum period: `period + 1`. Source: Etienne Botes and Douglas
 * Siepman, "The Vortex Indicator", Technical Analysis of Stocks and Commodities (2010).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Number of bars, a whole number from 1 on; 14 by default.
 * @returns Two lines, from 0 on.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class VortexCross extends ct.Strategy.with({ period: 14 }) {
 *   vortex = ct.vortex(this.data, this.params.period);
 *   cross = ct.crossover(this.vortex.plus, this.vortex.minus);
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function vortex(feed: PriceLines, period: number = 14): VortexLines {
  checkPrices("vortex", feed);
  checkCall("vortex", arguments, ["feed", "period"]);
  return VORTEX(feed.high, feed.low, feed.close, { period });
}
