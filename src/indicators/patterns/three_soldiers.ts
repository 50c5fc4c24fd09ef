/**
 * Three white soldiers and three black crows.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import type { PriceLines } from "../feed_prices.ts";
import { type Candle, CANDLES_BEFORE } from "./candle_history.ts";
import { defineCandlePattern } from "./candle_pattern.ts";

const THREE_WHITE_SOLDIERS = defineCandlePattern({
  name: "threeWhiteSoldiers",
  candles: 3,
  before: CANDLES_BEFORE,
  formula:
    "1 where three rises of similar size close higher each, near their highs, and open in or near the body before",
  find: (candles) => {
    const first = candles.ago(2), second = candles.ago(1), third = candles.ago(0);
    const isFound = [first, second, third].every((candle) => candle.color > 0 && candle.upper < candle.veryShort) &&
      follows(second, first) && follows(third, second) && third.body > third.meanBody;
    return isFound ? 1 : 0;
  },
});

/** A rise that closes above the one before, opens in or near its body, and is not much smaller. */
function follows(candle: Candle, before: Candle): boolean {
  return candle.close > before.close && candle.open > before.open && candle.open <= before.close + before.near &&
    candle.body > before.body - before.far;
}

const THREE_BLACK_CROWS = defineCandlePattern({
  name: "threeBlackCrows",
  candles: 4,
  before: CANDLES_BEFORE,
  formula: "-1 where three falls behind a rise close lower each, near their lows, and open in the body before",
  find: (candles) => {
    const rise = candles.ago(3), first = candles.ago(2), second = candles.ago(1), third = candles.ago(0);
    const isFound = rise.color > 0 &&
      [first, second, third].every((candle) => candle.color < 0 && candle.lower < candle.veryShort) &&
      rise.high > first.close && falls(second, first) && falls(third, second);
    return isFound ? -1 : 0;
  },
});

/** A fall that opens inside of the body before and closes below it. */
function falls(candle: Candle, before: Candle): boolean {
  return candle.open < before.open && candle.open > before.close && candle.close < before.close;
}

/**
 * Makes the line of three white soldiers: 1 where three rising bars close higher each and near their highs, each opens in
 * or near the body before and is not much smaller, and the last is not short; else 0.
 *
 * An upper shadow is below a tenth of the mean range of the ten bars before, the last body above their mean body; near and
 * much smaller are 0.2 and 0.6 of the mean range of five bars. TA-Lib's CDL3WHITESOLDIERS gives 100 in the place of 1.
 * Minimum period: 13. Source: Greg Morris, "Candlestick Charting Explained" (1992), with the settings of TA-Lib.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @returns A line of 1 and 0.
 * @throws {TypeError} If `feed` is not a feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Marching extends ct.Strategy.with({}) {
 *   soldiers = ct.threeWhiteSoldiers(this.data);
 *
 *   override next(): void {
 *     if (this.soldiers.now) this.buy({ stopLoss: this.data.low.ago(2) });
 *   }
 * }
 * ```
 */
export function threeWhiteSoldiers(feed: PriceLines): Line {
  checkCall("threeWhiteSoldiers", arguments, ["feed"]);
  return THREE_WHITE_SOLDIERS(feed);
}

/**
 * Makes the line of three black crows: -1 where three falling bars behind a rising one close lower each and near their
 * lows, the second and third open inside of the body before, and the first closes below the high of the rise; else 0.
 *
 * A lower shadow is below a tenth of the mean range of the ten bars before. TA-Lib's CDL3BLACKCROWS gives -100 in the place
 * of -1. Minimum period: 14. Source: Greg Morris, "Candlestick Charting Explained" (1992), with the settings of TA-Lib.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @returns A line of -1 and 0.
 * @throws {TypeError} If `feed` is not a feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Leaves extends ct.Strategy.with({}) {
 *   crows = ct.threeBlackCrows(this.data);
 *
 *   override next(): void {
 *     if (this.crows.now) this.close();
 *     else if (this.position.size === 0 && this.data.close.now > this.data.close.ago(10)) this.buy();
 *   }
 * }
 * ```
 */
export function threeBlackCrows(feed: PriceLines): Line {
  checkCall("threeBlackCrows", arguments, ["feed"]);
  return THREE_BLACK_CROWS(feed);
}
