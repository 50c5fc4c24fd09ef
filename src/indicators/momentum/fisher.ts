/**
 * The Fisher transform.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { SlidingWindow } from "../sliding_window.ts";

/** Largest part of the range that is transformed: the transform of 1 is infinite. */
const MOST = 0.999;

const FISHER = defineIndicator({
  name: "fisher",
  inputs: ["high", "low"],
  outputs: ["line", "signal"],
  params: { period: 9 },
  minPeriod: ({ period }) => [period, period + 1],
  memory: "fading",
  update: ({ period }) => {
    const window = new SlidingWindow(period);
    let place = NaN, line = NaN;
    return (high, low) => {
      const price = (high + low) / 2;
      if (!window.push(price)) return [NaN, NaN];
      const { values, start } = window, signal = line;
      let top = price, bottom = price;
      for (let at = start; at < start + period; at++) {
        top = Math.max(top, values[at]!);
        bottom = Math.min(bottom, values[at]!);
      }
      if (line !== line) {
        place = 0;
        return [line = 0, NaN];
      }
      const share = top > bottom ? (price - bottom) / (top - bottom) - 0.5 : 0;
      place = 0.66 * share + 0.67 * place;
      if (Math.abs(place) > 0.99) place = Math.sign(place) * MOST;
      line = 0.5 * (Math.log((1 + place) / (1 - place)) + line);
      return [line, signal];
    };
  },
  formula: "line = 0.5 * (log((1 + v) / (1 - v)) + line(1)), v = 0.66 * (place in the range - 0.5) + 0.67 * v(1)",
});

/** The lines of {@linkcode fisher}. */
export interface FisherLines {
  /** The transform. */
  readonly line: Line;
  /** The transform one bar ago. */
  readonly signal: Line;
}

/**
 * Makes the Fisher transform: the place of the price in its range, stretched so that extremes stand out.
 *
 * Formula: h = (high + low) / 2; p = (h - lowest(h)) / (highest(h) - lowest(h)) - 0.5, 0 without a range; v = 0.66 * p +
 * 0.67 * v(1), kept within 0.999; line = 0.5 * (log((1 + v) / (1 - v)) + line(1)); signal = line(1). The first value is 0.
 * Minimum period: `period` for `line`, one bar more for `signal`. Source: John Ehlers, "Using the Fisher Transform",
 * Technical Analysis of Stocks and Commodities (November 2002); pandas-ta, TradingView.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Number of bars of the range, a whole number from 1 on; 9 by default.
 * @returns Two lines, without a limit.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Turns extends ct.Strategy.with({ period: 9 }) {
 *   fisher = ct.fisher(this.data, this.params.period);
 *
 *   override next(): void {
 *     if (this.fisher.line.now > this.fisher.signal.now && this.position.size === 0) this.buy();
 *     else if (this.fisher.line.now < this.fisher.signal.now) this.close();
 *   }
 * }
 * ```
 */
export function fisher(feed: PriceLines, period: number = 9): FisherLines {
  checkPrices("fisher", feed);
  checkCall("fisher", arguments, ["feed", "period"]);
  return FISHER(feed.high, feed.low, { period });
}
