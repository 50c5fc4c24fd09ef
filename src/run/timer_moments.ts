/**
 * The moments of a timer: one or more in each session of its feed that its options choose.
 *
 * The sessions are those of the feed's calendar. Without one they are the session dates that bars have brought so far, with
 * the hours of the option `session` where it is given, as hours alone do not tell on which days there is a session; such a
 * session has no moment before its first bar has come.
 *
 * @module
 */

import { rowOfDay, rowUntilDay, sourceOfTable } from "../feeds/calendar/session_table.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { dateOfDay, DAY_US, SESSION_DAY_OFFSET, weekdayOf } from "../feeds/time/civil_date.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import type { CheckedTimer, TimerAt } from "../strategy/timer.ts";

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
 * The moments of a timer, ascending, from the session of the first bar on. Bars may come block by block: the moments of a
 * block are those of its sessions, and those of the sessions up to the day after its last bar, as an offset may move a moment
 * to an earlier bar. Where the moments of a session begin before those of the session before it have ended, by an offset,
 * each comes once.
 */
export class TimerMoments {
  readonly #timer: CheckedTimer;
  /** Sessions that were not passed. */
  #sessions: TimedSession[] = [];
  #zone: TimeZone | undefined;
  #at: TimerAt = "clock";
  /** The next moment within the first session; undefined before its first one. */
  #atUs: number | undefined;
  #lastUs = -Infinity;
  /** Day of the last session that is known; undefined before the first. */
  #lastDay: number | undefined;

  /** Makes moments before the first bar. */
  constructor(timer: CheckedTimer) {
    this.#timer = timer;
  }

  /** Goes on to the bars of a block, which may be none. */
  goOn(feed: FeedData): void {
    if (feed.length === 0) return;
    this.#zone ??= new TimeZone(feed.timeZone);
    this.#at = this.#timer.at ?? (hasHours(feed) ? "open" : "clock");
    const isOfCalendar = (feed.sessions?.calendar ?? null) !== null;
    this.#sessions.push(...isOfCalendar ? this.#ofCalendar(feed) : this.#ofDates(feed, this.#zone));
  }

  /** Returns the next moment, or undefined if no session that is known has one. */
  next(): TimerMoment | undefined {
    const { offsetUs, everyUs, clockUs } = this.#timer;
    while (this.#sessions.length > 0) {
      const session = this.#sessions[0]!, { openUs, closeUs, knownUs } = session;
      if (this.#atUs === undefined) {
        if (!isChosen(this.#timer, session)) {
          this.#sessions.shift();
          continue;
        }
        const at = this.#at;
        this.#atUs = offsetUs +
          (at === "open" ? openUs : at === "close" ? closeUs : clockTime(clockUs, session, this.#zone!));
      }
      const atUs = this.#atUs;
      this.#atUs += everyUs;
      if (everyUs === 0 || this.#atUs > closeUs) {
        this.#sessions.shift();
        this.#atUs = undefined;
      }
      if (atUs <= this.#lastUs) continue;
      this.#lastUs = atUs;
      return { atUs, knownUs };
    }
    return undefined;
  }

  /** Yields the sessions of the calendar behind the last one, from that of the first bar on. */
  *#ofCalendar({ sessions, columns }: FeedData): Generator<TimedSession> {
    const source = sourceOfTable(sessions!), { day } = sessions!;
    const first = columns.sessionDay[0]!, before = rowUntilDay(sessions!, first - 1);
    // Days between two blocks are days of no table, but of the calendar.
    const from = this.#lastDay === undefined ? first - SESSION_DAY_OFFSET : this.#lastDay + 1;
    this.#lastDay ??= before < 0 ? weekdayBefore(from) : day[before]! - SESSION_DAY_OFFSET;
    const until = (day.at(-1) ?? -Infinity) - SESSION_DAY_OFFSET;
    for (let own = from; own <= until; own++) {
      const times = source.timesOn(own);
      if (times === undefined) continue;
      yield { day: own, dayBefore: this.#lastDay, openUs: times.openUs, closeUs: times.closeUs, knownUs: -Infinity };
      this.#lastDay = own;
    }
  }

  /** Yields the session dates of the bars, with the hours of the feed if it has some: each is known with its first bar. */
  *#ofDates({ columns, timeframeUs, length, sessions }: FeedData, zone: TimeZone): Generator<TimedSession> {
    const { sessionDay, timeUs } = columns;
    this.#lastDay ??= weekdayBefore(sessionDay[0]! - SESSION_DAY_OFFSET);
    for (let row = 0; row < length; row++) {
      const day = sessionDay[row]! - SESSION_DAY_OFFSET, knownUs = timeUs[row]!;
      if (day === this.#lastDay) continue;
      const at = sessions === undefined ? -1 : rowOfDay(sessions, sessionDay[row]!);
      const openUs = at < 0 ? zone.latestTimeUs(day * DAY_US) : sessions!.openUs[at]!;
      const closeUs = at >= 0 ? sessions!.closeUs[at]! : timeframeUs >= DAY_US ? knownUs : zone.endOfDateUs(day);
      yield { day, dayBefore: this.#lastDay, openUs, closeUs, knownUs };
      this.#lastDay = day;
    }
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
