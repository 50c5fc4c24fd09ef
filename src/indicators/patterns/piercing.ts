/**
 * The piercing pattern and the dark cloud cover.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import type { PriceLines } from "../feed_prices.ts";
import { CANDLES_BEFORE } from "./candle_history.ts";
import { defineCandlePattern } from "./candle_pattern.ts";

const PIERCING = defineCandlePattern({
  name: "piercing",
  candles: 2,
  before: CANDLES_BEFORE,
  formula: "1 where a long rise opens below the low of a long fall and closes in the upper half of its body, else 0",
  find: (candles) => {
    const before = candles.ago(1), candle = candles.ago(0);
    const isFound = before.color < 0 && before.body > before.meanBody && candle.color > 0 &&
      candle.body > candle.meanBody && candle.open < before.low && candle.close < before.open &&
      candle.close > before.close + before.body * 0.5;
    return isFound ? 1 : 0;
  },
});

const DARK_CLOUD_COVER = defineCandlePattern({
  name: "darkCloudCover",
  candles: 2,
  before: CANDLES_BEFORE,
  penetration: 0.5,
  formula: "-1 where a fall opens above the high of a long rise and closes deep in its body, else 0",
  find: (candles, penetration) => {
    const before = candles.ago(1), candle = candles.ago(0);
    const isFound = before.color > 0 && before.body > before.meanBody && candle.color < 0 &&
      candle.open > before.high &&
      candle.close > before.open && candle.close < before.close - before.body * penetration;
    return isFound ? -1 : 0;
  },
});

/**
 * Makes the line of piercing patterns: 1 where a long rising bar opens below the low of a long falling one and closes in
 * the upper half of its body; else 0. After a fall it is taken as a sign of a rise; the fall is not part of the pattern.
 *
 * A body is long above the mean body of the ten bars before each. TA-Lib's CDLPIERCING gives 100 in the place of 1. Minimum
 * period: 12. Source: Steve Nison, "Japanese Candlestick Charting Techniques" (1991), with the settings of TA-Lib.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @returns A line of 1 and 0.
 * @throws {TypeError} If `feed` is not a feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Pierced extends ct.Strategy.with({}) {
 *   piercing = ct.piercing(this.data);
 *
 *   override next(): void {
 *     if (this.piercing.now) this.buy({ stopLoss: this.data.low.now });
 *   }
 * }
 * ```
 */
export function piercing(feed: PriceLines): Line {
  checkCall("piercing", arguments, ["feed"]);
  return PIERCING(feed);
}

/**
 * Makes the line of dark cloud covers: -1 where a falling bar opens above the high of a long rising one and closes deep in
 * its body, though above its open; else 0. After a rise it is taken as a sign of a fall; the rise is not part of the
 * pattern.
 *
 * The body is long above the mean body of the ten bars before. The second bar has to close below the close of the first by
 * more than `penetration` of its body. TA-Lib's CDLDARKCLOUDCOVER gives -100 in the place of -1. Minimum period: 12.
 * Source: Steve Nison, "Japanese Candlestick Charting Techniques" (1991), with the settings of TA-Lib.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param penetration Part of the first body, a number from 0 on; 0.5 by default.
 * @returns A line of -1 and 0.
 * @throws {TypeError} If `feed` is not a feed or `penetration` not a number.
 * @throws {RangeError} If `penetration` is below 0 or not finite.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Clouded extends ct.Strategy.with({}) {
 *   cloud = ct.darkCloudCover(this.data);
 *
 *   override next(): void {
 *     if (this.cloud.now) this.close();
 *     else if (this.position.size === 0 && this.data.close.now > this.data.close.ago(10)) this.buy();
 *   }
 * }
 * ```
 */
export function darkCloudCover(feed: PriceLines, penetration: number = 0.5): Line {
  checkCall("darkCloudCover", arguments, ["feed", "penetration"]);
  return DARK_CLOUD_COVER(feed, penetration);
}
