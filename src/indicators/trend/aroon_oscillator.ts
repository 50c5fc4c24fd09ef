/**
 * The oscillator of Aroon.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { HighestBars } from "../statistics/extreme_bars.ts";

const AROON_OSCILLATOR = defineIndicator({
  name: "aroonOscillator",
  inputs: ["high", "low"],
  params: { period: 14 },
  minPeriod: ({ period }) => period + 1,
  memory: "window",
  update: ({ period }) => {
    const highest = new HighestBars(period + 1), share = 100 / period;
    // The lowest value is the highest of the negated ones.
    const lowest = new HighestBars(period + 1);
    return (high, low) => share * (period - highest.update(high)) - share * (period - lowest.update(-low));
  },
  formula: "up - down of aroon",
});

/**
 * Makes the oscillator of Aroon: the difference of both indicators.
 *
 * Formula: up - down of {@linkcode aroon}. Minimum period: `period + 1`. Source: Tushar Chande, "Time Price
 * Oscillator", Technical Analysis of Stocks and Commodities (1995).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Number of bars back, a whole number from 1 on; 14 by default.
 * @returns The oscillator, from -100 to 100.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Trending extends ct.Strategy.with({ period: 25 }) {
 *   oscillator = ct.aroonOscillator(this.data, this.params.period);
 *
 *   override next(): void {
 *     if (this.oscillator.now > 50 && this.position.size === 0) this.buy();
 *     else if (this.oscillator.now < -50) this.close();
 *   }
 * }
 * ```
 */
export function aroonOscillator(feed: PriceLines, period: number = 14): Line {
  checkPrices("aroonOscillator", feed);
  checkCall("aroonOscillator", arguments, ["feed", "period"]);
  return AROON_OSCILLATOR(feed.high, feed.low, { period });
}
