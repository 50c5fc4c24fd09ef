/**
 * Sessions of bars that were settled before: another calendar, or other hours.
 *
 * @module
 */

import { beginTimes } from "../feeds/begin_times.ts";
import { type GivenSessions, settleSessions } from "../feeds/calendar/feed_sessions.ts";
import { endsWithDate } from "../feeds/dated_bars.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { formatTimeframe, parseTimeframe } from "../feeds/time/timeframe.ts";

/**
 * Returns bars with the sessions of the options `calendar` or `session`, or as they are without one.
 *
 * @param bars The bars.
 * @param given The options.
 * @param place Returns the name of a row, for messages.
 * @throws {RangeError} If the calendar does not know the date of a bar.
 */
export function withSessions(bars: FeedData, given: GivenSessions, place: (row: number) => string): FeedData {
  if (given.calendar === undefined && given.session === undefined || bars.length === 0) return bars;
  const { sessions: _, ...rest } = bars, { timeframeUs, columns } = bars, timeZone = new TimeZone(bars.timeZone);
  const timeframe = parseTimeframe(formatTimeframe(timeframeUs));
  const dated = endsWithDate(columns.timeUs[0]!, timeframeUs, timeZone);
  const settled = settleSessions({ timeUs: columns.timeUs, timeframe, dated, timeZone, place }, given);
  // Bars that were made of others begin with the first of those.
  const beginUs = bars.resampledFrom === undefined
    ? beginTimes(columns.timeUs, timeframe, dated ? { dates: timeZone } : { sessions: settled.table })
    : columns.beginUs;
  return {
    ...rest,
    columns: { ...columns, beginUs, sessionDay: settled.sessionDay },
    notes: [...bars.notes, ...settled.notes],
    ...(settled.table === undefined ? {} : { sessions: settled.table }),
  };
}
