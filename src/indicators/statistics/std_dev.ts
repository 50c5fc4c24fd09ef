/**
 * The standard deviation of the last values.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel, type AverageName, checkAverage } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { RollingSum } from "../../feeds/exact_sum.ts";
import { checkPeriod } from "../period.ts";
import { SlidingWindow } from "../sliding_window.ts";

const STD_DEV = defineIndicator({
  name: "stdDev",
  inputs: ["line"],
  params: { period: 20, sample: false },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period, sample }) => {
    const deviation = new StandardDeviation(period, sample);
    return (value) => deviation.update(value);
  },
  formula: "sqrt(sum((x(k) - mean)^2) / n), n = period, or period - 1 for a sample",
});

const MOMENT_DEVIATION = defineIndicator({
  name: "stdDev",
  inputs: ["line"],
  params: { period: 20, moments: "sma" },
  minPeriod: ({ period, moments }) => averageBars("stdDev", moments, period),
  memory: "fading",
  update: ({ period, moments }) => {
    const deviation = new MomentDeviation(period, moments as AverageName);
    return (value) => deviation.update(value);
  },
  formula: "sqrt(|average(x^2) - average(x)^2|)",
});

/** Options of {@linkcode stdDev}. */
export interface StdDevOptions {
  /** True for that of a sample, which divides by `period - 1`; false by default, that of the values themselves. */
  readonly sample?: boolean;
  /** Computes it from averages of this name, of the values and of their squares, as backtrader does. */
  readonly moments?: AverageName;
}

/**
 * Makes the standard deviation of the last `period` values.
 *
 * It is computed from the distances of the values to their mean, so it loses no digits where the values are large and
 * close together; that of equal values is 0. The result does not depend on values before the window.
 *
 * Formula: sqrt(sum((x(k) - mean)^2) / period) for k = 0 to period - 1, mean = {@linkcode sma}(period); with `sample:
 * true`, divided by period - 1. With `moments: "sma"` it is sqrt(|average(x^2) - average(x)^2|), the form of backtrader and
 * TA-Lib, with any {@linkcode AverageName}; rounding then shows where the values are large and close together. Minimum
 * period: that of the line plus `period - 1`.
 *
 * Exactness: with `moments` backtrader squares by C's `pow`, whose last bit may differ, and the difference of both averages
 * makes that bit larger; so it is compared to 1e-11. Without, it is compared with exact fractions, to 1e-12.
 *
 * @param line The line to measure.
 * @param period Number of bars, a whole number from 1 on, for a sample from 2 on; 20 by default.
 * @param options Sample or not, or the form with averages.
 * @returns The deviation, in the units of the line.
 * @throws {TypeError} If `line` is not a line, `period` not a number or `sample` not a boolean.
 * @throws {RangeError} If `period` is not such a number, there is no such average, or both options are given.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class FarBelow extends ct.Strategy.with({ period: 20 }) {
 *   average = ct.sma(this.data.close, this.params.period);
 *   deviation = ct.stdDev(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.data.close.now < this.average.now - 2 * this.deviation.now) this.buy();
 *   }
 * }
 * ```
 */
export function stdDev(line: Line, period: number = 20, options: StdDevOptions = {}): Line {
  const { sample = false, moments } = optionsOf("stdDev", arguments, ["line", "period"], options, [
    "sample",
    "moments",
  ]);
  checkPeriod("stdDev", period);
  if (moments === undefined) {
    if (sample && period < 2) {
      throw new RangeError(`Cannot compute stdDev of a sample with a period of ${period}: give it 2 bars or more`);
    }
    return STD_DEV(line, { period, sample });
  }
  checkAverage("stdDev", moments);
  if (sample) {
    throw new RangeError(
      `Cannot compute stdDev of a sample from moments ${JSON.stringify(moments)}: leave one of both out`,
    );
  }
  return MOMENT_DEVIATION(line, { period, moments });
}

/** {@linkcode stdDev} one value at a time, from the distances to the mean: NaN for the first `period - 1` values. */
export class StandardDeviation {
  readonly #window: SlidingWindow;
  readonly #mean: RollingSum;
  readonly #divisor: number;
  /** The mean of the last values, NaN for the first `period - 1`. */
  mean: number = NaN;

  /** Makes a deviation of `period` values, a whole number from 1 on; that of a sample, from 2 on. */
  constructor(period: number, sample: boolean = false) {
    this.#window = new SlidingWindow(period);
    this.#mean = new RollingSum(period, period);
    this.#divisor = sample ? period - 1 : period;
  }

  /** Adds the next value and returns the deviation of the last ones. */
  update(value: number): number {
    this.mean = this.#mean.update(value);
    if (!this.#window.push(value)) return NaN;
    const { values, start, length } = this.#window;
    return deviationAround(this.mean, values, start, length, this.#divisor);
  }
}

/** Returns the deviation of so many values from a place on around their mean. */
export function deviationAround(
  mean: number,
  values: Float64Array,
  start: number,
  length: number,
  divisor: number,
): number {
  let squares = 0, rest = 0;
  for (let at = start; at < start + length; at++) {
    const distance = values[at]! - mean;
    squares += distance * distance;
    rest += distance;
  }
  // The mean is a double, so the distances do not add up to zero; without their sum, that of equal values is zero, too.
  return Math.sqrt(Math.max(0, squares - rest * rest / length) / divisor);
}

/** {@linkcode stdDev} from averages of the values and of their squares: NaN before the average's first value. */
export class MomentDeviation {
  readonly #squares: { update(value: number): number };
  readonly #values: { update(value: number): number };

  /** Makes a deviation by an average of a period, a whole number from 1 on. */
  constructor(period: number, average: AverageName = "sma") {
    this.#squares = averageKernel("stdDev", average, period);
    this.#values = averageKernel("stdDev", average, period);
  }

  /** Adds the next value and returns the deviation. */
  update(value: number): number {
    const mean = this.#values.update(value);
    return Math.sqrt(Math.abs(this.#squares.update(value * value) - mean * mean));
  }
}
