/**
 * The powers of bulls and bears of Elder.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel, type AverageName } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";

const ELDER_RAY = defineIndicator({
  name: "elderRay",
  inputs: ["high", "low", "close"],
  outputs: ["bull", "bear"],
  params: { period: 13, average: "ema" },
  minPeriod: ({ period, average }) => averageBars("elderRay", average, period),
  memory: "fading",
  update: ({ period, average }) => {
    const mean = averageKernel("elderRay", average, period);
    return (high, low, close) => {
      const middle = mean.update(close);
      return [high - middle, low - middle];
    };
  },
  formula: "bull = high - ema(close); bear = low - ema(close)",
});

/** The lines of {@linkcode elderRay}. */
export interface ElderRayLines {
  /** Distance of the high from the average. */
  readonly bull: Line;
  /** Distance of the low from the average. */
  readonly bear: Line;
}

/** Options of {@linkcode elderRay}. */
export interface ElderRayOptions {
  /** The average of the close: `"ema"` by default. */
  readonly average?: AverageName;
}

/**
 * Makes the powers of bulls and bears of Elder: how far a bar reached above its average, and how far below.
 *
 * Formula: bull = high - {@linkcode ema}(close, period); bear = low - ema(close, period). Minimum period: `period`. Source:
 * Alexander Elder, "Trading for a Living" (1993); pandas-ta's ERI.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Period of the average, a whole number from 1 on; 13 by default.
 * @param options The average.
 * @returns Two lines, in the units of the price.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Rays extends ct.Strategy.with({ period: 13 }) {
 *   rays = ct.elderRay(this.data, this.params.period);
 *
 *   override next(): void {
 *     if (this.rays.bear.now > 0 && this.position.size === 0) this.buy();
 *     else if (this.rays.bull.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function elderRay(feed: PriceLines, period: number = 13, options: ElderRayOptions = {}): ElderRayLines {
  checkPrices("elderRay", feed);
  const taken = optionsOf("elderRay", arguments, ["feed", "period"], options, ["average"]);
  return ELDER_RAY(feed.high, feed.low, feed.close, { ...taken, period });
}
