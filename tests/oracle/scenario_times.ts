/**
 * The times of a scenario: its bars, session ends and validities, each after one round trip through the float day.
 *
 * @module
 */

import { DAY_US, dayOfDate, HOUR_US, MINUTE_US, SECOND_US } from "../../src/feeds/time/civil_date.ts";
import { throughFloatDay, timeOfFloatDay } from "../../src/feeds/time/float_day.ts";
import type { ActionArguments, ScenarioFeed } from "./scenario.ts";

/** Default end of a session; also the time of day of a bar that has only a date. */
const SESSION_END_US = DAY_US - 10;
/** End of the day for the validity DAY: nine milliseconds and some into its last second. */
const VALID_DAY_US = DAY_US - SECOND_US + 9_999;

/** Units of a validity that is a distance. */
const DISTANCE_US: Readonly<Record<string, number>> = {
  weeks: 7 * DAY_US,
  days: DAY_US,
  hours: HOUR_US,
  minutes: MINUTE_US,
  seconds: SECOND_US,
  milliseconds: 1000,
  microseconds: 1,
};

/** Returns the time of a bar that is written as a date or as an ISO time. */
export function barTime(text: string, place: string): number {
  return throughFloatDay(
    /^\d{4}-\d{2}-\d{2}$/.test(text) ? readTime(text, place) + SESSION_END_US : readTime(text, place),
  );
}

/** Returns the end of the session around a time, or the next day's end if the time is past the end of its day. */
export function sessionEndOf(feed: ScenarioFeed, timeUs: number): number {
  let end_us = SESSION_END_US;
  if (feed.sessionend !== undefined) {
    end_us = readTime(`1970-01-01T${feed.sessionend}`, `sessionend of feed ${feed.name}`);
  }
  const sameDay = Math.floor(timeUs / DAY_US) * DAY_US + end_us;
  return throughFloatDay(sameDay < timeUs ? sameDay + DAY_US : sameDay);
}

/** The lifetime of an order. */
export interface Validity {
  readonly kind: "gtc" | "gtd" | "day";
  /** Last time at which the order may fill; zero for `gtc`. */
  readonly validUs: number;
}

/**
 * Returns the validity of an order that is placed at a time. A date means its first instant, a distance counts from
 * that time, and a distance of zero means that day. A number is a float day, and zero means for ever.
 */
export function validityOf(valid: ActionArguments["valid"], placedUs: number, place: string): Validity {
  if (valid === undefined || valid === null || valid === 0) return { kind: "gtc", validUs: 0 };
  if (typeof valid === "number") return { kind: "gtd", validUs: notZero(timeOfFloatDay(valid)) };
  if (valid.DAY !== undefined) return dayValidity(placedUs);
  if (typeof valid.date === "string") {
    return { kind: "gtd", validUs: notZero(throughFloatDay(readTime(valid.date, place))) };
  }
  let distance = 0;
  for (const [unit, count] of Object.entries(valid)) {
    const unitUs = DISTANCE_US[unit];
    if (unitUs === undefined || typeof count !== "number") {
      throw new TypeError(
        `Cannot read ${place} as ${JSON.stringify(valid)}: a validity is DAY, date, a distance or a number`,
      );
    }
    distance += Math.round(count * unitUs);
  }
  if (distance === 0) return dayValidity(placedUs);
  return { kind: "gtd", validUs: notZero(throughFloatDay(placedUs + distance)) };
}

function dayValidity(placedUs: number): Validity {
  return { kind: "day", validUs: notZero(throughFloatDay(Math.floor(placedUs / DAY_US) * DAY_US + VALID_DAY_US)) };
}

/** A record uses zero for no time. A microsecond more divides whole seconds in the same way. */
function notZero(validUs: number): number {
  return validUs === 0 ? 1 : validUs;
}

/** Returns a date, or a date and a time of day to the microsecond, as microseconds since the epoch. */
function readTime(text: string, place: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?$/.exec(text);
  const [year, month, day, hour, minute, second] = (match ?? []).slice(1, 7).map((part) => Number(part ?? 0));
  const date = match === null ? NaN : dayOfDate(year!, month!, day!);
  if (Number.isNaN(date)) throw new TypeError(`Cannot read ${place} as "${text}": it must be an ISO date or time`);
  const microsecond = Number((match![7] ?? "").padEnd(6, "0"));
  return date * DAY_US + hour! * HOUR_US + minute! * MINUTE_US + second! * SECOND_US + microsecond;
}

/** Returns a time as an ISO text, cut off to whole seconds. */
export function secondText(timeUs: number): string {
  return new Date(Math.floor(timeUs / SECOND_US) * 1000).toISOString().slice(0, 19);
}
