/**
 * The option `calendar` of a feed: a calendar, its name, or its sessions.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { readSource } from "../csv/source_bytes.ts";
import { Calendar } from "./calendar.ts";
import { calendar, CALENDAR_NAMES, type CalendarName, isCalendarName } from "./named_calendar.ts";
import { roundTheClock } from "./round_the_clock.ts";
import type { SessionRow } from "./session_row.ts";
import { sessions } from "./session_rows.ts";

/** Values of the option `calendar`: a calendar, its name, rows of sessions, or a text in CSV or the path of one. */
export type CalendarOption = Calendar | CalendarName | readonly SessionRow[] | string | URL;

/**
 * Returns the calendar of an option without waiting for anything.
 *
 * @param given The option.
 * @param timeZone Zone of the feed, if given, which is that of rows.
 * @throws {TypeError} If the option is of the wrong kind, or its calendar has to be loaded or read first.
 * @throws {RangeError} If there is no calendar of that name, or its sessions cannot be used.
 */
export function givenCalendar(given: unknown, timeZone: string | undefined): Calendar {
  if (given instanceof Calendar) return given;
  if (Array.isArray(given) || isCsvText(given)) return listedCalendar(given, timeZone, undefined);
  if (given instanceof Promise) {
    throw new TypeError("Cannot use a promise as calendar: write await ct.calendar(...)");
  }
  if (typeof given !== "string" && !(given instanceof URL)) throw wrongKind(given);
  const known = typeof given === "string" ? roundTheClock(given) : undefined;
  if (known !== undefined) return known;
  if (isCalendarName(given)) {
    throw new TypeError(
      `Cannot load the calendar ${given} here, as that takes a moment: write calendar: await ct.calendar("${given}")`,
    );
  }
  if (!isPath(given)) throw unknownName(given);
  throw new TypeError(
    `Cannot read the calendar ${inspected(given)} here, as that takes a moment: read the file, and pass its text`,
  );
}

/**
 * Returns the calendar of an option, loaded by its name or read from its file where it is one of these; else the option
 * as it is, for {@linkcode givenCalendar}.
 *
 * @param given The option.
 * @param timeZone Zone of the feed, if given, which is that of a file's times.
 * @throws {RangeError} If there is no calendar of that name, or its file cannot be used.
 */
export async function loadedCalendar(
  given: CalendarOption | undefined,
  timeZone: string | undefined,
): Promise<CalendarOption | undefined> {
  if (isCalendarName(given)) return await calendar(given);
  if (!(given instanceof URL) && (typeof given !== "string" || isCsvText(given))) return given;
  if (!isPath(given)) throw unknownName(given);
  const { bytes, source } = await readSource(given);
  return listedCalendar(new TextDecoder().decode(bytes), timeZone, source.split(/[\\/]/).at(-1)!);
}

function listedCalendar(
  rows: readonly SessionRow[] | string,
  timeZone: string | undefined,
  name: string | undefined,
): Calendar {
  if (timeZone === undefined) {
    throw new TypeError(
      "Cannot use listed sessions as calendar without the zone of their times: pass timeZone, or " +
        'calendar: ct.calendars.sessions(rows, { timeZone: "Asia/Tokyo" })',
    );
  }
  return sessions(rows, name === undefined ? { timeZone } : { timeZone, name });
}

function isCsvText(given: unknown): given is string {
  return typeof given === "string" && /[\r\n]/.test(given);
}

function isPath(given: string | URL): boolean {
  return given instanceof URL || /[./\\]/.test(given);
}

function unknownName(given: string | URL): RangeError {
  return new RangeError(
    `Cannot find calendar ${inspected(given)}: there are ${
      CALENDAR_NAMES.map((name) => JSON.stringify(name)).join(", ")
    }, and a path has an ending such as .csv`,
  );
}

function wrongKind(given: unknown): TypeError {
  return new TypeError(
    `Cannot use ${inspected(given, 0)} as calendar: pass ct.calendars.weekly(...), rows { date, open, close }, or ` +
      'await ct.calendar("XNYS")',
  );
}
