/**
 * The morning star and the evening star.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import type { PriceLines } from "../feed_prices.ts";
import { type CandleHistory, CANDLES_BEFORE } from "./candle_history.ts";
import { defineCandlePattern } from "./candle_pattern.ts";

const MORNING_STAR = defineCandlePattern({
  name: "morningStar",
  candles: 3,
  before: CANDLES_BEFORE,
  penetration: 0.3,
  formula: "1 where a long fall, a short body below it and a rise into the fall follow each other, else 0",
  find: (candles, penetration) => {
    const first = candles.ago(2), star = candles.ago(1), last = candles.ago(0);
    const isFound = first.color < 0 && star.top < first.bottom && last.color > 0 && hasSizes(candles) &&
      last.close > first.close + first.body * penetration;
    return isFound ? 1 : 0;
  },
});

const EVENING_STAR = defineCandlePattern({
  name: "eveningStar",
  candles: 3,
  before: CANDLES_BEFORE,
  penetration: 0.3,
  formula: "-1 where a long rise, a short body above it and a fall into the rise follow each other, else 0",
  find: (candles, penetration) => {
    const first = candles.ago(2), star = candles.ago(1), last = candles.ago(0);
    const isFound = first.color > 0 && star.bottom > first.top && last.color < 0 && hasSizes(candles) &&
      last.close < first.close - first.body * penetration;
    return isFound ? -1 : 0;
  },
});

/** A long body, a short one, and one that is longer than short. */
function hasSizes(candles: CandleHistory): boolean {
  const first = candles.ago(2), star = candles.ago(1), last = candles.ago(0);
  return first.body > first.meanBody && star.body <= star.meanBody && last.body > last.meanBody;
}

/**
 * Makes the line of morning stars: 1 where three bars are a long falling body, a short one below all of it, and a rising
 * one that closes well inside of the first; else 0. After a fall it is taken as a sign of a rise; the fall is not part of
 * the pattern.
 *
 * A body is long or short beside the mean body of the ten bars before each. The third bar has to close above the close of
 * the first by more than `penetration` of its body. TA-Lib's CDLMORNINGSTAR gives 100 in the place of 1. Minimum period:
 * 13. Source: Steve Nison, "Japanese Candlestick Charting Techniques" (1991), with the settings of TA-Lib.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param penetration Part of the first body, a number from 0 on; 0.3 by default.
 * @returns A line of 1 and 0.
 * @throws {TypeError} If `feed` is not a feed or `penetration` not a number.
 * @throws {RangeError} If `penetration` is below 0 or not finite.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Morning extends ct.Strategy.with({}) {
 *   star = ct.morningStar(this.data);
 *
 *   override next(): void {
 *     if (this.star.now) this.buy({ stopLoss: this.data.low.ago(1) });
 *   }
 * }
 * ```
 */
export function morningStar(feed: PriceLines, penetration: number = 0.3): Line {
  checkCall("morningStar", arguments, ["feed", "penetration"]);
  return MORNING_STAR(feed, penetration);
}

/**
 * Makes the line of evening stars: -1 where three bars are a long rising body, a short one above all of it, and a falling
 * one that closes well inside of the first; else 0. It is {@linkcode morningStar} upside down.
 *
 * TA-Lib's CDLEVENINGSTAR gives -100 in the place of -1. Minimum period: 13. Source: Steve Nison, "Japanese Candlestick
 * Charting Techniques" (1991), with the settings of TA-Lib.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param penetration Part of the first body, a number from 0 on; 0.3 by default.
 * @returns A line of -1 and 0.
 * @throws {TypeError} If `feed` is not a feed or `penetration` not a number.
 * @throws {RangeError} If `penetration` is below 0 or not finite.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Evening extends ct.Strategy.with({}) {
 *   star = ct.eveningStar(this.data, 0.5);
 *   trend = ct.sma(this.data.close, 100);
 *
 *   override next(): void {
 *     if (this.star.now) this.close();
 *     else if (this.data.close.now > this.trend.now && this.position.size === 0) this.buy();
 *   }
 * }
 * ```
 */
export function eveningStar(feed: PriceLines, penetration: number = 0.3): Line {
  checkCall("eveningStar", arguments, ["feed", "penetration"]);
  return EVENING_STAR(feed, penetration);
}
