/**
 * Moments as text for people: a date where bars are days, else date and time.
 *
 * @module
 */

import { DAY_US, formatWallTime } from "../feeds/time/civil_date.ts";
import type { TimeZone } from "../feeds/time/time_zone.ts";

/**
 * Writes a moment by the clock of a zone.
 *
 * Where steps are days, the text is the date that the moment belongs to or ends. So a bar at the last microsecond of
 * its date and one at the next midnight have the same text.
 *
 * @param timeUs The moment in microseconds since the epoch.
 * @param zone The zone.
 * @param daily True if steps are days.
 * @returns ISO 8601 text without the zone: `2006-01-02` or `2006-01-02T09:05:00`.
 */
export function formatMoment(timeUs: number, zone: TimeZone, daily: boolean): string {
  const wallUs = zone.wallTimeUs(timeUs);
  if (daily) return formatWallTime(Math.floor((wallUs - 1) / DAY_US) * DAY_US);
  const text = formatWallTime(wallUs);
  return text.includes("T") ? text : `${text}T00:00:00`;
}
