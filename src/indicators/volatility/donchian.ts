/**
 * The channel of Donchian.
 *
 * @module
 */

import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { Lag } from "../../lines/lag.ts";
import { HighestKernel } from "../statistics/highest.ts";
import { LowestKernel } from "../statistics/lowest.ts";
import type { BandLines } from "./bollinger.ts";

const DONCHIAN = defineIndicator({
  name: "donchian",
  inputs: ["high", "low"],
  outputs: ["middle", "upper", "lower"],
  params: { period: 20, current: true },
  minPeriod: ({ period, current }) => current ? period : period + 1,
  memory: "window",
  update: ({ period, current }) => {
    const highest = new HighestKernel(period), lowest = new LowestKernel(period);
    const lateUpper = new Lag(1), lateLower = new Lag(1);
    return (high, low) => {
      const top = highest.update(high), bottom = lowest.update(low);
      const upper = current ? top : lateUpper.update(top), lower = current ? bottom : lateLower.update(bottom);
      return [(upper + lower) / 2, upper, lower];
    };
  },
  formula: "upper = highest high; lower = lowest low; middle = (upper + lower) / 2",
  plot: "price",
});

/** Options of {@linkcode donchian}. */
export interface DonchianOptions {
  /** Whether the current bar belongs to the window: true by default. Without it, the bars before it are the window. */
  readonly current?: boolean;
}

/**
 * Makes the channel of Donchian: the highest high and the lowest low of the last bars, and the middle between both.
 *
 * Formula: upper = {@linkcode highest}(high, period); lower = {@linkcode lowest}(low, period); middle = (upper + lower)
 * / 2. The window includes the current bar, as TradingView's does. So the close never passes a band; for breakouts take
 * `current: false`, the channel of the `period` bars before. Minimum period: `period`, or 1 more without the current
 * bar. Source: Richard Donchian's four-week rule.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Number of bars, a whole number from 1 on; 20 by default.
 * @param options Whether the current bar is in the window.
 * @returns Three lines, in units of the price.
 * @throws {TypeError} If `feed` is not a feed, `period` not a number, or `current` not a truth value.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Turtle extends ct.Strategy.with({ entry: 20, exit: 10 }) {
 *   entry = ct.donchian(this.data, this.params.entry, { current: false });
 *   exit = ct.donchian(this.data, this.params.exit, { current: false });
 *
 *   override next(): void {
 *     if (this.data.high.now > this.entry.upper.now && this.position.size === 0) this.buy();
 *     else if (this.data.low.now < this.exit.lower.now) this.close();
 *   }
 * }
 * ```
 */
export function donchian(feed: PriceLines, period: number = 20, options: DonchianOptions = {}): BandLines {
  checkPrices("donchian", feed);
  const taken = optionsOf("donchian", arguments, ["feed", "period"], options, ["current"]);
  return DONCHIAN(feed.high, feed.low, { ...taken, period });
}
