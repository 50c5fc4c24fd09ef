/**
 * The moving average of Arnaud Legoux.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { exactSum } from "../../feeds/exact_sum.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { WeightedSum } from "./weighted_sum.ts";

const ALMA = defineIndicator({
  name: "alma",
  inputs: ["line"],
  params: { period: 9, offset: 0.85, sigma: 6 },
  factors: ["offset", "sigma"],
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period, offset, sigma }) => {
    const average = new GaussianAverage(period, offset, sigma);
    return (value) => average.update(value);
  },
  formula:
    "sum(w(i) * x(period - 1 - i)) / sum(w(i)), w(i) = exp(-(i - offset * (period - 1))^2 / (2 * (period / sigma)^2))",
  plot: "price",
});

/** Options of {@linkcode alma}. */
export interface AlmaOptions {
  /** Place of the greatest weight: from 0, the oldest value, to 1, the newest; 0.85 by default. */
  readonly offset?: number;
  /** How narrow the bell of the weights is, a number above 0; 6 by default. */
  readonly sigma?: number;
}

/**
 * Makes the moving average of Arnaud Legoux: the mean of the last `period` values with weights of a Gaussian bell, whose
 * middle is near the newest value.
 *
 * The sum is exactly rounded, so the result does not depend on values before the window.
 *
 * Formula: m = offset * (period - 1), s = period / sigma, w(i) = exp(-(i - m)^2 / (2 * s^2)) for i = 0 (the oldest value) to
 * period - 1; sum(w(i) * x(period - 1 - i)) / sum(w(i)), TradingView's `ta.alma`. Minimum period: that of the line plus
 * `period - 1`. Source: Arnaud Legoux and Dimitrios Kouzis Loukas, "ALMA" (2009).
 *
 * Exactness: the exponential function differs from one language to the next in the last bit; so it is compared to 1e-12.
 *
 * @param line The line to average.
 * @param period Number of bars, a whole number from 1 on; 9 by default.
 * @param options Middle and width of the bell.
 * @returns The average, in the units of the line.
 * @throws {TypeError} If `line` is not a line or a number is none.
 * @throws {RangeError} If `period` is not a whole number from 1 on, `offset` not from 0 to 1, or `sigma` not above 0.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class AboveAverage extends ct.Strategy.with({ period: 20 }) {
 *   average = ct.alma(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.data.close.now > this.average.now) this.buy();
 *   }
 * }
 * ```
 */
export function alma(line: Line, period: number = 9, options: AlmaOptions = {}): Line {
  const { offset = 0.85, sigma = 6 } = optionsOf("alma", arguments, ["line", "period"], options, ["offset", "sigma"]);
  if (offset < 0 || offset > 1) {
    throw new RangeError(`Cannot compute alma with offset ${offset}: pass a number from 0 to 1, such as 0.85`);
  }
  if (sigma <= 0) throw new RangeError(`Cannot compute alma with sigma ${sigma}: pass a number above 0, such as 6`);
  return ALMA(line, { period, offset, sigma });
}

/** {@linkcode alma} one value at a time: NaN for the first `period - 1` values. */
export class GaussianAverage {
  readonly #sum: WeightedSum;
  readonly #total: number;

  /** Makes an average of `period` values, with the place of the greatest weight and the narrowness of the bell. */
  constructor(period: number, offset: number = 0.85, sigma: number = 6) {
    const middle = offset * (period - 1), width = period / sigma;
    const weights = Float64Array.from({ length: period }, (_weight, at) => {
      const away = (at - middle) / width;
      return Math.exp(-(away * away) / 2);
    });
    this.#sum = new WeightedSum(weights);
    this.#total = exactSum(weights);
  }

  /** Adds the next value and returns the average of the last `period`. */
  update(value: number): number {
    return this.#sum.update(value) / this.#total;
  }
}
