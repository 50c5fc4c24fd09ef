/**
 * Finds holes: spans in which rows are missing.
 *
 * The notion of a hole follows the data. Data of every day of the week has a hole where two rows are farther apart than
 * the timeframe. Other data rests at night and on weekends: there a hole is a span within a session, unless the data
 * rests at that time of day regularly, or three weekdays and more without a row.
 *
 * @module
 */

import { DAY_US, formatWallTime, SESSION_DAY_OFFSET, weekdayOf } from "./time/civil_date.ts";
import type { TimeZone } from "./time/time_zone.ts";
import { formatTimeframe, type Timeframe } from "./time/timeframe.ts";

/** The ends of bars and their session dates. */
export interface BarTimes {
  /** Ends of the bars, ascending, in microseconds since the epoch. */
  readonly timeUs: Float64Array;
  /** Session dates as day numbers. */
  readonly sessionDay: Float64Array;
}

/** Weekdays without a row from which on they are a hole; exchanges rest for one or two by holidays. */
const WEEKDAYS_MISSING = 3;

/** Holes of one series. */
interface Holes {
  count: number;
  /** Length of the longest in its own measure, and its row: the last one before the hole. */
  longest: number;
  row: number;
  /** Length of the longest as text. */
  text: string;
}

/**
 * Returns a note about the holes of a series.
 *
 * @param times Ends and session dates of the bars.
 * @param timeframe The timeframe.
 * @param timeZone The zone of the feed.
 * @returns A sentence with the number of holes, the longest and its place; undefined without a hole.
 */
export function noteOnHoles(times: BarTimes, timeframe: Timeframe, timeZone: TimeZone): string | undefined {
  const { count, row, text } = findHoles(times, timeframe, timeZone);
  if (count === 0) return undefined;
  const dated = timeframe.us >= DAY_US;
  const after = dated
    ? formatWallTime((times.sessionDay[row]! - SESSION_DAY_OFFSET) * DAY_US)
    : formatWallTime(timeZone.wallTimeUs(times.timeUs[row]!));
  return count === 1
    ? `Rows are missing in 1 place: ${text} after ${after}`
    : `Rows are missing in ${count} places; the longest hole is ${text} after ${after}`;
}

function findHoles(times: BarTimes, timeframe: Timeframe, timeZone: TimeZone): Holes {
  const { timeUs, sessionDay } = times, holes: Holes = { count: 0, longest: 0, row: -1, text: "" };
  const limitUs = timeframe.us >= 7 * DAY_US ? 1.5 * timeframe.us : timeframe.us;
  const rows = rowsBeforeGaps(timeUs, limitUs);
  if (rows.length === 0) return holes;
  const add = (row: number, length: number, text: () => string) => {
    holes.count++;
    if (length <= holes.longest) return;
    holes.longest = length;
    holes.row = row;
    holes.text = text();
  };
  const everyDay = timeframe.us < 7 * DAY_US && tradesOnWeekends(sessionDay);
  const breaks = timeframe.us < DAY_US && !everyDay ? regularBreaks(times, rows, timeZone) : undefined;
  for (const row of rows) {
    const days = sessionDay[row + 1]! - sessionDay[row]!, gapUs = timeUs[row + 1]! - timeUs[row]!;
    const bars = () => barsText(Math.round(gapUs / timeframe.us) - 1, timeframe);
    if (timeframe.us >= 7 * DAY_US) {
      add(row, gapUs, bars);
    } else if (everyDay) {
      // Days that change the clock are an hour longer on the clock of their zone.
      if (timeframe.us >= DAY_US && days * DAY_US <= timeframe.us) continue;
      add(row, gapUs - timeframe.us, bars);
    } else if (days > 0) {
      const missing = weekdaysBetween(sessionDay[row]!, sessionDay[row + 1]!);
      if (missing < WEEKDAYS_MISSING || missing * DAY_US < timeframe.us) continue;
      add(row, missing * DAY_US, () => `${missing} weekdays`);
    } else if (!breaks!.has(timeOfDay(timeUs[row]!, timeZone))) {
      add(row, gapUs - timeframe.us, bars);
    }
  }
  return holes;
}

/** Returns the rows that the next one follows after more than a span. */
function rowsBeforeGaps(timeUs: Float64Array, limitUs: number): number[] {
  const rows: number[] = [];
  let previous = timeUs[0]!;
  for (let row = 1; row < timeUs.length; row++) {
    const time = timeUs[row]!;
    if (time - previous > limitUs) rows.push(row - 1);
    previous = time;
  }
  return rows;
}

/** Returns whether Saturdays and Sundays have sessions as other days have. */
function tradesOnWeekends(sessionDay: Float64Array): boolean {
  const counts = [0, 0, 0, 0, 0, 0, 0];
  let previous = NaN;
  for (let row = 0; row < sessionDay.length; row++) {
    const day = sessionDay[row]!;
    if (day === previous) continue;
    previous = day;
    counts[weekdayOf(day - SESSION_DAY_OFFSET) - 1]!++;
  }
  return Math.min(counts[5]!, counts[6]!) * 2 > Math.max(...counts);
}

/** Returns the times of day at which the data rests within at least half of the sessions. */
function regularBreaks(
  { timeUs, sessionDay }: BarTimes,
  rows: readonly number[],
  timeZone: TimeZone,
): ReadonlySet<number> {
  const counts = new Map<number, number>();
  let sessions = 1;
  for (let row = 1; row < sessionDay.length; row++) if (sessionDay[row] !== sessionDay[row - 1]) sessions++;
  for (const row of rows) {
    if (sessionDay[row + 1] !== sessionDay[row]) continue;
    const at = timeOfDay(timeUs[row]!, timeZone);
    counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count * 2 >= sessions && count > 1).map(([at]) => at));
}

function timeOfDay(timeUs: number, timeZone: TimeZone): number {
  const wallUs = timeZone.wallTimeUs(timeUs);
  return wallUs - Math.floor(wallUs / DAY_US) * DAY_US;
}

/** Returns the number of weekdays between two dates, without both. */
function weekdaysBetween(first: number, last: number): number {
  let count = Math.floor((last - first - 1) / 7) * 5;
  for (let day = first + 1 + Math.floor((last - first - 1) / 7) * 7; day < last; day++) {
    if (weekdayOf(day - SESSION_DAY_OFFSET) <= 5) count++;
  }
  return count;
}

function barsText(bars: number, timeframe: Timeframe): string {
  return `${bars} ${bars === 1 ? "bar" : "bars"} of ${formatTimeframe(timeframe.us)}`;
}
