/**
 * A value in percent of that some bars ago.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { Lag } from "../../lines/lag.ts";
import { quotient } from "../quotient.ts";

const MOMENTUM_OSCILLATOR = defineIndicator({
  name: "momentumOscillator",
  inputs: ["line"],
  params: { period: 12 },
  minPeriod: ({ period }) => period + 1,
  memory: "window",
  update: ({ period }) => {
    const lag = new Lag(period);
    return (value) => {
      const before = lag.update(value);
      return 100 * quotient(value, before, 1);
    };
  },
  formula: "100 * x / x(period)",
});

/**
 * Makes the momentum oscillator: a value in percent of that `period` bars ago, around 100.
 *
 * Formula: 100 * (x / x(period)); 100 where the former value is zero. Minimum period: that of the line plus `period`.
 * Source: backtrader's MomentumOscillator, TA-Lib's ROCR100.
 *
 * @param line The line, mostly the close.
 * @param period Number of bars back, a whole number from 1 on; 12 by default.
 * @returns The value, in percent.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Rising extends ct.Strategy.with({ period: 12 }) {
 *   value = ct.momentumOscillator(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.value.now > 101 && this.position.size === 0) this.buy();
 *     else if (this.value.now < 100) this.close();
 *   }
 * }
 * ```
 */
export function momentumOscillator(line: Line, period: number = 12): Line {
  checkCall("momentumOscillator", arguments, ["line", "period"]);
  return MOMENTUM_OSCILLATOR(line, { period });
}
