/**
 * Moments as text for programs: ISO 8601 in UTC, always of one width.
 *
 * @module
 */

import { DAY_US, formatWallTime, SECOND_US } from "../feeds/time/civil_date.ts";

/** The last day that was written, as neighbours in a column mostly have one. */
let lastDay = NaN, lastDate = "";

/**
 * Returns a moment as ISO 8601 text in UTC with six digits behind the second, as `2024-01-02T21:00:00.000000Z`. Texts of
 * one width sort as their moments do, and a reader that takes the form from the first row reads every other row too.
 *
 * @param timeUs The moment in whole microseconds since the epoch.
 */
export function isoTime(timeUs: number): string {
  const day = Math.floor(timeUs / DAY_US), ofDay = timeUs - day * DAY_US;
  if (day !== lastDay) {
    lastDay = day;
    lastDate = formatWallTime(day * DAY_US);
  }
  const seconds = Math.floor(ofDay / SECOND_US), minutes = Math.floor(seconds / 60);
  const clock = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}`;
  return `${lastDate}T${clock}.${`${1_000_000 + ofDay - seconds * SECOND_US}`.slice(1)}Z`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}
