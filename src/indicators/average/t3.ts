/**
 * The T3 average of Tillson.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { exponentialFactor, Smoothing } from "./smoothing.ts";

const T3 = defineIndicator({
  name: "t3",
  inputs: ["line"],
  params: { period: 5, volumeFactor: 0.7 },
  factors: ["volumeFactor"],
  minPeriod: ({ period }) => 6 * period - 5,
  memory: "fading",
  update: ({ period, volumeFactor }) => {
    const average = new TillsonAverage(period, volumeFactor);
    return (value) => average.update(value);
  },
  formula: "-v^3 * e6 + 3 * (v^2 + v^3) * e5 - (6 * v^2 + 3 * (v + v^3)) * e4 + (1 + 3 * v + v^3 + 3 * v^2) * e3",
  plot: "price",
});

/**
 * Makes the T3 average of Tillson: six exponential averages, one of the other, combined so that the result is smooth and
 * lags little.
 *
 * Formula: e1 = {@linkcode ema} of the line, e2 = ema of e1, ..., e6 = ema of e5, each with its simple average as seed; v
 * = volumeFactor; c1 = -v^3, c2 = 3 * (v^2 - c1), c3 = -6 * v^2 - 3 * (v - c1), c4 = 1 + 3 * v - c1 + 3 * v^2; the value is
 * c1 * e6 + c2 * e5 + c3 * e4 + c4 * e3, TA-Lib's T3. Minimum period: that of the line plus `6 * period - 6`. Source: Tim
 * Tillson, "Better Moving Averages", Stocks & Commodities 16:1 (1998).
 *
 * Exactness: TA-Lib smooths as previous + factor * (x - previous), which rounds otherwise; so it is compared to 1e-12.
 *
 * @param line The line to average.
 * @param period Number of bars of each exponential average, a whole number from 1 on; 5 by default.
 * @param volumeFactor How far it reaches beyond the averages: 0 is e3, 1 the most; 0.7 by default.
 * @returns The average, in the units of the line.
 * @throws {TypeError} If `line` is not a line or a number is none.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or `volumeFactor` not from 0 to 1.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class AboveAverage extends ct.Strategy.with({ period: 8 }) {
 *   average = ct.t3(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.data.close.now > this.average.now) this.buy();
 *   }
 * }
 * ```
 */
export function t3(line: Line, period: number = 5, volumeFactor: number = 0.7): Line {
  checkCall("t3", arguments, ["line", "period", "volumeFactor"]);
  if (volumeFactor < 0 || volumeFactor > 1) {
    throw new RangeError(`Cannot compute t3 with volumeFactor ${volumeFactor}: pass a number from 0 to 1, such as 0.7`);
  }
  return T3(line, { period, volumeFactor });
}

/** {@linkcode t3} one value at a time: NaN for the first `6 * period - 6` values. */
export class TillsonAverage {
  readonly #averages: readonly Smoothing[];
  /** Factors of the sixth, fifth, fourth and third average. */
  readonly #factors: readonly [number, number, number, number];

  /** Makes an average of a period, a whole number from 1 on, and a factor from 0 to 1. */
  constructor(period: number, volumeFactor: number = 0.7) {
    this.#averages = Array.from({ length: 6 }, () => new Smoothing(period, exponentialFactor(period)));
    const square = volumeFactor * volumeFactor, first = -(square * volumeFactor);
    this.#factors = [
      first,
      3 * (square - first),
      -6 * square - 3 * (volumeFactor - first),
      1 + 3 * volumeFactor - first + 3 * square,
    ];
  }

  /** Adds the next value and returns the average. */
  update(value: number): number {
    const [one, two, three, four, five, six] = this.#averages, [a, b, c, d] = this.#factors;
    const e1 = one!.update(value), e2 = e1 === e1 ? two!.update(e1) : NaN, e3 = e2 === e2 ? three!.update(e2) : NaN;
    const e4 = e3 === e3 ? four!.update(e3) : NaN, e5 = e4 === e4 ? five!.update(e4) : NaN;
    return e5 === e5 ? a * six!.update(e5) + b * e5 + c * e4 + d * e3 : NaN;
  }
}
