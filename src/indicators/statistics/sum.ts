/**
 * The sum of the last values.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { RollingSum } from "../../feeds/exact_sum.ts";

const SUM = defineIndicator({
  name: "sum",
  inputs: ["line"],
  params: { period: 30 },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period }) => {
    const sum = new RollingSum(period);
    return (value) => sum.update(value);
  },
  column: ({ inputs, outputs, from, until }, { period }) => {
    new RollingSum(period).fill(inputs[0]!.subarray(0, until), outputs[0]!, from);
  },
  formula: "x(0) + x(1) + ... + x(period - 1)",
});

/**
 * Makes the sum of the last `period` values. It is exactly rounded, so it does not depend on values before the window.
 *
 * Formula: x(0) + x(1) + ... + x(period - 1). Minimum period: that of the line plus `period - 1`. {@linkcode accumulate}
 * is the sum of all values.
 *
 * @param line The line to add up.
 * @param period Number of bars, a whole number from 1 on; 30 by default.
 * @returns The sum, in the units of the line.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class RisesOften extends ct.Strategy.with({ period: 10 }) {
 *   rises = ct.sum(this.data.close.above(this.data.open), this.params.period);
 *
 *   override next(): void {
 *     if (this.rises.now >= 8) this.buy();
 *   }
 * }
 * ```
 */
export function sum(line: Line, period: number = 30): Line {
  checkCall("sum", arguments, ["line", "period"]);
  return SUM(line, { period });
}
