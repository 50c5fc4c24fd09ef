/**
 * The bands of Bollinger one value at a time.
 *
 * @module
 */

import { type AverageKernel, averageKernel } from "../average/average_kernel.ts";
import { StandardDeviation } from "../statistics/std_dev.ts";

/** An average with the standard deviation around it, one value at a time. */
interface Spread {
  readonly mean: number;
  /** Adds the next value and returns the deviation, NaN before its minimum period. */
  update(value: number): number;
}

/** The deviation from an average of the values and one of their squares, for averages that are no plain mean. */
class MomentSpread implements Spread {
  readonly #average: AverageKernel;
  readonly #squares: AverageKernel;
  mean: number = NaN;

  constructor(indicator: string, period: number, average: string) {
    this.#average = averageKernel(indicator, average, period);
    this.#squares = averageKernel(indicator, average, period);
  }

  update(value: number): number {
    this.mean = this.#average.update(value);
    return deviationOf(this.mean, this.#squares.update(value * value));
  }
}

/** An average, and bands of so many standard deviations around it. */
export class BollingerKernel {
  readonly #spread: Spread;
  readonly #deviations: number;
  /** The average of the last values, NaN before its minimum period. */
  middle: number = NaN;
  /** The band above. */
  upper: number = NaN;
  /** The band below. */
  lower: number = NaN;

  /** Makes the bands. */
  constructor(indicator: string, period: number, deviations: number, average: string) {
    this.#spread = average === "sma" ? new StandardDeviation(period) : new MomentSpread(indicator, period, average);
    this.#deviations = deviations;
  }

  /** Adds the next value. */
  update(value: number): void {
    const width = this.#deviations * this.#spread.update(value), { mean } = this.#spread;
    this.middle = mean;
    this.upper = mean + width;
    this.lower = mean - width;
  }
}

/**
 * Returns the standard deviation by the mean of values and the mean of their squares. Rounding may make the difference
 * of equal numbers negative, so its absolute value counts, as in backtrader.
 */
export function deviationOf(mean: number, meanSquare: number): number {
  return Math.sqrt(Math.abs(meanSquare - mean * mean));
}
