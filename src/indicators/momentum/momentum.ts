/**
 * The change of a value over some bars.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { Lag } from "../../lines/lag.ts";

const MOMENTUM = defineIndicator({
  name: "momentum",
  inputs: ["line"],
  params: { period: 12 },
  minPeriod: ({ period }) => period + 1,
  memory: "window",
  update: ({ period }) => {
    const lag = new Lag(period);
    return (value) => {
      const before = lag.update(value);
      return value - before;
    };
  },
  formula: "x - x(period)",
});

/**
 * Makes the momentum: the change over `period` bars.
 *
 * Formula: x - x(period). Minimum period: that of the line plus `period`. Source: TA-Lib's MOM (with 10 bars by
 * default), backtrader's Momentum.
 *
 * @param line The line, mostly the close.
 * @param period Number of bars back, a whole number from 1 on; 12 by default.
 * @returns The change, in the units of the line.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Rising extends ct.Strategy.with({ period: 12 }) {
 *   value = ct.momentum(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.value.now > 0 && this.position.size === 0) this.buy();
 *     else if (this.value.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function momentum(line: Line, period: number = 12): Line {
  checkCall("momentum", arguments, ["line", "period"]);
  return MOMENTUM(line, { period });
}
