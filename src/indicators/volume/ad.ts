/**
 * The accumulation and distribution of Chaikin.
 *
 * @module
 */

import type { FeedLines } from "../../lines/feed_lines.ts";
import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFeed } from "../feed_prices.ts";
import { volumeOf } from "./feed_volume.ts";
import { moneyFlow } from "./money_flow.ts";

const AD = defineIndicator({
  name: "ad",
  inputs: ["high", "low", "close", "volume"],
  update: () => {
    let sum = 0;
    return (high, low, close, volume) => sum += moneyFlow(high, low, close, volume);
  },
  formula: "previous + ((close - low) - (high - close)) / (high - low) * volume",
});

/**
 * Makes the accumulation and distribution: the sum of volumes, each times the place of the close in its bar, from -1 at
 * the low to 1 at the high.
 *
 * Formula: previous + ((close - low) - (high - close)) / (high - low) * volume, evaluated in this order (TA-Lib's); a bar
 * without a range adds nothing. Minimum period: 1. Its level depends on the first bar of the run, only its changes mean
 * something. Source: Marc Chaikin; TA-Lib. {@linkcode williamsAd} is another one.
 *
 * @param feed The feed, such as `this.data`.
 * @returns The sum, in units of the volume.
 * @throws {TypeError} If `feed` is not a feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Accumulation extends ct.Strategy.with({ period: 20 }) {
 *   sum = ct.ad(this.data);
 *   cross = ct.crossover(this.sum, ct.ema(this.sum, this.params.period));
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function ad(feed: FeedLines): Line {
  checkFeed("ad", feed);
  checkCall("ad", arguments, ["feed"]);
  return AD(feed.high, feed.low, feed.close, volumeOf("ad", feed));
}
