/**
 * What a search keeps of the returns of a trial: their moments, and their sums by parts of the time.
 *
 * @module
 */

import { exactSum } from "../feeds/exact_sum.ts";
import { centralSum, deviationOf, isConstant, meanOf } from "../analyzers/returns/moments.ts";

/** Parts into which the time of the returns is cut for correlations between trials. */
export const TIME_PARTS = 64;

/** Facts of the returns of one trial: returns of session dates above the risk-free rate. */
export interface ReturnFacts {
  /** Number of returns. */
  readonly count: number;
  /** Mean of a period. */
  readonly mean: number;
  /** Sample deviation, over n - 1; zero where they do not vary, and for fewer than two. */
  readonly deviation: number;
  /** Sharpe ratio of a period, `mean / deviation`, not annualised; null where the deviation is zero. */
  readonly sharpe: number | null;
  /** Skewness, the third central moment over the deviation (over n) cubed; 0 where they do not vary. */
  readonly skewness: number;
  /** Kurtosis, the fourth central moment over the squared variance (over n): 3 for a normal distribution, also where they do not vary. */
  readonly kurtosis: number;
  /** Sums of the returns of each part of the time, and then the sums of their squares; see {@linkcode partOfTime}. */
  readonly parts: readonly number[];
}

/** Returns the first return of a part of the time; the number of returns for the part behind the last. */
export function partOfTime(part: number, count: number, parts: number = TIME_PARTS): number {
  return Math.floor(part * count / parts);
}

/**
 * Returns the facts of returns.
 *
 * @param returns Returns above the risk-free rate, one for each period.
 */
export function returnFacts(returns: Float64Array): ReturnFacts {
  const count = returns.length, varies = count > 1 && !isConstant(returns);
  const mean = count === 0 ? 0 : meanOf(returns), deviation = varies ? deviationOf(returns) : 0;
  const second = varies ? centralSum(returns, 2) / count : 0;
  const sums: number[] = [], squares: number[] = [];
  for (let part = 0; part < TIME_PARTS; part++) {
    const of = returns.subarray(partOfTime(part, count), partOfTime(part + 1, count));
    sums.push(exactSum(of));
    squares.push(exactSum(of.map((value) => value * value)));
  }
  return {
    ...{ count, mean, deviation, sharpe: deviation > 0 ? mean / deviation : null },
    skewness: second > 0 ? centralSum(returns, 3) / count / second ** 1.5 : 0,
    kurtosis: second > 0 ? centralSum(returns, 4) / count / second ** 2 : 3,
    parts: [...sums, ...squares],
  };
}
