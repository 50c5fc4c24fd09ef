/**
 * The simple moving average.
 *
 * @module
 */

import { columnOf, deriveLine, describeOperand, type Line } from "../lines/line.ts";
import { RollingSum } from "./exact_sum.ts";
import { checkPeriod } from "./period.ts";

/**
 * Makes the simple moving average: the mean of the last `period` values.
 *
 * The sum is exactly rounded and divided once, so the result does not depend on values before the window. While a value
 * of the window is NaN, so is the mean; it recovers once that value has left.
 *
 * Formula: (x(0) + x(1) + ... + x(period - 1)) / period, where x(k) is the value k bars ago. Minimum period: that of
 * the line plus `period - 1`.
 *
 * @param line The line to average.
 * @param period Number of bars, a whole number from 1 on.
 * @returns The average, in the units of the line.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class AboveAverage extends ct.Strategy.with({ period: 20 }) {
 *   average = ct.sma(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.data.close.now > this.average.now) this.buy();
 *   }
 * }
 * ```
 */
export function sma(line: Line, period: number): Line {
  checkPeriod("sma", period);
  const name = `sma(${describeOperand(line)}, ${period})`;
  return deriveLine({ name, inputs: [line], minPeriod: period }, (output, first) => {
    new RollingSum(period, period).fill(columnOf(line), output, first);
  });
}
