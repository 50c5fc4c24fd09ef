/**
 * The average true range one bar at a time.
 *
 * @module
 */

import { type AverageKernel, averageKernel } from "../average/average_kernel.ts";
import { rangeOf } from "./true_range.ts";

/**
 * The average of the true ranges. The first bar has no close before it. By default it has no range; with `countsFirst`
 * its range is that of its high and low, as in TradingView and pandas-ta.
 */
export class AverageRange {
  readonly #average: AverageKernel;
  readonly #countsFirst: boolean;
  #before = NaN;

  /** Makes an average by name. */
  constructor(indicator: string, average: string, period: number, countsFirst: boolean = false) {
    this.#average = averageKernel(indicator, average, period);
    this.#countsFirst = countsFirst;
  }

  /** Adds the next bar and returns the average range, NaN before its minimum period. */
  update(high: number, low: number, close: number): number {
    const before = this.#before;
    this.#before = close;
    if (before !== before && !this.#countsFirst) return NaN;
    return this.#average.update(rangeOf(high, low, before));
  }
}
