/**
 * The DV2 oscillator of Varadi.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel, type AverageName } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { quotient } from "../quotient.ts";
import { SortedWindow } from "../statistics/sorted_window.ts";

const DV2 = defineIndicator({
  name: "dv2",
  inputs: ["high", "low", "close"],
  params: { period: 252, smoothing: 2, average: "sma" },
  minPeriod: ({ period, smoothing, average }) => averageBars("dv2", average, smoothing) + period - 1,
  memory: "fading",
  update: ({ period, smoothing, average }) => {
    const mean = averageKernel("dv2", average, smoothing), window = new SortedWindow(period);
    return (high, low, close) => {
      const value = mean.update(quotient(close, (high + low) / 2, 1));
      return value === value && window.push(value) ? window.countBelow(value) / period * 100 : NaN;
    };
  },
  formula: "percent rank over period bars of sma(close / ((high + low) / 2), smoothing)",
});

/** Options of {@linkcode dv2}. */
export interface Dv2Options {
  /** The average: `"sma"` by default. */
  readonly average?: AverageName;
}

/**
 * Makes the DV2 oscillator: the rank of the close within its bar, smoothed, among those of the last year.
 *
 * Formula: v = {@linkcode sma}(close / ((high + low) / 2), smoothing); the number of the last `period` values below v,
 * in percent of `period`. A middle of zero gives a quotient of 1. Minimum period: `period + smoothing - 1`. Source:
 * David Varadi, "DV2" (CSS Analytics, 2009); backtrader's DV2.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Number of values of the rank, a whole number from 1 on; 252 by default, a year of days.
 * @param smoothing Period of the average; 2 by default.
 * @param options The average.
 * @returns The rank, from 0 to below 100.
 * @throws {TypeError} If `feed` is not a feed or a period not a number.
 * @throws {RangeError} If a period is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Reversion extends ct.Strategy.with({ period: 252 }) {
 *   dv2 = ct.dv2(this.data, this.params.period);
 *
 *   override next(): void {
 *     if (this.dv2.now < 20 && this.position.size === 0) this.buy();
 *     else if (this.dv2.now > 80) this.close();
 *   }
 * }
 * ```
 */
export function dv2(feed: PriceLines, period: number = 252, smoothing: number = 2, options: Dv2Options = {}): Line {
  checkPrices("dv2", feed);
  const taken = optionsOf("dv2", arguments, ["feed", "period", "smoothing"], options, ["average"]);
  return DV2(feed.high, feed.low, feed.close, { ...taken, period, smoothing });
}
