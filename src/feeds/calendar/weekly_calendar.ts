/**
 * `ct.calendars.weekly`: a calendar of the same hours on days of the week.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { isOptions, takenOptions } from "../../options.ts";
import { weekdayOf } from "../time/civil_date.ts";
import { TimeZone } from "../time/time_zone.ts";
import { Calendar } from "./calendar.ts";
import { dateOf, dayOf } from "./date_text.ts";
import { type BreakHours, type ClockHours, clockHours, timesOfHours } from "./session_clock.ts";

/**
 * The hours of a calendar that are the same each week.
 *
 * @example An exchange that pauses for lunch, with two holidays and a short day
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const options: ct.WeeklyOptions = {
 *   open: "09:30",
 *   close: "16:00",
 *   breaks: [["12:00", "13:00"]],
 *   holidays: ["2024-12-25", "2024-12-26"],
 *   earlyCloses: { "2024-12-24": "12:00" },
 *   timeZone: "Asia/Hong_Kong",
 * };
 * const calendar = ct.calendars.weekly(options);
 * assertEquals(calendar.sessionsBetween("2024-12-23", "2024-12-29").map(({ date }) => date), [
 *   "2024-12-23",
 *   "2024-12-24",
 *   "2024-12-27",
 * ]);
 * ```
 */
export interface WeeklyOptions {
  /** Begin of each session, as `"09:30"`. */
  readonly open: string;
  /**
   * End of each session, as `"16:00"` or `"24:00"`. A session whose end is not after its begin goes over midnight: it
   * begins on the evening before, and has the date of its end.
   */
  readonly close: string;
  /** IANA name of the zone of dates and hours. */
  readonly timeZone: string;
  /** Days of the week with a session: 1 for Monday to 7 for Sunday. Default: 1 to 5. */
  readonly days?: readonly number[];
  /** Pauses within each session, as `[["12:00", "13:00"]]`. Default: none. */
  readonly breaks?: readonly BreakHours[];
  /** Dates without a session, as `"2024-12-25"`. Default: none. */
  readonly holidays?: readonly string[];
  /** Dates whose session ends earlier, with its end: `{ "2024-12-24": "13:00" }`. Default: none. */
  readonly earlyCloses?: Readonly<Record<string, string>>;
  /** Name for messages and notes. Default: `"weekly"`. */
  readonly name?: string;
}

/** Names of the {@linkcode WeeklyOptions}. */
export const WEEKLY_OPTIONS: readonly string[] = [
  "open",
  "close",
  "timeZone",
  "days",
  "breaks",
  "holidays",
  "earlyCloses",
  "name",
];

/**
 * Makes a calendar of the same hours on days of the week. It has no first and no last date.
 *
 * @param options Hours, days and exceptions; see {@linkcode WeeklyOptions}.
 * @returns The calendar.
 * @throws {TypeError} If an option is unknown or of the wrong type.
 * @throws {RangeError} If a time or a date is none, the zone is unknown, or an exception names a day without a session.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const calendar = ct.calendars.weekly({ open: "17:00", close: "16:00", timeZone: "America/Chicago" });
 * assertEquals(calendar.sessionDate(new Date("2024-01-07T18:00-06:00")), "2024-01-08"); // Sunday evening
 * ```
 */
export function weekly(options: WeeklyOptions): Calendar {
  const {
    open,
    close,
    timeZone,
    days = [1, 2, 3, 4, 5],
    breaks = [],
    holidays = [],
    earlyCloses = {},
    name = "weekly",
  } = takenOptions(options, WEEKLY_OPTIONS, {
    noObject: (shown) => `Cannot make a calendar from ${shown}: ${REMEDY}`,
    unknown: (unknown) =>
      `Cannot use option "${unknown}" of a weekly calendar: the options are ${WEEKLY_OPTIONS.join(", ")}`,
  });
  if (typeof name !== "string" || name === "") {
    throw new TypeError(`Cannot use ${inspected(name, 0)} as the name of a calendar: pass a text that is not empty`);
  }
  const what = `the calendar "${name}"`;
  if (typeof timeZone !== "string") {
    throw new TypeError(`Cannot use timeZone ${inspected(timeZone, 0)} of ${what}: ${REMEDY}`);
  }
  const hours = clockHours(open, close, breaks, what), zone = new TimeZone(timeZone), openOn = daysOf(days, what);
  const closed = new Set(listOf(holidays, "holidays", what).map((date) => dayOf(date, `a holiday of ${what}`)));
  if (!isOptions(earlyCloses)) {
    throw new TypeError(
      `Cannot use earlyCloses ${
        inspected(earlyCloses, 0)
      } of ${what}: pass dates with times, { "2024-12-24": "13:00" }`,
    );
  }
  const hasSession = (day: number): boolean => openOn.has(weekdayOf(day)) && !closed.has(day);
  const early = new Map(
    Object.entries(earlyCloses).map(([date, end]): readonly [number, ClockHours] => {
      const day = dayOf(date, `a date of earlyCloses of ${what}`);
      if (!hasSession(day)) {
        throw new RangeError(`Cannot end the session of ${dateOf(day)} earlier: ${what} has none on that date`);
      }
      return [day, endedEarly(hours, open, end, date, what)];
    }),
  );
  return new Calendar({
    name,
    timeZone,
    source: {
      firstDay: -Infinity,
      lastDay: Infinity,
      timesOn: (day) => hasSession(day) ? timesOfHours(early.get(day) ?? hours, day, zone) : undefined,
    },
  });
}

const REMEDY = 'pass { open: "09:30", close: "16:00", timeZone: "America/New_York" }';

function daysOf(days: unknown, what: string): ReadonlySet<number> {
  const list = listOf(days, "days", what),
    wrong = list.find((day) => !(Number.isInteger(day) && inWeek(day as number)));
  if (wrong !== undefined || list.length === 0) {
    throw new RangeError(
      `Cannot use days ${inspected(list, 1)} of ${what}: pass days of the week, 1 for Monday to 7 for Sunday`,
    );
  }
  return new Set(list as number[]);
}

function inWeek(day: number): boolean {
  return day >= 1 && day <= 7;
}

function listOf(value: unknown, option: string, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new TypeError(`Cannot use ${option} ${inspected(value, 0)} of ${what}: pass a list`);
}

/** Returns hours that end earlier; pauses that do not lie before that end are left out. */
function endedEarly(hours: ClockHours, open: string, close: string, date: string, what: string): ClockHours {
  const early = clockHours(open, close, [], `${what} on ${date}`);
  if (early.openUs !== hours.openUs || early.closeUs >= hours.closeUs) {
    throw new RangeError(
      `Cannot end the session of ${date} at ${close}: ${what} has to end earlier then, and after it has begun`,
    );
  }
  return { ...early, breaks: hours.breaks.filter(([, endUs]) => endUs < early.closeUs) };
}
