/**
 * Daily returns of an account, and the ratios of their mean to their deviation.
 *
 * @module
 */

import { exactSum } from "../indicators/exact_sum.ts";

/** Risk figures of the daily returns; null for an undefined figure. */
export interface ReturnRatios {
  /** Sample deviation (over n - 1) times the square root of the periods in a year. */
  readonly volatility: number | null;
  /** Mean over the sample deviation, times that root. */
  readonly sharpe: number | null;
  /** Mean over the downside deviation, times that root. */
  readonly sortino: number | null;
}

/** The session dates of a run and the last equity of each. */
export interface DailyEquity {
  /** Session dates as day numbers, ascending. */
  readonly days: Float64Array;
  /** The last equity of each date. */
  readonly equity: Float64Array;
}

/**
 * Returns the last equity of each session date.
 *
 * Feeds in different time zones can make a session date go back. Such a step belongs to the latest date so far, so that
 * dates ascend.
 *
 * @param sessionDay Session date of each step as a day number.
 * @param equity Value of the account at the end of each step.
 * @returns The dates and their last values.
 */
export function dailyEquity(sessionDay: Float64Array, equity: Float64Array): DailyEquity {
  const days: number[] = [], values: number[] = [];
  let latestDay = -Infinity;
  for (let step = 0; step < equity.length; step++) {
    const day = sessionDay[step]!;
    if (day <= latestDay) continue;
    if (step > 0) values.push(equity[step - 1]!);
    days.push(day);
    latestDay = day;
  }
  if (equity.length > 0) values.push(equity[equity.length - 1]!);
  return { days: Float64Array.from(days), equity: Float64Array.from(values) };
}

/**
 * Returns the changes between values, `(value - previous) / previous`; one fewer than there are values.
 *
 * @param values Values of the account.
 * @returns The returns, or null if a divisor is not above zero.
 */
export function returnsOf(values: Float64Array): Float64Array | null {
  const result = new Float64Array(Math.max(0, values.length - 1));
  for (let index = 0; index < result.length; index++) {
    const previous = values[index]!;
    if (!(previous > 0)) return null;
    result[index] = (values[index + 1]! - previous) / previous;
  }
  return result;
}

/**
 * Returns volatility, Sharpe ratio and Sortino ratio of daily returns, for a risk-free rate and a target of zero.
 *
 * @param returns Daily returns, or null if they are undefined.
 * @param periodsPerYear Number of daily returns in a year.
 * @returns The ratios.
 */
export function returnRatios(returns: Float64Array | null, periodsPerYear: number): ReturnRatios {
  if (returns === null || returns.length < 2) return { volatility: null, sharpe: null, sortino: null };
  const root = Math.sqrt(periodsPerYear);
  const mean = exactSum(returns) / returns.length;
  // Equal returns have no deviation, although their rounded mean may differ from them.
  const constant = returns.every((value) => value === returns[0]);
  const squares = returns.map((value) => (value - mean) ** 2);
  const deviation = constant ? 0 : Math.sqrt(exactSum(squares) / (returns.length - 1));
  const downsideSquares = returns.map((value) => value < 0 ? value ** 2 : 0);
  const downside = Math.sqrt(exactSum(downsideSquares) / returns.length);
  return {
    volatility: deviation * root,
    sharpe: deviation === 0 ? null : mean / deviation * root,
    sortino: downside === 0 ? null : mean / downside * root,
  };
}

/**
 * Returns the number of daily returns in a year: 365 for data with a session on a Saturday or Sunday, else 252.
 *
 * @param days Session dates as day numbers, 0001-01-01 (a Monday) being 1.
 * @returns 365 or 252.
 */
export function periodsPerYearOf(days: Float64Array): number {
  // Day numbers by remainder of seven: 1 is a Monday, 6 a Saturday, 0 a Sunday.
  return days.some((day) => day % 7 === 6 || day % 7 === 0) ? 365 : 252;
}
