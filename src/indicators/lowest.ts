/**
 * The lowest value of the last bars.
 *
 * @module
 */

import { columnOf, deriveLine, describeOperand, type Line } from "../lines/line.ts";
import { HighestKernel } from "./highest.ts";
import { checkPeriod } from "./period.ts";

/**
 * Makes the line of the lowest of the last `period` values, including the current one.
 *
 * It equals Python's `min` over the window from its oldest value to its newest. The first of equal values wins, which
 * shows only for 0 and -0. A NaN is skipped, but while the oldest value of the window is NaN, so is the result.
 *
 * Minimum period: that of the line plus `period - 1`. Cost: a constant number of operations for each bar on average,
 * for any period.
 *
 * @param line The line to search.
 * @param period Number of bars, a whole number from 1 on.
 * @returns The lowest value, in the units of the line.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Channel extends ct.Strategy.with({ period: 20 }) {
 *   floor = ct.lowest(this.data.low, this.params.period);
 *
 *   override next(): void {
 *     if (this.data.close.now < this.floor.ago(1)) this.close();
 *   }
 * }
 * ```
 */
export function lowest(line: Line, period: number): Line {
  checkPeriod("lowest", period);
  const name = `lowest(${describeOperand(line)}, ${period})`;
  return deriveLine({ name, inputs: [line], minPeriod: period }, (output, first) => {
    const input = columnOf(line);
    const kernel = new LowestKernel(period);
    for (let i = first; i < output.length; i++) output[i] = kernel.update(input[i]!);
  });
}

/** {@linkcode lowest} one value at a time: NaN for the first `period - 1` values. */
export class LowestKernel {
  // Negation is exact and reverses every comparison, ties and NaN included, so the lowest value needs no search of its
  // own.
  readonly #negated: HighestKernel;

  /** Makes the search over a window of `period` values, a whole number from 1 on. */
  constructor(period: number) {
    this.#negated = new HighestKernel(period);
  }

  /** Adds the next value and returns the lowest of the last `period`. */
  update(value: number): number {
    return -this.#negated.update(-value);
  }
}
