/**
 * The indicators of Aroon.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { HighestBars } from "../statistics/extreme_bars.ts";

const AROON = defineIndicator({
  name: "aroon",
  inputs: ["high", "low"],
  outputs: ["up", "down"],
  params: { period: 14 },
  minPeriod: ({ period }) => period + 1,
  memory: "window",
  update: ({ period }) => {
    const highest = new HighestBars(period + 1), share = 100 / period;
    // The lowest value is the highest of the negated ones.
    const lowest = new HighestBars(period + 1);
    return (high, low) => [share * (period - highest.update(high)), share * (period - lowest.update(-low))];
  },
  formula: "100 / period * (period - bars since the highest high, or the lowest low, of the last period + 1 bars)",
});

/** The lines of {@linkcode aroon}. */
export interface AroonLines {
  /** 100 at the bar of a highest high, down to 0. */
  readonly up: Line;
  /** 100 at the bar of a lowest low, down to 0. */
  readonly down: Line;
}

/**
 * Makes the indicators of Aroon: how long ago the highest high and the lowest low of the last bars were, as 100 for now
 * down to 0 for `period` bars ago.
 *
 * Formula: up = 100 / period * (period - n), where n is the number of bars since the highest high of the last `period +
 * 1` bars, the newest of equal ones; down is the same of the lowest low. Minimum period: `period + 1`. Source: Tushar
 * Chande, "Time Price Oscillator", Technical Analysis of Stocks and Commodities (1995).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Number of bars back, a whole number from 1 on; 14 by default.
 * @returns Two lines, from 0 to 100.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class AroonCross extends ct.Strategy.with({ period: 25 }) {
 *   aroon = ct.aroon(this.data, this.params.period);
 *   cross = ct.crossover(this.aroon.up, this.aroon.down);
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function aroon(feed: PriceLines, period: number = 14): AroonLines {
  checkPrices("aroon", feed);
  checkCall("aroon", arguments, ["feed", "period"]);
  return AROON(feed.high, feed.low, { period });
}
