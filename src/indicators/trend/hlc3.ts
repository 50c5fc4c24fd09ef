/**
 * The typical price of a bar.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";

const HLC3 = defineIndicator({
  name: "hlc3",
  inputs: ["high", "low", "close"],
  memory: "window",
  update: () => (high, low, close) => (high + low + close) / 3,
  formula: "(high + low + close) / 3",
  plot: "price",
});

/**
 * Makes the typical price of each bar.
 *
 * Formula: (high + low + close) / 3. Minimum period: 1. Source: TradingView's `hlc3`, TA-Lib's TYPPRICE.
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
 *   price = ct.hlc3(this.data);
 *   average = ct.sma(this.price, this.params.period);
 *
 *   override next(): void {
 *     if (this.price.now > this.average.now && this.position.size === 0) this.buy();
 *     else if (this.price.now < this.average.now) this.close();
 *   }
 * }
 * ```
 */
export function hlc3(feed: PriceLines): Line {
  checkPrices("hlc3", feed);
  checkCall("hlc3", arguments, ["feed"]);
  return HLC3(feed.high, feed.low, feed.close);
}
