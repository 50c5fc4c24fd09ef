/**
 * The span of a run: the options `from` and `to`.
 *
 * @module
 */

import type { FeedData } from "../feeds/feed_data.ts";
import { firstBarFrom, partOf, untilBar } from "../feeds/slice.ts";
import { firstAfter } from "../feeds/time/ordered_times.ts";
import { type Moment, readMoment } from "../feeds/time/moment_text.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";

/**
 * Returns the feeds up to the end of a run.
 *
 * @throws {TypeError} If `to` is neither a `Date` nor a text.
 * @throws {RangeError} If it is not valid, or no feed has a bar before it.
 */
export function feedsUpTo(feeds: readonly FeedData[], to: Moment | undefined): readonly FeedData[] {
  if (to === undefined || feeds.length === 0) return feeds;
  const first = feeds[0]!, moment = readMoment("to", to, new TimeZone(first.timeZone));
  // A date is that of the first feed's session; the others end with its last bar of that date.
  const endUs = moment.kind === "time" ? moment.timeUs : first.columns.timeUs[untilBar(first, to) - 1] ?? -Infinity;
  const cut = feeds.map((feed) => partOf(feed, 0, firstAfter(feed.columns.timeUs, endUs, false)));
  if (cut.some(({ length }) => length > 0)) return cut;
  throw new RangeError(
    `Cannot run to ${to instanceof Date ? to.toISOString() : to}: every bar comes later; pass a later date`,
  );
}

/**
 * Returns the first step of a run on which `next` may be called: the number of steps if all come before `from`.
 *
 * @throws {TypeError} If `from` is neither a `Date` nor a text.
 * @throws {RangeError} If it is not valid.
 */
export function firstStepFrom(feeds: readonly FeedData[], timeUs: Float64Array, from: Moment | undefined): number {
  const first = feeds[0];
  if (from === undefined || first === undefined) return 0;
  const moment = readMoment("from", from, new TimeZone(first.timeZone));
  if (moment.kind === "time") return firstAfter(timeUs, moment.timeUs, false);
  return firstAfter(timeUs, first.columns.timeUs[firstBarFrom(first, from)] ?? Infinity, true);
}
