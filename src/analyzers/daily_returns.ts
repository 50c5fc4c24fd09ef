/**
 * Daily returns of an account, and the ratios of their mean to their deviation.
 *
 * @module
 */

import { exactSum } from "../indicators/exact_sum.ts";

/** What the daily returns of a run say about its risk; null where a figure is not defined. */
export interface ReturnRatios {
  /** Sample deviation (over n - 1) times the root of the periods in a year. */
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
 * The last equity of each session date.
 *
 * A step whose date is before that of an earlier step, as feeds in different time zones can have it, belongs to the
 * later date, so that time never goes back.
 *
 * @param sessionDay The session date of each step as a day number.
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
 * The returns between values: `(value - previous) / previous`, one fewer than there are values.
 *
 * @param values Values of the account.
 * @returns The returns, or null if a value to divide by is not above zero.
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
 * Volatility, Sharpe ratio and Sortino ratio of daily returns, for a risk-free rate and a target of zero.
 *
 * @param returns Daily returns, or null if they are not defined.
 * @param periodsPerYear How many of them make up a year.
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
 * How many daily returns make up a year: 365 where a session is on a Saturday or Sunday, else 252.
 *
 * @param days Session dates as day numbers, 0001-01-01 (a Monday) being 1.
 * @returns 365 or 252.
 */
export function periodsPerYearOf(days: Float64Array): number {
  // A remainder by seven of 1 is a Monday, of 6 a Saturday and of 0 a Sunday.
  return days.some((day) => day % 7 === 6 || day % 7 === 0) ? 365 : 252;
}
