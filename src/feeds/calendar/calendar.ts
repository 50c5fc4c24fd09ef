/**
 * `Calendar`: the sessions of an exchange.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { DAY_US, TIME_US_LIMIT } from "../time/civil_date.ts";
import { TimeZone } from "../time/time_zone.ts";
import { dateOf, dayOf } from "./date_text.ts";
import type { SessionSource, TradingSession } from "./trading_session.ts";

/** Most days without a session that a search for the next one passes over, in a calendar without a last date. */
const SEARCH_DAYS = 1000;

// The class below assigns it, as only the class can read its private fields.
let privateSourceOf: (calendar: Calendar) => SessionSource;

/** The parts of a calendar. */
export interface CalendarParts {
  /** Name for messages and notes. */
  readonly name: string;
  /** IANA name of the zone of its dates and hours. */
  readonly timeZone: string;
  /** Its sessions. */
  readonly source: SessionSource;
}

/**
 * The sessions of an exchange: which dates have one, when it opens and closes, and where it pauses.
 *
 * `ct.calendar` loads one by its name, `ct.calendars.weekly` and `ct.calendars.sessions` make your own; the option
 * `calendar` of a feed takes any of them. A calendar does not change. A question about a date that it does not know is a
 * `RangeError`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const calendar: ct.Calendar = await ct.calendar("XNYS");
 * assertEquals(calendar.sessionOn("2024-07-04"), null); // Independence Day
 * assertEquals(calendar.nextSession("2024-07-03").date, "2024-07-05");
 * const half = calendar.sessionOn("2024-07-03")!; // half a day
 * assertEquals(new Date(half.closeUs / 1000).toISOString(), "2024-07-03T17:00:00.000Z");
 * assertEquals(calendar.sessionDate(new Date("2024-07-03T14:00Z")), "2024-07-03");
 * ```
 */
export class Calendar {
  /** Name for messages and notes, such as `"XNYS"`. */
  readonly name: string;
  /** IANA name of the zone of its dates and hours. */
  readonly timeZone: string;
  /** First date that it knows; null without a limit. */
  readonly validFrom: string | null;
  /** Last date that it knows; null without a limit. */
  readonly validTo: string | null;
  readonly #source: SessionSource;
  readonly #zone: TimeZone;

  static {
    privateSourceOf = (calendar) => calendar.#source;
  }

  /**
   * Keeps the parts of a calendar. `ct.calendar` and the functions of `ct.calendars` call it.
   *
   * @param parts Name, zone and sessions.
   * @throws {TypeError} If a part is missing.
   * @throws {RangeError} If the zone is unknown.
   */
  constructor(parts: CalendarParts) {
    if (typeof parts?.name !== "string" || typeof parts.source?.timesOn !== "function") {
      throw new TypeError(
        `Cannot make a calendar from ${inspected(parts, 0)}: call ct.calendar("XNYS"), ct.calendars.weekly or ` +
          "ct.calendars.sessions",
      );
    }
    const { firstDay, lastDay } = parts.source;
    this.name = parts.name;
    this.#zone = new TimeZone(parts.timeZone);
    this.timeZone = parts.timeZone;
    this.#source = parts.source;
    this.validFrom = firstDay === -Infinity ? null : dateOf(firstDay);
    this.validTo = lastDay === Infinity ? null : dateOf(lastDay);
    Object.freeze(this);
  }

  /**
   * Returns the session of a date, or null on a date without one.
   *
   * @param date The date, as `"2024-01-02"`.
   * @throws {RangeError} If the calendar does not know the date, or there is no such date.
   */
  sessionOn(date: string): TradingSession | null {
    return this.#known(dayOf(date, "a date of a session"));
  }

  /**
   * Returns the sessions from one date to another, both included.
   *
   * @param first The first date, as `"2024-01-02"`.
   * @param last The last date.
   * @throws {RangeError} If the calendar does not know all dates between them, or the last lies before the first.
   */
  sessionsBetween(first: string, last: string): TradingSession[] {
    const from = dayOf(first, "the first date"), until = dayOf(last, "the last date"), sessions: TradingSession[] = [];
    if (until < from) {
      throw new RangeError(`Cannot list sessions from ${first} to ${last}: pass the earlier date first`);
    }
    // The ends are asked for first, so that a long list is not made in vain.
    this.#known(until);
    for (let day = from; day <= until; day++) {
      const session = this.#known(day);
      if (session !== null) sessions.push(session);
    }
    return sessions;
  }

