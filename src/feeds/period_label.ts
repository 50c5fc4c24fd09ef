/**
 * The day by which bars of weeks and months are named: the first or the last of the period.
 *
 * @module
 */

import { addMonths, dateOfDay, DAY_US, daysInMonth, weekdayOf } from "./time/civil_date.ts";
import type { Timeframe } from "./time/timeframe.ts";

/** The day that names a bar longer than a day: the first or last of its week or month, or one that does not tell. */
export type PeriodLabel = "first" | "last" | "unclear";

/** Weekdays that holidays may put between the end of a month and its first or last day of trade. */
const HOLIDAYS = 2;

/**
 * Returns the day by which the bars are named.
 *
 * Weeks are named by their first day if the dates are Mondays, or Tuesdays and Wednesdays after holidays; by their last
 * day if they are Fridays, or Thursdays and Wednesdays before holidays. Months are named by their first or last day if
 * that day, or the first or last weekday, names most of them, and holidays explain the others.
 *
 * @param midnights Dates as wall times of their midnights, in microseconds.
 * @param timeframe The timeframe of the bars, more than a day.
 * @returns The label.
 */
export function periodLabel(midnights: Float64Array, timeframe: Timeframe): PeriodLabel {
  if (timeframe.months > 0) {
    if (isMostlyAt(midnights, weekdaysBefore)) return "first";
    return isMostlyAt(midnights, weekdaysAfter) ? "last" : "unclear";
  }
  if (timeframe.us % (7 * DAY_US) !== 0) return "unclear";
  const counts = [0, 0, 0, 0, 0, 0, 0];
  for (const midnight of midnights) counts[weekdayOf(midnight / DAY_US) - 1]!++;
  const [monday, tuesday, wednesday, thursday, friday] = counts as [number, number, number, number, number];
  const rows = midnights.length;
  if (monday + tuesday + wednesday === rows && monday * 2 > rows) return "first";
  return wednesday + thursday + friday === rows && friday * 2 > rows ? "last" : "unclear";
}

/**
 * Returns the last day of a bar that is named by its first day: the Sunday of its last week, or the end of its last
 * month, also where the name is the first day of trade.
 *
 * @param midnight The date as the wall time of its midnight, in microseconds.
 * @param timeframe The timeframe of the bar.
 * @returns Days since 1970-01-01.
 */
export function lastDayOfPeriod(midnight: number, timeframe: Timeframe): number {
  if (timeframe.months > 0) {
    const first = midnight - (dateOfDay(midnight / DAY_US).day - 1) * DAY_US;
    return addMonths(first, timeframe.months) / DAY_US - 1;
  }
  return midnight / DAY_US + 1 - weekdayOf(midnight / DAY_US) + timeframe.us / DAY_US - 1;
}

/** Returns whether most dates have no weekday between them and the end of their month, and the others few. */
function isMostlyAt(midnights: Float64Array, weekdaysTo: (dayNumber: number) => number): boolean {
  let near = 0;
  for (const midnight of midnights) {
    const weekdays = weekdaysTo(midnight / DAY_US);
    if (weekdays > HOLIDAYS) return false;
    if (weekdays === 0) near++;
  }
  return near * 2 > midnights.length;
}

function weekdaysBefore(dayNumber: number): number {
  return weekdaysOf(dayNumber - dateOfDay(dayNumber).day + 1, dayNumber);
}

function weekdaysAfter(dayNumber: number): number {
  const { year, month, day } = dateOfDay(dayNumber);
  return weekdaysOf(dayNumber + 1, dayNumber + 1 + daysInMonth(year, month) - day);
}

function weekdaysOf(first: number, end: number): number {
  let count = 0;
  for (let day = first; day < end; day++) if (weekdayOf(day) <= 5) count++;
  return count;
}

/** The label of bars of which the last one stands amid a period. */
export interface RunningBar {
  /** The label of the others. */
  readonly label: "first" | "last";
  /** True if the last one lies in the period of the one before it. */
  readonly isTwice: boolean;
}

/**
 * Returns the label of bars of which the last one alone does not have it: many sources add the week or month that is not
 * over, named by its day so far.
 *
 * @param midnights Dates as wall times of their midnights, ascending.
 * @param timeframe The timeframe of the bars.
 * @returns The label; `undefined` where the last one is as the others are, or they are too few to tell.
 */
export function runningBar(midnights: Float64Array, timeframe: Timeframe): RunningBar | undefined {
  const count = midnights.length - 1;
  if (count < 2 || timeframe.us <= DAY_US) return undefined;
  const label = periodLabel(midnights.subarray(0, count), timeframe);
  if (label === "unclear") return undefined;
  const isTwice = label === "first" &&
    lastDayOfPeriod(midnights[count]!, timeframe) === lastDayOfPeriod(midnights[count - 1]!, timeframe);
  return isTwice || periodLabel(midnights, timeframe) === "unclear" ? { label, isTwice } : undefined;
}
