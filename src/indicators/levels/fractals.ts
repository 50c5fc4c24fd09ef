/**
 * The fractals of Williams.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { TurningPoint } from "./turning_point.ts";

const FRACTALS = defineIndicator({
  name: "fractals",
  inputs: ["high", "low"],
  outputs: ["high", "low"],
  params: { bars: 2 },
  minPeriod: ({ bars }) => 2 * bars + 1,
  memory: "window",
  update: ({ bars }) => {
    const tops = new TurningPoint(bars, bars, 1), bottoms = new TurningPoint(bars, bars, -1);
    return (high, low) => [tops.update(high), bottoms.update(low)];
  },
  formula: "high(bars) where it is above the bars before it and not below those after it; low mirrored",
  plot: "price",
});

/** The lines of {@linkcode fractals}. */
export interface FractalLines {
  /** The high of a fractal at the bar at which it is known, NaN at every other bar. */
  readonly high: Line;
  /** The low of a fractal at the bar at which it is known, NaN at every other bar. */
  readonly low: Line;
}

/**
 * Makes the lines of fractals: turning points that the bars around confirm, `bars` on either side. Each stands at the bar
 * at which it is known, `bars` after its own; every other bar is NaN. {@linkcode swings} keeps the last one instead.
 *
 * A fractal high is a high above the `bars` highs before it and not below those after it; of equal ones the first counts.
 * A fractal low is the same of lows. backtrader's Fractal writes them `bars` earlier, where they were not known, and
 * moves them by a percentage away from the bar.
 *
 * Minimum period: `2 bars + 1`. Source: Bill Williams, "Trading Chaos" (1995), with 2 bars on either side.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param bars Number of bars on either side, a whole number from 1 on; 2 by default.
 * @returns Two lines, in units of the price, NaN where no fractal becomes known.
 * @throws {TypeError} If `feed` is not a feed or `bars` not a number.
 * @throws {RangeError} If `bars` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class FractalBreak extends ct.Strategy.with({}) {
 *   fractals = ct.fractals(this.data);
 *
 *   override next(): void {
 *     // The comparison with NaN is false, so an order is placed only where a fractal has just become known.
 *     if (this.fractals.high.now > this.data.close.now) this.buy({ stop: this.fractals.high.now, valid: "day" });
 *   }
 * }
 * ```
 */
export function fractals(feed: PriceLines, bars: number = 2): FractalLines {
  checkPrices("fractals", feed);
  checkCall("fractals", arguments, ["feed", "bars"]);
  return FRACTALS(feed.high, feed.low, { bars });
}
