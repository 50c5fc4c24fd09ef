/**
 * Ends of days, where feeds of dates run beside feeds with hours.
 *
 * A bar of a date ends with the last microsecond of its date, and a bar with hours that lasts until midnight ends at
 * midnight. Both are known at the same moment: in a run with both, days end at midnight, so that they share a step.
 *
 * @module
 */

import type { BarColumns, FeedData } from "../feeds/feed_data.ts";
import { DAY_US, SECOND_US } from "../feeds/time/civil_date.ts";

/** Columns of days that end at midnight, by the given ones: runs of a sweep read the same feeds, and know their columns. */
const moved: WeakMap<BarColumns, BarColumns> = new WeakMap();

/**
 * Returns for each feed whether its days end at midnight in a run with the others. Nothing but the facts of the feeds and
 * their first bars decides, so that bars that come later change nothing.
 */
export function endAtMidnight(feeds: readonly FeedData[]): readonly boolean[] {
  const others = feeds.filter((feed) => !endsWithDate(feed));
  return feeds.map((feed) => endsWithDate(feed) && others.some((other) => mayEndAtMidnight(other, feed)));
}

/** Returns a feed of dates with days that end at midnight. */
export function withMidnightEnds(feed: FeedData): FeedData {
  const { previousEndUs } = feed;
  let columns = moved.get(feed.columns);
  if (columns === undefined) {
    const { timeUs, beginUs } = feed.columns;
    columns = { ...feed.columns, timeUs: timeUs.map(midnightOf), beginUs: beginUs.map(midnightOf) };
    moved.set(feed.columns, columns);
  }
  return { ...feed, columns, ...(previousEndUs === undefined ? {} : { previousEndUs: midnightOf(previousEndUs) }) };
}

/** Returns the feeds of a run with the ends of their days. */
export function withSharedDayEnds(feeds: readonly FeedData[]): readonly FeedData[] {
  const moves = endAtMidnight(feeds);
  return feeds.map((feed, id) => moves[id]! ? withMidnightEnds(feed) : feed);
}

function midnightOf(timeUs: number): number {
  return endsSecond(timeUs) ? timeUs + 1 : timeUs;
}

function endsSecond(timeUs: number): boolean {
  return (timeUs + 1) % SECOND_US === 0;
}

/** Returns whether the bars of a feed end with dates. */
function endsWithDate({ columns, length }: FeedData): boolean {
  return length > 0 && endsSecond(columns.timeUs[0]!);
}

/** Returns whether bars of a feed may end where a date of another one does. */
function mayEndAtMidnight({ length, sessions, timeframeUs, stamp }: FeedData, dated: FeedData): boolean {
  if (sessions !== undefined) {
    const closeUs = sessions.closeUs[0];
    return closeUs !== undefined && (closeUs - dated.columns.timeUs[0]! - 1) % DAY_US === 0;
  }
  // Of a feed without a bar, as in the first part of a run, only its facts tell.
  return length > 0 || timeframeUs < DAY_US || stamp === "open";
}
