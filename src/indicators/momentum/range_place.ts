/**
 * The place of a price in the range of the last bars: the computation of the stochastic oscillators.
 *
 * @module
 */

import { quotient } from "../quotient.ts";
import { HighestKernel } from "../statistics/highest.ts";
import { LowestKernel } from "../statistics/lowest.ts";

/**
 * 100 * ((close - lowest) / (highest - lowest)) over a number of bars: NaN before them, 50 where the range is zero, as
 * the price is then as near to the one end as to the other.
 */
export class RangePlace {
  readonly #highest: HighestKernel;
  readonly #lowest: LowestKernel;

  /** Makes a range of `period` bars, a whole number from 1 on. */
  constructor(period: number) {
    this.#highest = new HighestKernel(period);
    this.#lowest = new LowestKernel(period);
  }

  /** Adds the next bar and returns the place of its close, from 0 to 100. */
  update(high: number, low: number, close: number): number {
    const highest = this.#highest.update(high), lowest = this.#lowest.update(low);
    return 100 * quotient(close - lowest, highest - lowest, 0.5);
  }
}
