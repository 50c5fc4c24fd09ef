/**
 * One table of sessions for the bars of two feeds, one behind the other.
 *
 * @module
 */

import { formatWallTime, SESSION_DAY_OFFSET } from "../time/civil_date.ts";
import { TimeZone } from "../time/time_zone.ts";
import { dateOf } from "./date_text.ts";
import { type SessionTable, sessionTable, sourceOfTable } from "./session_table.ts";
import type { SessionSource, SessionTimes } from "./trading_session.ts";

/** The sessions of a feed and the dates of its bars, which are days since 1970-01-01. */
export interface SpannedSessions {
  /** The sessions; undefined where only dates are known. */
  readonly table: SessionTable | undefined;
  /** Date of the first bar. */
  readonly firstDay: number;
  /** Date of the last bar. */
  readonly lastDay: number;
}

/** A table over two spans and the days between them, or the reason for which there is none. */
export type JointSessions =
  | { readonly table: SessionTable | undefined; readonly fault?: undefined }
  | { readonly fault: string };

/**
 * Returns the sessions of two feeds as one table, over the days between their bars too.
 *
 * @param one The earlier feed.
 * @param other The later feed.
 */
export function jointSessions(one: SpannedSessions, other: SpannedSessions): JointSessions {
  const here = one.table, there = other.table;
  if (here === there) return { table: here };
  if (here === undefined || there === undefined || !isSameName(here, there)) {
    return { fault: `it has ${namesOf(there)}, and the other ${namesOf(here)}; read both with the same` };
  }
  const before = sourceOfTable(here), after = sourceOfTable(there);
  const fault = differenceOf(here, there, before, after) ?? holeBetween(here, before, after);
  if (fault !== undefined) return { fault };
  const timesOn = (day: number): SessionTimes | undefined =>
    (day > one.lastDay && day >= after.firstDay ? after : before).timesOn(day);
  const source = { firstDay: before.firstDay, lastDay: Math.max(before.lastDay, after.lastDay), timesOn };
  return { table: sessionTable(source, here, one.firstDay, other.lastDay) };
}

function isSameName(one: SessionTable, other: SessionTable): boolean {
  return one.calendar === other.calendar && one.timeZone === other.timeZone;
}

function namesOf(table: SessionTable | undefined): string {
  if (table === undefined) return "neither calendar nor session";
  const name = table.calendar === null ? "session hours" : `the calendar ${table.calendar}`;
  return `${name} of ${table.timeZone}`;
}

/** Returns the first session on a date of either table that the two know by other hours. */
function differenceOf(
  one: SessionTable,
  other: SessionTable,
  before: SessionSource,
  after: SessionSource,
): string | undefined {
  const zone = new TimeZone(one.timeZone);
  for (const sessionDay of [...one.day, ...other.day]) {
    const day = sessionDay - SESSION_DAY_OFFSET;
    if (![before, after].every(({ firstDay, lastDay }) => firstDay <= day && day <= lastDay)) continue;
    const [here, there] = [before, after].map((source) => hoursText(source.timesOn(day), zone));
    if (here !== there) {
      return `its session of ${dateOf(day)} has ${there}, and the other's ${here}; read both with the same hours`;
    }
  }
  return undefined;
}

function hoursText(times: SessionTimes | undefined, zone: TimeZone): string {
  if (times === undefined) return "no hours";
  const text = (us: number): string => formatWallTime(zone.wallTimeUs(us));
  const breaks = times.breaks.map(({ startUs, endUs }) => ` with a break from ${text(startUs)} to ${text(endUs)}`);
  return `hours from ${text(times.openUs)} to ${text(times.closeUs)}${breaks.join("")}`;
}

/** Returns a fault if neither of the two knows the sessions of some days between them. */
function holeBetween({ calendar }: SessionTable, before: SessionSource, after: SessionSource): string | undefined {
  if (after.firstDay <= before.lastDay + 1) return undefined;
  return `the calendar ${calendar} of neither knows the sessions from ${dateOf(before.lastDay + 1)} to ${
    dateOf(after.firstDay - 1)
  }; read both with one calendar that does`;
}
