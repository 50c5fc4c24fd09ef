/**
 * The balance of power.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";

const BALANCE_OF_POWER = defineIndicator({
  name: "balanceOfPower",
  inputs: ["open", "high", "low", "close"],
  memory: "window",
  update: () => (open, high, low, close) => high > low ? (close - open) / (high - low) : 0,
  formula: "(close - open) / (high - low)",
});

/**
 * Makes the balance of power: how far a bar closed from its open, as a part of its range, from -1 to 1.
 *
 * Formula: (close - open) / (high - low); 0 of a bar without a range. It is not smoothed: `ct.sma(ct.balanceOfPower(feed),
 * 14)` is. Minimum period: 1. Source: Igor Livshin, "Balance of Market Power", Technical Analysis of Stocks and Commodities
 * (August 2001); TA-Lib's BOP.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @returns The balance, from -1 to 1.
 * @throws {TypeError} If `feed` is not a feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Balance extends ct.Strategy.with({ period: 14 }) {
 *   balance = ct.sma(ct.balanceOfPower(this.data), this.params.period);
 *
 *   override next(): void {
 *     if (this.balance.now > 0.1 && this.position.size === 0) this.buy();
 *     else if (this.balance.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function balanceOfPower(feed: PriceLines): Line {
  checkPrices("balanceOfPower", feed);
  checkCall("balanceOfPower", arguments, ["feed"]);
  return BALANCE_OF_POWER(feed.open, feed.high, feed.low, feed.close);
}
