/**
 * The on-balance volume.
 *
 * @module
 */

import type { FeedLines } from "../../lines/feed_lines.ts";
import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFeed } from "../feed_prices.ts";
import { volumeOf } from "./feed_volume.ts";

const OBV = defineIndicator({
  name: "obv",
  inputs: ["close", "volume"],
  update: () => {
    let before = -Infinity, sum = 0;
    return (close, volume) => {
      if (close > before) sum += volume;
      else if (close < before) sum -= volume;
      before = close;
      return sum;
    };
  },
  formula: "previous + volume where the close rose, - volume where it fell",
});

/**
 * Makes the on-balance volume: the sum of the volumes of bars with a higher close, less those with a lower one.
 *
 * Formula: volume at the first bar; then previous + volume if close > close(1), previous - volume if close < close(1),
 * else previous. Minimum period: 1. Its level depends on the first bar of the run, only its changes mean something.
 * Source: Joseph Granville, "New Key to Stock Market Profits" (1963); TA-Lib.
 *
 * @param feed The feed, such as `this.data`.
 * @returns The sum, in units of the volume.
 * @throws {TypeError} If `feed` is not a feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class FollowsVolume extends ct.Strategy.with({ period: 20 }) {
 *   balance = ct.obv(this.data);
 *   cross = ct.crossover(this.balance, ct.sma(this.balance, this.params.period));
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function obv(feed: FeedLines): Line {
  checkFeed("obv", feed);
  checkCall("obv", arguments, ["feed"]);
  return OBV(feed.close, volumeOf("obv", feed));
}
