/**
 * The length of the run of rises or falls that a bar stands in.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";

const STREAK = defineIndicator({
  name: "streak",
  inputs: ["line"],
  minPeriod: 2,
  memory: "unbounded",
  update: () => {
    let before = NaN, run = 0;
    return (value) => {
      run = value > before ? Math.max(run, 0) + 1 : value < before ? Math.min(run, 0) - 1 : 0;
      before = value;
      return run;
    };
  },
  formula: "number of rises in a row, minus that of falls, 0 for an equal value",
});

/**
 * Makes the line of the number of rises in a row, up to the bar; of falls, as a negative number; 0 where the value is that
 * of the bar before.
 *
 * Minimum period: that of the line plus 1. Source: the streak of Larry Connors, Cesar Alvarez and Matt Radtke, "An
 * Introduction to ConnorsRSI" (2012).
 *
 * @param line The line, mostly the close.
 * @returns A line of whole numbers.
 * @throws {TypeError} If `line` is not a line.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class AfterFourFalls extends ct.Strategy.with({ falls: 4 }) {
 *   streak = ct.streak(this.data.close);
 *
 *   override next(): void {
 *     if (this.streak.now <= -this.params.falls) this.buy();
 *     else if (this.streak.now > 0) this.close();
 *   }
 * }
 * ```
 */
export function streak(line: Line): Line {
  checkCall("streak", arguments, ["line"]);
  return STREAK(line);
}
