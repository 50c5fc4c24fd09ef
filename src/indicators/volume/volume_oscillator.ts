/**
 * The volume oscillator.
 *
 * @module
 */

import type { FeedLines } from "../../lines/feed_lines.ts";
import type { Line } from "../../lines/line.ts";
import { exponentialFactor, Smoothing } from "../average/smoothing.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFeed } from "../feed_prices.ts";
import { volumeOf } from "./feed_volume.ts";
import { percentageApart } from "./pvo.ts";

const VOLUME_OSCILLATOR = defineIndicator({
  name: "volumeOscillator",
  inputs: ["volume"],
  params: { fast: 5, slow: 10 },
  minPeriod: ({ fast, slow }) => Math.max(fast, slow),
  memory: "fading",
  update: ({ fast, slow }) => {
    const quick = new Smoothing(fast, exponentialFactor(fast)), lazy = new Smoothing(slow, exponentialFactor(slow));
    return (volume) => percentageApart(quick.update(volume), lazy.update(volume));
  },
  formula: "100 * (ema(volume, fast) - ema(volume, slow)) / ema(volume, slow)",
});

/**
 * Makes the volume oscillator: the difference of a fast and a slow exponential average of the volume in percent of the
 * slow one. {@linkcode pvo} has a signal too.
 *
 * Formula: 100 * (f - s) / s, where f and s are {@linkcode ema} of the volume; 0 without volume. Minimum period: the
 * larger period. Source: the Volume Oscillator of TradingView, whose averages begin with their first value alone.
 *
 * @param feed The feed, such as `this.data`.
 * @param fast Period of the fast average, a whole number from 1 on; 5 by default.
 * @param slow Period of the slow average; 10 by default.
 * @returns The difference, in percent.
 * @throws {TypeError} If `feed` is not a feed or a period not a number.
 * @throws {RangeError} If a period is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class ConfirmedBreakout extends ct.Strategy.with({ period: 20 }) {
 *   ceiling = ct.highest(this.data.high, this.params.period);
 *   volume = ct.volumeOscillator(this.data);
 *
 *   override next(): void {
 *     if (this.data.close.now > this.ceiling.ago(1) && this.volume.now > 0) this.buy();
 *   }
 * }
 * ```
 */
export function volumeOscillator(feed: FeedLines, fast: number = 5, slow: number = 10): Line {
  checkFeed("volumeOscillator", feed);
  checkCall("volumeOscillator", arguments, ["feed", "fast", "slow"]);
  return VOLUME_OSCILLATOR(volumeOf("volumeOscillator", feed), { fast, slow });
}
