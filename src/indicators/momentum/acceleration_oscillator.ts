/**
 * The acceleration oscillator of Williams.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel, type AverageName } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { AwesomeKernel } from "./awesome_oscillator.ts";

const FAST = 5, SLOW = 34;

const ACCELERATION_OSCILLATOR = defineIndicator({
  name: "accelerationOscillator",
  inputs: ["high", "low"],
  params: { period: 5, average: "sma" },
  minPeriod: ({ period, average }) => SLOW + averageBars("accelerationOscillator", average, period) - 1,
  memory: "fading",
  update: ({ period, average }) => {
    const awesome = new AwesomeKernel("accelerationOscillator", FAST, SLOW, "sma");
    const mean = averageKernel("accelerationOscillator", average, period);
    return (high, low) => {
      const value = awesome.update(high, low);
      return value === value ? value - mean.update(value) : NaN;
    };
  },
  formula: "a - sma(a, period), a = awesomeOscillator",
});

/** Options of {@linkcode accelerationOscillator}. */
export interface AccelerationOscillatorOptions {
  /** The average that is subtracted: `"sma"` by default. */
  readonly average?: AverageName;
}

/**
 * Makes the acceleration oscillator, which is also known as AC: the distance of the awesome oscillator from its
 * average.
 *
 * Formula: a = {@linkcode awesomeOscillator} with 5 and 34 bars; a - {@linkcode sma}(a, period). Minimum period:
 * `33 + period`. Source: Bill Williams, "New Trading Dimensions" (1998); backtrader's
 * AccelerationDecelerationOscillator.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Period of the average, a whole number from 1 on; 5 by default.
 * @param options The average.
 * @returns The distance, in units of the price.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Accelerates extends ct.Strategy.with({}) {
 *   acceleration = ct.accelerationOscillator(this.data);
 *
 *   override next(): void {
 *     if (this.acceleration.now > 0 && this.position.size === 0) this.buy();
 *     else if (this.acceleration.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function accelerationOscillator(
  feed: PriceLines,
  period: number = 5,
  options: AccelerationOscillatorOptions = {},
): Line {
  checkPrices("accelerationOscillator", feed);
  const taken = optionsOf("accelerationOscillator", arguments, ["feed", "period"], options, ["average"]);
  return ACCELERATION_OSCILLATOR(feed.high, feed.low, { ...taken, period });
}
