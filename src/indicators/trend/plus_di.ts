/**
 * The indicator of upward movement.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import type { AverageName } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { DirectionalKernel, directionalPeriod } from "./directional.ts";

const PLUS_DI = defineIndicator({
  name: "plusDi",
  inputs: ["high", "low", "close"],
  params: { period: 14, average: "smma" },
  minPeriod: ({ period, average }) => directionalPeriod("plusDi", period, average),
  memory: "fading",
  update: ({ period, average }) => {
    const movement = new DirectionalKernel("plusDi", period, average);
    return (high, low, close) => {
      movement.update(high, low, close);
      return movement.plus;
    };
  },
  formula: "100 * average(u) / atr, u = high - high(1) where above 0 and low(1) - low, else 0",
});

/** Options of the directional indicators. */
export interface DirectionalOptions {
  /** The average: `"smma"`, Wilder's, by default. */
  readonly average?: AverageName;
}

/**
 * Makes Wilder's directional indicator of upward movement, which is also known as +DI.
 *
 * Formula: u = high - high(1) where that is above 0 and above low(1) - low, else 0; 100 * average(u) /
 * {@linkcode atr}(period) by {@linkcode smma}; 0 while nothing moves. TA-Lib begins its averages with another seed, so
 * its first values differ. Minimum period: `period + 1`. Source: J. Welles Wilder, "New Concepts in Technical Trading
 * Systems" (1978).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Period of each average, a whole number from 1 on; 14 by default.
 * @param options The average.
 * @returns The indicator, from 0 to 100.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Directional extends ct.Strategy.with({ period: 14 }) {
 *   plus = ct.plusDi(this.data, this.params.period);
 *   minus = ct.minusDi(this.data, this.params.period);
 *
 *   override next(): void {
 *     if (this.plus.now > this.minus.now && this.position.size === 0) this.buy();
 *     else if (this.plus.now < this.minus.now) this.close();
 *   }
 * }
 * ```
 */
export function plusDi(feed: PriceLines, period: number = 14, options: DirectionalOptions = {}): Line {
  checkPrices("plusDi", feed);
  const taken = optionsOf("plusDi", arguments, ["feed", "period"], options, ["average"]);
  return PLUS_DI(feed.high, feed.low, feed.close, { ...taken, period });
}
