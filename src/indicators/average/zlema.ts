/**
 * The zero lag exponential moving average.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { exponentialFactor, Smoothing } from "./smoothing.ts";

const ZLEMA = defineIndicator({
  name: "zlema",
  inputs: ["line"],
  params: { period: 30 },
  minPeriod: ({ period }) => period + lagOf(period),
  memory: "fading",
  update: ({ period }) => {
    const average = new ZeroLagAverage(period);
    return (value) => average.update(value);
  },
  formula: "ema(2 * x - x(lag), period), lag = floor((period - 1) / 2)",
  plot: "price",
});

/** The bars by which an exponential average of this period lags. */
export function lagOf(period: number): number {
  return Math.floor((period - 1) / 2);
}

/**
 * Makes the zero lag exponential moving average: {@linkcode ema} of a line to which its change over the lag of that
 * average is added once more.
 *
 * Formula: {@linkcode ema} of 2 * x - x(lag), lag = floor((period - 1) / 2), with its simple average as seed. Minimum
 * period: that of the line plus `period + lag - 1`. Source: John Ehlers and Ric Way, "Zero Lag (Well, Almost)", Stocks &
 * Commodities 28:12 (2010).
 *
 * @param line The line to average.
 * @param period Number of bars, a whole number from 1 on; 30 by default.
 * @returns The average, in the units of the line.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class AboveAverage extends ct.Strategy.with({ period: 20 }) {
 *   average = ct.zlema(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.data.close.now > this.average.now) this.buy();
 *   }
 * }
 * ```
 */
export function zlema(line: Line, period: number = 30): Line {
  checkCall("zlema", arguments, ["line", "period"]);
  return ZLEMA(line, { period });
}

/** {@linkcode zlema} one value at a time: NaN for the first `period + lag - 1` values. */
export class ZeroLagAverage {
  readonly #average: Smoothing;
  /** The last values, one more than the lag. */
  readonly #window: Float64Array;
  #place = 0;

  /** Makes an average of a period, a whole number from 1 on. */
  constructor(period: number) {
    this.#average = new Smoothing(period, exponentialFactor(period));
    this.#window = new Float64Array(lagOf(period) + 1).fill(NaN);
  }

  /** Adds the next value and returns the average. */
  update(value: number): number {
    const window = this.#window, next = this.#place + 1 === window.length ? 0 : this.#place + 1;
    window[this.#place] = value;
    this.#place = next;
    // The oldest place is the next one to be written.
    const before = window[next]!;
    return before === before ? this.#average.update(2 * value - before) : NaN;
  }
}
