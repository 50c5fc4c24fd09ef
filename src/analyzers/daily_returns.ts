/**
 * Daily returns of an account, and the ratios of their mean to their deviation.
 *
 * @module
 */

import { exactSum } from "../feeds/exact_sum.ts";

/** Reason of a figure that came to no finite number. */
export const PAST_NUMBERS = "it is past every number";

/** Risk figures of the returns; null for an undefined figure. */
export interface ReturnRatios {
  /** Sample deviation (over n - 1) times the square root of the periods in a year. */
  readonly volatility: number | null;
  /** Mean above the risk-free rate over the sample deviation, times that root. */
  readonly sharpe: number | null;
  /** Mean above the risk-free rate over the downside deviation, times that root. */
  readonly sortino: number | null;
  /** Reason of each figure that is null, by its name. */
  readonly reasons: Readonly<Record<string, string>>;
}

/** The session dates of a run, with the steps and the last equity of each. */
export interface DailyEquity {
  /** Session dates as day numbers, ascending. */
  readonly days: Float64Array;
  /** Number of steps of each date. */
  readonly steps: Float64Array;
  /** The last equity of each date. */
  readonly equity: Float64Array;
}

/**
 * Returns the session dates of a run, with the steps and the last equity of each.
 *
 * Feeds in different time zones can make a session date go back. Such a step belongs to the latest date so far, so that
 * dates ascend.
 *
 * @param sessionDay Session date of each step as a day number.
 * @param equity Value of the account at the end of each step.
 * @returns The dates, their steps and their last values.
 */
export function dailyEquity(sessionDay: Float64Array, equity: Float64Array): DailyEquity {
  const days: number[] = [], steps: number[] = [], values: number[] = [];
  let latestDay = -Infinity;
  for (let step = 0; step < equity.length; step++) {
    const day = sessionDay[step]!;
    if (day <= latestDay) {
      steps[steps.length - 1]!++;
      continue;
    }
    if (step > 0) values.push(equity[step - 1]!);
    days.push(day);
    steps.push(1);
    latestDay = day;
  }
  if (equity.length > 0) values.push(equity[equity.length - 1]!);
  return { days: Float64Array.from(days), steps: Float64Array.from(steps), equity: Float64Array.from(values) };
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
 * Returns volatility, Sharpe ratio and Sortino ratio of returns.
 *
 * @param returns Returns of the session dates, or null if they are undefined.
 * @param periodsPerYear Number of such returns in a year.
 * @param riskFree Risk-free rate of a year, a fraction above -1.
 * @returns The ratios.
 */
export function returnRatios(returns: Float64Array | null, periodsPerYear: number, riskFree: number = 0): ReturnRatios {
  if (returns === null) return noRatios("an equity to divide by is not above zero");
  if (returns.length < 2) return noRatios("there are fewer than two returns");
  const root = Math.sqrt(periodsPerYear);
  const free = riskFree === 0 ? 0 : (1 + riskFree) ** (1 / periodsPerYear) - 1;
  const excess = free === 0 ? returns : returns.map((value) => value - free);
  const mean = exactSum(returns) / returns.length, meanExcess = exactSum(excess) / excess.length;
  // Equal returns have no deviation, although their rounded mean may differ from them.
  const constant = returns.every((value) => value === returns[0]);
  const squares = returns.map((value) => (value - mean) ** 2);
  const deviation = constant ? 0 : Math.sqrt(exactSum(squares) / (returns.length - 1));
  const downsideSquares = excess.map((value) => value < 0 ? value ** 2 : 0);
  const downside = Math.sqrt(exactSum(downsideSquares) / excess.length);
  const reasons: Record<string, string> = {};
  if (deviation === 0) reasons["sharpe"] = "the returns do not vary";
  if (downside === 0) reasons["sortino"] = "no return is below the risk-free rate";
  const told = (name: string, figure: number): number | null => {
    if (Number.isFinite(figure)) return figure;
    reasons[name] ??= PAST_NUMBERS;
    return null;
  };
  // A ratio to a deviation that is past every number would be zero.
  const ratio = (to: number): number => to < Infinity ? meanExcess / to * root : NaN;
  return {
    volatility: told("volatility", deviation * root),
    sharpe: deviation === 0 ? null : told("sharpe", ratio(deviation)),
    sortino: downside === 0 ? null : told("sortino", ratio(downside)),
    reasons,
  };
}

function noRatios(reason: string): ReturnRatios {
  return {
    volatility: null,
    sharpe: null,
    sortino: null,
    reasons: { volatility: reason, sharpe: reason, sortino: reason },
  };
}
