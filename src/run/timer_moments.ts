/**
 * The moments of a timer: one or more in each session of its feed that its options choose.
 *
 * The sessions are those of the feed's calendar. Without one they are the session dates that bars have brought so far, with
 * the hours of the option `session` where it is given, as hours alone do not tell on which days there is a session; such a
 * session has no moment before its first bar has come.
 *
 * @module
 */

import { rowOfDay } from "../feeds/calendar/session_table.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { dateOfDay, DAY_US, SESSION_DAY_OFFSET, weekdayOf } from "../feeds/time/civil_date.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import type { CheckedTimer } from "../strategy/timer.ts";

/** A moment of a timer. */
export interface TimerMoment {
  /** The scheduled moment in microseconds since the epoch. */
  readonly atUs: number;
  /** Time from which on its session is known to exist; -Infinity for a session of a calendar. */
  readonly knownUs: number;
}

/** A session as timers need it. Days are counted from 1970-01-01. */
interface TimedSession {
  readonly day: number;
  /** Day of the session before it. */
  readonly dayBefore: number;
  readonly openUs: number;
  readonly closeUs: number;
  readonly knownUs: number;
}

/** Returns whether a feed tells when its sessions open and close. */
export function hasHours({ sessions, timeframeUs }: Pick<FeedData, "sessions" | "timeframeUs">): boolean {
  return sessions !== undefined || timeframeUs >= DAY_US;
}

/**
 * Yields the moments of a timer, ascending, from the session of the feed's first bar on. Where the moments of a session begin
 * before those of the session before it have ended, by an offset, each is yielded once.
 */
export function* momentsOf(timer: CheckedTimer, feed: FeedData): Generator<TimerMoment> {
  if (feed.length === 0) return;
  const zone = new TimeZone(feed.timeZone), { offsetUs, everyUs } = timer;
  const at = timer.at ?? (hasHours(feed) ? "open" : "clock");
  let lastUs = -Infinity;
  for (const session of (feed.sessions?.calendar ?? null) === null ? datesOf(feed, zone) : sessionsOf(feed)) {
    if (!isChosen(timer, session)) continue;
    const { openUs, closeUs, knownUs } = session;
    const startUs = at === "open" ? openUs : at === "close" ? closeUs : clockTime(timer.clockUs, session, zone);
    let atUs = startUs + offsetUs;
    do {
      if (atUs > lastUs) yield { atUs, knownUs };
      lastUs = Math.max(lastUs, atUs);
      atUs += everyUs;
    } while (everyUs > 0 && atUs <= closeUs);
  }
}

/** Yields the sessions of the calendar, from that of the first bar on. */
function* sessionsOf({ sessions, columns }: FeedData): Generator<TimedSession> {
  const { day, openUs, closeUs } = sessions!, first = columns.sessionDay[0]!;
  for (let row = 0; row < day.length; row++) {
    if (day[row]! < first) continue;
    const own = day[row]! - SESSION_DAY_OFFSET;
    const dayBefore = row === 0 ? weekdayBefore(own) : day[row - 1]! - SESSION_DAY_OFFSET;
    yield { day: own, dayBefore, openUs: openUs[row]!, closeUs: closeUs[row]!, knownUs: -Infinity };
  }
}

/** Yields the session dates of the bars, with the hours of the feed if it has some: each is known with its first bar. */
function* datesOf({ columns, timeframeUs, length, sessions }: FeedData, zone: TimeZone): Generator<TimedSession> {
  const { sessionDay, timeUs } = columns;
  let dayBefore = weekdayBefore(sessionDay[0]! - SESSION_DAY_OFFSET);
  for (let row = 0; row < length; row++) {
    if (row > 0 && sessionDay[row] === sessionDay[row - 1]) continue;
    const day = sessionDay[row]! - SESSION_DAY_OFFSET, knownUs = timeUs[row]!;
    const at = sessions === undefined ? -1 : rowOfDay(sessions, sessionDay[row]!);
    const openUs = at < 0 ? zone.latestTimeUs(day * DAY_US) : sessions!.openUs[at]!;
    const closeUs = at >= 0 ? sessions!.closeUs[at]! : timeframeUs >= DAY_US ? knownUs : zone.endOfDateUs(day);
    yield { day, dayBefore, openUs, closeUs, knownUs };
    dayBefore = day;
  }
}

/** Returns the weekday before a day, which stands for the session before the first one that is known. */
function weekdayBefore(day: number): number {
  let before = day - 1;
  while (weekdayOf(before) > 5) before--;
  return before;
}

/** Returns the moment of a time of day in a session: on the evening before its date, if it has begun by then. */
function clockTime(clockUs: number, { day, openUs }: TimedSession, zone: TimeZone): number {
  const evening = zone.latestTimeUs((day - 1) * DAY_US + clockUs);
  return evening >= openUs ? evening : zone.latestTimeUs(day * DAY_US + clockUs);
}

function isChosen({ weekdays, monthDays, carry }: CheckedTimer, { day, dayBefore }: TimedSession): boolean {
  /** Returns whether a filter takes the session date, or with `carry` a day without a session before it. */
  const takes = (filter: (day: number) => boolean): boolean => {
    for (let at = carry ? dayBefore + 1 : day; at <= day; at++) if (filter(at)) return true;
    return false;
  };
  return (weekdays === undefined || takes((at) => weekdays.has(weekdayOf(at)))) &&
    (monthDays === undefined || takes((at) => monthDays.has(dateOfDay(at).day)));
}
