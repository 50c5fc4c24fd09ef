/**
 * `ct.calendars.sessions`: a calendar of sessions that are listed one by one.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { isOptions, takenOptions } from "../../options.ts";
import { DAY_US } from "../time/civil_date.ts";
import { StampReader } from "../time/time_stamp.ts";
import { TimeZone } from "../time/time_zone.ts";
import { Calendar } from "./calendar.ts";
import { dateOf, dayOf } from "./date_text.ts";
import { clockHours, timesOfHours } from "./session_clock.ts";
import { rowsOfCsv } from "./session_csv.ts";
import type { PlacedRow, SessionRow } from "./session_row.ts";
import type { SessionTimes } from "./trading_session.ts";

/** Options of a calendar of listed sessions. */
export interface SessionsOptions {
  /** IANA name of the zone of dates, and of times without an offset. */
  readonly timeZone: string;
  /** Name for messages and notes. Default: `"sessions"`. */
  readonly name?: string;
}

/**
 * Makes a calendar of listed sessions. It knows the dates from the first row to the last, and dates between rows have no
 * session.
 *
 * @param rows The sessions in ascending order, or a text in CSV whose columns are `date`, `open`, `close` and, where there
 * are pauses, `breaks` (`12:00-13:00`, several with a space between) or `break_start` and `break_end`.
 * @param options The zone, and a name.
 * @returns The calendar.
 * @throws {TypeError} If a row or an option is of the wrong kind.
 * @throws {RangeError} If a date or a time is none, rows are out of order, or sessions overlap; the message names the row.
 *
 * @example Sessions as a text in CSV
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const text = "date,open,close,breaks\n2024-01-04,09:00,15:00,11:30-12:30\n2024-01-05,09:00,15:00,11:30-12:30\n";
 * const calendar = ct.calendars.sessions(text, { timeZone: "Asia/Tokyo" });
 * assertEquals(calendar.isBreak(new Date("2024-01-05T12:00+09:00")), true);
 * ```
 */
export function sessions(rows: readonly SessionRow[] | string, options: SessionsOptions): Calendar {
  const { timeZone, name = "sessions" } = takenOptions(options, ["timeZone", "name"], {
    noObject: (shown) => `Cannot use ${shown} as options of a calendar: pass { timeZone: "America/New_York" }`,
    unknown: (unknown) => `Cannot use option "${unknown}" of a calendar: the options are timeZone, name`,
  });
  if (typeof name !== "string" || name === "") {
    throw new TypeError(`Cannot use ${inspected(name, 0)} as the name of a calendar: pass a text that is not empty`);
  }
  if (typeof timeZone !== "string") {
    throw new TypeError(
      `Cannot use timeZone ${inspected(timeZone, 0)} of the calendar "${name}": pass an IANA name such as "Asia/Tokyo"`,
    );
  }
  const zone = new TimeZone(timeZone), what = `the calendar "${name}"`;
  const listed = typeof rows === "string" ? rowsOfCsv(rows, what) : placed(rows, what);
  const days = new Map<number, SessionTimes>();
  let lastDay = NaN, lastCloseUs = -Infinity;
  for (const { place, row } of listed) {
    const day = dayOf(row.date, `the date of ${place}`), times = timesOf(row, day, zone, place);
    if (day <= lastDay || times.openUs < lastCloseUs) {
      throw new RangeError(
        `Cannot use ${place}: its session does not come after the one before; list sessions in ascending order, each ` +
          "date once",
      );
    }
    days.set(day, times);
    lastDay = day;
    lastCloseUs = times.closeUs;
  }
  const [firstDay] = days.keys();
  if (firstDay === undefined) throw new RangeError(`Cannot make ${what} without a session: pass at least one row`);
  return new Calendar({ name, timeZone, source: { firstDay, lastDay, timesOn: (day) => days.get(day) } });
}

