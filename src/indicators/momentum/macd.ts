/**
 * The moving average convergence and divergence.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import type { Line } from "../../lines/line.ts";
import { averageColumn } from "../average/average_column.ts";
import { averageBars, averageKernel, type AverageName } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";

/** Bars that the average of fewer bars leaves out, so that both have their first value at the same bar; else 0. */
function latenessOf(
  { fast, slow, average, start }: { fast: number; slow: number; average: string; start: string },
): number {
  return start === "together" ? averageBars("macd", average, slow) - averageBars("macd", average, fast) : 0;
}

/** True if every value is a number: infinite prices have none as their difference. */
function isWithoutHole(values: Float64Array, from: number, until: number): boolean {
  for (let i = from; i < until; i++) if (values[i] !== values[i]) return false;
  return true;
}

const MACD = defineIndicator({
  name: "macd",
  inputs: ["line"],
  outputs: ["line", "signal", "histogram"],
  params: { fast: 12, slow: 26, signal: 9, average: "ema", start: "each" },
  minPeriod: ({ fast, slow, signal, average }) => {
    const first = Math.max(averageBars("macd", average, fast), averageBars("macd", average, slow));
    const last = first + averageBars("macd", average, signal) - 1;
    return [first, last, last];
  },
  memory: "fading",
  update: ({ fast, slow, signal, average, start }) => {
    const quick = averageKernel("macd", average, fast), lazy = averageKernel("macd", average, slow);
    const mean = averageKernel("macd", average, signal), late = latenessOf({ fast, slow, average, start });
    let bars = 0;
    return (value) => {
      const swift = bars >= late ? quick.update(value) : NaN, slack = bars >= -late ? lazy.update(value) : NaN;
      bars++;
      const line = swift - slack, average = line === line ? mean.update(line) : NaN;
      return [line, average, line - average];
    };
  },
  column: ({ inputs, outputs, from, until }, { fast, slow, signal, average, start }) => {
    const [input] = inputs, [line, mean, rest] = outputs;
    const late = latenessOf({ fast, slow, average, start });
    const quick = averageBars("macd", average, fast), lazy = averageBars("macd", average, slow);
    const first = Math.min(from + Math.max(quick, lazy) - 1, until);
    averageColumn("macd", average, fast, input!, line!, from + Math.max(late, 0), until);
    averageColumn("macd", average, slow, input!, mean!, from + Math.max(-late, 0), until);
    for (let i = first; i < until; i++) line![i]! -= mean![i]!;
    if (isWithoutHole(line!, first, until)) averageColumn("macd", average, signal, line!, mean!, first, until);
    else {
      const kernel = averageKernel("macd", average, signal);
      for (let i = first; i < until; i++) mean![i] = line![i] === line![i] ? kernel.update(line![i]!) : NaN;
    }
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

/** Options of {@linkcode macd}. */
export interface MacdOptions {
  /** The average: `"ema"` by default. */
  readonly average?: AverageName;
  /**
   * The first bars of both averages: `"each"` begins each with the first bar, as backtrader and TradingView do, by
   * default; `"together"` gives both their first value at the same bar, as TA-Lib does.
   */
  readonly start?: "each" | "together";
}

/**
 * Makes the moving average convergence and divergence: the difference of a fast and a slow exponential average, the
 * average of that difference as its signal, and the distance of both as histogram.
 *
 * Formula: line = {@linkcode ema}(fast) - {@linkcode ema}(slow); signal = {@linkcode ema} of that; histogram = line -
 * signal. TA-Lib leaves out the first bars of the fast average, so that both averages have their first value at the
 * same bar: `start: "together"`. The difference to the usual form fades over some hundred bars. Minimum periods: that
 * of the input plus the slower period less one for `line`, and `signal - 1` more for the others. Source: Gerald Appel,
 * "Technical Analysis: Power Tools for Active Investors" (2005).
 *
 * @param line The line, mostly the close.
 * @param fast Period of the fast average, a whole number from 1 on; 12 by default.
 * @param slow Period of the slow average; 26 by default.
 * @param signal Period of the signal; 9 by default.
 * @param options The average, and the begin of both averages.
 * @returns Three lines, in the units of the input.
 * @throws {TypeError} If `line` is not a line or a period not a number.
 * @throws {RangeError} If a period is not a whole number from 1 on, or there is no such average or start.
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
export function macd(
  line: Line,
  fast: number = 12,
  slow: number = 26,
  signal: number = 9,
  options: MacdOptions = {},
): MacdLines {
  const taken = optionsOf("macd", arguments, ["line", "fast", "slow", "signal"], options, ["average", "start"]);
  const { start = "each" } = taken;
  if (start !== "each" && start !== "together") {
    throw new RangeError(`Cannot compute macd with start ${inspected(start, 0)}: there are "each", "together"`);
  }
  return MACD(line, { ...taken, fast, slow, signal });
}
