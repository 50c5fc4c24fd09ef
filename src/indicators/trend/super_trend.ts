/**
 * The SuperTrend.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import type { Line } from "../../lines/line.ts";
import { averageBars, type AverageName } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFactor } from "../factor.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { AverageRange } from "../volatility/average_range.ts";

const SUPER_TREND = defineIndicator({
  name: "superTrend",
  inputs: ["high", "low", "close"],
  outputs: ["line", "direction", "upper", "lower"],
  params: { period: 10, factor: 3, average: "smma", variant: "tradingView" },
  factors: ["factor"],
  minPeriod: ({ period, average }) => averageBars("superTrend", average, period),
  memory: "unbounded",
  update: ({ period, factor, average, variant }) => {
    const range = new AverageRange("superTrend", average, period, true);
    const bands = variant === "tradingView" ? new TradingViewBands() : new PandasTaBands();
    return (high, low, close) => {
      const width = factor * range.update(high, low, close), middle = (high + low) / 2;
      if (width !== width) return [NaN, NaN, NaN, NaN];
      bands.update(middle + width, middle - width, close);
      const { isUp, upper, lower } = bands;
      return [isUp ? lower : upper, isUp ? 1 : -1, upper, lower];
    };
  },
  formula: "(high + low) / 2 +- factor * atr, each band held while it would go away from the price",
  plot: "price",
});

/** The bands of TradingView: both are held, and a close turns the direction beyond the band of its own bar. */
class TradingViewBands {
  isUp = false;
  upper = NaN;
  lower = NaN;
  #before = NaN;

  update(upper: number, lower: number, close: number): void {
    const isFirst = this.upper !== this.upper, before = this.#before;
    // As in Pine, where both bands were one the upper one counts as the line.
    const wasUp = this.isUp && this.lower !== this.upper;
    if (isFirst || upper < this.upper || before > this.upper) this.upper = upper;
    if (isFirst || lower > this.lower || before < this.lower) this.lower = lower;
    if (!isFirst) this.isUp = wasUp ? close >= this.lower : close > this.upper;
    this.#before = close;
  }
}

/** The bands of pandas-ta: that of the direction is held, and a close turns it beyond the band of the bar before. */
class PandasTaBands {
  isUp = true;
  upper = NaN;
  lower = NaN;

  update(upper: number, lower: number, close: number): void {
    if (close > this.upper) this.isUp = true;
    else if (close < this.lower) this.isUp = false;
    else if (this.isUp) {
      if (lower < this.lower) lower = this.lower;
    } else if (upper > this.upper) upper = this.upper;
    this.upper = upper;
    this.lower = lower;
  }
}

/** The lines of {@linkcode superTrend}. */
export interface SuperTrendLines {
  /** The band that the price has not passed: the lower one upwards, the upper one downwards. */
  readonly line: Line;
  /** 1 upwards, -1 downwards. TradingView has the opposite signs. */
  readonly direction: Line;
  /** The upper band. */
  readonly upper: Line;
  /** The lower band. */
  readonly lower: Line;
}

/** Options of {@linkcode superTrend}. */
export interface SuperTrendOptions {
  /** The average of the true ranges: `"smma"`, Wilder's, by default. */
  readonly average?: AverageName;
  /** The rules of `"tradingView"`, by default, or of `"pandasTa"`. */
  readonly variant?: "tradingView" | "pandasTa";
}

/**
 * Makes the SuperTrend: a stop so many average true ranges from the middle of the bar, which never goes away from the
 * price until a close passes it.
 *
 * Formula: bands = (high + low) / 2 +- factor * {@linkcode atr}(period, with the first bar). By TradingView's
 * `ta.supertrend`, the default, each band is held where it would go away from the price, unless the close before was
 * beyond it. The direction turns when the close is beyond the band of its bar; the first direction is downwards. By
 * pandas-ta only the band of the direction is held, the close is compared with the bands of the bar before, and the
 * first direction is upwards. The direction depends on where the data begin until the first turn, so the memory is
 * unbounded. Minimum period: `period`. Source: Olivier Seban's SuperTrend, as in TradingView's reference and in
 * pandas-ta 0.4.71b0.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Number of true ranges, a whole number from 1 on; 10 by default.
 * @param factor Number of average true ranges, above 0; 3 by default.
 * @param options The average of the ranges and the variant.
 * @returns Four lines: stop, direction, and both bands.
 * @throws {TypeError} If `feed` is not a feed or a number is none.
 * @throws {RangeError} If `period` is not a whole number from 1 on, `factor` not above 0, or there is no such average
 * or variant.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class FollowsTrend extends ct.Strategy.with({ period: 10, factor: 3 }) {
 *   trend = ct.superTrend(this.data, this.params.period, this.params.factor);
 *
 *   override next(): void {
 *     const { now } = this.trend.direction;
 *     if (now > 0 && this.position.size === 0) this.buy();
 *     else if (now < 0) this.close();
 *   }
 * }
 * ```
 */
export function superTrend(
  feed: PriceLines,
  period: number = 10,
  factor: number = 3,
  options: SuperTrendOptions = {},
): SuperTrendLines {
  checkPrices("superTrend", feed);
  const taken = optionsOf("superTrend", arguments, ["feed", "period", "factor"], options, ["average", "variant"]);
  const { variant = "tradingView" } = taken;
  checkFactor("superTrend", factor, "factor");
  if (variant !== "tradingView" && variant !== "pandasTa") {
    throw new RangeError(
      `Cannot compute superTrend with variant ${inspected(variant, 0)}: there are "tradingView", "pandasTa"`,
    );
  }
  return SUPER_TREND(feed.high, feed.low, feed.close, { ...taken, period, factor });
}
