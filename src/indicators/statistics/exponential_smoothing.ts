/**
 * Exponential smoothing by a factor of one's own.
 *
 * @module
 */

import { Line } from "../../lines/line.ts";
import { sma } from "../average/sma.ts";
import { exponentialFactor, smoothColumn, Smoothing } from "../average/smoothing.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPeriod } from "../period.ts";

const EXPONENTIAL_SMOOTHING = defineIndicator({
  name: "exponentialSmoothing",
  inputs: ["line"],
  params: { period: 30, alpha: 2 / 31 },
  factors: ["alpha"],
  minPeriod: ({ period }) => period,
  memory: "fading",
  update: ({ period, alpha }) => {
    const average = new Smoothing(period, alpha);
    return (value) => average.update(value);
  },
  column: ({ inputs, outputs, from, until }, { period, alpha }) => {
    smoothColumn(inputs[0]!, outputs[0]!, from, until, period, alpha);
  },
  formula: "previous * (1 - alpha) + x * alpha",
  plot: "price",
});

const DYNAMIC_SMOOTHING = defineIndicator({
  name: "exponentialSmoothing",
  inputs: ["line", "alpha", "seed"],
  memory: "fading",
  update: () => {
    let average = NaN;
    return (value, alpha, seed) => average = average === average ? average * (1 - alpha) + value * alpha : seed;
  },
  formula: "previous * (1 - alpha) + x * alpha",
  plot: "price",
});

/**
 * Makes exponential smoothing by a factor of one's own, a number or a line with one for each bar. {@linkcode ema} and
 * {@linkcode smma} are smoothings by a factor that comes from the period, {@linkcode kama} one by a factor that moves.
 *
 * Formula: the first value is {@linkcode sma}(period); then previous * (1 - alpha) + x * alpha, evaluated in this order
 * (backtrader's). Minimum period: that of the line plus `period - 1`; with a line of factors, that of the factors where
 * it is larger.
 *
 * @param line The line to smooth.
 * @param period Number of bars of the first value, a whole number from 1 on; 30 by default.
 * @param alpha The factor, above 0 and at most 1; 2 / (1 + period) by default. Numbers of a line are taken as they are.
 * @returns The smoothed line, in the units of the line.
 * @throws {TypeError} If `line` is not a line, or a number is none.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or `alpha` not above 0 and at most 1.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class AboveAverage extends ct.Strategy.with({ alpha: 0.1 }) {
 *   average = ct.exponentialSmoothing(this.data.close, 10, this.params.alpha);
 *
 *   override next(): void {
 *     if (this.data.close.now > this.average.now) this.buy();
 *   }
 * }
 * ```
 */
export function exponentialSmoothing(
  line: Line,
  period: number = 30,
  alpha: number | Line = exponentialFactor(period),
): Line {
  checkCall("exponentialSmoothing", arguments, ["line", "period", "alpha"]);
  checkPeriod("exponentialSmoothing", period);
  if (alpha instanceof Line) return DYNAMIC_SMOOTHING(line, alpha, sma(line, period));
  if (alpha <= 0 || alpha > 1) {
    throw new RangeError(
      `Cannot compute exponentialSmoothing with alpha ${alpha}: pass a number above 0 and at most 1, such as 0.1`,
    );
  }
  return EXPONENTIAL_SMOOTHING(line, { period, alpha });
}
