/**
 * The Dickson moving average.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { HullAverage, hullBars } from "./hma.ts";
import { CorrectedAverage } from "./zero_lag.ts";

const DICKSON = defineIndicator({
  name: "dickson",
  inputs: ["line"],
  params: { period: 30, hullPeriod: 7, gainLimit: 50 },
  minPeriod: ({ period, hullPeriod }) => dicksonBars(period, hullPeriod),
  memory: "unbounded",
  update: ({ period, hullPeriod, gainLimit }) => {
    const average = new DicksonAverage(period, hullPeriod, gainLimit);
    return (value) => average.update(value);
  },
  formula: "(zeroLag(period, gainLimit) + hma(hullPeriod)) / 2",
  plot: "price",
});

/** The bars that the first value of {@linkcode dickson} needs. */
export function dicksonBars(period: number, hullPeriod: number = 7): number {
  return Math.max(period, hullBars(hullPeriod));
}

/**
 * Makes the Dickson moving average: the mean of {@linkcode zeroLag} and {@linkcode hma}.
 *
 * Formula: (zeroLag(period, gainLimit) + hma(hullPeriod)) / 2. Minimum period: the larger of both. Source: Nathan
 * Dickson, as in backtrader.
 *
 * @param line The line to average.
 * @param period Number of bars of the zero lag indicator, a whole number from 1 on; 30 by default.
 * @param hullPeriod Number of bars of the Hull average; 7 by default.
 * @param gainLimit Greatest gain of the zero lag indicator in tenths; 50 by default.
 * @returns The average, in the units of the line.
 * @throws {TypeError} If `line` is not a line or a number is none.
 * @throws {RangeError} If a number is not a whole one from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class AboveAverage extends ct.Strategy.with({ period: 20 }) {
 *   average = ct.dickson(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.data.close.now > this.average.now) this.buy();
 *   }
 * }
 * ```
 */
export function dickson(line: Line, period: number = 30, hullPeriod: number = 7, gainLimit: number = 50): Line {
  checkCall("dickson", arguments, ["line", "period", "hullPeriod", "gainLimit"]);
  return DICKSON(line, { period, hullPeriod, gainLimit });
}

/** {@linkcode dickson} one value at a time: NaN before its minimum period. */
export class DicksonAverage {
  readonly #corrected: CorrectedAverage;
  readonly #hull: HullAverage;

  /** Makes an average of two periods and a limit of the gain in tenths; whole numbers from 1 on. */
  constructor(period: number, hullPeriod: number = 7, gainLimit: number = 50) {
    this.#corrected = new CorrectedAverage(period, gainLimit);
    this.#hull = new HullAverage(hullPeriod);
  }

  /** Adds the next value and returns the average. */
  update(value: number): number {
    return (this.#corrected.update(value) + this.#hull.update(value)) / 2;
  }
}
