/**
 * The commodity channel index.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import type { FeedLines } from "../../lines/feed_lines.ts";
import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel, type AverageName } from "../average/average_kernel.ts";
import { SimpleAverage } from "../average/sma.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFactor } from "../factor.ts";
import { checkFeed } from "../feed_prices.ts";
import { quotient } from "../quotient.ts";

const CCI = defineIndicator({
  name: "cci",
  inputs: ["high", "low", "close"],
  params: { period: 20, factor: 0.015, average: "sma", distances: "moving" },
  factors: ["factor"],
  minPeriod: ({ period, average, distances }) => {
    const first = averageBars("cci", average, period);
    return distances === "moving" ? first + period - 1 : Math.max(first, period);
  },
  memory: "fading",
  update: ({ period, factor, average, distances }) => {
    const mean = averageKernel("cci", average, period);
    const deviation = distances === "moving" ? new MovingDistance(period) : new WindowDistance(period);
    return (high, low, close) => {
      const typical = (high + low + close) / 3, middle = mean.update(typical);
      return quotient(typical - middle, factor * deviation.update(typical, middle), 0);
    };
  },
  formula: "(t - average(t)) / (factor * sma(abs(t - average(t)))), t = (high + low + close) / 3",
});

/** The average of the distances of values from the average of their own bar. */
class MovingDistance {
  readonly #average: SimpleAverage;

  constructor(period: number) {
    this.#average = new SimpleAverage(period);
  }

  update(value: number, middle: number): number {
    return middle === middle ? this.#average.update(Math.abs(value - middle)) : NaN;
  }
}

/** The mean of the distances of a window's values from the average of the last bar. */
class WindowDistance {
  readonly #values: Float64Array;
  #oldest = 0;

  constructor(period: number) {
    this.#values = new Float64Array(period);
  }

  update(value: number, middle: number): number {
    const values = this.#values, count = values.length;
    values[this.#oldest] = value;
    this.#oldest = this.#oldest + 1 === count ? 0 : this.#oldest + 1;
    // The sum goes from the oldest value to the newest, so that it depends on the window alone.
    let sum = 0;
    for (let i = this.#oldest; i < count; i++) sum += Math.abs(values[i]! - middle);
    for (let i = 0; i < this.#oldest; i++) sum += Math.abs(values[i]! - middle);
    return sum / count;
  }
}

/** Options of {@linkcode cci}. */
export interface CciOptions {
  /** The divisor's factor: 0.015 by default, by which some three quarters of all values are between -100 and 100. */
  readonly factor?: number;
  /** The average of the typical price: `"sma"` by default. That of the distances is always a simple one. */
  readonly average?: AverageName;
  /**
   * The distances that are averaged: `"moving"`, each from the average of its own bar, as in backtrader, by default; or
   * `"window"`, those of the last `period` prices from the average of the last bar, as in TA-Lib and TradingView.
   */
  readonly distances?: "moving" | "window";
}

/**
 * Makes the commodity channel index: the distance of the typical price from its average, in mean distances.
 *
 * Formula: t = (high + low + close) / 3; m = {@linkcode sma}(t); (t - m) / (factor * sma(abs(t - m))), 0 where the mean
 * distance is zero. Each distance is that from the average of its own bar, as in backtrader. TA-Lib and TradingView
 * take the distances of the whole window from the average of the last bar: `distances: "window"`. Minimum period: `2 *
 * period - 1`, or `period` with `"window"`. Source: Donald Lambert, "Commodity Channel Index", Commodities (October
 * 1980).
 *
 * @param feed The feed, such as `this.data`.
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
export function cci(feed: FeedLines, period: number = 20, options: CciOptions = {}): Line {
  checkFeed("cci", feed);
  checkFactor("cci", options.factor ?? 0.015, "factor");
  const { distances = "moving" } = options;
  if (distances !== "moving" && distances !== "window") {
    throw new RangeError(`Cannot compute cci with distances ${inspected(distances, 0)}: there are "moving", "window"`);
  }
  return CCI(feed.high, feed.low, feed.close, { ...options, period });
}
