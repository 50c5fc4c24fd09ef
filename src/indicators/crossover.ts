/**
 * Crossings of two lines.
 *
 * @module
 */

import { columnOf, deriveLine, describeOperand, type Line } from "../lines/line.ts";

/**
 * Where one line crosses another, or a level: 1 at the bar at which `a` comes to lie above `b`, -1 at which it comes to
 * lie below, else 0.
 *
 * Bars at which both are equal are passed over: what counts is on which side `a` lay last. So a line that only touches
 * the other and turns back does not cross, and one that rests on it and goes on has crossed at the bar at which it
 * leaves. Where a value is NaN nothing crosses, neither there nor at the next bar.
 *
 * Formula: side = the last difference a - b that is not zero, up to the bar before (the very first difference counts
 * even if it is zero); 1 if side < 0 and a > b; -1 if side > 0 and a < b; else 0. This is backtrader's CrossOver.
 * Minimum period: the larger of both lines' plus 1.
 *
 * @param a The line that crosses.
 * @param b The line or the level that is crossed.
 * @returns A line of 1, -1 and 0.
 * @throws {TypeError} If `a` is not a line, or `b` neither a line nor a number.
 * @throws {RangeError} If `b` is NaN or the lines are of different feeds.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class SmaCross extends ct.Strategy.with({ fast: 10, slow: 30 }) {
 *   cross = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function crossover(a: Line, b: Line | number): Line {
  const name = `crossover(${describeOperand(a)}, ${describeOperand(b)})`;
  if (Number.isNaN(b)) throw new RangeError(`Cannot make line "${name}": NaN is not a level that can be crossed`);
  const inputs = typeof b === "number" ? [a] : [a, b];
  return deriveLine({ name, inputs, minPeriod: 2 }, (output, first) => {
    const right = typeof b === "number" ? new Float64Array(output.length).fill(b) : columnOf(b);
    crossColumns(columnOf(a), right, output, first);
  });
}

function crossColumns(left: Float64Array, right: Float64Array, output: Float64Array, first: number): void {
  // The side on which `a` lay last: 1 above, -1 below, 0 on none, as it began with an equality or a NaN.
  let memory = 0;
  for (let i = first; i < output.length; i++) {
    const a = left[i]!, b = right[i]!, before = memory;
    const side = a > b ? 1 : a < b ? -1 : 0;
    // A difference of zero leaves the memory as it is; NaN is not zero and clears it.
    if (side !== 0 || a - b !== 0) memory = side;
    output[i] = side * before < 0 ? side : 0;
  }
}
