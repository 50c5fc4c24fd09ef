/**
 * The engulfing pattern.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import type { PriceLines } from "../feed_prices.ts";
import { defineCandlePattern } from "./candle_pattern.ts";

const ENGULFING = defineCandlePattern({
  name: "engulfing",
  candles: 2,
  before: 0,
  formula: "1 where a rising body holds the falling one before, 0.8 with one end in common; -1 mirrored; else 0",
  find: (candles) => {
    const { top, bottom, color } = candles.ago(0), before = candles.ago(1);
    if (color === before.color || top < before.top || bottom > before.bottom) return 0;
    const isWider = top > before.top && bottom < before.bottom;
    return isWider ? color : top > before.top || bottom < before.bottom ? 0.8 * color : 0;
  },
});

/**
 * Makes the line of engulfing bars: 1 where a rising body holds the whole falling body of the bar before, and 0.8 where
 * they have one end in common; -1 and -0.8 where a falling body holds a rising one; else 0. A bar that closes where it
 * opened counts as rising. The trend before is not part of the pattern.
 *
 * TA-Lib's CDLENGULFING gives 100 and 80 in the place of 1 and 0.8, and 0 for the second bar. Minimum period: 2. Source:
 * Greg Morris, "Candlestick Charting Explained" (1992), as in TA-Lib.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @returns A line of 1, 0.8, -1, -0.8 and 0.
 * @throws {TypeError} If `feed` is not a feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Engulfed extends ct.Strategy.with({}) {
 *   engulfing = ct.engulfing(this.data);
 *
 *   override next(): void {
 *     if (this.engulfing.now > 0) this.buy({ stopLoss: this.data.low.now });
 *     else if (this.engulfing.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function engulfing(feed: PriceLines): Line {
  checkCall("engulfing", arguments, ["feed"]);
  return ENGULFING(feed);
}
