/**
 * The triple exponential moving average.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { exponentialFactor, Smoothing } from "./smoothing.ts";

const TEMA = defineIndicator({
  name: "tema",
  inputs: ["line"],
  params: { period: 30 },
  minPeriod: ({ period }) => 3 * period - 2,
  memory: "fading",
  update: ({ period }) => {
    const average = new TripleAverage(period);
    return (value) => average.update(value);
  },
  formula: "3 * e1 - 3 * e2 + e3, e1 = ema(period), e2 = ema(e1, period), e3 = ema(e2, period)",
  plot: "price",
});

/**
 * Makes the triple exponential moving average, which lags less than {@linkcode dema}.
 *
 * Formula: 3 * e1 - 3 * e2 + e3, where e1 is {@linkcode ema} of the line, e2 that of e1 and e3 that of e2, each with its
 * simple average as seed. Minimum period: that of the line plus `3 * period - 3`. Source: Patrick Mulloy, "Smoothing Data
 * with Less Lag", Stocks & Commodities 12:2 (1994).
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
 *   average = ct.tema(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.data.close.now > this.average.now) this.buy();
 *   }
 * }
 * ```
 */
export function tema(line: Line, period: number = 30): Line {
  checkCall("tema", arguments, ["line", "period"]);
  return TEMA(line, { period });
}

/** {@linkcode tema} one value at a time: NaN for the first `3 * period - 3` values. */
export class TripleAverage {
  readonly #first: Smoothing;
  readonly #second: Smoothing;
  readonly #third: Smoothing;

  /** Makes an average of a period, a whole number from 1 on. */
  constructor(period: number) {
    this.#first = new Smoothing(period, exponentialFactor(period));
    this.#second = new Smoothing(period, exponentialFactor(period));
    this.#third = new Smoothing(period, exponentialFactor(period));
  }

  /** Adds the next value and returns the average. */
  update(value: number): number {
    const first = this.#first.update(value), second = first === first ? this.#second.update(first) : NaN;
    return second === second ? 3 * first - 3 * second + this.#third.update(second) : NaN;
  }
}
