/**
 * The hammer and the hanging man: a small body above a long shadow.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import type { PriceLines } from "../feed_prices.ts";
import { type CandleHistory, CANDLES_BEFORE } from "./candle_history.ts";
import { defineCandlePattern } from "./candle_pattern.ts";

/** A short body with a lower shadow longer than it and hardly an upper one. */
function isUmbrella(candles: CandleHistory): boolean {
  const candle = candles.ago(0), { body } = candle;
  return body < candle.meanBody && candle.lower > body && candle.upper < candle.veryShort;
}

const HAMMER = defineCandlePattern({
  name: "hammer",
  candles: 2,
  before: CANDLES_BEFORE,
  formula: "1 where a short body with a long lower and a very short upper shadow is near the low of the bar before",
  find: (candles) => {
    const candle = candles.ago(0), before = candles.ago(1);
    return isUmbrella(candles) && candle.bottom <= before.low + before.near ? 1 : 0;
  },
});

const HANGING_MAN = defineCandlePattern({
  name: "hangingMan",
  candles: 2,
  before: CANDLES_BEFORE,
  formula: "-1 where a short body with a long lower and a very short upper shadow is near the high of the bar before",
  find: (candles) => {
    const candle = candles.ago(0), before = candles.ago(1);
    return isUmbrella(candles) && candle.bottom >= before.high - before.near ? -1 : 0;
  },
});

/**
 * Makes the line of hammers: 1 where a bar has a short body, a lower shadow longer than it and hardly an upper one, and its
 * body is below or near the low of the bar before; else 0. After a fall it is taken as a sign of a rise; the fall is not
 * part of the pattern.
 *
 * The body is below the mean body of the ten bars before, the upper shadow below a tenth of their mean range; near is a
 * fifth of the mean range of five bars. TA-Lib's CDLHAMMER gives 100 in the place of 1. Minimum period: 12. Source: Steve
 * Nison, "Japanese Candlestick Charting Techniques" (1991), with the settings of TA-Lib.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @returns A line of 1 and 0.
 * @throws {TypeError} If `feed` is not a feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class HammerAfterAFall extends ct.Strategy.with({}) {
 *   signal = ct.hammer(this.data).and(this.data.close.shift(1).falling(3));
 *
 *   override next(): void {
 *     if (this.signal.now) this.buy({ stopLoss: this.data.low.now });
 *   }
 * }
 * ```
 */
export function hammer(feed: PriceLines): Line {
  checkCall("hammer", arguments, ["feed"]);
  return HAMMER(feed);
}

/**
 * Makes the line of hanging men: -1 where a bar has the shape of a {@linkcode hammer}, and its body is above or near the
 * high of the bar before; else 0. After a rise it is taken as a sign of a fall; the rise is not part of the pattern.
 *
 * TA-Lib's CDLHANGINGMAN gives -100 in the place of -1. Minimum period: 12. Source: Steve Nison, "Japanese Candlestick
 * Charting Techniques" (1991), with the settings of TA-Lib.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @returns A line of -1 and 0.
 * @throws {TypeError} If `feed` is not a feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class OutAtTheTop extends ct.Strategy.with({}) {
 *   hanging = ct.hangingMan(this.data);
 *   trend = ct.sma(this.data.close, 50);
 *
 *   override next(): void {
 *     if (this.hanging.now) this.close();
 *     else if (this.data.close.now > this.trend.now && this.position.size === 0) this.buy();
 *   }
 * }
 * ```
 */
export function hangingMan(feed: PriceLines): Line {
  checkCall("hangingMan", arguments, ["feed"]);
  return HANGING_MAN(feed);
}
