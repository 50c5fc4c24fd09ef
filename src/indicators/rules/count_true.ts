/**
 * The number of bars of a window at which a condition is true.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { isTrue } from "../../lines/operator.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";

const COUNT_TRUE = defineIndicator({
  name: "countTrue",
  inputs: ["condition"],
  params: { period: 10 },
  minPeriod: ({ period }) => period,
  memory: "window",
  takesHoles: true,
  update: ({ period }) => {
    const window = new Uint8Array(period);
    let place = 0, count = 0;
    return (condition) => {
      const now = isTrue(condition) ? 1 : 0;
      count += now - window[place]!;
      window[place] = now;
      place = place + 1 === period ? 0 : place + 1;
      return count;
    };
  },
  formula: "number of the last period bars at which condition is true",
});

/**
 * Makes the line of the number of bars, of the last `period`, at which a condition is true.
 *
 * True is every value but 0 and NaN. Minimum period: that of the condition plus `period - 1`.
 *
 * @param condition The condition, such as `close.rising()`.
 * @param period Number of bars, a whole number from 1 on; 10 by default.
 * @returns A line of whole numbers from 0 to `period`.
 * @throws {TypeError} If `condition` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class MostlyUp extends ct.Strategy.with({ period: 10, least: 7 }) {
 *   rises = ct.countTrue(this.data.close.rising(), this.params.period);
 *
 *   override next(): void {
 *     if (this.rises.now >= this.params.least) this.buy();
 *   }
 * }
 * ```
 */
export function countTrue(condition: Line, period: number = 10): Line {
  checkCall("countTrue", arguments, ["condition", "period"]);
  return COUNT_TRUE(condition, { period });
}
