/**
 * The last difference of two lines that is not zero.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";

const NON_ZERO_DIFFERENCE = defineIndicator({
  name: "nonZeroDifference",
  inputs: ["a", "b"],
  memory: "unbounded",
  update: () => {
    let last = NaN;
    return (a, b) => {
      const difference = a - b;
      return last = difference === 0 && last === last ? last : difference;
    };
  },
  formula: "a - b, or previous where that is 0",
});

/**
 * Makes the line of the last difference of two lines that is not zero: which one is above, also where both are equal.
 *
 * Formula: a - b where it is not 0, else the value of the bar before; the first difference counts even if it is 0.
 * Minimum period: the larger of both lines'. {@linkcode crossover} tells where its sign changes.
 *
 * @param a The line that is compared.
 * @param b The line that it is compared with.
 * @returns The difference, in the units of the lines.
 * @throws {TypeError} If one is not a line.
 * @throws {RangeError} If they are lines of different feeds.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Side extends ct.Strategy.with({ period: 20 }) {
 *   side = ct.nonZeroDifference(this.data.close, ct.sma(this.data.close, this.params.period));
 *
 *   override next(): void {
 *     if (this.side.now > 0) this.buy();
 *     else this.close();
 *   }
 * }
 * ```
 */
export function nonZeroDifference(a: Line, b: Line): Line {
  checkCall("nonZeroDifference", arguments, ["a", "b"]);
  return NON_ZERO_DIFFERENCE(a, b);
}
