/**
 * The last swing high and low.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { TurningPoint } from "./turning_point.ts";

const SWINGS = defineIndicator({
  name: "swings",
  inputs: ["high", "low"],
  outputs: ["high", "low"],
  params: { left: 5, right: 5 },
  minPeriod: ({ left, right }) => left + right + 1,
  memory: "unbounded",
  update: ({ left, right }) => {
    const tops = new TurningPoint(left, right, 1), bottoms = new TurningPoint(left, right, -1);
    let lastTop = NaN, lastBottom = NaN;
    return (high, low) => {
      const top = tops.update(high), bottom = bottoms.update(low);
      if (top === top) lastTop = top;
      if (bottom === bottom) lastBottom = bottom;
      return [lastTop, lastBottom];
    };
  },
  formula: "price of the last bar whose high (low) stands out from left bars before and right bars after it",
  plot: "price",
});

/** The lines of {@linkcode swings}. */
export interface SwingLines {
  /** High of the last swing high that is known. */
  readonly high: Line;
  /** Low of the last swing low that is known. */
  readonly low: Line;
}

/**
 * Makes the lines of the last swing high and the last swing low, each known `right` bars after it: before that no one can
 * tell. A chart that marks a swing at its own bar shows what came later.
 *
 * A swing high is a high above each of the `left` highs before it and not below any of the `right` ones after it; of equal
 * ones the first counts. A swing low is the same of lows. The lines are NaN until the first swing is known, and keep its
 * price until the next one is: `swings.high.change()` is not 0 at the bar at which another one becomes known.
 *
 * Minimum period: `left + right + 1`. Source: Charles Dow's peaks and troughs; as `ta.pivothigh` of TradingView.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param left Number of bars before, a whole number from 1 on; 5 by default.
 * @param right Number of bars after, by which a swing is known later, a whole number from 1 on; 5 by default.
 * @returns Two lines, in units of the price.
 * @throws {TypeError} If `feed` is not a feed or a number of bars not a number.
 * @throws {RangeError} If a number of bars is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class SwingBreak extends ct.Strategy.with({}) {
 *   swings = ct.swings(this.data, 5, 3);
 *   break = ct.crossedAbove(this.data.close, this.swings.high);
 *
 *   override next(): void {
 *     if (this.break.now && this.position.size === 0) this.buy({ stopLoss: this.swings.low.now });
 *   }
 * }
 * ```
 */
export function swings(feed: PriceLines, left: number = 5, right: number = 5): SwingLines {
  checkPrices("swings", feed);
  checkCall("swings", arguments, ["feed", "left", "right"]);
  return SWINGS(feed.high, feed.low, { left, right });
}
