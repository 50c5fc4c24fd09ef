/**
 * The true low of a bar.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";

const TRUE_LOW = defineIndicator({
  name: "trueLow",
  inputs: ["low", "close"],
  minPeriod: 2,
  memory: "window",
  update: () => {
    let before = NaN;
    return (low, close) => {
      const end = before < low ? before : low;
      before = close;
      return end;
    };
  },
  formula: "min(low, close(1))",
  plot: "price",
});

/**
 * Makes the true low: the low of a bar, or the close before it where that is lower. With {@linkcode trueHigh} it bounds
 * the {@linkcode trueRange}.
 *
 * Formula: min(low, close(1)). Minimum period: 2. Source: J. Welles Wilder, "New Concepts in Technical Trading Systems"
 * (1978).
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
 *   end = ct.trueLow(this.data);
 *
 *   override next(): void {
 *     if (this.end.now !== this.data.low.now) this.buy();
 *   }
 * }
 * ```
 */
export function trueLow(feed: PriceLines): Line {
  checkPrices("trueLow", feed);
  checkCall("trueLow", arguments, ["feed"]);
  return TRUE_LOW(feed.low, feed.close);
}
