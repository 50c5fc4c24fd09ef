/**
 * The begins of bars, which follow from their ends.
 *
 * @module
 */

import type { SessionTable } from "./calendar/session_table.ts";
import { DAY_US } from "./time/civil_date.ts";
import type { TimeZone } from "./time/time_zone.ts";
import type { Timeframe } from "./time/timeframe.ts";

/** What decides begins beside ends and timeframe: for bars of dates their zone, for others the sessions, if known. */
export type BeginFacts =
  | { readonly dates: TimeZone; readonly sessions?: undefined }
  | { readonly dates?: undefined; readonly sessions: SessionTable | undefined };

/**
 * Returns the begin of each bar: its end less the timeframe, but not before the end of the bar before it. Days of dates
 * have 23 or 25 hours where the clocks change. A bar that would begin while the market is closed begins with the next
 * open, unless a bar before it shows that there is trade outside of the sessions.
 */
export function beginTimes(
  timeUs: Float64Array,
  timeframe: Timeframe,
  { dates, sessions }: BeginFacts,
): Float64Array {
  const beginUs = new Float64Array(timeUs.length), days = timeframe.us / DAY_US;
  const zone = timeframe.months === 0 && Number.isInteger(days) ? dates : undefined;
  let previousUs = -Infinity, session = 0;
  for (let row = 0; row < timeUs.length; row++) {
    const endUs = timeUs[row]!;
    let begin = Math.max(zone === undefined ? endUs - timeframe.us : daysBefore(endUs, days, zone), previousUs);
    if (sessions !== undefined) {
      while (sessions.closeUs[session]! <= begin) session++;
      const openUs = sessions.openUs[session]!, closedUs = sessions.closeUs[session - 1] ?? -Infinity;
      if (openUs > begin && openUs < endUs && !(previousUs > closedUs)) begin = openUs;
    }
    beginUs[row] = begin;
    previousUs = endUs;
  }
  return beginUs;
}

/** Returns the end of a date so many days before another, which ends with its last microsecond or at the next midnight. */
function daysBefore(endUs: number, days: number, zone: TimeZone): number {
  const day = zone.dayUpTo(endUs);
  return zone.endOfDateUs(day - days) + (endUs - zone.endOfDateUs(day));
}
