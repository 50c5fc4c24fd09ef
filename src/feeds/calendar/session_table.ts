/**
 * The sessions of a feed in columns: those of its calendar over the time of its bars, and what they tell of a bar.
 *
 * A table is plain data, so that it can be handed to another process and moved in time with its bars.
 *
 * @module
 */

import { DAY_US, SESSION_DAY_OFFSET } from "../time/civil_date.ts";
import { firstAfter } from "../time/ordered_times.ts";
import type { SessionSource, SessionTimes } from "./trading_session.ts";

/** Sessions in columns, ascending, from at least one before the first bar of a feed to at least one after the last. */
export interface SessionTable {
  /** Name of the calendar; null for sessions that follow from the option `session`. */
  readonly calendar: string | null;
  /** IANA name of the zone of the sessions' dates and hours. */
  readonly timeZone: string;
  /** Dates as day numbers in which 0001-01-01 is 1. */
  readonly day: Float64Array;
  /** Begin of each session in microseconds since the epoch. */
  readonly openUs: Float64Array;
  /** End of each session. */
  readonly closeUs: Float64Array;
  /** Begin of each break of any session, ascending. */
  readonly breakStartUs: Float64Array;
  /** End of each break. */
  readonly breakEndUs: Float64Array;
}

/**
 * The sessions of which each table was made. A table is data, and knows no day beyond its own; one that was made by hand, or
 * that came from another process, is not in here.
 */
const SOURCES = new WeakMap<SessionTable, SessionSource>();

/** Days that are searched for a session before and after the bars. */
const SEARCH_DAYS = 40;
/** Sessions after the last bar. */
const SESSIONS_AFTER = 2;

/**
 * Makes the table of the sessions over some days.
 *
 * @param source The sessions.
 * @param names Name of the calendar, and its zone.
 * @param firstDay Day of the first bar since 1970-01-01.
 * @param lastDay Day of the last bar.
 */
export function sessionTable(
  source: SessionSource,
  names: Pick<SessionTable, "calendar" | "timeZone">,
  firstDay: number,
  lastDay: number,
): SessionTable {
  const day: number[] = [], openUs: number[] = [], closeUs: number[] = [];
  const breakStartUs: number[] = [], breakEndUs: number[] = [];
  const start = Math.max(source.firstDay, sessionBefore(source, firstDay));
  const end = Math.min(source.lastDay, lastDay + SEARCH_DAYS);
  let after = 0;
  for (let at = start; at <= end && after < SESSIONS_AFTER; at++) {
    const times = source.timesOn(at);
    if (times === undefined) continue;
    day.push(at + SESSION_DAY_OFFSET);
    openUs.push(times.openUs);
    closeUs.push(times.closeUs);
    for (const pause of times.breaks) {
      breakStartUs.push(pause.startUs);
      breakEndUs.push(pause.endUs);
    }
    // The session of the day after the last bar may be that bar's own, as one over midnight has the date of its end.
    if (at > lastDay + 1) after++;
  }
  const table: SessionTable = {
    calendar: names.calendar,
    timeZone: names.timeZone,
    day: Float64Array.from(day),
    openUs: Float64Array.from(openUs),
    closeUs: Float64Array.from(closeUs),
    breakStartUs: Float64Array.from(breakStartUs),
    breakEndUs: Float64Array.from(breakEndUs),
  };
  SOURCES.set(table, source);
  return table;
}

/** Returns the sessions of which a table was made, or those of the table itself. */
export function sourceOfTable(table: SessionTable): SessionSource {
  const { day, openUs, closeUs, breakStartUs, breakEndUs } = table;
  const timesOn = (at: number): SessionTimes | undefined => {
    const row = rowOfDay(table, at + SESSION_DAY_OFFSET);
    if (row < 0) return undefined;
    const from = firstAfter(breakStartUs, openUs[row]!, true), until = firstAfter(breakStartUs, closeUs[row]!, true);
    const breaks = Array.from({ length: until - from }, (_, at) => ({
      startUs: breakStartUs[from + at]!,
      endUs: breakEndUs[from + at]!,
    }));
    return { openUs: openUs[row]!, closeUs: closeUs[row]!, breaks };
  };
  return SOURCES.get(table) ?? {
    firstDay: (day[0] ?? Infinity) - SESSION_DAY_OFFSET,
    lastDay: (day.at(-1) ?? -Infinity) - SESSION_DAY_OFFSET,
    timesOn,
  };
}

/** Returns the day of the last session before a day, or the day itself where none is near. */
function sessionBefore(source: SessionSource, day: number): number {
  for (let at = day - 1; at >= Math.max(source.firstDay, day - SEARCH_DAYS); at--) {
    if (source.timesOn(at) !== undefined) return at;
  }
  return day;
}

/** Returns the table with all sessions later by some days, which are whole ones of UTC. */
export function shiftedSessions(table: SessionTable, days: number): SessionTable {
  const later = (column: Float64Array): Float64Array => column.map((timeUs) => timeUs + days * DAY_US);
  return {
    ...table,
    day: table.day.map((day) => day + days),
    openUs: later(table.openUs),
    closeUs: later(table.closeUs),
    breakStartUs: later(table.breakStartUs),
    breakEndUs: later(table.breakEndUs),
  };
}

/** Returns the row of a session by its date, or -1. */
export function rowOfDay({ day }: SessionTable, wanted: number): number {
  const row = lastNotAfter(day, wanted);
  return row >= 0 && day[row] === wanted ? row : -1;
}

/** Returns the row of the last session with a date up to a day, or -1. */
export function rowUntilDay({ day }: SessionTable, wanted: number): number {
  return lastNotAfter(day, wanted);
}

/** Returns the last index whose value is not after a value, or -1. */
export function lastNotAfter(column: Float64Array, value: number): number {
  return firstAfter(column, value, false) - 1;
}

/** Returns the breaks of a table that lie between two moments, as a sum of microseconds. */
export function breakUsBetween(table: SessionTable, fromUs: number, untilUs: number): number {
  const { breakStartUs, breakEndUs } = table;
  let sumUs = 0;
  for (let at = Math.max(0, lastNotAfter(breakStartUs, fromUs)); at < breakStartUs.length; at++) {
    if (breakStartUs[at]! >= untilUs) break;
    sumUs += Math.max(0, Math.min(breakEndUs[at]!, untilUs) - Math.max(breakStartUs[at]!, fromUs));
  }
  return sumUs;
}
