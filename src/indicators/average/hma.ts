/**
 * The Hull moving average.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { WeightedAverage } from "./wma.ts";

const HMA = defineIndicator({
  name: "hma",
  inputs: ["line"],
  params: { period: 30 },
  minPeriod: ({ period }) => hullBars(period),
  memory: "window",
  update: ({ period }) => {
    const average = new HullAverage(period);
    return (value) => average.update(value);
  },
  formula: "wma(2 * wma(x, floor(period / 2)) - wma(x, period), floor(sqrt(period)))",
  plot: "price",
});

/** The bars that the first value of {@linkcode hma} needs. */
export function hullBars(period: number): number {
  return period + Math.floor(Math.sqrt(period)) - 1;
}

/**
 * Makes the Hull moving average: weighted averages combined so that it follows turns of the line at once and is smooth.
 *
 * Formula: {@linkcode wma} over floor(sqrt(period)) bars of 2 * wma(floor(period / 2)) - wma(period), backtrader's. A
 * period of 1 is the line itself. Minimum period: that of the line plus `period + floor(sqrt(period)) - 2`. Source: Alan
 * Hull, "How to reduce lag in a moving average" (2005).
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
 * class Turns extends ct.Strategy.with({ period: 20 }) {
 *   average = ct.hma(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.average.now > this.average.ago(1)) this.buy();
 *   }
 * }
 * ```
 */
export function hma(line: Line, period: number = 30): Line {
  checkCall("hma", arguments, ["line", "period"]);
  return HMA(line, { period });
}

/** {@linkcode hma} one value at a time: NaN for the first `period + floor(sqrt(period)) - 2` values. */
export class HullAverage {
  readonly #half: WeightedAverage;
  readonly #whole: WeightedAverage;
  readonly #last: WeightedAverage;

  /** Makes an average of a period, a whole number from 1 on. */
  constructor(period: number) {
    this.#half = new WeightedAverage(Math.max(1, Math.floor(period / 2)));
    this.#whole = new WeightedAverage(period);
    this.#last = new WeightedAverage(Math.floor(Math.sqrt(period)));
  }

  /** Adds the next value and returns the average. */
  update(value: number): number {
    const raw = 2 * this.#half.update(value) - this.#whole.update(value);
    return raw === raw ? this.#last.update(raw) : NaN;
  }
}
