/**
 * A quantile of a window.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { SortedWindow } from "./sorted_window.ts";

const QUANTILE = defineIndicator({
  name: "quantile",
  inputs: ["line"],
  params: { period: 30, fraction: 0.5 },
  factors: ["fraction"],
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period, fraction }) => {
    const window = new SortedWindow(period), { values } = window;
    const place = fraction * (period - 1), below = Math.floor(place), above = Math.min(below + 1, period - 1);
    return (value) => {
      if (!window.push(value)) return NaN;
      const low = values[below]!;
      return low + (values[above]! - low) * (place - below);
    };
  },
  formula: "the value at place fraction * (period - 1) of the sorted window, between two in proportion",
  plot: "price",
});

/**
 * Makes a quantile of the last `period` values: the value that a fraction of them does not exceed.
 *
 * Formula: the value at place f * (period - 1) of the sorted values, counted from 0; between two values, low + (high -
 * low) * the rest of the place. A fraction of 0 is the lowest value, 0.5 the median, 1 the highest. Minimum period: that
 * of the line plus `period - 1`. Cost: a move within a sorted window for each bar. Source: the linear quantile of pandas
 * and numpy; type 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages" (1996).
 *
 * @param line The line.
 * @param period Number of bars, a whole number from 1 on; 30 by default.
 * @param fraction The fraction, from 0 to 1; 0.5 by default.
 * @returns The quantile, in the units of the line.
 * @throws {TypeError} If `line` is not a line or a number none.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or `fraction` not one from 0 to 1.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class BuysTheLowestTenth extends ct.Strategy.with({ period: 60 }) {
 *   low = ct.quantile(this.data.close, this.params.period, 0.1);
 *   high = ct.quantile(this.data.close, this.params.period, 0.9);
 *
 *   override next(): void {
 *     if (this.data.close.now < this.low.now && this.position.size === 0) this.buy();
 *     else if (this.data.close.now > this.high.now) this.close();
 *   }
 * }
 * ```
 */
export function quantile(line: Line, period: number = 30, fraction: number = 0.5): Line {
  checkCall("quantile", arguments, ["line", "period", "fraction"]);
  if (typeof fraction !== "number") {
    throw new TypeError(
      `Cannot compute quantile with fraction ${inspected(fraction, 0)}: pass a number from 0 to 1, such as 0.5`,
    );
  }
  if (!(fraction >= 0 && fraction <= 1)) {
    throw new RangeError(`Cannot compute quantile with fraction ${fraction}: pass a number from 0 to 1, such as 0.5`);
  }
  return QUANTILE(line, { period, fraction });
}
