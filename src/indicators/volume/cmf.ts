/**
 * The money flow of Chaikin.
 *
 * @module
 */

import type { FeedLines } from "../../lines/feed_lines.ts";
import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { RollingSum } from "../../feeds/exact_sum.ts";
import { checkFeed } from "../feed_prices.ts";
import { volumeOf } from "./feed_volume.ts";
import { moneyFlow } from "./money_flow.ts";

const CMF = defineIndicator({
  name: "cmf",
  inputs: ["high", "low", "close", "volume"],
  params: { period: 20 },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period }) => {
    const flows = new RollingSum(period), volumes = new RollingSum(period);
    return (high, low, close, volume) => {
      const flow = flows.update(moneyFlow(high, low, close, volume)), total = volumes.update(volume);
      return total === 0 ? 0 : flow / total;
    };
  },
  formula: "sum of ((close - low) - (high - close)) / (high - low) * volume / sum of volume",
});

/**
 * Makes Chaikin's money flow: the average place of the close in its bar, weighted by volume, from -1 if every bar closed
 * at its low to 1 if every one closed at its high.
 *
 * Formula: sum of ((close - low) - (high - close)) / (high - low) * volume, over the sum of volume, of the last `period`
 * bars, both sums exactly rounded. A bar without a range counts as 0, and so does a window without volume. Minimum
 * period: `period`. Source: Marc Chaikin; pandas-ta.
 *
 * @param feed The feed, such as `this.data`.
 * @param period Number of bars, a whole number from 1 on; 20 by default.
 * @returns The flow, from -1 to 1.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class FollowsTheFlow extends ct.Strategy.with({ period: 20 }) {
 *   flow = ct.cmf(this.data, this.params.period);
 *
 *   override next(): void {
 *     if (this.flow.now > 0.05 && this.position.size === 0) this.buy();
 *     else if (this.flow.now < -0.05) this.close();
 *   }
 * }
 * ```
 */
export function cmf(feed: FeedLines, period: number = 20): Line {
  checkFeed("cmf", feed);
  checkCall("cmf", arguments, ["feed", "period"]);
  return CMF(feed.high, feed.low, feed.close, volumeOf("cmf", feed), { period });
}
