/**
 * The parabolic stop and reverse.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFactor } from "../factor.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";

const PSAR = defineIndicator({
  name: "psar",
  inputs: ["high", "low", "close"],
  params: { step: 0.02, limit: 0.2, period: 2 },
  factors: ["step", "limit"],
  minPeriod: ({ period }) => Math.max(period, 2),
  memory: "fading",
  update: ({ step, limit }) => {
    const kernel = new StopAndReverse(step, limit);
    return (high, low, close) => kernel.update(high, low, close);
  },
  formula: "sar + acceleration * (extreme - sar), on the other side of the price after a touch",
  plot: "price",
});

/** The stop and reverse one bar at a time. */
class StopAndReverse {
  readonly #step: number;
  readonly #limit: number;
  #highBefore = NaN;
  #lowBefore = NaN;
  #closeBefore = NaN;
  #stop = NaN;
  #isUp = false;
  #acceleration = 0;
  #extreme = NaN;

  constructor(step: number, limit: number) {
    this.#step = step;
    this.#limit = limit;
  }

  update(high: number, low: number, close: number): number {
    const highBefore = this.#highBefore, lowBefore = this.#lowBefore;
    let stop = NaN;
    if (highBefore === highBefore) {
      if (this.#stop !== this.#stop) this.#begin(high, low, close);
      stop = this.#reverse(high, low);
      this.#proceed(high, low);
      // The stop of the next bar is not within the last two bars.
      if (this.#isUp) this.#stop = Math.min(this.#stop, low, lowBefore);
      else this.#stop = Math.max(this.#stop, high, highBefore);
    }
    this.#highBefore = high;
    this.#lowBefore = low;
    this.#closeBefore = close;
    return stop;
  }

  /** Begins with the middle of the second bar, against the direction of its close, so that the bar itself turns it. */
  #begin(high: number, low: number, close: number): void {
    this.#stop = (high + low) / 2;
    this.#acceleration = this.#step;
    this.#isUp = close < this.#closeBefore;
    this.#extreme = this.#isUp ? this.#highBefore : this.#lowBefore;
  }

  /** Goes to the other side if the bar touches the stop, and returns the stop of the bar. */
  #reverse(high: number, low: number): number {
    if (this.#isUp ? this.#stop >= low : this.#stop <= high) {
      this.#isUp = !this.#isUp;
      this.#stop = this.#extreme;
      this.#extreme = this.#isUp ? high : low;
      this.#acceleration = this.#step;
    }
    return this.#stop;
  }

  /** Moves the stop towards the extreme, faster after each new one. */
  #proceed(high: number, low: number): void {
    if (this.#isUp ? high > this.#extreme : low < this.#extreme) {
      this.#extreme = this.#isUp ? high : low;
      this.#acceleration = Math.min(this.#acceleration + this.#step, this.#limit);
    }
    this.#stop += this.#acceleration * (this.#extreme - this.#stop);
  }
}

/** Options of {@linkcode psar}. */
export interface PsarOptions {
  /** Number of bars before the first value, including it: 2 by default. The computation begins with the second bar. */
  readonly period?: number;
}

/**
 * Makes the parabolic stop and reverse: a stop that follows the price faster with each new extreme, and goes to the
 * other side when a bar touches it.
 *
 * Formula: if the bar touches the stop, the direction turns, and the stop is the extreme of the direction before; the
 * line has this stop. Then a new high (or low, downwards) adds `step` to the acceleration, up to `limit`; stop +
 * acceleration * (extreme - stop) is the stop of the next bar, but not within the last two bars. It begins at the
 * second bar, upwards if that closes at or above the first, with the stop of backtrader: the low (or high) of the first
 * bar. TA-Lib also keeps the stop of a reversal out of the last two bars, so some values after a reversal differ.
 * Minimum period: 2. Source: J. Welles Wilder, "New Concepts in Technical Trading Systems" (1978).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param step Acceleration of a direction's begin and of each new extreme, above 0; 0.02 by default.
 * @param limit Largest acceleration, above 0; 0.2 by default.
 * @param options The bars before the first value.
 * @returns The stop, in units of the price: below the price upwards, above it downwards.
 * @throws {TypeError} If `feed` is not a feed or a number is none.
 * @throws {RangeError} If `step` or `limit` is not above 0, or `period` not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class StopAndReverse extends ct.Strategy.with({}) {
 *   sar = ct.psar(this.data);
 *   cross = ct.crossover(this.data.close, this.sar);
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function psar(feed: PriceLines, step: number = 0.02, limit: number = 0.2, options: PsarOptions = {}): Line {
  checkPrices("psar", feed);
  const taken = optionsOf("psar", arguments, ["feed", "step", "limit"], options, ["period"]);
  checkFactor("psar", step, "step");
  checkFactor("psar", limit, "limit");
  return PSAR(feed.high, feed.low, feed.close, { ...taken, step, limit });
}
