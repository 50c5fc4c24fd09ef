/**
 * The relative change of a value.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { Lag } from "../../lines/lag.ts";
import { quotient } from "../quotient.ts";

const PERCENT_CHANGE = defineIndicator({
  name: "percentChange",
  inputs: ["line"],
  params: { period: 30 },
  minPeriod: ({ period }) => period + 1,
  memory: "window",
  update: ({ period }) => {
    const lag = new Lag(period);
    return (value) => {
      const before = lag.update(value);
      return quotient(value, before, 1) - 1;
    };
  },
  formula: "x / x(period) - 1",
});

/**
 * Makes the relative change over `period` bars, as a share: 0.01 is one percent. It is {@linkcode roc} by another
 * division, which may differ in the last bit.
 *
 * Formula: x / x(period) - 1; 0 where the former value is zero. Minimum period: that of the line plus `period`. Source:
 * backtrader's PercentChange, the `pct_change` of pandas.
 *
 * @param line The line, mostly the close.
 * @param period Number of bars back, a whole number from 1 on; 30 by default.
 * @returns The change, 0 for none.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Rising extends ct.Strategy.with({ period: 30 }) {
 *   value = ct.percentChange(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.value.now > 0 && this.position.size === 0) this.buy();
 *     else if (this.value.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function percentChange(line: Line, period: number = 30): Line {
  checkCall("percentChange", arguments, ["line", "period"]);
  return PERCENT_CHANGE(line, { period });
}
