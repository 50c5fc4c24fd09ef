/**
 * The straight line through a window.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { SlidingWindow } from "../sliding_window.ts";
import { CentredWindow } from "./centred_window.ts";
import { correlationOf } from "./correlation.ts";
import { checkLeastPeriod } from "./sample.ts";

const LINEAR_REGRESSION = defineIndicator({
  name: "linearRegression",
  inputs: ["line"],
  outputs: ["value", "forecast", "slope", "angle", "intercept", "r2"],
  params: { period: 14 },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period }) => {
    const window = new SlidingWindow(period), { values } = window;
    const centred = new CentredWindow(period), places = new CentredWindow(period);
    for (let i = 0; i < period; i++) places.push(i);
    // Places count from 0 at the newest bar back, as in TA-Lib, whose order of operations this is.
    const placeSum = period * (period - 1) * 0.5, placeSquares = period * (period - 1) * (2 * period - 1) / 6;
    const divisor = placeSum * placeSum - period * placeSquares;
    return (value) => {
      window.push(value);
      if (!centred.push(value)) return [NaN, NaN, NaN, NaN, NaN, NaN];
      if (centred.squares === 0) return [value, value, 0, 0, value, 0];
      let sum = 0, weighted = 0;
      for (let i = window.start, place = period - 1; place >= 0; i++, place--) {
        sum += values[i]!;
        weighted += place * values[i]!;
      }
      const slope = (period * weighted - placeSum * sum) / divisor, intercept = (sum - slope * placeSum) / period;
      const correlation = correlationOf(places, centred);
      return [
        intercept + slope * (period - 1),
        intercept + slope * period,
        slope,
        Math.atan(slope) * (180 / Math.PI),
        intercept,
        correlation * correlation,
      ];
    };
  },
  formula: "value = b + m * (period - 1), forecast = b + m * period, m and b by least squares",
  plot: "price",
});

/** The lines of {@linkcode linearRegression}. */
export interface LinearRegressionLines {
  /** The straight line at the current bar. */
  readonly value: Line;
  /** The straight line one bar further. */
  readonly forecast: Line;
  /** Its rise for each bar. */
  readonly slope: Line;
  /** The angle of its slope in degrees, with the unit of the line as high as a bar is wide. */
  readonly angle: Line;
  /** The straight line at the first bar of the window. */
  readonly intercept: Line;
  /** The part of the variance that it explains, from 0 to 1. */
  readonly r2: Line;
}

/**
 * Makes the straight line through the last `period` values by least squares: its value now and one bar further, its
 * slope, its angle, its beginning, and how well it fits.
 *
 * Formula: m = (n * sum of i * x - sum of i * sum of x) / (n * sum of i^2 - (sum of i)^2) and b = (sum of x - m * sum of
 * i) / n, where i is 0 at the oldest of n = `period` bars; slope = m, intercept = b, value = b + m * (n - 1), forecast =
 * b + m * n, angle = atan(m) in degrees, r2 = the squared {@linkcode correlation} with i. Operations are in TA-Lib's
 * order. While the line does not move, slope, angle and r2 are 0. Minimum period: that of the line plus `period - 1`.
 * Source: TA-Lib's LINEARREG, TSF, LINEARREG_SLOPE, LINEARREG_ANGLE and LINEARREG_INTERCEPT; scipy's `linregress`.
 *
 * @param line The line.
 * @param period Number of bars, a whole number from 2 on; 14 by default.
 * @returns Six lines: value, forecast and intercept in the units of the line, the slope in those for each bar.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 2 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class SteadyTrend extends ct.Strategy.with({ period: 50 }) {
 *   trend = ct.linearRegression(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.trend.slope.now > 0 && this.trend.r2.now > 0.8 && this.position.size === 0) this.buy();
 *     else if (this.trend.slope.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function linearRegression(line: Line, period: number = 14): LinearRegressionLines {
  checkCall("linearRegression", arguments, ["line", "period"]);
  checkLeastPeriod("linearRegression", period, 2, "a line through one value has no slope");
  return LINEAR_REGRESSION(line, { period });
}
