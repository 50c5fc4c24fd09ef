/**
 * The weighted close of a bar.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";

const HLCC4 = defineIndicator({
  name: "hlcc4",
  inputs: ["high", "low", "close"],
  memory: "window",
  update: () => (high, low, close) => (high + low + close + close) / 4,
  formula: "(high + low + close + close) / 4",
  plot: "price",
});

/**
 * Makes the price of each bar in which the close counts twice, its weighted close.
 *
 * Formula: (high + low + close + close) / 4. Minimum period: 1. Source: TradingView's `hlcc4`, TA-Lib's WCLPRICE.
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
 *   price = ct.hlcc4(this.data);
 *   average = ct.sma(this.price, this.params.period);
 *
 *   override next(): void {
 *     if (this.price.now > this.average.now && this.position.size === 0) this.buy();
 *     else if (this.price.now < this.average.now) this.close();
 *   }
 * }
 * ```
 */
export function hlcc4(feed: PriceLines): Line {
  checkPrices("hlcc4", feed);
  checkCall("hlcc4", arguments, ["feed"]);
  return HLCC4(feed.high, feed.low, feed.close);
}
