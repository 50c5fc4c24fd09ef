/**
 * The double exponential moving average.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { exponentialFactor, Smoothing } from "./smoothing.ts";

const DEMA = defineIndicator({
  name: "dema",
  inputs: ["line"],
  params: { period: 30 },
  minPeriod: ({ period }) => 2 * period - 1,
  memory: "fading",
  update: ({ period }) => {
    const average = new DoubleAverage(period);
    return (value) => average.update(value);
  },
  formula: "2 * e1 - e2, e1 = ema(period), e2 = ema(e1, period)",
  plot: "price",
});

/**
 * Makes the double exponential moving average, which lags less than {@linkcode ema}: twice the average less the average
 * of the average.
 *
 * Formula: 2 * e1 - e2, where e1 is {@linkcode ema} of the line and e2 that of e1, each with its simple average as seed.
 * Minimum period: that of the line plus `2 * period - 2`. Source: Patrick Mulloy, "Smoothing Data with Faster Moving
 * Averages", Stocks & Commodities 12:1 (1994).
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
 *   average = ct.dema(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.data.close.now > this.average.now) this.buy();
 *   }
 * }
 * ```
 */
export function dema(line: Line, period: number = 30): Line {
  checkCall("dema", arguments, ["line", "period"]);
  return DEMA(line, { period });
}

/** {@linkcode dema} one value at a time: NaN for the first `2 * period - 2` values. */
export class DoubleAverage {
  readonly #first: Smoothing;
  readonly #second: Smoothing;

  /** Makes an average of a period, a whole number from 1 on. */
  constructor(period: number) {
    this.#first = new Smoothing(period, exponentialFactor(period));
    this.#second = new Smoothing(period, exponentialFactor(period));
  }

  /** Adds the next value and returns the average. */
  update(value: number): number {
    const first = this.#first.update(value);
    return first === first ? 2 * first - this.#second.update(first) : NaN;
  }
}
