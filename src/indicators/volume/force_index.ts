/**
 * The force index.
 *
 * @module
 */

import type { FeedLines } from "../../lines/feed_lines.ts";
import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel, type AverageName, checkAverage } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFeed } from "../feed_prices.ts";
import { volumeOf } from "./feed_volume.ts";

const FORCE_INDEX = defineIndicator({
  name: "forceIndex",
  inputs: ["close", "volume"],
  params: { period: 13, average: "ema" },
  minPeriod: ({ period, average }) => averageBars("forceIndex", average, period) + 1,
  memory: "fading",
  update: ({ period, average }) => {
    const mean = averageKernel("forceIndex", average, period);
    let before = NaN;
    return (close, volume) => {
      const force = (close - before) * volume;
      before = close;
      return force === force ? mean.update(force) : NaN;
    };
  },
  formula: "average of (close - close(1)) * volume",
});

/** Options of {@linkcode forceIndex}. */
export interface ForceIndexOptions {
  /** The average: `"ema"` by default. */
  readonly average?: AverageName;
}

/**
 * Makes the force index: the average of the change of the close times the volume.
 *
 * Formula: the average of (close - close(1)) * volume by {@linkcode ema}; a period of 1 is the raw force. Minimum
 * period: `period + 1`. Source: Alexander Elder, "Trading for a Living" (1993); pandas-ta.
 *
 * @param feed The feed, such as `this.data`.
 * @param period Number of changes, a whole number from 1 on; 13 by default.
 * @param options The average.
 * @returns The force, in units of the price times those of the volume.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class BuysPullbacks extends ct.Strategy.with({}) {
 *   trend = ct.forceIndex(this.data, 13);
 *   pullback = ct.forceIndex(this.data, 2);
 *
 *   override next(): void {
 *     if (this.trend.now > 0 && this.pullback.now < 0 && this.position.size === 0) this.buy();
 *     else if (this.trend.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function forceIndex(feed: FeedLines, period: number = 13, options: ForceIndexOptions = {}): Line {
  checkFeed("forceIndex", feed);
  const { average = "ema" } = optionsOf("forceIndex", arguments, ["feed", "period"], options, ["average"]);
  checkAverage("forceIndex", average);
  return FORCE_INDEX(feed.close, volumeOf("forceIndex", feed), { period, average });
}
