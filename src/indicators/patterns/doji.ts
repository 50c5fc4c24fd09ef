/**
 * The doji.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import type { PriceLines } from "../feed_prices.ts";
import { CANDLES_BEFORE } from "./candle_history.ts";
import { defineCandlePattern } from "./candle_pattern.ts";

const DOJI = defineCandlePattern({
  name: "doji",
  candles: 1,
  before: CANDLES_BEFORE,
  formula: "1 where the body is at most a tenth of the mean range of the ten bars before, else 0",
  find: (candles) => {
    const candle = candles.ago(0);
    return candle.body <= candle.veryShort ? 1 : 0;
  },
});

/**
 * Makes the line of dojis, bars that close about where they opened: 1 where the body is at most a tenth of the mean range
 * of the ten bars before, else 0. It tells of neither direction.
 *
 * TA-Lib's CDLDOJI gives 100 in the place of 1. Minimum period: 11. Source: Steve Nison, "Japanese Candlestick Charting
 * Techniques" (1991), with the settings of TA-Lib.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @returns A line of 1 and 0.
 * @throws {TypeError} If `feed` is not a feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class OutOnDoubt extends ct.Strategy.with({}) {
 *   doji = ct.doji(this.data);
 *
 *   override next(): void {
 *     if (this.doji.now) this.close();
 *     else if (this.position.size === 0) this.buy();
 *   }
 * }
 * ```
 */
export function doji(feed: PriceLines): Line {
  checkCall("doji", arguments, ["feed"]);
  return DOJI(feed);
}
