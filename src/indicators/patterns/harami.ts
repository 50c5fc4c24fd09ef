/**
 * The harami.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import type { PriceLines } from "../feed_prices.ts";
import { CANDLES_BEFORE } from "./candle_history.ts";
import { defineCandlePattern } from "./candle_pattern.ts";

const HARAMI = defineCandlePattern({
  name: "harami",
  candles: 2,
  before: CANDLES_BEFORE,
  formula:
    "1 where a short body is inside of the long falling one before, 0.8 with an end in common; -1 mirrored; else 0",
  find: (candles) => {
    const candle = candles.ago(0), before = candles.ago(1);
    if (!(before.body > before.meanBody && candle.body <= candle.meanBody)) return 0;
    if (candle.top < before.top && candle.bottom > before.bottom) return -before.color;
    return candle.top <= before.top && candle.bottom >= before.bottom ? -0.8 * before.color : 0;
  },
});

/**
 * Makes the line of haramis: 1 where a short body is inside of the long falling body of the bar before, and 0.8 where they
 * have an end in common; -1 and -0.8 where it is inside of a long rising one; else 0. The trend before is not part of the
 * pattern.
 *
 * Long is above, and short is not above, the mean body of the ten bars before each. TA-Lib's CDLHARAMI gives 100 and 80 in
 * the place of 1 and 0.8. Minimum period: 12. Source: Steve Nison, "Japanese Candlestick Charting Techniques" (1991), with
 * the settings of TA-Lib.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @returns A line of 1, 0.8, -1, -0.8 and 0.
 * @throws {TypeError} If `feed` is not a feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Pause extends ct.Strategy.with({}) {
 *   harami = ct.harami(this.data);
 *
 *   override next(): void {
 *     if (this.harami.now > 0) this.buy({ stopLoss: this.data.low.ago(1) });
 *     else if (this.harami.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function harami(feed: PriceLines): Line {
  checkCall("harami", arguments, ["feed"]);
  return HARAMI(feed);
}
