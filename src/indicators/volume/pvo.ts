/**
 * The percentage volume oscillator.
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

const PVO = defineIndicator({
  name: "pvo",
  inputs: ["volume"],
  outputs: ["line", "signal", "histogram"],
  params: { fast: 12, slow: 26, signal: 9 },
  minPeriod: ({ fast, slow, signal }) => {
    const first = Math.max(fast, slow), last = first + signal - 1;
    return [first, last, last];
  },
  memory: "fading",
  update: ({ fast, slow, signal }) => {
    const quick = new Smoothing(fast, exponentialFactor(fast)), lazy = new Smoothing(slow, exponentialFactor(slow));
    const average = new Smoothing(signal, exponentialFactor(signal));
    return (volume) => {
      const line = percentageApart(quick.update(volume), lazy.update(volume));
      const mean = line === line ? average.update(line) : NaN;
      return [line, mean, line - mean];
    };
  },
  formula: "line = 100 * (ema(fast) - ema(slow)) / ema(slow); signal = ema(line, signal); histogram = line - signal",
});

/** How far a fast average is above a slow one, in percent of the slow one; 0 if that is 0. */
export function percentageApart(fast: number, slow: number): number {
  return slow === 0 ? 0 : 100 * (fast - slow) / slow;
}

/** The lines of {@linkcode pvo}. */
export interface PvoLines {
  /** The difference of the two averages, in percent of the slow one. */
  readonly line: Line;
  /** The average of that difference. */
  readonly signal: Line;
  /** The difference of `line` and `signal`. */
  readonly histogram: Line;
}

/**
 * Makes the percentage volume oscillator: the difference of a fast and a slow exponential average of the volume in
 * percent of the slow one, its average as signal, and the distance of both as histogram. {@linkcode volumeOscillator} is
 * its first line with the usual periods of TradingView.
 *
 * Formula: line = 100 * (f - s) / s, where f and s are {@linkcode ema} of the volume; signal = {@linkcode ema} of that;
 * histogram = line - signal. Without volume all are 0. Minimum periods: the slower period for `line`, and `signal - 1`
 * more for the others. Source: pandas-ta, whose signal begins with the first value alone.
 *
 * @param feed The feed, such as `this.data`.
 * @param fast Period of the fast average, a whole number from 1 on; 12 by default.
 * @param slow Period of the slow average; 26 by default.
 * @param signal Period of the signal; 9 by default.
 * @returns Three lines, in percent.
 * @throws {TypeError} If `feed` is not a feed or a period not a number.
 * @throws {RangeError} If a period is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class BuysOnRisingVolume extends ct.Strategy.with({ period: 50 }) {
 *   volume = ct.pvo(this.data);
 *   average = ct.sma(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.volume.histogram.now > 0 && this.data.close.now > this.average.now) this.buy();
 *     else if (this.data.close.now < this.average.now) this.close();
 *   }
 * }
 * ```
 */
export function pvo(feed: FeedLines, fast: number = 12, slow: number = 26, signal: number = 9): PvoLines {
  checkFeed("pvo", feed);
  checkCall("pvo", arguments, ["feed", "fast", "slow", "signal"]);
  return PVO(volumeOf("pvo", feed), { fast, slow, signal });
}
