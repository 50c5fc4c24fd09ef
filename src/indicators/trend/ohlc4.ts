/**
 * The average price of a bar.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";

const OHLC4 = defineIndicator({
  name: "ohlc4",
  inputs: ["open", "high", "low", "close"],
  memory: "window",
  update: () => (open, high, low, close) => (open + high + low + close) / 4,
  formula: "(open + high + low + close) / 4",
  plot: "price",
});

/**
 * Makes the average price of each bar.
 *
 * Formula: (open + high + low + close) / 4. Minimum period: 1. Source: TradingView's `ohlc4`, TA-Lib's AVGPRICE (in
 * another order of the sum).
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
 *   price = ct.ohlc4(this.data);
 *   average = ct.sma(this.price, this.params.period);
 *
 *   override next(): void {
 *     if (this.price.now > this.average.now && this.position.size === 0) this.buy();
 *     else if (this.price.now < this.average.now) this.close();
 *   }
 * }
 * ```
 */
export function ohlc4(feed: PriceLines): Line {
  checkPrices("ohlc4", feed);
  checkCall("ohlc4", arguments, ["feed"]);
  return OHLC4(feed.open, feed.high, feed.low, feed.close);
}
