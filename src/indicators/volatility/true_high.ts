/**
 * The true high of a bar.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";

const TRUE_HIGH = defineIndicator({
  name: "trueHigh",
  inputs: ["high", "close"],
  minPeriod: 2,
  memory: "window",
  update: () => {
    let before = NaN;
    return (high, close) => {
      const end = before > high ? before : high;
      before = close;
      return end;
    };
  },
  formula: "max(high, close(1))",
  plot: "price",
});

/**
 * Makes the true high: the high of a bar, or the close before it where that is higher. With {@linkcode trueLow} it
 * bounds the {@linkcode trueRange}.
 *
 * Formula: max(high, close(1)). Minimum period: 2. Source: J. Welles Wilder, "New Concepts in Technical Trading
 * Systems" (1978).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @returns The price.
 * @throws {TypeError} If `feed` is not a feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Gaps extends ct.Strategy.with({}) {
 *   end = ct.trueHigh(this.data);
 *
 *   override next(): void {
 *     if (this.end.now !== this.data.high.now) this.buy();
 *   }
 * }
 * ```
 */
export function trueHigh(feed: PriceLines): Line {
  checkPrices("trueHigh", feed);
  checkCall("trueHigh", arguments, ["feed"]);
  return TRUE_HIGH(feed.high, feed.close);
}
