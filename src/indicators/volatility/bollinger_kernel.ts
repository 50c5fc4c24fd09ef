/**
 * The bands of Bollinger one value at a time.
 *
 * @module
 */

import { type AverageKernel, averageKernel } from "../average/average_kernel.ts";

/** An average, and bands of so many standard deviations around it. */
export class BollingerKernel {
  readonly #average: AverageKernel;
  readonly #squares: AverageKernel;
  readonly #deviations: number;
  /** The average of the last values, NaN before its minimum period. */
  middle: number = NaN;
  /** The band above. */
  upper: number = NaN;
  /** The band below. */
  lower: number = NaN;

  /** Makes the bands. */
  constructor(indicator: string, period: number, deviations: number, average: string) {
    this.#average = averageKernel(indicator, average, period);
    this.#squares = averageKernel(indicator, average, period);
    this.#deviations = deviations;
  }

  /** Adds the next value. */
  update(value: number): void {
    const middle = this.#average.update(value),
      width = this.#deviations *
        deviationOf(middle, this.#squares.update(value * value));
    this.middle = middle;
    this.upper = middle + width;
    this.lower = middle - width;
  }
}

/**
 * Returns the standard deviation by the mean of values and the mean of their squares. Rounding may make the difference
 * of equal numbers negative, so its absolute value counts, as in backtrader.
 */
export function deviationOf(mean: number, meanSquare: number): number {
  return Math.sqrt(Math.abs(meanSquare - mean * mean));
}
