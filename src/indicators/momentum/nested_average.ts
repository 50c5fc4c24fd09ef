/**
 * Averages of averages, one value at a time.
 *
 * @module
 */

import { averageBars, type AverageKernel, averageKernel } from "../average/average_kernel.ts";

/** An average by name of a first period, the average of that with a second, and so on. */
export class NestedAverage implements AverageKernel {
  readonly #kernels: readonly AverageKernel[];

  /** Makes the averages, the innermost period first. */
  constructor(indicator: string, average: string, periods: readonly number[]) {
    this.#kernels = periods.map((period) => averageKernel(indicator, average, period));
  }

  /** Adds the next value and returns the outermost average, NaN before its minimum period. */
  update(value: number): number {
    let mean = value;
    for (const kernel of this.#kernels) {
      mean = kernel.update(mean);
      if (mean !== mean) break;
    }
    return mean;
  }
}

/** Returns the number of values that {@linkcode NestedAverage} takes for its first value. */
export function nestedPeriod(indicator: string, average: string, periods: readonly number[]): number {
  return periods.reduce((sum, period) => sum + averageBars(indicator, average, period) - 1, 1);
}
