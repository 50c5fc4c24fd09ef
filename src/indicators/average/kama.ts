/**
 * The adaptive moving average of Kaufman.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { RollingSum } from "../../feeds/exact_sum.ts";
import { SimpleAverage } from "./sma.ts";
import { exponentialFactor } from "./smoothing.ts";

const KAMA = defineIndicator({
  name: "kama",
  inputs: ["line"],
  params: { period: 30, fast: 2, slow: 30 },
  minPeriod: ({ period }) => period + 1,
  memory: "fading",
  update: ({ period, fast, slow }) => {
    const average = new AdaptiveAverage(period, fast, slow);
    return (value) => average.update(value);
  },
  formula: "previous * (1 - c) + x * c, c = (|x - x(period)| / sum(|x - x(1)|, period) * (f - s) + s) ^ 2",
  plot: "price",
});

/**
 * Makes the adaptive moving average of Kaufman: exponential smoothing that is fast where the line goes one way, and slow
 * where it only goes up and down.
 *
 * Formula: e = |x - x(period)| / sum(|x - x(1)|, period), the efficiency ratio, 0 where nothing moves; f = 2 / (fast + 1),
 * s = 2 / (slow + 1), c = (e * (f - s) + s) ^ 2; then previous * (1 - c) + x * c. The first value is {@linkcode sma} of
 * that bar, as in backtrader; TA-Lib begins with the value of the bar before. Minimum period: that of the line plus
 * `period`. Source: Perry Kaufman, "Smarter Trading" (1995).
 *
 * Exactness: backtrader squares by C's `pow`, whose last bit may differ from a product; so it is compared to 1e-12.
 *
 * @param line The line to average.
 * @param period Number of changes of the efficiency ratio, a whole number from 1 on; 30 by default.
 * @param fast Period of the exponential average where the line goes straight; 2 by default.
 * @param slow Period of that where it goes nowhere; 30 by default.
 * @returns The average, in the units of the line.
 * @throws {TypeError} If `line` is not a line or a period not a number.
 * @throws {RangeError} If a period is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class AboveAverage extends ct.Strategy.with({ period: 10 }) {
 *   average = ct.kama(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.data.close.now > this.average.now) this.buy();
 *   }
 * }
 * ```
 */
export function kama(line: Line, period: number = 30, fast: number = 2, slow: number = 30): Line {
  checkCall("kama", arguments, ["line", "period", "fast", "slow"]);
  return KAMA(line, { period, fast, slow });
}

/** {@linkcode kama} one value at a time: NaN for the first `period` values. */
export class AdaptiveAverage {
  readonly #slow: number;
  readonly #range: number;
  readonly #moves: RollingSum;
  readonly #seed: SimpleAverage;
  /** The last values, as many as the period. */
  readonly #window: Float64Array;
  #place = 0;
  #before = NaN;
  #average = NaN;

  /** Makes an average of a period, with the periods of the fastest and the slowest smoothing; whole numbers from 1 on. */
  constructor(period: number, fast: number = 2, slow: number = 30) {
    this.#slow = exponentialFactor(slow);
    this.#range = exponentialFactor(fast) - this.#slow;
    this.#moves = new RollingSum(period);
    this.#seed = new SimpleAverage(period);
    this.#window = new Float64Array(period).fill(NaN);
  }

  /** Adds the next value and returns the average. */
  update(value: number): number {
    const window = this.#window, past = window[this.#place]!, before = this.#before, average = this.#average;
    window[this.#place] = value;
    if (++this.#place === window.length) this.#place = 0;
    this.#before = value;
    if (before !== before) {
      this.#seed.update(value);
      return NaN;
    }
    const moves = this.#moves.update(Math.abs(value - before));
    if (average === average) {
      const efficiency = moves === 0 ? 0 : Math.abs((value - past) / moves);
      const root = efficiency * this.#range + this.#slow, factor = root * root;
      return this.#average = average * (1 - factor) + value * factor;
    }
    const seed = this.#seed.update(value);
    return past === past ? this.#average = seed : NaN;
  }
}
