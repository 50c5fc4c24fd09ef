/**
 * The sum of all values.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";

const ACCUMULATE = defineIndicator({
  name: "accumulate",
  inputs: ["line"],
  params: { start: 0 },
  factors: ["start"],
  memory: "unbounded",
  update: ({ start }) => {
    let total = start;
    return (value) => total += value;
  },
  formula: "previous + x",
});

/**
 * Makes the sum of all values from the first one on. Each addition rounds, as in any running sum. {@linkcode sum} is that
 * of the last values.
 *
 * Formula: start + x at the first value, then previous + x, backtrader's Accum. Behind a bar without a value it begins
 * anew. Minimum period: that of the line.
 *
 * @param line The line to add up.
 * @param start The number to begin with; 0 by default.
 * @returns The sum, in the units of the line.
 * @throws {TypeError} If `line` is not a line or `start` not a number.
 * @throws {RangeError} If `start` is not finite.
 *
 * @example The days that rose less those that fell.
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Balance extends ct.Strategy.with({}) {
 *   balance = ct.accumulate(this.data.close.above(this.data.open).minus(this.data.close.below(this.data.open)));
 *
 *   override next(): void {
 *     if (this.balance.now > 10) this.buy();
 *   }
 * }
 * ```
 */
export function accumulate(line: Line, start: number = 0): Line {
  checkCall("accumulate", arguments, ["line", "start"]);
  return ACCUMULATE(line, { start });
}
