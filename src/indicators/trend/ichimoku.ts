/**
 * Ichimoku Kinko Hyo, the equilibrium chart.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { Lag } from "../../lines/lag.ts";
import { HighestKernel } from "../statistics/highest.ts";
import { LowestKernel } from "../statistics/lowest.ts";

const ICHIMOKU = defineIndicator({
  name: "ichimoku",
  inputs: ["high", "low", "close"],
  outputs: ["conversion", "base", "spanA", "spanB", "laggingSpan"],
  params: { conversion: 9, base: 26, span: 52, lead: 26, lag: 26 },
  minPeriod: ({ conversion, base, span, lead, lag }) => [
    conversion,
    base,
    Math.max(conversion, base) + lead,
    span + lead,
    lag + 1,
  ],
  memory: "window",
  update: ({ conversion, base, span, lead, lag }) => {
    const short = new MiddleKernel(conversion), middle = new MiddleKernel(base), long = new MiddleKernel(span);
    const lateA = new Lag(lead), lateB = new Lag(lead), closes = new Lag(lag);
    return (high, low, close) => {
      const tenkan = short.update(high, low), kijun = middle.update(high, low);
      const spanA = lateA.update((tenkan + kijun) / 2), spanB = lateB.update(long.update(high, low));
      return [tenkan, kijun, spanA, spanB, close - closes.update(close)];
    };
  },
  formula: "middles of the ranges of 9, 26 and 52 bars; the spans are those of 26 bars ago",
  plot: "price",
});

/** The middle of the range of the last bars. */
class MiddleKernel {
  readonly #highest: HighestKernel;
  readonly #lowest: LowestKernel;

  constructor(period: number) {
    this.#highest = new HighestKernel(period);
    this.#lowest = new LowestKernel(period);
  }

  update(high: number, low: number): number {
    return (this.#highest.update(high) + this.#lowest.update(low)) / 2;
  }
}

/** The lines of {@linkcode ichimoku}. */
export interface IchimokuLines {
  /** The conversion line, tenkan-sen: the middle of the short range. */
  readonly conversion: Line;
  /** The base line, kijun-sen: the middle of the middle range. */
  readonly base: Line;
  /** The leading span A, senkou span A, that a chart shows at the bar: made `lead` bars before. */
  readonly spanA: Line;
  /** The leading span B, senkou span B, that a chart shows at the bar: made `lead` bars before. */
  readonly spanB: Line;
  /**
   * The close less that of `lag` bars ago. The lagging span, chikou span, is the close drawn so many bars back; it is
   * above the price there where this line is above zero.
   */
  readonly laggingSpan: Line;
}

/** Options of {@linkcode ichimoku}. */
export interface IchimokuOptions {
  /** Bars by which a chart draws the leading spans ahead; 26 by default. */
  readonly lead?: number;
  /** Bars by which a chart draws the lagging span back; 26 by default. */
  readonly lag?: number;
}

/**
 * Makes the lines of Ichimoku as a strategy knows them at each bar.
 *
 * Formula: m(n) = (highest high + lowest low) / 2 of the last n bars; conversion = m(9); base = m(26); span A = the
 * mean of conversion and base of 26 bars ago; span B = m(52) of 26 bars ago, as charts draw both ahead. A chart draws
 * the lagging span, the close, 26 bars back, where a strategy at that bar could not know it. So the line here is the
 * comparison that the span is read for, when it is known: close - close(26). TradingView draws the spans by 25 bars:
 * pass `lead: 25`. Minimum periods: `conversion`, `base`, the larger of both plus `lead`, `span + lead`, and `lag + 1`.
 * Source: Goichi Hosoda, "Ichimoku Kinko Hyo" (1969); backtrader's Ichimoku.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param conversion Number of bars of the conversion line, a whole number from 1 on; 9 by default.
 * @param base Number of bars of the base line; 26 by default.
 * @param span Number of bars of the leading span B; 52 by default.
 * @param options Displacements of the spans.
 * @returns Five lines: four in units of the price, and `laggingSpan` as a difference of prices.
 * @throws {TypeError} If `feed` is not a feed or a number is none.
 * @throws {RangeError} If a number is not whole or less than 1.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class AboveCloud extends ct.Strategy.with({}) {
 *   ichimoku = ct.ichimoku(this.data);
 *
 *   override next(): void {
 *     const { conversion, base, spanA, spanB, laggingSpan } = this.ichimoku;
 *     const cloud = Math.max(spanA.now, spanB.now);
 *     if (this.data.close.now > cloud && conversion.now > base.now && laggingSpan.now > 0) this.buy();
 *     else if (this.data.close.now < base.now) this.close();
 *   }
 * }
 * ```
 */
export function ichimoku(
  feed: PriceLines,
  conversion: number = 9,
  base: number = 26,
  span: number = 52,
  options: IchimokuOptions = {},
): IchimokuLines {
  checkPrices("ichimoku", feed);
  const taken = optionsOf("ichimoku", arguments, ["feed", "conversion", "base", "span"], options, ["lead", "lag"]);
  return ICHIMOKU(feed.high, feed.low, feed.close, { ...taken, conversion, base, span });
}
