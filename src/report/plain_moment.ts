/**
 * Moments as text in the page of a report.
 *
 * @module
 */

import type { TimeZone } from "../feeds/time/time_zone.ts";
import { formatMoment } from "../records/moment_text.ts";

/** Returns a moment as `2006-01-02`, or `2006-01-02 09:05` with seconds where they are not zero. */
export function plainMoment(timeUs: number, zone: TimeZone, dated: boolean): string {
  return formatMoment(timeUs, zone, dated).replace("T", " ").replace(/( \d\d:\d\d):00$/, "$1");
}
