/**
 * Bars that are named by dates.
 *
 * @module
 */

import { DAY_US } from "./time/civil_date.ts";
import type { TimeZone } from "./time/time_zone.ts";

/**
 * Returns whether a bar of whole days ends with a date: with its last microsecond, or at the midnight after it.
 *
 * @param endUs End of the bar.
 * @param timeframeUs Length of the bar.
 * @param zone The zone of its dates.
 */
export function endsWithDate(endUs: number, timeframeUs: number, zone: TimeZone): boolean {
  if (timeframeUs % DAY_US !== 0) return false;
  const dateEndUs = zone.endOfDateUs(zone.dayUpTo(endUs));
  return endUs - dateEndUs <= 1 && endUs >= dateEndUs;
}
