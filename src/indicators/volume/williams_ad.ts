/**
 * The accumulation and distribution of Williams.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";

const WILLIAMS_AD = defineIndicator({
  name: "williamsAd",
  inputs: ["high", "low", "close"],
  minPeriod: 2,
  update: () => {
    let before = NaN, sum = 0;
    return (high, low, close) => {
      if (close > before) sum += close - (before < low ? before : low);
      else if (close < before) sum += close - (before > high ? before : high);
      before = close;
      return sum;
    };
  },
  formula: "previous + close - true low where the close rose, + close - true high where it fell",
});

/**
 * Makes Williams' accumulation and distribution: the sum of the ways from the low up to a close that rose, and from the
 * high down to one that fell. It reads no volume; {@linkcode ad} does.
 *
 * Formula: previous + (close - min(low, close(1))) if close > close(1), previous + (close - max(high, close(1))) if
 * close < close(1), else previous; 0 before the second bar. Minimum period: 2. Its level depends on the first bar of the
 * run, only its changes mean something. Source: Larry Williams, "The Secret of Selecting Stocks for Immediate and
 * Substantial Gains" (1972); backtrader's WilliamsAD.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @returns The sum, in units of the price.
 * @throws {TypeError} If `feed` is not a feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Accumulation extends ct.Strategy.with({ period: 20 }) {
 *   sum = ct.williamsAd(this.data);
 *   cross = ct.crossover(this.sum, ct.sma(this.sum, this.params.period));
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function williamsAd(feed: PriceLines): Line {
  checkPrices("williamsAd", feed);
  checkCall("williamsAd", arguments, ["feed"]);
  return WILLIAMS_AD(feed.high, feed.low, feed.close);
}
