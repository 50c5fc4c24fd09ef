/**
 * The moving average weighted by volume.
 *
 * @module
 */

import type { FeedLines } from "../../lines/feed_lines.ts";
import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { RollingSum } from "../../feeds/exact_sum.ts";
import { checkFeed } from "../feed_prices.ts";
import { volumeOf } from "../volume/feed_volume.ts";

const VWMA = defineIndicator({
  name: "vwma",
  inputs: ["price", "volume"],
  params: { period: 20 },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period }) => {
    const money = new RollingSum(period), total = new RollingSum(period), mean = new RollingSum(period, period);
    return (price, volume) => {
      const paid = money.update(price * volume), traded = total.update(volume), simple = mean.update(price);
      return traded === 0 ? simple : paid / traded;
    };
  },
  formula: "sum(x * volume, period) / sum(volume, period)",
  plot: "price",
});

/** Options of {@linkcode vwma}. */
export interface VwmaOptions {
  /** The price that is averaged; the close by default. */
  readonly price?: Line;
}

/**
 * Makes the moving average weighted by volume: the mean of the last `period` prices, each with its bar's volume as
 * weight.
 *
 * Both sums are exactly rounded, so the result does not depend on bars before the window. Where no bar of the window has
 * a volume, as in a feed without volumes, it is {@linkcode sma}.
 *
 * Formula: sum(price * volume, period) / sum(volume, period), TradingView's `ta.vwma`. Minimum period: that of the price
 * plus `period - 1`.
 *
 * @param feed The feed, such as `this.data`.
 * @param period Number of bars, a whole number from 1 on; 20 by default.
 * @param options The price.
 * @returns The average, in the units of the price.
 * @throws {TypeError} If `feed` is not a feed, `price` not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or `price` is a line of another feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class AboveAverage extends ct.Strategy.with({ period: 20 }) {
 *   average = ct.vwma(this.data, this.params.period);
 *
 *   override next(): void {
 *     if (this.data.close.now > this.average.now) this.buy();
 *   }
 * }
 * ```
 */
export function vwma(feed: FeedLines, period: number = 20, options: VwmaOptions = {}): Line {
  checkFeed("vwma", feed);
  const taken = optionsOf("vwma", arguments, ["feed", "period"], options, ["price"]);
  const { price = feed.close } = taken;
  return VWMA(price, volumeOf("vwma", feed), { period });
}
