/**
 * Dates of sessions as texts and as day numbers.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { DAY_US, dayOfDate, formatWallTime } from "../time/civil_date.ts";

/** Returns the text of a day: `"2024-01-02"`. */
export function dateOf(day: number): string {
  return formatWallTime(day * DAY_US);
}

/**
 * Returns the day of a date in days since 1970-01-01.
 *
 * @param date The date, as `"2024-01-02"`.
 * @param what The name of the date for messages.
 * @throws {TypeError} If it is no text.
 * @throws {RangeError} If there is no such date.
 */
export function dayOf(date: unknown, what: string): number {
  const remedy = 'write a date such as "2024-01-02"';
  if (typeof date !== "string") throw new TypeError(`Cannot use ${inspected(date, 0)} as ${what}: ${remedy}`);
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const day = match === null ? NaN : dayOfDate(Number(match[1]), Number(match[2]), Number(match[3]));
  if (!Number.isNaN(day)) return day;
  throw new RangeError(`Cannot use ${inspected(date)} as ${what}: ${remedy}`);
}
