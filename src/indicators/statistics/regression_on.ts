/**
 * The least squares line of one line over another.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { RollingSum } from "../../feeds/exact_sum.ts";
import { SlidingWindow } from "../sliding_window.ts";

const REGRESSION_ON = defineIndicator({
  name: "regressionOn",
  inputs: ["y", "x"],
  outputs: ["slope", "intercept"],
  params: { period: 10 },
  minPeriod: ({ period }) => period,
  memory: "window",
  update: ({ period }) => {
    const regression = new Regression(period);
    return (y, x) => regression.update(y, x);
  },
  formula: "slope = sum((x - mean x) * (y - mean y)) / sum((x - mean x)^2); intercept = mean y - slope * mean x",
});

/** The lines of {@linkcode regressionOn}. */
export interface RegressionLines {
  /** Change of `y` for a change of `x` by one: the hedge ratio of a pair. */
  readonly slope: Line;
  /** Value of the least squares line where `x` is zero. */
  readonly intercept: Line;
}

/**
 * Makes the least squares line of `y` over `x` in the last `period` bars, such as that of the prices of a pair. The
 * slope is its hedge ratio.
 *
 * Formula: slope = sum((x - mean x) * (y - mean y)) / sum((x - mean x)^2), intercept = mean y - slope * mean x, over the
 * window. Where `x` does not move the slope is 0. Minimum period: the larger of both lines' plus `period - 1`.
 * {@linkcode spreadScore} is the distance from that line.
 *
 * Exactness: compared to 1e-10 with statsmodels, which inverts the matrix of large prices and loses digits there.
 *
 * @param y The line that is explained.
 * @param x The line that explains it.
 * @param period Number of bars, a whole number from 2 on; 10 by default.
 * @returns Two lines: `slope` in units of y per unit of x, `intercept` in those of y.
 * @throws {TypeError} If one is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 2 on, or the lines are of different feeds.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class RisesWithVolume extends ct.Strategy.with({ period: 20 }) {
 *   line = ct.regressionOn(this.data.close, this.data.volume, this.params.period);
 *
 *   override next(): void {
 *     if (this.line.slope.now > 0) this.buy();
 *   }
 * }
 * ```
 */
export function regressionOn(y: Line, x: Line, period: number = 10): RegressionLines {
  checkCall("regressionOn", arguments, ["y", "x", "period"]);
  checkLinePeriod("regressionOn", period);
  return REGRESSION_ON(y, x, { period });
}

/** Rejects a period of one bar, as a line goes through any point. */
export function checkLinePeriod(indicator: string, period: number): void {
  if (period !== 1) return;
  throw new RangeError(`Cannot compute ${indicator} with a period of 1: give it a whole number of bars from 2 on`);
}

/** {@linkcode regressionOn} one bar at a time: NaN for the first `period - 1` bars. */
export class Regression {
  readonly #ys: SlidingWindow;
  readonly #xs: SlidingWindow;
  readonly #meanOfY: RollingSum;
  readonly #meanOfX: RollingSum;

  /** Makes a regression over `period` bars, a whole number from 2 on. */
  constructor(period: number) {
    this.#ys = new SlidingWindow(period);
    this.#xs = new SlidingWindow(period);
    this.#meanOfY = new RollingSum(period, period);
    this.#meanOfX = new RollingSum(period, period);
  }

  /** Adds the values of a bar and returns slope and intercept. */
  update(y: number, x: number): readonly [slope: number, intercept: number] {
    const meanOfY = this.#meanOfY.update(y), meanOfX = this.#meanOfX.update(x), isFull = this.#ys.push(y);
    this.#xs.push(x);
    if (!isFull) return [NaN, NaN];
    const { values: ys, start, length } = this.#ys, { values: xs } = this.#xs;
    let products = 0, squares = 0;
    for (let at = start; at < start + length; at++) {
      const distance = xs[at]! - meanOfX;
      products += distance * (ys[at]! - meanOfY);
      squares += distance * distance;
    }
    const slope = squares === 0 ? 0 : products / squares;
    return [slope, meanOfY - slope * meanOfX];
  }
}
