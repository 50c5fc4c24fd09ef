/**
 * The commodity channel index.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel, type AverageName } from "../average/average_kernel.ts";
import { SimpleAverage } from "../average/sma.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFactor } from "../factor.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { MeanDeviation } from "../statistics/mean_deviation.ts";

const CCI = defineIndicator({
  name: "cci",
  inputs: ["high", "low", "close"],
  params: { period: 20, factor: 0.015, average: "sma", distances: "window" },
  factors: ["factor"],
  minPeriod: ({ period, average, distances }) => {
    const first = averageBars("cci", average, period);
    return distances === "moving" ? first + period - 1 : Math.max(first, period);
  },
  memory: "fading",
  update: ({ period, factor, average, distances }) => {
    const mean = averageKernel("cci", average, period);
    const moving = new SimpleAverage(period), within = new MeanDeviation(period), isMoving = distances === "moving";
    return (high, low, close) => {
      const typical = (high + low + close) / 3, distance = typical - mean.update(typical);
      if (!isMoving) return inDistances(distance, within.update(typical), factor, typical);
      if (distance !== distance) return NaN;
      return inDistances(distance, moving.update(Math.abs(distance)), factor, typical);
    };
  },
  formula: "(t - average(t)) / (factor * mean of abs(t(k) - average(t))), t = (high + low + close) / 3",
});

/** Returns a distance in mean distances: 0 where these are not above the rounding of the price, so that nothing moves. */
function inDistances(distance: number, mean: number, factor: number, price: number): number {
  return mean <= Math.abs(price) * 2 ** -50 ? 0 : distance / (factor * mean);
}

/** Options of {@linkcode cci}. */
export interface CciOptions {
  /** The divisor's factor: 0.015 by default, by which some three quarters of all values are between -100 and 100. */
  readonly factor?: number;
  /** The average of the typical price: `"sma"` by default. That of the distances is always a simple one. */
  readonly average?: AverageName;
  /**
   * The distances that are averaged: `"window"`, those of the last `period` prices from the average of the last bar, as in
   * TA-Lib and TradingView, by default; or `"moving"`, each from the average of its own bar, as in backtrader.
   */
  readonly distances?: "moving" | "window";
}

/**
 * Makes the commodity channel index: the distance of the typical price from its average, in mean distances.
 *
 * Formula: t = (high + low + close) / 3; m = {@linkcode sma}(t); (t - m) / (factor * d), 0 while nothing moves, where d is
 * the mean of abs(t(k) - m) for k = 0 to period - 1, as in TA-Lib and TradingView. backtrader takes each distance from the
 * average of its own bar, sma(abs(t - m)): `distances: "moving"`. Minimum period: `period`, or `2 * period - 1` with
 * `"moving"`. Source: Donald Lambert, "Commodity Channel Index", Commodities (October 1980).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Number of bars of both averages, a whole number from 1 on; 20 by default.
 * @param options Factor, average and distances.
 * @returns The index, without a limit.
 * @throws {TypeError} If `feed` is not a feed or a number is none.
 * @throws {RangeError} If `period` is not a whole number from 1 on, `factor` not above 0, or there is no such average
 * or kind of distances.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Channel extends ct.Strategy.with({ period: 20 }) {
 *   cci = ct.cci(this.data, this.params.period);
 *
 *   override next(): void {
 *     if (this.cci.now > 100 && this.position.size === 0) this.buy();
 *     else if (this.cci.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function cci(feed: PriceLines, period: number = 20, options: CciOptions = {}): Line {
  checkPrices("cci", feed);
  const taken = optionsOf("cci", arguments, ["feed", "period"], options, ["factor", "average", "distances"]);
  checkFactor("cci", taken.factor ?? 0.015, "factor");
  const { distances = "window" } = taken;
  if (distances !== "moving" && distances !== "window") {
    throw new RangeError(`Cannot compute cci with distances ${inspected(distances, 0)}: there are "moving", "window"`);
  }
  return CCI(feed.high, feed.low, feed.close, { ...taken, period });
}