  /**
   * Returns the first session after a date.
   *
   * @param date The date, as `"2024-01-02"`, with a session or not.
   * @throws {RangeError} If the calendar does not know one.
   */
  nextSession(date: string): TradingSession {
    return this.#search(dayOf(date, "a date"), 1);
  }

  /**
   * Returns the last session before a date.
   *
   * @param date The date, as `"2024-01-02"`, with a session or not.
   * @throws {RangeError} If the calendar does not know one.
   */
  previousSession(date: string): TradingSession {
    return this.#search(dayOf(date, "a date"), -1);
  }

  /**
   * Returns the session that a moment lies in, from its open on and before its close, or null outside of all sessions. A
   * break lies in its session.
   *
   * @param moment A `Date`, or microseconds since the epoch as `this.data.timeUs` has them.
   * @throws {RangeError} If the calendar does not know the date of the moment.
   */
  sessionAt(moment: Date | number): TradingSession | null {
    const timeUs = momentUs(moment), day = this.#dayAt(timeUs);
    // A session over midnight has the date of its end.
    for (const candidate of [day, day + 1]) {
      const session = candidate === day ? this.#known(day) : this.#ifKnown(candidate);
      if (session !== null && timeUs >= session.openUs && timeUs < session.closeUs) return session;
    }
    return null;
  }

  /**
   * Returns the date of the session that a moment belongs to. Outside of all sessions that is the date of the moment
   * where it has a session, as before the open and after the close, and else the next session's.
   *
   * @param moment A `Date`, or microseconds since the epoch.
   * @throws {RangeError} If the calendar does not know it.
   */
  sessionDate(moment: Date | number): string {
    const timeUs = momentUs(moment), inside = this.sessionAt(timeUs);
    if (inside !== null) return inside.date;
    const day = this.#dayAt(timeUs);
    return this.#known(day)?.date ?? this.#search(day, 1).date;
  }

  /**
   * Returns whether a moment lies in a break of its session.
   *
   * @param moment A `Date`, or microseconds since the epoch.
   * @throws {RangeError} If the calendar does not know the date of the moment.
   */
  isBreak(moment: Date | number): boolean {
    const timeUs = momentUs(moment), breaks = this.sessionAt(timeUs)?.breaks ?? [];
    return breaks.some(({ startUs, endUs }) => timeUs >= startUs && timeUs < endUs);
  }

  #dayAt(timeUs: number): number {
    return Math.floor(this.#zone.wallTimeUs(timeUs) / DAY_US);
  }

  #ifKnown(day: number): TradingSession | null {
    if (day < this.#source.firstDay || day > this.#source.lastDay) return null;
    const times = this.#source.timesOn(day);
    return times === undefined ? null : { date: dateOf(day), ...times };
  }

  #known(day: number): TradingSession | null {
    if (day >= this.#source.firstDay && day <= this.#source.lastDay) return this.#ifKnown(day);
    throw new RangeError(
      `Cannot tell the sessions of ${dateOf(day)}: ${knownRange(this)}; pass a calendar that knows the date`,
    );
  }

  #search(from: number, step: 1 | -1): TradingSession {
    const { firstDay, lastDay } = this.#source;
    const end = step === 1 ? Math.min(lastDay, from + SEARCH_DAYS) : Math.max(firstDay, from - SEARCH_DAYS);
    for (let day = from + step; step === 1 ? day <= end : day >= end; day += step) {
      const session = this.#ifKnown(day);
      if (session !== null) return session;
    }
    throw new RangeError(
      `Cannot tell the session ${step === 1 ? "after" : "before"} ${dateOf(from)}: ${knownRange(this)}; ` +
        "pass a calendar that knows it",
    );
  }
}

/** Returns the sessions of a calendar by day, for code of this package; `mod.ts` does not export it. */
export function sourceOf(calendar: Calendar): SessionSource {
  return privateSourceOf(calendar);
}

/** Returns in words which dates a calendar knows. */
export function knownRange({ name, validFrom, validTo }: Calendar): string {
  const from = validFrom === null ? "" : ` from ${validFrom}`, to = validTo === null ? "" : ` to ${validTo}`;
  return `the calendar "${name}" is known${from}${to}`;
}

function momentUs(moment: unknown): number {
  const timeUs = moment instanceof Date ? moment.getTime() * 1000 : moment;
  if (typeof timeUs !== "number") {
    throw new TypeError(`Cannot use ${inspected(moment, 0)} as a moment: pass a Date, or microseconds since the epoch`);
  }
  if (Math.abs(timeUs) < TIME_US_LIMIT - 2 * DAY_US) return timeUs;
  throw new RangeError(`Cannot use ${inspected(moment, 0)} as a moment: it lies outside the years 1685 to 2254`);
}
