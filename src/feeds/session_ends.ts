/**
 * The ends of bars that the hours of sessions tell: which end the times of rows mark, and where a daily bar ends that is
 * stamped with the open of its session.
 *
 * @module
 */

import type { SourceStamp } from "./stamped_end.ts";
import { type Calendar, sourceOf } from "./calendar/calendar.ts";
import { timesOfHours } from "./calendar/session_clock.ts";
import type { SessionTimes } from "./calendar/trading_session.ts";
import type { CheckedFeedOptions } from "./feed_options.ts";
import type { SessionHours } from "./session_hours.ts";
import { DAY_US } from "./time/civil_date.ts";
import { TimeZone } from "./time/time_zone.ts";

/** What gives rows their sessions. */
export type GivenHours = Pick<CheckedFeedOptions, "session"> & Partial<Pick<CheckedFeedOptions, "calendar">>;

/** The sessions near a moment. */
export class SessionEnds {
  /** Words for messages: `the session`, or the sessions of a calendar. */
  readonly name: string;
  readonly #zone: TimeZone;
  readonly #timesOn: (day: number) => SessionTimes | undefined;
  #day = NaN;
  #near: readonly SessionTimes[] = [];

  private constructor(name: string, zone: TimeZone, timesOn: (day: number) => SessionTimes | undefined) {
    this.name = name;
    this.#zone = zone;
    this.#timesOn = timesOn;
  }

  /**
   * Returns the sessions that options give.
   *
   * @param options The options.
   * @param timeZone The zone of the feed.
   * @returns The sessions, or `undefined` without options or where nothing lies between two sessions.
   */
  static of({ session, calendar }: GivenHours, timeZone: TimeZone): SessionEnds | undefined {
    if (calendar !== undefined) return SessionEnds.#ofCalendar(calendar);
    if (session === undefined || session.openUs === session.closeUs % DAY_US) return undefined;
    return SessionEnds.#ofHours(session, session.timeZone ?? timeZone);
  }

  static #ofCalendar(calendar: Calendar): SessionEnds {
    const source = sourceOf(calendar);
    const isKnown = (day: number): boolean => day >= source.firstDay && day <= source.lastDay;
    const name = `a session of ${calendar.name}`;
    return new SessionEnds(
      name,
      new TimeZone(calendar.timeZone),
      (day) => isKnown(day) ? source.timesOn(day) : undefined,
    );
  }

  static #ofHours({ openUs, closeUs }: SessionHours, zone: TimeZone): SessionEnds {
    const hours = { openUs: closeUs <= openUs ? openUs - DAY_US : openUs, closeUs, breaks: [] };
    return new SessionEnds("the session", zone, (day) => timesOfHours(hours, day, zone));
  }

  /**
   * Returns the end of a session that a moment is.
   *
   * @param moment The moment.
   * @returns The end; `"both"` where one session closes and another opens; `"inside"`, or `"outside"` of all sessions.
   */
  endAt(moment: number): "open" | "close" | "both" | "inside" | "outside" {
    let isOpen = false, isClose = false, isInside = false;
    for (const { openUs, closeUs } of this.#around(moment)) {
      if (moment === openUs) isOpen = true;
      else if (moment === closeUs) isClose = true;
      else if (moment > openUs && moment < closeUs) isInside = true;
    }
    if (isOpen || isClose) return isOpen && isClose ? "both" : isOpen ? "open" : "close";
    return isInside ? "inside" : "outside";
  }

  /** Returns the close of the session that opens at a moment; NaN if none does. */
  closeOf(moment: number): number {
    return this.#around(moment).find(({ openUs }) => openUs === moment)?.closeUs ?? NaN;
  }

  /** Returns the sessions of the date of a moment and of the dates beside it: one over midnight has the date of its end. */
  #around(moment: number): readonly SessionTimes[] {
    const day = Math.floor(this.#zone.wallTimeUs(moment) / DAY_US);
    if (day === this.#day) return this.#near;
    this.#day = day;
    return this.#near = [day - 1, day, day + 1].map(this.#timesOn).filter((times) => times !== undefined);
  }
}

/**
 * Returns the end that times mark, if the hours of the sessions show it: a row stands at an open and none at a close, or
 * the other way round. Rows outside of the sessions, which the hours do not describe, show nothing. Of days, all rows have
 * to stand at one of both.
 *
 * @param stamps The times.
 * @param ends The sessions.
 * @param areDays True for bars of a day.
 */
export function endBySession(stamps: Float64Array, ends: SessionEnds, areDays: boolean): SourceStamp | undefined {
  let opens = 0, closes = 0;
  for (const stamp of stamps) {
    const at = ends.endAt(stamp);
    if (at === "outside") return undefined;
    if (at === "open") opens++;
    else if (at === "close") closes++;
    if (opens > 0 && closes > 0) return undefined;
  }
  if (opens === closes || (areDays && opens + closes < stamps.length)) return undefined;
  const [end, other] = opens > 0 ? ["open", "close"] as const : ["close", "open"] as const;
  return {
    end,
    note:
      `Rows stand at the ${end} of ${ends.name} and none at its ${other}, so that times are the ${end} of the bar; ` +
      `stamp: "${other}" reads them as its ${other}`,
    midnightsAreDates: true,
  };
}
