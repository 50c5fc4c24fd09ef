/**
 * The Hurst exponent.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPeriod } from "../period.ts";
import { SlidingWindow } from "../sliding_window.ts";

const HURST = defineIndicator({
  name: "hurst",
  inputs: ["line"],
  params: { period: 40, lagStart: 2, lagEnd: 20 },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period, lagStart, lagEnd }) => {
    const exponent = new HurstExponent(period, lagStart, lagEnd);
    return (value) => exponent.update(value);
  },
  formula: "2 * slope of log(sqrt(std(x - x(lag)))) over log(lag)",
});

/** Options of {@linkcode hurst}. */
export interface HurstOptions {
  /** The first lag, a whole number from 1 on; 2 by default. */
  readonly lagStart?: number;
  /** The number behind the last lag, at most `period`; half the period by default. */
  readonly lagEnd?: number;
}

/**
 * Makes the Hurst exponent of the last `period` values: near 0.5 for a random walk, above where moves go on, below where
 * they turn back.
 *
 * Formula: for each lag from `lagStart` to `lagEnd - 1` t(lag) = sqrt(std(x - x(lag))), with the standard deviation of the
 * changes in the window; twice the slope of the least squares line through log(t) over log(lag). Where the changes of a
 * lag are all equal, as on a straight line, there is no logarithm, and the value is NaN. Minimum period: that of the line
 * plus `period - 1`. Source: Ernest Chan, "Algorithmic Trading" (2013), as in backtrader.
 *
 * Exactness: numpy adds in another order and takes logarithms by another library; so it is compared to 1e-11.
 *
 * @param line The line to measure.
 * @param period Number of bars, a whole number from 8 on; 40 by default.
 * @param options The lags.
 * @returns The exponent.
 * @throws {TypeError} If `line` is not a line or a number is none.
 * @throws {RangeError} If a number is not a whole one from 1 on, or there are not at least two lags within the period.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Trending extends ct.Strategy.with({ period: 100 }) {
 *   hurst = ct.hurst(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.hurst.now > 0.6 && this.data.close.now > this.data.close.ago(1)) this.buy();
 *   }
 * }
 * ```
 */
export function hurst(line: Line, period: number = 40, options: HurstOptions = {}): Line {
  const taken = optionsOf("hurst", arguments, ["line", "period"], options, ["lagStart", "lagEnd"]);
  checkPeriod("hurst", period);
  const { lagStart = 2, lagEnd = Math.floor(period / 2) } = taken;
  if (lagEnd - lagStart < 2 || lagEnd > period) {
    throw new RangeError(
      `Cannot compute hurst with a period of ${period} and lags from ${lagStart} to ${
        lagEnd - 1
      }: it needs two lags or ` +
        "more, shorter than the period, so a period from 8 on by default",
    );
  }
  return HURST(line, { period, lagStart, lagEnd });
}

/** {@linkcode hurst} one value at a time: NaN for the first `period - 1` values. */
class HurstExponent {
  readonly #window: SlidingWindow;
  readonly #lagStart: number;
  /** Logarithms of the lags less their mean. */
  readonly #distances: Float64Array;
  readonly #squares: number;

  constructor(period: number, lagStart: number, lagEnd: number) {
    this.#window = new SlidingWindow(period);
    this.#lagStart = lagStart;
    const logarithms = Float64Array.from({ length: lagEnd - lagStart }, (_value, at) => Math.log(lagStart + at));
    const mean = logarithms.reduce((sum, value) => sum + value, 0) / logarithms.length;
    this.#distances = logarithms.map((value) => value - mean);
    this.#squares = this.#distances.reduce((sum, distance) => sum + distance * distance, 0);
  }

  update(value: number): number {
    if (!this.#window.push(value)) return NaN;
    const distances = this.#distances;
    let product = 0;
    for (let k = 0; k < distances.length; k++) {
      const variance = this.#varianceOfChanges(this.#lagStart + k);
      if (variance === 0) return NaN;
      // log(sqrt(std)) is a quarter of the logarithm of the variance. The mean of these need not be subtracted, as the
      // distances add up to zero.
      product += distances[k]! * Math.log(variance);
    }
    return 2 * (product / 4 / this.#squares);
  }

  /**
   * The variance of the changes over a lag, from their distances to the newest one: equal changes have a variance of
   * exactly 0. Distances are added in two sums by turns, as each addition waits for the one before it.
   */
  #varianceOfChanges(lag: number): number {
    const { values, start, length } = this.#window, until = start + length, count = length - lag;
    const newest = values[until - 1]! - values[until - 1 - lag]!;
    let at = start + lag, squares = 0, rest = 0, otherSquares = 0, otherRest = 0;
    if (count % 2 === 1) {
      rest = values[at]! - values[at - lag]! - newest;
      squares = rest * rest;
      at++;
    }
    for (; at < until; at += 2) {
      const distance = values[at]! - values[at - lag]! - newest;
      const other = values[at + 1]! - values[at + 1 - lag]! - newest;
      squares += distance * distance;
      rest += distance;
      otherSquares += other * other;
      otherRest += other;
    }
    squares += otherSquares;
    rest += otherRest;
    return Math.max(0, squares - rest * rest / count) / count;
  }
}
