/**
 * The median of a window.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { SortedWindow } from "./sorted_window.ts";

const MEDIAN = defineIndicator({
  name: "median",
  inputs: ["line"],
  params: { period: 30 },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period }) => {
    const window = new SortedWindow(period), { values } = window, upper = period >>> 1, lower = (period - 1) >>> 1;
    return (value) => window.push(value) ? (values[lower]! + values[upper]!) / 2 : NaN;
  },
  formula: "the middle of the sorted window, or the mean of both middles",
  plot: "price",
});

/**
 * Makes the median of the last `period` values: as many are below it as above.
 *
 * Formula: the middle one of the sorted values; for an even period (l + u) / 2, where l and u are the two middle ones.
 * Minimum period: that of the line plus `period - 1`. Cost: a move within a sorted window for each bar. Source: numpy's
 * `median`.
 *
 * @param line The line.
 * @param period Number of bars, a whole number from 1 on; 30 by default.
 * @returns The median, in the units of the line.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class AboveTheMedian extends ct.Strategy.with({ period: 30 }) {
 *   cross = ct.crossover(this.data.close, ct.median(this.data.close, this.params.period));
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function median(line: Line, period: number = 30): Line {
  checkCall("median", arguments, ["line", "period"]);
  return MEDIAN(line, { period });
}