function placed(rows: unknown, what: string): PlacedRow[] {
  if (!Array.isArray(rows)) {
    throw new TypeError(
      `Cannot make ${what} from ${inspected(rows, 0)}: pass a list of rows { date, open, close }, or a text in CSV`,
    );
  }
  return rows.map((row: unknown, at): PlacedRow => {
    const place = `row ${at} of ${what}`;
    if (!isOptions(row)) throw new TypeError(`Cannot use ${place}, ${inspected(row, 0)}: pass { date, open, close }`);
    const known = takenOptions(row as SessionRow, ["date", "open", "close", "breaks"], {
      noObject: (shown) => `Cannot use ${place}, ${shown}: pass { date, open, close }`,
      unknown: (name) => `Cannot use "${name}" of ${place}: a row has date, open, close and breaks`,
    });
    return { place, row: known };
  });
}

const TIME_OF_DAY = /^\d{1,2}:\d{2}(?::\d{2})?$/;

function timesOf(
  { open, close, breaks = [] }: SessionRow,
  day: number,
  zone: TimeZone,
  place: string,
): SessionTimes {
  const isClock = (value: unknown): boolean => typeof value === "string" && TIME_OF_DAY.test(value);
  if (isClock(open) && isClock(close) && Array.isArray(breaks) && breaks.flat().every(isClock)) {
    return timesOfHours(clockHours(open, close, breaks, place), day, zone);
  }
  if (!Array.isArray(breaks)) {
    throw new TypeError(
      `Cannot use breaks ${inspected(breaks, 0)} of ${place}: pass a list of pairs, [["12:00", "13:00"]]`,
    );
  }
  const closeUs = momentOf(close, day, zone, `close of ${place}`);
  let openUs = momentOf(open, day, zone, `open of ${place}`);
  if (isClock(open) && openUs >= closeUs) openUs = momentOf(open, day - 1, zone, `open of ${place}`);
  let previousUs = openUs;
  const moments = breaks.map((pair: unknown) => {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new TypeError(`Cannot use ${inspected(pair, 1)} as a break of ${place}: pass its begin and its end`);
    }
    const [startUs, endUs] = pair.map((end) => momentOf(end, day, zone, `break of ${place}`)) as [number, number];
    if (!(startUs > previousUs && endUs > startUs && endUs < closeUs)) {
      throw new RangeError(
        `Cannot use ${
          inspected(pair, 1)
        } as a break of ${place}: it has to lie between open and close, after the break ` +
          "before it, with its begin first",
      );
    }
    previousUs = endUs;
    return { startUs, endUs };
  });
  if (openUs >= closeUs) throw new RangeError(`Cannot use ${place}: its open is not before its close`);
  if (closeUs - openUs > 7 * DAY_US) {
    throw new RangeError(`Cannot use ${place}: its session takes more than a week; check the dates of open and close`);
  }
  const first = zone.dayUpTo(openUs + 1), last = zone.dayUpTo(closeUs);
  if (day < first || day > last) {
    const dates = first === last ? dateOf(first) : `${dateOf(first)} to ${dateOf(last)}`;
    throw new RangeError(
      `Cannot use ${place}: its date is ${
        dateOf(day)
      }, and its session lies on ${dates} in ${zone.name}; check the date, ` +
        "and the dates of open and close",
    );
  }
  return { openUs, closeUs, breaks: moments };
}

/** Returns the moment of a time in any of its forms. */
function momentOf(value: unknown, day: number, zone: TimeZone, what: string): number {
  if (typeof value === "string" && TIME_OF_DAY.test(value)) {
    const { openUs } = clockHours(value, "24:00", [], what);
    return timesOfHours({ openUs, closeUs: DAY_US, breaks: [] }, day, zone).openUs;
  }
  let timeUs = NaN;
  if (value instanceof Date) timeUs = value.getTime() * 1000;
  else if (typeof value === "string") {
    const reader = new StampReader(), read = reader.readText(value.trim());
    if (reader.form === "instant") timeUs = read;
    else if (reader.form === "local") timeUs = zone.latestTimeUs(read);
  } else {
    throw new TypeError(`Cannot use ${inspected(value, 0)} as ${what}: pass a text such as "09:30", or a Date`);
  }
  if (Number.isFinite(timeUs)) return timeUs;
  throw new RangeError(
    `Cannot use ${inspected(value)} as ${what}: write a time such as "09:30", or a date with a time such as ` +
      '"2024-01-02 09:30"',
  );
}
