/**
 * The true strength index with its signal.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { nestedPeriod } from "./nested_average.ts";
import type { SignalLines } from "./trix_signal.ts";
import { TrueStrength, type TsiOptions } from "./tsi.ts";

const TSI_SIGNAL = defineIndicator({
  name: "tsiSignal",
  inputs: ["line"],
  outputs: ["line", "signal"],
  params: { slow: 25, fast: 13, signal: 13, average: "ema", change: 1 },
  minPeriod: ({ slow, fast, signal, average, change }) => {
    const first = nestedPeriod("tsiSignal", average, [slow, fast]) + change;
    return [first, first + averageBars("tsiSignal", average, signal) - 1];
  },
  memory: "fading",
  update: ({ slow, fast, signal, average, change }) => {
    const kernel = new TrueStrength("tsiSignal", slow, fast, average, change);
    const mean = averageKernel("tsiSignal", average, signal);
    return (value) => {
      const line = kernel.update(value);
      return [line, line === line ? mean.update(line) : NaN];
    };
  },
  formula: "line = 100 * ema(ema(c, slow), fast) / ema(ema(abs(c), slow), fast); signal = ema(line, signal)",
});

/**
 * Makes {@linkcode tsi} together with its signal, as TradingView's "True Strength Index" shows both.
 *
 * Formula: line = {@linkcode tsi}; signal = {@linkcode ema} of that. Minimum periods: that of the input plus `slow +
 * fast - 2 + change` for `line`, and `signal - 1` more for `signal`. Source: William Blau, "Momentum, Direction, and
 * Divergence" (1995).
 *
 * @param line The line, mostly the close.
 * @param slow Period of the first average, a whole number from 1 on; 25 by default.
 * @param fast Period of the second average; 13 by default.
 * @param signal Period of the signal; 13 by default.
 * @param options The average, and the bars of a change.
 * @returns Two lines, from -100 to 100.
 * @throws {TypeError} If `line` is not a line or a number is none.
 * @throws {RangeError} If a period or `change` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class TsiCross extends ct.Strategy.with({}) {
 *   tsi = ct.tsiSignal(this.data.close);
 *   cross = ct.crossover(this.tsi.line, this.tsi.signal);
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function tsiSignal(
  line: Line,
  slow: number = 25,
  fast: number = 13,
  signal: number = 13,
  options: TsiOptions = {},
): SignalLines {
  const taken = optionsOf("tsiSignal", arguments, ["line", "slow", "fast", "signal"], options, ["average", "change"]);
  return TSI_SIGNAL(line, { ...taken, slow, fast, signal });
}
