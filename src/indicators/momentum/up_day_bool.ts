/**
 * Whether a value is above that some bars ago.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { Lag } from "../../lines/lag.ts";

const UP_DAY_BOOL = defineIndicator({
  name: "upDayBool",
  inputs: ["line"],
  params: { period: 1 },
  minPeriod: ({ period }) => period + 1,
  memory: "window",
  update: ({ period }) => {
    const lag = new Lag(period);
    return (value) => {
      const before = lag.update(value);
      return value > before ? 1 : 0;
    };
  },
  formula: "x > x(period)",
});

/**
 * Makes the line that is 1 where a value is above that `period` bars ago, else 0.
 *
 * Formula: x > x(period). Minimum period: that of the line plus `period`. Source: backtrader's UpDayBool.
 *
 * @param line The line, mostly the close.
 * @param period Number of bars back, a whole number from 1 on; 1 by default.
 * @returns A line of 1 and 0.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Rising extends ct.Strategy.with({ period: 1 }) {
 *   value = ct.upDayBool(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.value.now > 0 && this.position.size === 0) this.buy();
 *     else if (this.value.now === 0) this.close();
 *   }
 * }
 * ```
 */
export function upDayBool(line: Line, period: number = 1): Line {
  checkCall("upDayBool", arguments, ["line", "period"]);
  return UP_DAY_BOOL(line, { period });
}
