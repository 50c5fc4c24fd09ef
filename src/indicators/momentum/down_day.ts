/**
 * The fall of a value over some bars.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { Lag } from "../../lines/lag.ts";

const DOWN_DAY = defineIndicator({
  name: "downDay",
  inputs: ["line"],
  params: { period: 1 },
  minPeriod: ({ period }) => period + 1,
  memory: "window",
  update: ({ period }) => {
    const lag = new Lag(period);
    return (value) => {
      const before = lag.update(value);
      return value < before ? before - value : 0;
    };
  },
  formula: "max(x(period) - x, 0)",
});

/**
 * Makes the fall over `period` bars as a positive number, 0 where there is none. {@linkcode rsi} is made of it.
 *
 * Formula: max(x(period) - x, 0). Minimum period: that of the line plus `period`. Source: backtrader's DownDay, after
 * J. Welles Wilder, "New Concepts in Technical Trading Systems" (1978).
 *
 * @param line The line, mostly the close.
 * @param period Number of bars back, a whole number from 1 on; 1 by default.
 * @returns The fall, in the units of the line.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Falling extends ct.Strategy.with({ period: 1 }) {
 *   value = ct.downDay(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.value.now > 0 && this.position.size === 0) this.buy();
 *     else if (this.value.now === 0) this.close();
 *   }
 * }
 * ```
 */
export function downDay(line: Line, period: number = 1): Line {
  checkCall("downDay", arguments, ["line", "period"]);
  return DOWN_DAY(line, { period });
}
