/**
 * The middle of a bar.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";

const HL2 = defineIndicator({
  name: "hl2",
  inputs: ["high", "low"],
  memory: "window",
  update: () => (high, low) => (high + low) / 2,
  formula: "(high + low) / 2",
  plot: "price",
});

/**
 * Makes the middle of each bar, its median price.
 *
 * Formula: (high + low) / 2. Minimum period: 1. Source: TradingView's `hl2`, TA-Lib's MEDPRICE.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @returns The price.
 * @throws {TypeError} If `feed` is not a feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class AboveAverage extends ct.Strategy.with({ period: 20 }) {
 *   price = ct.hl2(this.data);
 *   average = ct.sma(this.price, this.params.period);
 *
 *   override next(): void {
 *     if (this.price.now > this.average.now && this.position.size === 0) this.buy();
 *     else if (this.price.now < this.average.now) this.close();
 *   }
 * }
 * ```
 */
export function hl2(feed: PriceLines): Line {
  checkPrices("hl2", feed);
  checkCall("hl2", arguments, ["feed"]);
  return HL2(feed.high, feed.low);
}
