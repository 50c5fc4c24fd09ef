/**
 * The span of a run: the options `from` and `to`.
 *
 * A date is a session date of each feed, so that the order of the feeds decides nothing.
 *
 * @module
 */

import type { BarColumns, FeedData } from "../feeds/feed_data.ts";
import { inspected } from "../host.ts";
import { firstBarFrom, partOf, untilBar } from "../feeds/slice.ts";
import { DAY_US, formatWallTime, SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import { firstAfter } from "../feeds/time/ordered_times.ts";
import { type Moment, type ReadMoment, readMoment } from "../feeds/time/moment_text.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";

/**
 * Returns the feeds up to the end of a run: up to a moment, or each up to its own last bar of a session date.
 *
 * @throws {TypeError} If `to` is neither a `Date` nor a text.
 * @throws {RangeError} If it is not valid, no feed has a bar before it, or it is another moment for each feed.
 */
export function feedsUpTo(feeds: readonly FeedData[], to: Moment | undefined): readonly FeedData[] {
  if (to === undefined || feeds.length === 0) return feeds;
  momentOf("to", to, feeds);
  const cut = feeds.map((feed) => cutOnce(feed, untilBar(feed, to)));
  if (cut.some(({ length }) => length > 0) || !feeds.some(({ length }) => length > 0)) return cut;
  throw new RangeError(`Cannot run to ${momentText(to)}: every bar comes later; ${spanText(feeds)}`);
}

/** The bars up to a place that were asked for last. The runs of a search cut the same feeds again and again. */
const cuts = new WeakMap<BarColumns, FeedData>();

/** Returns the first bars of a feed, with the columns of the last time where these are the same. */
function cutOnce(feed: FeedData, until: number): FeedData {
  const known = cuts.get(feed.columns), cut = known?.length === until ? known : partOf(feed, 0, until);
  cuts.set(feed.columns, cut);
  return { ...feed, length: until, columns: cut.columns, extra: cut.extra };
}

/**
 * Returns the first step of a run on which `next` may be called: the first one at which any feed has a bar of the session
 * date `from` or of a later one, or that ends behind the moment; the number of steps if there is none.
 *
 * @throws {TypeError} If `from` is neither a `Date` nor a text.
 * @throws {RangeError} If it is not valid, or it is another moment for each feed.
 */
export function firstStepFrom(feeds: readonly FeedData[], timeUs: Float64Array, from: Moment | undefined): number {
  if (from === undefined || feeds.length === 0) return 0;
  const moment = momentOf("from", from, feeds);
  if (moment.kind === "time") return firstAfter(timeUs, moment.timeUs, false);
  return firstAfter(timeUs, firstTimeUs(feeds, (feed) => firstBarFrom(feed, from)), true);
}

/** Returns the last date before a run, as a day number in which 0001-01-01 is 1; zero for a run from its first bar on. */
export function dayBefore(from: Moment | undefined, feeds: readonly FeedData[]): number {
  if (from === undefined || feeds.length === 0) return 0;
  const moment = momentOf("from", from, feeds);
  if (moment.kind === "date") return moment.dayNumber - 1 + SESSION_DAY_OFFSET;
  return new TimeZone(feeds[0]!.timeZone).dayUpTo(moment.timeUs) + SESSION_DAY_OFFSET;
}

/** Returns the earliest end of the bars that are chosen, one of each feed; Infinity if no feed has its one. */
export function firstTimeUs<Feed extends Pick<FeedData, "columns">>(
  feeds: readonly Feed[],
  barOf: (feed: Feed) => number,
): number {
  return Math.min(Infinity, ...feeds.map((feed) => feed.columns.timeUs[barOf(feed)] ?? Infinity));
}

/**
 * Rejects a run of which no bar is left by its begin.
 *
 * @param feeds The feeds as they were given.
 * @throws {RangeError} If there are bars, and all come before `from`.
 */
export function checkSpan(feeds: readonly FeedData[], from: Moment | undefined, to: Moment | undefined): void {
  if (from === undefined) return;
  const cut = feedsUpTo(feeds, to), moment = momentOf("from", from, feeds);
  const isLeft = cut.some((feed) => firstBarFrom(feed, from) < feed.length);
  if (isLeft || cut.every(({ length }) => length === 0)) return;
  const until = to === undefined ? "" : ` to ${momentText(to)}`;
  throw new RangeError(
    `Cannot run from ${momentText(from)}${until}: no bar is left; ${spanText(feeds, moment.kind)}`,
  );
}

/**
 * Reads a moment that holds for several feeds.
 *
 * @throws {RangeError} If a time of day without an offset is another moment on the clocks of the feeds.
 */
export function momentOf(name: string, given: Moment, feeds: readonly FeedData[]): ReadMoment {
  const zones = [...new Set(feeds.map(({ timeZone }) => timeZone))];
  const [moment, ...others] = zones.map((zone) => readMoment(name, given, new TimeZone(zone)));
  checkOneMoment(name, given, zones, others.findIndex((each) => JSON.stringify(each) !== JSON.stringify(moment)));
  return moment!;
}

/**
 * Rejects a time of day without an offset that is another moment on the clock of another zone than the first.
 *
 * @param name Name of the option.
 * @param other Place of that zone behind the first; -1 if there is none.
 * @throws {RangeError} If there is one.
 */
export function checkOneMoment(name: string, given: unknown, zones: readonly string[], other: number): void {
  if (other < 0) return;
  throw new RangeError(
    `Cannot use ${name} ${inspected(given, 0)} for several feeds: it is another moment in ${zones[0]} than in ${
      zones[other + 1]
    }; pass a Date, or write its offset, as in "2024-01-31T15:30Z"`,
  );
}

function momentText(moment: Moment): string {
  return moment instanceof Date ? moment.toISOString() : moment;
}

/** Returns the session dates, or the moments, from which and to which feeds have bars, in words. */
function spanText(feeds: readonly FeedData[], kind: ReadMoment["kind"] = "date"): string {
  const filled = feeds.filter(({ length }) => length > 0);
  const [first, last] = (["min", "max"] as const).map((pick) => {
    const values = filled.map(({ columns, length }) => {
      const bar = pick === "min" ? 0 : length - 1;
      return kind === "date" ? columns.sessionDay[bar]! - SESSION_DAY_OFFSET : columns.timeUs[bar]!;
    });
    const value = Math[pick](...values);
    return kind === "date" ? formatWallTime(value * DAY_US) : new Date(Math.floor(value / 1000)).toISOString();
  });
  return kind === "date" ? `the bars run from ${first} to ${last}` : `the bars end from ${first} to ${last}`;
}
