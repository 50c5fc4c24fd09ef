/**
 * The awesome oscillator of Williams.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars, type AverageKernel, averageKernel, type AverageName } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";

const AWESOME_OSCILLATOR = defineIndicator({
  name: "awesomeOscillator",
  inputs: ["high", "low"],
  params: { fast: 5, slow: 34, average: "sma" },
  minPeriod: ({ fast, slow, average }) =>
    Math.max(averageBars("awesomeOscillator", average, fast), averageBars("awesomeOscillator", average, slow)),
  memory: "fading",
  update: ({ fast, slow, average }) => {
    const kernel = new AwesomeKernel("awesomeOscillator", fast, slow, average);
    return (high, low) => kernel.update(high, low);
  },
  formula: "sma(m, fast) - sma(m, slow), m = (high + low) / 2",
});

/** {@linkcode awesomeOscillator} one bar at a time. */
export class AwesomeKernel {
  readonly #fast: AverageKernel;
  readonly #slow: AverageKernel;

  /** Makes the difference of two averages. */
  constructor(indicator: string, fast: number, slow: number, average: string) {
    this.#fast = averageKernel(indicator, average, fast);
    this.#slow = averageKernel(indicator, average, slow);
  }

  /** Adds the next bar and returns the difference, NaN before its minimum period. */
  update(high: number, low: number): number {
    const middle = (high + low) / 2;
    return this.#fast.update(middle) - this.#slow.update(middle);
  }
}

/** Options of {@linkcode awesomeOscillator}. */
export interface AwesomeOscillatorOptions {
  /** The average: `"sma"` by default. */
  readonly average?: AverageName;
}

/**
 * Makes the awesome oscillator: the difference of a fast and a slow average of the bars' middles.
 *
 * Formula: m = (high + low) / 2; {@linkcode sma}(m, fast) - sma(m, slow). Minimum period: the slower period. Source:
 * Bill Williams, "New Trading Dimensions" (1998).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param fast Period of the fast average, a whole number from 1 on; 5 by default.
 * @param slow Period of the slow average; 34 by default.
 * @param options The average.
 * @returns The difference, in units of the price.
 * @throws {TypeError} If `feed` is not a feed or a period not a number.
 * @throws {RangeError} If a period is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class ZeroCross extends ct.Strategy.with({}) {
 *   cross = ct.crossover(ct.awesomeOscillator(this.data), 0);
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function awesomeOscillator(
  feed: PriceLines,
  fast: number = 5,
  slow: number = 34,
  options: AwesomeOscillatorOptions = {},
): Line {
  checkPrices("awesomeOscillator", feed);
  const taken = optionsOf("awesomeOscillator", arguments, ["feed", "fast", "slow"], options, ["average"]);
  return AWESOME_OSCILLATOR(feed.high, feed.low, { ...taken, fast, slow });
}
