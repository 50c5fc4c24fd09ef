/**
 * One value or another, bar by bar.
 *
 * @module
 */

import { deriveLine, describeOperand, type Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";

/**
 * Makes the line that has the value of `a` where a condition is true, and that of `b` where it is 0.
 *
 * A condition that is neither 0 nor NaN is true; where it is NaN, nothing is known and the line is NaN. The value that is
 * not chosen may be NaN, and a number that is NaN stands for no value.
 *
 * Minimum period: the largest of the condition's and the lines'.
 *
 * @param condition The condition, such as `close.above(average)`.
 * @param a The line or the number where it is true.
 * @param b The line or the number where it is not.
 * @returns A line of the values of both.
 * @throws {TypeError} If `condition` is not a line, or `a` or `b` neither a line nor a number.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Sized extends ct.Strategy.with({ period: 50 }) {
 *   average = ct.sma(this.data.close, this.params.period);
 *   fraction = ct.when(this.data.close.above(this.average), 0.5, 0.1);
 *
 *   override next(): void {
 *     if (this.position.size === 0) this.buy({ fraction: this.fraction.now });
 *   }
 * }
 * ```
 */
export function when(condition: Line, a: Line | number, b: Line | number): Line {
  checkCall("when", arguments, ["condition", "a", "b"]);
  const operands = [a, b], lines = operands.filter((operand) => typeof operand !== "number");
  const first = typeof a === "number" ? a : undefined, second = typeof b === "number" ? b : undefined;
  return deriveLine({
    name: `when(${[condition, ...operands].map(describeOperand).join(", ")})`,
    inputs: [condition, ...lines],
    takesHoles: true,
    start: () => (state, one, two) => {
      if (state !== state) return NaN;
      return state !== 0 ? first ?? one! : second ?? (first === undefined ? two! : one!);
    },
  });
}
