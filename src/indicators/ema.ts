/**
 * The exponential moving average.
 *
 * @module
 */

import type { Line } from "../lines/line.ts";
import { defineIndicator } from "./define_indicator.ts";
import { RollingSum } from "./exact_sum.ts";

const EMA = defineIndicator({
  name: "ema",
  inputs: ["line"],
  params: { period: 30 },
  minPeriod: ({ period }) => period,
  memory: "fading",
  update: ({ period }) => {
    const kernel = new EmaKernel(period);
    return (value) => kernel.update(value);
  },
  column: ({ inputs, outputs, from, until }, { period }) => {
    const kernel = new EmaKernel(period), [input] = inputs, [output] = outputs;
    for (let i = from; i < until; i++) output![i] = kernel.update(input![i]!);
  },
  formula: "alpha = 2 / (1 + period); previous * (1 - alpha) + x * alpha, from the mean of the first period values on",
  plot: "price",
});

/**
 * Makes the exponential moving average with a smoothing factor of 2 / (1 + period). Its seed is the simple average of
 * the first `period` values in a row. From then on every value counts for ever, with a weight that fades.
 *
 * Formula: alpha = 2 / (1 + period); first value = {@linkcode sma}(period); then previous * (1 - alpha) + x * alpha,
 * evaluated in this order (backtrader's). Minimum period: that of the line plus `period - 1`.
 *
 * @param line The line to average.
 * @param period Number of bars, a whole number from 1 on; 30 by default.
 * @returns The average, in the units of the line.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Macd extends ct.Strategy.with({ fast: 12, slow: 26, signal: 9 }) {
 *   macd = ct.ema(this.data.close, this.params.fast).minus(ct.ema(this.data.close, this.params.slow));
 *   cross = ct.crossover(this.macd, ct.ema(this.macd, this.params.signal));
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *   }
 * }
 * ```
 */
export function ema(line: Line, period: number = 30): Line {
  return EMA(line, { period });
}

/** {@linkcode ema} one value at a time: NaN for the first `period - 1` values. */
export class EmaKernel {
  readonly #alpha: number;
  readonly #beta: number;
  readonly #seed: RollingSum;
  /** Values that the seed still needs. */
  #missing: number;
  #average = NaN;

  /** Makes the average with the smoothing factor of `period`, a whole number from 1 on. */
  constructor(period: number) {
    this.#alpha = 2 / (1 + period);
    this.#beta = 1 - this.#alpha;
    this.#seed = new RollingSum(period, period);
    this.#missing = period;
  }

  /** Adds the next value and returns the average. */
  update(value: number): number {
    if (this.#missing === 0) {
      this.#average = this.#average * this.#beta + value * this.#alpha;
    } else {
      const seed = this.#seed.update(value);
      if (--this.#missing === 0) this.#average = seed;
    }
    return this.#average;
  }
}
