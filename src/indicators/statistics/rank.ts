/**
 * The rank of a value in its window.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { SortedWindow } from "./sorted_window.ts";

const RANK = defineIndicator({
  name: "rank",
  inputs: ["line"],
  params: { period: 30 },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period }) => {
    const window = new SortedWindow(period);
    return (value) => window.push(value) ? (window.countBelow(value) + 1 + window.countUpTo(value)) / 2 / period : NaN;
  },
  formula: "rank of x in the sorted window, the mean of equal ones, / period",
});

/**
 * Makes the rank of the value among the last `period` ones with itself, as a fraction: 1 / period for the lowest, 1 for
 * the highest.
 *
 * Formula: (b + (e + 1) / 2) / period, where b counts the values below and e those that are equal, with itself, so equal
 * values have the mean of their ranks. While the line does not move it is (period + 1) / (2 * period). Minimum period:
 * that of the line plus `period - 1`. Cost: a move within a sorted window for each bar. Source: `rank(pct=True)` of
 * pandas.
 *
 * @param line The line.
 * @param period Number of bars, a whole number from 1 on; 30 by default.
 * @returns The rank, above 0, up to 1.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class BuysWeakness extends ct.Strategy.with({ period: 100 }) {
 *   rank = ct.rank(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.rank.now < 0.1 && this.position.size === 0) this.buy();
 *     else if (this.rank.now > 0.5) this.close();
 *   }
 * }
 * ```
 */
export function rank(line: Line, period: number = 30): Line {
  checkCall("rank", arguments, ["line", "period"]);
  return RANK(line, { period });
}
