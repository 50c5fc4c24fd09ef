/**
 * A moment that a caller names: a `Date`, or a text on the clock of a time zone.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { DAY_US } from "./civil_date.ts";
import { StampReader } from "./time_stamp.ts";
import type { TimeZone } from "./time_zone.ts";

/** A moment: a `Date`; or a date, or a date with a time, as text in the zone of the feed, such as `"2024-01-31"`. */
export type Moment = Date | string;

/** A moment that was read. */
export type ReadMoment =
  | { readonly kind: "date"; readonly dayNumber: number }
  | { readonly kind: "time"; readonly timeUs: number };

/** A date that begins with its day or its month, which its reader cannot tell. */
const DAY_OR_MONTH_FIRST = /^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?!\d)/;

const REMEDY = 'pass a Date, or a text such as "2024-01-31" or "2024-01-31 15:30"';

/**
 * Returns a moment that has the type of one.
 *
 * @param name Name of the option, for messages.
 * @throws {TypeError} If it is neither a `Date` nor a text.
 */
export function checkMoment(name: string, moment: unknown): Moment {
  if (moment instanceof Date || typeof moment === "string") return moment;
  throw new TypeError(`Cannot use ${name} ${inspected(moment, 0)}: ${REMEDY}`);
}

/**
 * Returns the microseconds of a `Date`; NaN for one that is invalid. The last millisecond of a second stands for its end, as
 * a bar of a date ends with the last microsecond of it and a `Date` has none.
 */
export function momentOfDate(date: Date): number {
  const ms = date.getTime();
  return ms * 1000 + ((ms + 1) % 1000 === 0 ? 999 : 0);
}

/**
 * Reads a moment.
 *
 * @param name Name of the option, for messages.
 * @throws {TypeError} If it is neither a `Date` nor a text.
 * @throws {RangeError} If it is not valid, or a local time that does not exist or occurs twice.
 */
export function readMoment(name: string, given: unknown, timeZone: TimeZone): ReadMoment {
  const moment = checkMoment(name, given);
  if (moment instanceof Date) {
    const timeUs = momentOfDate(moment);
    if (!Number.isNaN(timeUs)) return { kind: "time", timeUs };
  } else {
    const text = moment.trim();
    if (DAY_OR_MONTH_FIRST.test(text)) {
      throw new RangeError(
        `Cannot use ${name} ${inspected(moment, 0)}: its first number may be a day or a month; ${REMEDY}`,
      );
    }
    const reader = new StampReader(), stamp = reader.readText(text);
    if (reader.problem === "" && reader.form === "date") return { kind: "date", dayNumber: stamp / DAY_US };
    const timeUs = reader.form === "local" ? timeZone.timeUs(stamp) : reader.form === "instant" ? stamp : NaN;
    if (reader.problem === "" && !Number.isNaN(timeUs)) return { kind: "time", timeUs };
  }
  throw new RangeError(`Cannot use ${name} ${inspected(moment, 0)} in ${timeZone.name}: ${REMEDY}`);
}
