/**
 * The shooting star and the inverted hammer: a small body below a long shadow, behind a gap.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import type { PriceLines } from "../feed_prices.ts";
import { type CandleHistory, CANDLES_BEFORE } from "./candle_history.ts";
import { defineCandlePattern } from "./candle_pattern.ts";

/** A short body with an upper shadow longer than it and hardly a lower one. */
function isInvertedUmbrella(candles: CandleHistory): boolean {
  const candle = candles.ago(0), { body } = candle;
  return body < candle.meanBody && candle.upper > body && candle.lower < candle.veryShort;
}

const SHOOTING_STAR = defineCandlePattern({
  name: "shootingStar",
  candles: 2,
  before: CANDLES_BEFORE,
  formula: "-1 where a short body with a long upper and a very short lower shadow is above the body before",
  find: (candles) => isInvertedUmbrella(candles) && candles.ago(0).bottom > candles.ago(1).top ? -1 : 0,
});

const INVERTED_HAMMER = defineCandlePattern({
  name: "invertedHammer",
  candles: 2,
  before: CANDLES_BEFORE,
  formula: "1 where a short body with a long upper and a very short lower shadow is below the body before",
  find: (candles) => isInvertedUmbrella(candles) && candles.ago(0).top < candles.ago(1).bottom ? 1 : 0,
});

/**
 * Makes the line of shooting stars: -1 where a bar has a short body, an upper shadow longer than it and hardly a lower one,
 * and its body is above the whole body of the bar before; else 0. After a rise it is taken as a sign of a fall; the rise
 * is not part of the pattern.
 *
 * The body is below the mean body of the ten bars before, the lower shadow below a tenth of their mean range. TA-Lib's
 * CDLSHOOTINGSTAR gives -100 in the place of -1. Minimum period: 12. Source: Steve Nison, "Japanese Candlestick Charting
 * Techniques" (1991), with the settings of TA-Lib.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @returns A line of -1 and 0.
 * @throws {TypeError} If `feed` is not a feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class ShortTheStar extends ct.Strategy.with({}) {
 *   star = ct.shootingStar(this.data);
 *
 *   override next(): void {
 *     if (this.star.now) this.sell({ stopLoss: this.data.high.now });
 *   }
 * }
 * ```
 */
export function shootingStar(feed: PriceLines): Line {
  checkCall("shootingStar", arguments, ["feed"]);
  return SHOOTING_STAR(feed);
}

/**
 * Makes the line of inverted hammers: 1 where a bar has the shape of a {@linkcode shootingStar}, and its body is below the
 * whole body of the bar before; else 0. After a fall it is taken as a sign of a rise; the fall is not part of the pattern.
 *
 * TA-Lib's CDLINVERTEDHAMMER gives 100 in the place of 1. Minimum period: 12. Source: Steve Nison, "Japanese Candlestick
 * Charting Techniques" (1991), with the settings of TA-Lib.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @returns A line of 1 and 0.
 * @throws {TypeError} If `feed` is not a feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class AtTheBottom extends ct.Strategy.with({}) {
 *   inverted = ct.invertedHammer(this.data);
 *
 *   override next(): void {
 *     if (this.inverted.now) this.buy({ stopLoss: this.data.low.now });
 *   }
 * }
 * ```
 */
export function invertedHammer(feed: PriceLines): Line {
  checkCall("invertedHammer", arguments, ["feed"]);
  return INVERTED_HAMMER(feed);
}
