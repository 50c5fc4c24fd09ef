/**
 * The moving average convergence and divergence.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { exponentialFactor, smoothColumn, Smoothing } from "../average/smoothing.ts";
import { defineIndicator } from "../define_indicator.ts";

const MACD = defineIndicator({
  name: "macd",
  inputs: ["line"],
  outputs: ["line", "signal", "histogram"],
  params: { fast: 12, slow: 26, signal: 9 },
  minPeriod: ({ fast, slow, signal }) => {
    const first = Math.max(fast, slow), last = first + signal - 1;
    return [first, last, last];
  },
  memory: "fading",
  update: ({ fast, slow, signal }) => {
    const quick = new Smoothing(fast, exponentialFactor(fast)), lazy = new Smoothing(slow, exponentialFactor(slow));
    const average = new Smoothing(signal, exponentialFactor(signal));
    return (value) => {
      const line = quick.update(value) - lazy.update(value), mean = line === line ? average.update(line) : NaN;
      return [line, mean, line - mean];
    };
  },
  column: ({ inputs, outputs, from, until }, { fast, slow, signal }) => {
    const [input] = inputs, [line, mean, rest] = outputs, first = Math.min(from + Math.max(fast, slow) - 1, until);
    smoothColumn(input!, line!, from, until, fast, exponentialFactor(fast));
    smoothColumn(input!, mean!, from, until, slow, exponentialFactor(slow));
    for (let i = first; i < until; i++) line![i]! -= mean![i]!;
    smoothColumn(line!, mean!, first, until, signal, exponentialFactor(signal));
    for (let i = first; i < until; i++) rest![i] = line![i]! - mean![i]!;
  },
  formula: "line = ema(fast) - ema(slow); signal = ema(line, signal); histogram = line - signal",
});

/** The lines of {@linkcode macd}. */
export interface MacdLines {
  /** The difference of the two averages. */
  readonly line: Line;
  /** The average of that difference. */
  readonly signal: Line;
  /** The difference of `line` and `signal`. */
  readonly histogram: Line;
}

/**
 * Makes the moving average convergence and divergence: the difference of a fast and a slow exponential average, the
 * average of that difference as its signal, and the distance of both as histogram.
 *
 * Formula: line = {@linkcode ema}(fast) - {@linkcode ema}(slow); signal = {@linkcode ema} of that; histogram = line -
 * signal, backtrader's. TA-Lib begins its fast average at the first bar of the slow one, so its first values differ.
 * Minimum periods: that of the input plus the slower period less one for `line`, and `signal - 1` more for the others.
 * Source: Gerald Appel, "Technical Analysis: Power Tools for Active Investors" (2005).
 *
 * @param line The line, mostly the close.
 * @param fast Period of the fast average, a whole number from 1 on; 12 by default.
 * @param slow Period of the slow average; 26 by default.
 * @param signal Period of the signal; 9 by default.
 * @returns Three lines, in the units of the input.
 * @throws {TypeError} If `line` is not a line or a period not a number.
 * @throws {RangeError} If a period is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class MacdCross extends ct.Strategy.with({}) {
 *   macd = ct.macd(this.data.close);
 *   cross = ct.crossover(this.macd.line, this.macd.signal);
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function macd(line: Line, fast: number = 12, slow: number = 26, signal: number = 9): MacdLines {
  return MACD(line, { fast, slow, signal });
}
