/**
 * The oscillator of Chaikin.
 *
 * @module
 */

import type { FeedLines } from "../../lines/feed_lines.ts";
import type { Line } from "../../lines/line.ts";
import type { SmoothingOptions } from "../average/ema.ts";
import { checkSeed, exponentialFactor, Smoothing, type SmoothingSeed } from "../average/smoothing.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFeed } from "../feed_prices.ts";
import { volumeOf } from "./feed_volume.ts";
import { moneyFlow } from "./money_flow.ts";

const CHAIKIN_OSCILLATOR = defineIndicator({
  name: "chaikinOscillator",
  inputs: ["high", "low", "close", "volume"],
  params: { fast: 3, slow: 10, seed: "first" },
  minPeriod: ({ fast, slow }) => Math.max(fast, slow),
  memory: "fading",
  update: ({ fast, slow, seed }) => {
    const quick = new Smoothing(fast, exponentialFactor(fast), seed as SmoothingSeed);
    const lazy = new Smoothing(slow, exponentialFactor(slow), seed as SmoothingSeed);
    let sum = 0;
    return (high, low, close, volume) => {
      sum += moneyFlow(high, low, close, volume);
      return quick.update(sum) - lazy.update(sum);
    };
  },
  formula: "ema(ad, fast) - ema(ad, slow)",
});

/**
 * Makes the oscillator of Chaikin: the difference of a fast and a slow exponential average of {@linkcode ad}.
 *
 * Formula: {@linkcode ema}(ad, fast) - {@linkcode ema}(ad, slow), both averages beginning with the first value alone, as
 * in TA-Lib and MetaStock; `seed: "sma"` begins each with the mean of its first values. Minimum period: the larger
 * period. Source: Marc Chaikin; TA-Lib.
 *
 * @param feed The feed, such as `this.data`.
 * @param fast Period of the fast average, a whole number from 1 on; 3 by default.
 * @param slow Period of the slow average; 10 by default.
 * @param options The seed, `"first"` by default.
 * @returns The difference, in units of the volume.
 * @throws {TypeError} If `feed` is not a feed or a period not a number.
 * @throws {RangeError} If a period is not a whole number from 1 on, or there is no such seed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Chaikin extends ct.Strategy.with({}) {
 *   cross = ct.crossover(ct.chaikinOscillator(this.data), 0);
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function chaikinOscillator(
  feed: FeedLines,
  fast: number = 3,
  slow: number = 10,
  options: SmoothingOptions = {},
): Line {
  checkFeed("chaikinOscillator", feed);
  const { seed = "first" } = optionsOf("chaikinOscillator", arguments, ["feed", "fast", "slow"], options, ["seed"]);
  checkSeed("chaikinOscillator", seed);
  return CHAIKIN_OSCILLATOR(feed.high, feed.low, feed.close, volumeOf("chaikinOscillator", feed), { fast, slow, seed });
}
