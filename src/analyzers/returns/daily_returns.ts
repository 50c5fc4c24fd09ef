/**
 * Daily returns of an account, and the ratios of their mean to their deviation.
 *
 * @module
 */

import { exactSum } from "../../feeds/exact_sum.ts";
import { deviationOf, meanOf } from "./moments.ts";

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
  const known = sessionDates.get(sessionDay), dates = known ?? datesOf(sessionDay);
  if (known === undefined) sessionDates.set(sessionDay, dates);
  const { days, steps } = dates, values = new Float64Array(days.length);
  for (let date = 0, end = 0; date < values.length; date++) {
    end += steps[date]!;
    values[date] = equity[end - 1]!;
  }
  return { days: days.slice(), steps: steps.slice(), equity: values };
}

/** The session dates of columns, which nobody writes to: all runs over a feed have the same ones. */
const sessionDates: WeakMap<Float64Array, Pick<DailyEquity, "days" | "steps">> = new WeakMap();

function datesOf(sessionDay: Float64Array): Pick<DailyEquity, "days" | "steps"> {
  const days: number[] = [], steps: number[] = [], { length } = sessionDay;
  let latestDay = -Infinity, first = 0;
  for (let step = 0; step < length; step++) {
    const day = sessionDay[step]!;
    if (day <= latestDay) continue;
    if (step > 0) steps.push(step - first);
    days.push(day);
    latestDay = day;
    first = step;
  }
  if (length > 0) steps.push(length - first);
  return { days: Float64Array.from(days), steps: Float64Array.from(steps) };
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

/** Returns the rate of each period from one rate of a year, or from one for each period. */
export function periodRates(riskFree: number | Float64Array, periodsPerYear: number, length: number): Float64Array {
  const rateOf = (rate: number): number => rate === 0 ? 0 : (1 + rate) ** (1 / periodsPerYear) - 1;
  return typeof riskFree === "number" ? new Float64Array(length).fill(rateOf(riskFree)) : riskFree.map(rateOf);
}

/**
 * Returns volatility, Sharpe ratio and Sortino ratio of returns.
 *
 * @param returns Returns of the session dates, or null if they are undefined.
 * @param periodsPerYear Number of such returns in a year.
 * @param riskFree Risk-free rate of a year, a fraction above -1: one for all returns, or one for each.
 * @returns The ratios.
 */
export function returnRatios(
  returns: Float64Array | null,
  periodsPerYear: number,
  riskFree: number | Float64Array = 0,
): ReturnRatios {
  if (returns === null) return noRatios("an equity to divide by is not above zero");
  if (returns.length < 2) return noRatios("there are fewer than two returns");
  const root = Math.sqrt(periodsPerYear);
  const free = periodRates(riskFree, periodsPerYear, returns.length);
  const excess = riskFree === 0 ? returns : returns.map((value, at) => value - free[at]!);
  const deviation = deviationOf(returns), meanExcess = meanOf(excess);
  // One rate for all returns does not change how they vary.
  const spread = typeof riskFree === "number" ? deviation : deviationOf(excess);
  const downside = downsideOf(excess);
  const reasons: Record<string, string> = {};
  if (spread === 0) reasons["sharpe"] = "the returns do not vary";
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
    sharpe: spread === 0 ? null : told("sharpe", ratio(spread)),
    sortino: downside === 0 ? null : told("sortino", ratio(downside)),
    reasons,
  };
}

/** Returns the downside deviation: the root of the mean over all returns of `min(excess, 0)` squared. */
export function downsideOf(excess: Float64Array): number {
  return Math.sqrt(exactSum(excess.map((value) => value < 0 ? value ** 2 : 0)) / excess.length);
}

function noRatios(reason: string): ReturnRatios {
  return {
    volatility: null,
    sharpe: null,
    sortino: null,
    reasons: { volatility: reason, sharpe: reason, sortino: reason },
  };
}
