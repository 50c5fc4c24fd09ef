/**
 * The curve of Coppock.
 *
 * @module
 */

import { Lag } from "../../lines/lag.ts";
import type { Line } from "../../lines/line.ts";
import { WeightedAverage } from "../average/wma.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { quotient } from "../quotient.ts";

const COPPOCK = defineIndicator({
  name: "coppock",
  inputs: ["line"],
  params: { period: 10, fast: 11, slow: 14 },
  minPeriod: ({ period, fast, slow }) => Math.max(fast, slow) + period,
  memory: "window",
  update: ({ period, fast, slow }) => {
    const mean = new WeightedAverage(period), near = new Lag(fast), far = new Lag(slow);
    return (value) => {
      const soon = near.update(value), late = far.update(value);
      if (soon !== soon || late !== late) return NaN;
      return mean.update(100 * quotient(value - soon, soon, 0) + 100 * quotient(value - late, late, 0));
    };
  },
  formula: "wma(roc100(fast) + roc100(slow), period)",
});

/**
 * Makes the curve of Coppock: the weighted average of two rates of change, for months in the first place.
 *
 * Formula: {@linkcode wma}({@linkcode roc100}(x, fast) + roc100(x, slow), period); a change from 0 counts as 0. Minimum
 * period: that of the line plus the larger of `fast` and `slow`, and `period - 1`. Source: Edwin Coppock, Barron's (15
 * October 1962), with 11 and 14 months and an average of 10; pandas-ta.
 *
 * @param line The line, mostly the close.
 * @param period Number of bars of the average, a whole number from 1 on; 10 by default.
 * @param fast Bars of the first change; 11 by default.
 * @param slow Bars of the second change; 14 by default.
 * @returns The curve, in percent.
 * @throws {TypeError} If `line` is not a line or a number is none.
 * @throws {RangeError} If a period is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Bottom extends ct.Strategy.with({ period: 10 }) {
 *   curve = ct.coppock(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.curve.now > 0 && this.position.size === 0) this.buy();
 *     else if (this.curve.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function coppock(line: Line, period: number = 10, fast: number = 11, slow: number = 14): Line {
  checkCall("coppock", arguments, ["line", "period", "fast", "slow"]);
  return COPPOCK(line, { period, fast, slow });
}
