/**
 * The spread of a pair and its score.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { SimpleAverage } from "../average/sma.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkLinePeriod, Regression } from "./regression_on.ts";
import { StandardDeviation } from "./std_dev.ts";

const SPREAD_SCORE = defineIndicator({
  name: "spreadScore",
  inputs: ["y", "x"],
  outputs: ["spread", "mean", "deviation", "score"],
  params: { period: 10 },
  minPeriod: ({ period }) => [period, 2 * period - 1, 2 * period - 1, 2 * period - 1],
  memory: "window",
  update: ({ period }) => {
    const regression = new Regression(period), average = new SimpleAverage(period);
    const spreads = new StandardDeviation(period);
    return (y, x) => {
      const [slope, intercept] = regression.update(y, x), spread = y - (slope * x + intercept);
      if (spread !== spread) return [NaN, NaN, NaN, NaN];
      const mean = average.update(spread), deviation = spreads.update(spread), distance = spread - mean;
      return [spread, mean, deviation, distance === 0 || deviation === 0 ? 0 * deviation : distance / deviation];
    };
  },
  formula: "spread = y - (slope * x + intercept); score = (spread - sma(spread)) / stdDev(spread)",
});

/** The lines of {@linkcode spreadScore}. */
export interface SpreadScoreLines {
  /** Distance of `y` from the least squares line over `x`. */
  readonly spread: Line;
  /** Average of the spread. */
  readonly mean: Line;
  /** Standard deviation of the spread. */
  readonly deviation: Line;
  /** Distance of the spread from its average, in deviations. */
  readonly score: Line;
}

/**
 * Makes the spread of a pair: the distance of `y` from its least squares line over `x`, and how unusual it is.
 *
 * Formula: spread = y - (slope * x + intercept) by {@linkcode regressionOn} of that bar's window; mean = {@linkcode sma}
 * and deviation = {@linkcode stdDev} of the last `period` spreads; score = (spread - mean) / deviation, 0 where the spread
 * does not move. Minimum period: the larger of both lines' plus `period - 1` for the spread, plus `2 * period - 2` for the
 * others. backtrader's OLS_TransformationN takes 10 bars for its least squares line, whatever its period.
 *
 * Exactness: compared to 1e-8 with statsmodels; a small spread is the difference of large prices.
 *
 * @param y The line that is explained.
 * @param x The line that explains it.
 * @param period Number of bars, a whole number from 2 on; 10 by default.
 * @returns Four lines: the first three in units of y, the score in deviations.
 * @throws {TypeError} If one is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 2 on, or the lines are of different feeds.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Returns extends ct.Strategy.with({ period: 20 }) {
 *   pair = ct.spreadScore(this.data.close, ct.sma(this.data.close, 5), this.params.period);
 *
 *   override next(): void {
 *     if (this.pair.score.now < -2) this.buy();
 *     else if (this.pair.score.now > 0) this.close();
 *   }
 * }
 * ```
 */
export function spreadScore(y: Line, x: Line, period: number = 10): SpreadScoreLines {
  checkCall("spreadScore", arguments, ["y", "x", "period"]);
  checkLinePeriod("spreadScore", period);
  return SPREAD_SCORE(y, x, { period });
}
