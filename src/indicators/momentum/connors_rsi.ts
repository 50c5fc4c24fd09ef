/**
 * The strength index of Connors.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { quotient } from "../quotient.ts";
import { SortedWindow } from "../statistics/sorted_window.ts";
import { StrengthKernel } from "./strength.ts";

const CONNORS_RSI = defineIndicator({
  name: "connorsRsi",
  inputs: ["line"],
  params: { period: 3, streak: 2, rank: 100, ties: "count" },
  minPeriod: ({ period, streak, rank }) => Math.max(period + 1, streak + 1, rank + 2),
  memory: "fading",
  update: ({ period, streak, rank, ties }) => {
    const wilder = { average: "smma", seed: "sma", lookback: 1 };
    const prices = new StrengthKernel({ ...wilder, period }),
      streaks = new StrengthKernel({ ...wilder, period: streak });
    const rates = new SortedWindow(rank), counts = ties === "count";
    let before = NaN, run = 0, isFull = false;
    return (value) => {
      run = value > before ? Math.max(run, 0) + 1 : value < before ? Math.min(run, 0) - 1 : 0;
      const strength = prices.update(value), persistence = streaks.update(run);
      const rate = 100 * quotient(value - before, before, 0);
      before = value;
      if (rate !== rate) return NaN;
      const lower = !isFull ? NaN : counts ? rates.countUpTo(rate) : rates.countBelow(rate);
      isFull = rates.push(rate);
      return (strength + persistence + lower * 100 / rank) / 3;
    };
  },
  formula: "(rsi + rsi of the streak of rises or falls + percent rank of the rate of change) / 3",
});

/** Options of {@linkcode connorsRsi}. */
export interface ConnorsRsiOptions {
  /**
   * Whether the rank counts former rates that are equal to the rate of the bar: `"count"`, as TradingView does, by
   * default; or `"skip"`, as Connors, Alvarez and Radtke do.
   */
  readonly ties?: "count" | "skip";
}

/**
 * Makes the strength index of Connors: the mean of a short {@linkcode rsi}, of the rsi of the streak, and of the rank
 * of the last change among those before it.
 *
 * Formula: (a + b + c) / 3, where a = {@linkcode rsi}(period) of the line; b = rsi(streak) of the number of rises in a
 * row, or of falls as a negative number, 0 for an unchanged value; c = the percentage of the `rank` rates of change
 * before that of the bar which are not above it, as in TradingView's "Connors RSI". A rate of change from zero counts
 * as 0. Minimum period: that of the line plus `rank + 1`, or `period` or `streak` where that is more. Source: Larry
 * Connors, Cesar Alvarez and Matt Radtke, "An Introduction to ConnorsRSI" (2012).
 *
 * @param line The line, mostly the close.
 * @param period Number of changes of the first index, a whole number from 1 on; 3 by default.
 * @param streak Number of changes of the streak's index; 2 by default.
 * @param rank Number of earlier rates of change; 100 by default.
 * @param options The treatment of equal rates.
 * @returns The index, from 0 to 100.
 * @throws {TypeError} If `line` is not a line or a period not a number.
 * @throws {RangeError} If a period is not a whole number from 1 on, or `ties` neither `"count"` nor `"skip"`.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Pullback extends ct.Strategy.with({ entry: 10, exit: 70 }) {
 *   connors = ct.connorsRsi(this.data.close);
 *   trend = ct.sma(this.data.close, 200);
 *
 *   override next(): void {
 *     if (this.connors.now < this.params.entry && this.data.close.now > this.trend.now) this.buy();
 *     else if (this.connors.now > this.params.exit) this.close();
 *   }
 * }
 * ```
 */
export function connorsRsi(
  line: Line,
  period: number = 3,
  streak: number = 2,
  rank: number = 100,
  options: ConnorsRsiOptions = {},
): Line {
  const taken = optionsOf("connorsRsi", arguments, ["line", "period", "streak", "rank"], options, ["ties"]);
  const { ties = "count" } = taken;
  if (ties !== "count" && ties !== "skip") {
    throw new RangeError(`Cannot compute connorsRsi with ties ${inspected(ties, 0)}: there are "count", "skip"`);
  }
  return CONNORS_RSI(line, { ...taken, period, streak, rank });
}
