/**
 * The rate of change of a triple exponential average, with its signal.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { TrixKernel, type TrixOptions, trixPeriod } from "./trix.ts";

const TRIX_SIGNAL = defineIndicator({
  name: "trixSignal",
  inputs: ["line"],
  outputs: ["line", "signal"],
  params: { period: 15, signal: 9, average: "ema", change: 1 },
  minPeriod: ({ period, signal, average, change }) => {
    const first = trixPeriod("trixSignal", period, average, change);
    return [first, first + averageBars("trixSignal", average, signal) - 1];
  },
  memory: "fading",
  update: ({ period, signal, average, change }) => {
    const kernel = new TrixKernel("trixSignal", period, average, change);
    const mean = averageKernel("trixSignal", average, signal);
    return (value) => {
      const line = kernel.update(value);
      return [line, line === line ? mean.update(line) : NaN];
    };
  },
  formula: "line = 100 * (e / e(change) - 1), e = ema(ema(ema)); signal = ema(line, signal)",
});

/** The lines of {@linkcode trixSignal} and {@linkcode tsiSignal}. */
export interface SignalLines {
  /** The oscillator. */
  readonly line: Line;
  /** The average of the oscillator. */
  readonly signal: Line;
}

/**
 * Makes {@linkcode trix} together with its signal.
 *
 * Formula: line = {@linkcode trix}; signal = {@linkcode ema} of that. Minimum periods: that of the input plus
 * `3 * period - 3 + change` for `line`, and `signal - 1` more for `signal`. Source: backtrader's TrixSignal.
 *
 * @param line The line, mostly the close.
 * @param period Period of each of the three averages, a whole number from 1 on; 15 by default.
 * @param signal Period of the signal; 9 by default.
 * @param options The average, of the oscillator and of its signal, and the bars of a change.
 * @returns Two lines, in percent.
 * @throws {TypeError} If `line` is not a line or a number is none.
 * @throws {RangeError} If a period or `change` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class TrixCross extends ct.Strategy.with({ period: 15 }) {
 *   trix = ct.trixSignal(this.data.close, this.params.period);
 *   cross = ct.crossover(this.trix.line, this.trix.signal);
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function trixSignal(
  line: Line,
  period: number = 15,
  signal: number = 9,
  options: TrixOptions = {},
): SignalLines {
  const taken = optionsOf("trixSignal", arguments, ["line", "period", "signal"], options, ["average", "change"]);
  return TRIX_SIGNAL(line, { ...taken, period, signal });
}
