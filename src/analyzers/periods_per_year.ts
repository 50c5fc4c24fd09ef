/**
 * The number of returns in a year, from the session dates of a run.
 *
 * @module
 */

import { SESSION_DAY_OFFSET, weekdayOf } from "../feeds/time/civil_date.ts";

const DAYS_PER_YEAR = 365.25;

/** Spacings of session dates in days, from and to, with their number in a year. */
const SPACINGS = [
  [6, 8, 52],
  [28, 31, 12],
  [89, 92, 4],
  [181, 184, 2],
  [364, 367, 1],
] as const;

/**
 * Returns the number of returns in a year.
 *
 * The commonest spacing of the dates decides: weeks are 52, months 12, quarters 4, half years 2 and years 1. Where it is
 * a day, 252 stands for sessions on weekdays, 313 for sessions on six days and 365 for sessions on all days of the week;
 * a day of the week counts if it has half as many sessions as the commonest one. Other spacings count as they occur.
 *
 * @param days Session dates as day numbers, 0001-01-01 (a Monday) being 1, ascending.
 * @returns The number, 1 or more.
 */
export function periodsPerYearOf(days: Float64Array): number {
  const spacing = commonestSpacing(days);
  if (spacing <= 1) return [252, 313, 365][Math.max(0, weekdaysOf(days) - 5)]!;
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

/** Returns the number of days of the week that have sessions. */
function weekdaysOf(days: Float64Array): number {
  const counts = [0, 0, 0, 0, 0, 0, 0];
  for (const day of days) counts[weekdayOf(day - SESSION_DAY_OFFSET) - 1]!++;
  const most = Math.max(...counts);
  return counts.filter((count) => count > 0 && count * 2 >= most).length;
}
