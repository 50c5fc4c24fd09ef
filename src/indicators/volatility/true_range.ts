/**
 * The true range of a bar.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";

const TRUE_RANGE = defineIndicator({
  name: "trueRange",
  inputs: ["high", "low", "close"],
  minPeriod: 2,
  memory: "window",
  update: () => {
    let before = NaN;
    return (high, low, close) => {
      const range = rangeOf(high, low, before);
      before = close;
      return range;
    };
  },
  formula: "max(high, close(1)) - min(low, close(1))",
});

/** The true range of a bar behind a close. */
export function rangeOf(high: number, low: number, before: number): number {
  return (before > high ? before : high) - (before < low ? before : low);
}

/**
 * Makes the true range: that of the bar, with the close of the bar before.
 *
 * Formula: max(high, close(1)) - min(low, close(1)). Minimum period: 2. Source: J. Welles Wilder, "New Concepts in
 * Technical Trading Systems" (1978).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @returns The range, in units of the price.
 * @throws {TypeError} If `feed` is not a feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Wide extends ct.Strategy.with({}) {
 *   range = ct.trueRange(this.data);
 *
 *   override next(): void {
 *     if (this.range.now > this.range.ago(1) * 2) this.close();
 *   }
 * }
 * ```
 */
export function trueRange(feed: PriceLines): Line {
  checkPrices("trueRange", feed);
  checkCall("trueRange", arguments, ["feed"]);
  return TRUE_RANGE(feed.high, feed.low, feed.close);
}
