/**
 * The money flow index.
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

const MFI = defineIndicator({
  name: "mfi",
  inputs: ["high", "low", "close", "volume"],
  params: { period: 14 },
  minPeriod: ({ period }) => period + 1,
  memory: "window",
  update: ({ period }) => {
    const ups = new RollingSum(period), downs = new RollingSum(period);
    let before = NaN;
    return (high, low, close, volume) => {
      const price = (high + low + close) / 3, change = price - before, flow = price * volume;
      before = price;
      if (change !== change) return NaN;
      const up = ups.update(change > 0 ? flow : 0), down = downs.update(change < 0 ? flow : 0), total = up + down;
      return total === 0 ? 50 : 100 * (up / total);
    };
  },
  formula: "100 * u / (u + d), sums of typical price * volume of bars where it rose, and where it fell",
});

/**
 * Makes the money flow index: the share of volume traded at a rising price in that at a rising or falling one, from 0 to
 * 100.
 *
 * Formula: 100 * (u / (u + d)), where p = (high + low + close) / 3, u is the sum of p * volume over those of the last
 * `period` bars with p > p(1), and d that over those with p < p(1), both exactly rounded. While nothing moves or is
 * traded it is 50, where TA-Lib has 0 (as it has wherever u + d is below 1). Minimum period: `period + 1`. Source: Gene
 * Quong and Avrum Soudack, "Volume-Weighted RSI: Money Flow", Stocks & Commodities 7 (1989); TA-Lib.
 *
 * @param feed The feed, such as `this.data`.
 * @param period Number of changes, a whole number from 1 on; 14 by default.
 * @returns The index, from 0 to 100.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Oversold extends ct.Strategy.with({ period: 14 }) {
 *   flow = ct.mfi(this.data, this.params.period);
 *
 *   override next(): void {
 *     if (this.flow.now < 20 && this.position.size === 0) this.buy();
 *     else if (this.flow.now > 80) this.close();
 *   }
 * }
 * ```
 */
export function mfi(feed: FeedLines, period: number = 14): Line {
  checkFeed("mfi", feed);
  checkCall("mfi", arguments, ["feed", "period"]);
  return MFI(feed.high, feed.low, feed.close, volumeOf("mfi", feed), { period });
}
