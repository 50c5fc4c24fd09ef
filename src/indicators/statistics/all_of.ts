/**
 * Whether a condition held at all of the last bars.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { BarsSince } from "./bars_since_zero.ts";

const ALL_OF = defineIndicator({
  name: "allOf",
  inputs: ["condition"],
  params: { period: 3 },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period }) => {
    const since = new BarsSince("zero");
    return (value) => since.update(value) < period ? 0 : 1;
  },
  formula: "1 if none of x(0), ..., x(period - 1) is 0, else 0",
});

/**
 * Makes the line that is 1 where a condition held at all of the last `period` bars, the current one among them, else 0.
 * A condition holds where its line is not 0.
 *
 * Formula: 1 if none of x(0), ..., x(period - 1) is 0, else 0. Minimum period: that of the condition plus `period - 1`.
 *
 * @param condition The condition, a line such as `this.data.close.above(this.data.open)`.
 * @param period Number of bars, a whole number from 1 on; 3 by default.
 * @returns A line of 1 and 0.
 * @throws {TypeError} If `condition` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class ThreeWhite extends ct.Strategy.with({}) {
 *   rising = ct.allOf(this.data.close.above(this.data.open), 3);
 *
 *   override next(): void {
 *     if (this.rising.now) this.buy();
 *   }
 * }
 * ```
 */
export function allOf(condition: Line, period: number = 3): Line {
  checkCall("allOf", arguments, ["condition", "period"]);
  return ALL_OF(condition, { period });
}
