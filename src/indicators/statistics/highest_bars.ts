/**
 * The bars since the highest value of the last bars.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkTie, type ExtremeBarsOptions, type ExtremeTie, HighestBars } from "./extreme_bars.ts";

const HIGHEST_BARS = defineIndicator({
  name: "highestBars",
  inputs: ["line"],
  params: { period: 30, tie: "newest" },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period, tie }) => {
    const kernel = new HighestBars(period, tie as ExtremeTie);
    return (value) => kernel.update(value);
  },
  formula: "the k for which x(k) is the highest of x(0), ..., x(period - 1)",
});

/**
 * Makes the line of the bars since the highest of the last `period` values: 0 where the current value is the highest, at
 * most `period - 1`. {@linkcode highest} is that value.
 *
 * Formula: the k for which x(k) is the highest of x(0), ..., x(period - 1); of equal ones the newest, or with `tie:
 * "oldest"` the oldest. Minimum period: that of the line plus `period - 1`. TradingView's `ta.highestbars` is its
 * negative. Cost: a constant number of operations for each bar on average, for any period.
 *
 * @param line The line to search.
 * @param period Number of bars, a whole number from 1 on; 30 by default.
 * @param options The one that counts of equal values.
 * @returns The number of bars, from 0 to `period - 1`.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or there is no such tie.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class FreshHighest extends ct.Strategy.with({ period: 20 }) {
 *   bars = ct.highestBars(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.bars.now === 0) this.buy();
 *     else if (this.bars.now > 10) this.close();
 *   }
 * }
 * ```
 */
export function highestBars(line: Line, period: number = 30, options: ExtremeBarsOptions = {}): Line {
  const { tie = "newest" } = optionsOf("highestBars", arguments, ["line", "period"], options, ["tie"]);
  checkTie("highestBars", tie);
  return HIGHEST_BARS(line, { period, tie });
}
