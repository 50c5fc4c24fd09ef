/**
 * The sessions of a feed's bars: the session date of each, and the table that tells hours and breaks.
 *
 * @module
 */

import { noteOnHoles } from "../holes.ts";
import { sessionDays, type SessionHours } from "../session_hours.ts";
import { DAY_US, formatWallTime, SESSION_DAY_OFFSET } from "../time/civil_date.ts";
import type { Timeframe } from "../time/timeframe.ts";
import { TimeZone } from "../time/time_zone.ts";
import { type Calendar, knownRange, sourceOf } from "./calendar.ts";
import { noteOnCalendarHoles } from "./calendar_holes.ts";
import { dateOf } from "./date_text.ts";
import { type ClockHours, timesOfHours } from "./session_clock.ts";
import { rowOfDay, type SessionTable, sessionTable } from "./session_table.ts";

/** Bars whose sessions are asked for. */
export interface SettledBars {
  /** Ends of the bars, ascending, in microseconds since the epoch; at least one. */
  readonly timeUs: Float64Array;
  /** Length of a bar. */
  readonly timeframe: Timeframe;
  /** True if each bar is named by a date, which is then its session date. */
  readonly dated: boolean;
  /** The zone of the feed. */
  readonly timeZone: TimeZone;
  /** Returns the name of a row: `line 17 of aapl.csv`. */
  place(row: number): string;
}

/** What gives a feed its sessions: a calendar, hours, or neither. */
export interface GivenSessions {
  readonly calendar: Calendar | undefined;
  readonly session: SessionHours | undefined;
}

/** The sessions of bars. */
export interface FeedSessions {
  /** Session date of each bar as a day number in which 0001-01-01 is 1. */
  readonly sessionDay: Float64Array;
  /** The sessions over the time of the bars; undefined where only dates are known. */
  readonly table: SessionTable | undefined;
  /** Sentences for the summary. */
  readonly notes: readonly string[];
}

/**
 * Returns the sessions of bars.
 *
 * @throws {RangeError} If the calendar does not know the date of a bar.
 */
export function settleSessions(bars: SettledBars, { calendar, session }: GivenSessions): FeedSessions {
  if (calendar !== undefined) return sessionsOfCalendar(bars, calendar);
  const { timeUs, timeframe, dated, timeZone } = bars;
  // A date is its own session date, whatever the hours of the session.
  const hours = dated ? undefined : session, sessionDay = sessionDays(timeUs, timeZone, hours);
  const holes = noteOnHoles({ timeUs, sessionDay }, timeframe, timeZone);
  const table = hours === undefined ? undefined : tableOfHours(bars, hours);
  return { sessionDay, table, notes: holes === undefined ? [] : [holes] };
}

/** Returns the table of the same hours on every day: hours alone do not tell on which days there is a session. */
function tableOfHours({ timeUs, timeZone }: SettledBars, session: SessionHours): SessionTable {
  const zone = session.timeZone ?? timeZone, { openUs, closeUs } = session;
  const hours: ClockHours = { openUs: closeUs <= openUs ? openUs - DAY_US : openUs, closeUs, breaks: [] };
  const timesOn = (day: number) => timesOfHours(hours, day, zone);
  return sessionTable(
    { firstDay: -Infinity, lastDay: Infinity, timesOn },
    { calendar: null, timeZone: zone.name },
    Math.floor(zone.wallTimeUs(timeUs[0]!) / DAY_US),
    Math.floor(zone.wallTimeUs(timeUs.at(-1)!) / DAY_US),
  );
}

function sessionsOfCalendar(bars: SettledBars, calendar: Calendar): FeedSessions {
  const { timeUs, timeframe, dated, timeZone } = bars, zone = dated ? timeZone : new TimeZone(calendar.timeZone);
  // A bar that ends at midnight belongs to the date before it.
  const dayAt = (row: number): number => zone.dayUpTo(timeUs[row]!);
  const source = sourceOf(calendar), last = timeUs.length - 1;
  const refuse = (row: number): never => {
    throw new RangeError(
      `Cannot read ${bars.place(row)}: its bar is of ${dateOf(dayAt(row))}, and ${knownRange(calendar)}; ` +
        "leave out the bars beyond, or pass another calendar",
    );
  };
  if (dayAt(0) < source.firstDay) refuse(0);
  if (dayAt(last) > source.lastDay) refuse(timeUs.findIndex((_, row) => dayAt(row) > source.lastDay));
  const names = { calendar: calendar.name, timeZone: calendar.timeZone };
  const table = sessionTable(source, names, dayAt(0), dayAt(last));
  const outside: number[] = [];
  const sessionDay = dated
    ? sessionDays(timeUs, timeZone, undefined)
    : daysOfBars(timeUs, timeframe.us, table, dayAt, (row) => outside.push(row), refuse);
  if (dated && timeframe.us === DAY_US) {
    sessionDay.forEach((day, row) => rowOfDay(table, day) < 0 && outside.push(row));
  }
  const notes = outside.length === 0 ? [] : [noteOnOutside(bars, calendar, sessionDay, outside)];
  const holes = timeframe.us > DAY_US
    ? noteOnHoles({ timeUs, sessionDay }, timeframe, timeZone)
    : noteOnCalendarHoles({ timeUs, sessionDay }, timeframe, timeZone, table);
  return { sessionDay, table, notes: holes === undefined ? notes : [...notes, holes] };
}

/**
 * Returns the session date of each bar: that of the last session that the bar has a part of. A bar outside of all sessions
 * belongs to the session of its date, or to the next one.
 */
function daysOfBars(
  timeUs: Float64Array,
  lengthUs: number,
  { day, openUs, closeUs }: SessionTable,
  dayAt: (row: number) => number,
  tellOutside: (row: number) => void,
  refuse: (row: number) => never,
): Float64Array {
  const days = new Float64Array(timeUs.length);
  let session = -1;
  for (let row = 0; row < timeUs.length; row++) {
    const endUs = timeUs[row]!;
    while (session + 1 < day.length && openUs[session + 1]! < endUs) session++;
    if (session >= 0 && endUs - lengthUs < closeUs[session]!) {
      days[row] = day[session]!;
      continue;
    }
    tellOutside(row);
    const own = dayAt(row) + SESSION_DAY_OFFSET;
    days[row] = session >= 0 && own <= day[session]! ? day[session]! : day[session + 1] ?? refuse(row);
  }
  return days;
}

function noteOnOutside(
  { timeUs, timeZone, dated, place }: SettledBars,
  { name }: Calendar,
  sessionDay: Float64Array,
  outside: readonly number[],
): string {
  const row = outside[0]!, where = place(row);
  const time = dated
    ? dateOf(sessionDay[row]! - SESSION_DAY_OFFSET)
    : formatWallTime(timeZone.wallTimeUs(timeUs[row]!));
  return outside.length === 1
    ? `1 bar lies outside of every session of ${name}: ${where}, ${time}`
    : `${outside.length} bars lie outside of every session of ${name}, the first at ${where}, ${time}`;
}
