/**
 * Weeks, months, quarters and years of the calendar, and what a series did in each.
 *
 * @module
 */

import { exactSum } from "../../feeds/exact_sum.ts";
import { type CivilDate, dateOfDay, DAY_US, formatWallTime, SESSION_DAY_OFFSET } from "../../feeds/time/civil_date.ts";

/** A period of the calendar. A week is one of ISO 8601, from Monday to Sunday. */
export type CalendarPeriod = "week" | "month" | "quarter" | "year";

/** Consecutive entries of a column in one period: from an index up to another, which is left out. */
export interface PeriodSpan {
  /** First index. */
  readonly from: number;
  /** Index behind the last one. */
  readonly to: number;
}

/** Returns the date of a session day. */
export function dateOf(day: number): CivilDate {
  return dateOfDay(day - SESSION_DAY_OFFSET);
}

/** Returns the number of the period that a session day lies in; later periods have larger ones. */
function periodNumber(day: number, period: CalendarPeriod): number {
  // Session day 1 is a Monday.
  if (period === "week") return Math.floor((day - 1) / 7);
  const { year, month } = dateOf(day);
  if (period === "year") return year;
  return period === "month" ? year * 12 + month : year * 4 + Math.floor((month - 1) / 3);
}

/** Returns the periods that ascending session days lie in. */
export function periodSpans(days: Float64Array, period: CalendarPeriod): PeriodSpan[] {
  const spans: PeriodSpan[] = [];
  for (let from = 0, to = 0; from < days.length; from = to) {
    const number = periodNumber(days[from]!, period);
    for (to = from + 1; to < days.length && periodNumber(days[to]!, period) === number;) to++;
    spans.push({ from, to });
  }
  return spans;
}

/** Returns the sum of the values of each period. */
export function periodSums(days: Float64Array, values: Float64Array, period: CalendarPeriod): Float64Array {
  return Float64Array.from(periodSpans(days, period), ({ from, to }) => exactSum(values.subarray(from, to)));
}

/**
 * Returns the return of each period. `values` has one entry before the first day and one after each: the return of a period
 * is its last value over the one before the period, less one.
 */
export function periodReturns(days: Float64Array, values: Float64Array, period: CalendarPeriod): Float64Array {
  return Float64Array.from(periodSpans(days, period), ({ from, to }) => growthOf(values, from, to));
}

/** Returns the change from one entry to another, as a fraction of the first; NaN if that is not above zero. */
export function growthOf(values: Float64Array, from: number, to: number): number {
  const before = values[from]!;
  return before > 0 ? (values[to]! - before) / before : NaN;
}

/** Returns a session day as text, `YYYY-MM-DD`. */
export function dateText(day: number): string {
  return formatWallTime((day - SESSION_DAY_OFFSET) * DAY_US);
}
