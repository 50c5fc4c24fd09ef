/**
 * Finds holes in the bars of a feed that has a calendar: sessions without a bar, and bars that are missing within one.
 *
 * @module
 */

import { DAY_US, formatWallTime, SESSION_DAY_OFFSET } from "../time/civil_date.ts";
import { formatTimeframe, type Timeframe } from "../time/timeframe.ts";
import type { TimeZone } from "../time/time_zone.ts";
import type { BarTimes } from "../holes.ts";
import { dateOf } from "./date_text.ts";
import { breakUsBetween, rowOfDay, type SessionTable } from "./session_table.ts";

/**
 * Returns a note about holes. A date without a session is no hole, nor is a break. A session without a bar is told by its
 * date; within a session the longest hole is told, which may lie before its first bar or after its last one.
 *
 * @param times Ends and session dates of the bars.
 * @param timeframe The timeframe, at most a day.
 * @param timeZone The zone of the feed.
 * @param table The sessions of the feed's calendar.
 * @returns A sentence, or undefined without a hole.
 */
export function noteOnCalendarHoles(
  times: BarTimes,
  timeframe: Timeframe,
  timeZone: TimeZone,
  table: SessionTable,
): string | undefined {
  const { sessions: missing, within } = calendarHoles(times, timeframe, table), parts: string[] = [];
  if (missing.length > 0) {
    const [first] = missing;
    parts.push(missing.length === 1 ? `the session of ${first}` : `${missing.length} sessions, the first of ${first}`);
  }
  if (within.length > 0) {
    const { bars, afterUs } = within.reduce((a, b) => b.bars > a.bars ? b : a);
    const text = `${bars} ${bars === 1 ? "bar" : "bars"} of ${formatTimeframe(timeframe.us)} after ${
      formatWallTime(timeZone.wallTimeUs(afterUs))
    }`;
    parts.push(
      within.length === 1
        ? `1 place within a session, ${text}`
        : `${within.length} places within sessions, of which the longest is ${text}`,
    );
  }
  return parts.length === 0 ? undefined : `Rows are missing by the calendar ${table.calendar}: ${parts.join("; ")}`;
}

/** Holes by a calendar. */
export interface CalendarHoles {
  /** Dates of the sessions between the first and the last bar that have no bar. */
  readonly sessions: readonly string[];
  /** Places within sessions at which bars are missing. */
  readonly within: readonly Hole[];
}

/** A place at which bars are missing. */
export interface Hole {
  /** Number of the bars. */
  readonly bars: number;
  /** The end of the bar before them, or the begin of the session. */
  readonly afterUs: number;
}

/**
 * Returns all holes by a calendar.
 *
 * @param times Ends and session dates of the bars.
 * @param timeframe The timeframe, at most a day.
 * @param table The sessions of the calendar.
 */
export function calendarHoles(times: BarTimes, timeframe: Timeframe, table: SessionTable): CalendarHoles {
  return {
    sessions: missingSessions(times.sessionDay, table).map((day) => dateOf(day - SESSION_DAY_OFFSET)),
    within: timeframe.us < DAY_US ? holesWithin(times, timeframe, table) : [],
  };
}

/** Returns the dates of the sessions between the first and the last bar that have no bar. */
function missingSessions(sessionDay: Float64Array, { day }: SessionTable): number[] {
  const present = new Set(sessionDay), first = sessionDay[0]!, last = sessionDay.at(-1)!;
  return [...day].filter((each) => each > first && each < last && !present.has(each));
}

/**
 * Returns the holes within the hours of sessions. Before the first bar of the data and after the last one nothing is
 * missing.
 */
function holesWithin({ timeUs, sessionDay }: BarTimes, { us }: Timeframe, table: SessionTable): Hole[] {
  const holes: Hole[] = [];
  /** Adds what lies between two bars, or between a bar and an end of the session. */
  const add = (day: number, fromUs: number, untilUs: number): void => {
    const session = rowOfDay(table, day);
    if (session < 0) return;
    const from = Math.max(fromUs, table.openUs[session]!), until = Math.min(untilUs, table.closeUs[session]!);
    const bars = Math.floor((until - from - breakUsBetween(table, from, until)) / us);
    if (bars > 0) holes.push({ bars, afterUs: from });
  };
  for (let row = 1; row < timeUs.length; row++) {
    const day = sessionDay[row]!, before = sessionDay[row - 1]!, endUs = timeUs[row - 1]!, beginUs = timeUs[row]! - us;
    if (beginUs <= endUs) continue;
    if (day === before) add(day, endUs, beginUs);
    else {
      add(before, endUs, Infinity);
      add(day, -Infinity, beginUs);
    }
  }
  return holes;
}
