/**
 * The number of returns in a year, from the session dates of a run.
 *
 * @module
 */

import { SESSION_DAY_OFFSET, weekdayOf } from "../../feeds/time/civil_date.ts";

const DAYS_PER_YEAR = 365.25;

/** Spacings of session dates in days, from and to, with their number in a year. */
const SPACINGS = [
  [6, 8, 52],
  [28, 31, 12],
  [89, 92, 4],
  [181, 184, 2],
  [364, 367, 1],
] as const;

/** Session dates and the number of steps in each. */
export interface SessionDates {
  /** Session dates as day numbers, 0001-01-01 (a Monday) being 1, ascending. */
  readonly days: Float64Array;
  /** Number of steps of each date. */
  readonly steps: Float64Array;
}

/**
 * Returns the number of returns in a year.
 *
 * The commonest spacing of the dates decides: weeks are 52, months 12, quarters 4, half years 2 and years 1. Where it is
 * a day, 365 stands for a market without rest, and 252 for any other. A market without rest has sessions on at least half
 * of the Saturdays and on half of the Sundays between the first and the last date. A date counts as a session if it has
 * at least half as many steps as the fullest one (the first and the last date more), so that the Sunday evening of
 * currencies does not. Other spacings
 * count as they occur.
 *
 * @param dates The session dates.
 * @returns The number, 1 or more.
 */
export function periodsPerYearOf(dates: SessionDates): number {
  const { days } = dates, spacing = commonestSpacing(days);
  if (spacing <= 1) return isWithoutRest(dates) ? 365 : 252;
  for (const [from, to, count] of SPACINGS) if (spacing >= from && spacing <= to) return count;
  return Math.max(1, Math.round((days.length - 1) / (days[days.length - 1]! - days[0]!) * DAYS_PER_YEAR));
}

/** Returns the commonest number of days between two dates, or the shorter of two; 1 for fewer than two dates. */
function commonestSpacing(days: Float64Array): number {
  const counts = new Map<number, number>();
  for (let at = 1; at < days.length; at++) {
    const spacing = days[at]! - days[at - 1]!;
    counts.set(spacing, (counts.get(spacing) ?? 0) + 1);
  }
  let commonest = 1, most = 0;
  for (const [spacing, count] of counts) {
    if (count > most || (count === most && spacing < commonest)) {
      commonest = spacing;
      most = count;
    }
  }
  return commonest;
}

/** Returns whether there are sessions on the Saturdays and the Sundays that the dates span, of which there is one. */
function isWithoutRest({ days, steps }: SessionDates): boolean {
  if (days.length < 2) return false;
  const last = days.length - 1, fullest = steps.reduce((most, count) => Math.max(most, count));
  let found = false;
  for (const weekday of [6, 7]) {
    let dates = datesOf(weekday, days[0]!, days[last]!), sessions = 0;
    for (let at = 0; at <= last; at++) {
      if (weekdayOf(days[at]! - SESSION_DAY_OFFSET) !== weekday) continue;
      // Data begin and end at any time of day, so the first and the last date tell less than the others.
      const isEnd = at === 0 || at === last, part = steps[at]! / fullest;
      if (part > 0.5 || (part === 0.5 && !isEnd)) sessions++;
      else if (isEnd) dates--;
    }
    if (sessions * 2 < dates) return false;
    found ||= sessions > 0;
  }
  return found;
}

/** Returns the number of dates with a day of the week from one date to another. */
function datesOf(weekday: number, first: number, last: number): number {
  const daysTo = (weekday - weekdayOf(first - SESSION_DAY_OFFSET) + 7) % 7;
  return Math.max(0, Math.floor((last - first - daysTo) / 7) + 1);
}
