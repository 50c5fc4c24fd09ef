/**
 * The share of the last values that are below the current one.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { SortedWindow } from "./sorted_window.ts";

const PERCENT_RANK = defineIndicator({
  name: "percentRank",
  inputs: ["line"],
  params: { period: 50 },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period }) => {
    const window = new SortedWindow(period);
    return (value) => window.push(value) ? window.countBelow(value) / period : NaN;
  },
  formula: "count of x(k) < x(0), k = 0 ... period - 1, / period",
});

/**
 * Makes the percent rank: the share of the last `period` values that are below the current one, from 0 to less than 1.
 *
 * Formula: the number of x(0), ..., x(period - 1) that are less than x(0), divided by `period`. The current value is one
 * of them, so the share is at most 1 - 1 / period. TradingView's `ta.percentrank` compares with the values before, counts
 * equal ones, and is in percent. Minimum period: that of the line plus `period - 1`.
 *
 * @param line The line to rank.
 * @param period Number of bars, a whole number from 1 on; 50 by default.
 * @returns The share, from 0 to less than 1.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class NearTheTop extends ct.Strategy.with({ period: 100 }) {
 *   rank = ct.percentRank(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.rank.now > 0.9) this.buy();
 *     else if (this.rank.now < 0.5) this.close();
 *   }
 * }
 * ```
 */
export function percentRank(line: Line, period: number = 50): Line {
  checkCall("percentRank", arguments, ["line", "period"]);
  return PERCENT_RANK(line, { period });
}
