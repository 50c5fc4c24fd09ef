/**
 * The mean absolute deviation of the last values.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel, type AverageName, checkAverage } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { RollingSum } from "../../feeds/exact_sum.ts";
import { SlidingWindow } from "../sliding_window.ts";

const MEAN_DEVIATION = defineIndicator({
  name: "meanDeviation",
  inputs: ["line"],
  params: { period: 20 },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period }) => {
    const deviation = new MeanDeviation(period);
    return (value) => deviation.update(value);
  },
  formula: "sum(|x(k) - mean|) / period",
});

const MOVING_DEVIATION = defineIndicator({
  name: "meanDeviation",
  inputs: ["line"],
  params: { period: 20, moving: "sma" },
  minPeriod: ({ period, moving }) => 2 * averageBars("meanDeviation", moving, period) - 1,
  memory: "fading",
  update: ({ period, moving }) => {
    const mean = averageKernel("meanDeviation", moving, period),
      spread = averageKernel("meanDeviation", moving, period);
    return (value) => {
      const middle = mean.update(value);
      return middle === middle ? spread.update(Math.abs(value - middle)) : NaN;
    };
  },
  formula: "average(|x - average(x)|)",
});

/** Options of {@linkcode meanDeviation}. */
export interface MeanDeviationOptions {
  /** Averages the distances from a moving average of this name, as backtrader does. */
  readonly moving?: AverageName;
}

/**
 * Makes the mean absolute deviation of the last `period` values from their mean.
 *
 * Formula: sum(|x(k) - mean|) / period for k = 0 to period - 1, mean = {@linkcode sma}(period), TA-Lib's AVGDEV and
 * TradingView's `ta.dev`. With `moving: "sma"` each distance is that from the average of its own bar, average(|x -
 * average(x)|), as in backtrader, with any {@linkcode AverageName}; its first value needs `2 * period - 1` values.
 * Otherwise the minimum period is that of the line plus `period - 1`.
 *
 * Exactness: with `moving` it has backtrader's bits; without, it is compared with exact fractions, to 1e-12.
 *
 * @param line The line to measure.
 * @param period Number of bars, a whole number from 1 on; 20 by default.
 * @param options The form with a moving average.
 * @returns The deviation, in the units of the line.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Quiet extends ct.Strategy.with({ period: 20 }) {
 *   deviation = ct.meanDeviation(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.deviation.now < 0.01 * this.data.close.now) this.buy();
 *   }
 * }
 * ```
 */
export function meanDeviation(line: Line, period: number = 20, options: MeanDeviationOptions = {}): Line {
  const { moving } = optionsOf("meanDeviation", arguments, ["line", "period"], options, ["moving"]);
  if (moving === undefined) return MEAN_DEVIATION(line, { period });
  checkAverage("meanDeviation", moving);
  return MOVING_DEVIATION(line, { period, moving });
}

/** {@linkcode meanDeviation} from the mean of the window, one value at a time: NaN for the first `period - 1` values. */
export class MeanDeviation {
  readonly #window: SlidingWindow;
  readonly #mean: RollingSum;

  /** Makes a deviation of `period` values, a whole number from 1 on. */
  constructor(period: number) {
    this.#window = new SlidingWindow(period);
    this.#mean = new RollingSum(period, period);
  }

  /** Adds the next value and returns the deviation of the last ones. */
  update(value: number): number {
    const mean = this.#mean.update(value);
    if (!this.#window.push(value)) return NaN;
    const { values, start, length } = this.#window;
    let sum = 0;
    for (let at = start; at < start + length; at++) sum += Math.abs(values[at]! - mean);
    return sum / length;
  }
}
