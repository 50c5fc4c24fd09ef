/**
 * The error correcting average of Ehlers and Way.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { exponentialFactor, Smoothing } from "./smoothing.ts";

const ZERO_LAG = defineIndicator({
  name: "zeroLag",
  inputs: ["line"],
  params: { period: 30, gainLimit: 50 },
  minPeriod: ({ period }) => period,
  memory: "unbounded",
  update: ({ period, gainLimit }) => {
    const average = new CorrectedAverage(period, gainLimit);
    return (value) => average.update(value);
  },
  formula: "a * (ema + g * (x - previous)) + (1 - a) * previous with the gain g that comes nearest to x",
  plot: "price",
});

/**
 * Makes the zero lag indicator of Ehlers and Way, the error correcting average: an exponential average to which a part of
 * its own error is added at each bar, the part that brings it nearest to the line.
 *
 * Formula: a = 2 / (1 + period), e = {@linkcode ema}(period); the first value is e; then a * (e + g * (x - previous)) +
 * (1 - a) * previous, with the gain g of -gainLimit / 10, ..., gainLimit / 10 in steps of 0.1 that makes the distance to
 * x least, and of equal ones the lowest. Minimum period: that of the line plus `period - 1`. Source: John Ehlers and Ric
 * Way, "Zero Lag (Well, Almost)", Stocks & Commodities 28:12 (2010).
 *
 * @param line The line to average.
 * @param period Number of bars, a whole number from 1 on; 30 by default.
 * @param gainLimit Greatest gain in tenths, a whole number from 1 on; 50 by default.
 * @returns The average, in the units of the line.
 * @throws {TypeError} If `line` is not a line or a number is none.
 * @throws {RangeError} If a number is not a whole one from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class ZeroLag extends ct.Strategy.with({ period: 20 }) {
 *   corrected = ct.zeroLag(this.data.close, this.params.period);
 *   cross = ct.crossover(this.corrected, ct.ema(this.data.close, this.params.period));
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function zeroLag(line: Line, period: number = 30, gainLimit: number = 50): Line {
  checkCall("zeroLag", arguments, ["line", "period", "gainLimit"]);
  return ZERO_LAG(line, { period, gainLimit });
}

/** {@linkcode zeroLag} one value at a time: NaN for the first `period - 1` values. */
export class CorrectedAverage {
  readonly #smoothing: Smoothing;
  readonly #factor: number;
  readonly #rest: number;
  readonly #gainLimit: number;
  #average = NaN;

  /** Makes an average of a period and a limit of the gain in tenths; whole numbers from 1 on. */
  constructor(period: number, gainLimit: number = 50) {
    this.#factor = exponentialFactor(period);
    this.#rest = 1 - this.#factor;
    this.#smoothing = new Smoothing(period, this.#factor);
    this.#gainLimit = gainLimit;
  }

  /** Adds the next value and returns the average. */
  update(value: number): number {
    const smooth = this.#smoothing.update(value), before = this.#average;
    // Before the first value the smoothing is none, and at the first one it is that value.
    if (before !== before) return this.#average = smooth;
    return this.#average = this.#nearest(value, smooth, before);
  }

  /**
   * The average with the gain of the least error, and of equal errors with the lowest gain. The average moves one way with
   * the gain, also where it is rounded. So the errors fall up to the gain at which it passes the value, and rise from there.
   */
  #nearest(value: number, smooth: number, before: number): number {
    const factor = this.#factor, kept = this.#rest * before, limit = this.#gainLimit;
    // The average rises with the step: the gain in tenths, or its opposite where the value is below the last average.
    const sign = value < before ? -1 : 1;
    const averageAt = (step: number): number => factor * (smooth + sign * step / 10 * (value - before)) + kept;
    const errorAt = (step: number): number =>
      step < -limit || step > limit ? Infinity : Math.abs(value - averageAt(step));
    let passes = -limit, end = limit + 1;
    while (passes < end) {
      const middle = (passes + end) >> 1;
      if (averageAt(middle) < value) passes = middle + 1;
      else end = middle;
    }
    const below = errorAt(passes - 1), above = errorAt(passes), least = Math.min(below, above);
    // Beyond the range of doubles there is no error to compare.
    if (!(least < Infinity)) return smooth;
    let step = below <= above ? passes - 1 : passes;
    while (errorAt(step - sign) === least) step -= sign;
    return averageAt(step);
  }
}
