/**
 * The rate of change.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { Lag } from "../../lines/lag.ts";
import { quotient } from "../quotient.ts";

const ROC = defineIndicator({
  name: "roc",
  inputs: ["line"],
  params: { period: 12 },
  minPeriod: ({ period }) => period + 1,
  memory: "window",
  update: ({ period }) => {
    const lag = new Lag(period);
    return (value) => {
      const before = lag.update(value);
      return quotient(value - before, before, 0);
    };
  },
  formula: "(x - x(period)) / x(period)",
});

/**
 * Makes the rate of change over `period` bars, as a share: 0.01 is one percent.
 *
 * Formula: (x - x(period)) / x(period); 0 where the former value is zero, as in TA-Lib. Minimum period: that of the
 * line plus `period`. Source: backtrader's RateOfChange, TA-Lib's ROCP. TA-Lib's ROC is in percent, as is
 * {@linkcode roc100}.
 *
 * @param line The line, mostly the close.
 * @param period Number of bars back, a whole number from 1 on; 12 by default.
 * @returns The rate, 0 for no change.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Rising extends ct.Strategy.with({ period: 12 }) {
 *   value = ct.roc(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.value.now > 0 && this.position.size === 0) this.buy();
 *     else if (this.value.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function roc(line: Line, period: number = 12): Line {
  checkCall("roc", arguments, ["line", "period"]);
  return ROC(line, { period });
}
