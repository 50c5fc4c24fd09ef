/**
 * The correlation of two lines.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { CentredWindow } from "./centred_window.ts";
import { checkLeastPeriod } from "./sample.ts";

const CORRELATION = defineIndicator({
  name: "correlation",
  inputs: ["a", "b"],
  params: { period: 30 },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period }) => {
    const first = new CentredWindow(period), second = new CentredWindow(period);
    return (a, b) => {
      first.push(a);
      return second.push(b) ? correlationOf(first, second) : NaN;
    };
  },
  formula: "covariance(a, b) / (deviation of a * deviation of b)",
});

/** The correlation of two windows: 0 where one of them does not move. Rounding never leads beyond -1 and 1. */
export function correlationOf(first: CentredWindow, second: CentredWindow): number {
  const a = first.squares, b = second.squares, product = a * b;
  // One root is exact where both are equal; two do not leave the range of a double.
  const size = product > 1e-300 && product < 1e300 ? Math.sqrt(product) : Math.sqrt(a) * Math.sqrt(b);
  return size === 0 ? 0 : Math.max(-1, Math.min(1, first.productsWith(second) / size));
}

/**
 * Makes Pearson's coefficient of correlation of the last `period` values of two lines of one feed: 1 if they lie on a
 * rising straight line, -1 on a falling one, around 0 if they have nothing to do with each other.
 *
 * Formula: sum of (a - mean of a) * (b - mean of b) / sqrt(sum of (a - mean of a)^2 * sum of (b - mean of b)^2). While a
 * line does not move it is 0, as in TA-Lib. All is computed anew for each window. Minimum period: the larger of both
 * lines' plus `period - 1`. Source: numpy's `corrcoef`; TA-Lib's CORREL subtracts squares and so has fewer correct digits.
 * Prices mostly correlate because both have a trend: compare their changes instead.
 *
 * @param a A line.
 * @param b Another one.
 * @param period Number of bars, a whole number from 2 on; 30 by default.
 * @returns The coefficient, from -1 to 1.
 * @throws {TypeError} If an input is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 2 on, or the lines are of different feeds.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class VolumeFollowsPrice extends ct.Strategy.with({ period: 30 }) {
 *   together = ct.correlation(this.data.close, ct.obv(this.data), this.params.period);
 *
 *   override next(): void {
 *     if (this.together.now > 0.5 && this.position.size === 0) this.buy();
 *     else if (this.together.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function correlation(a: Line, b: Line, period: number = 30): Line {
  checkCall("correlation", arguments, ["a", "b", "period"]);
  checkLeastPeriod("correlation", period, 2, "one pair has none");
  return CORRELATION(a, b, { period });
}
