/**
 * Notes on feeds that do not span the same time, and on orders that are left on one.
 *
 * @module
 */

import type { BacktestOptions } from "./backtest_options.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { DAY_US, formatWallTime, SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";

/**
 * Returns a note for each feed that begins later than the first one to begin, or ends earlier than the last one to end.
 * Differences below a day, and below the longest timeframe of the feeds, are not told: they come from hours of trade.
 *
 * @param feeds The feeds of a run.
 * @returns Sentences that name the feeds.
 */
export function noteOnSpans(feeds: readonly FeedData[]): string[] {
  const filled = feeds.filter(({ length }) => length > 0);
  if (filled.length < 2) return [];
  const beginOf = ({ columns }: FeedData) => columns.beginUs[0]!;
  const endOf = ({ columns, length }: FeedData) => columns.timeUs[length - 1]!;
  const limitUs = Math.max(DAY_US, ...filled.map(({ timeframeUs }) => timeframeUs));
  const earliest = filled.reduce((a, b) => beginOf(b) < beginOf(a) ? b : a);
  const latest = filled.reduce((a, b) => endOf(b) > endOf(a) ? b : a);
  return filled.flatMap((feed) => {
    const notes: string[] = [], late = beginOf(feed) - beginOf(earliest), short = endOf(latest) - endOf(feed);
    if (late >= limitUs) {
      notes.push(`${feed.name} begins on ${dateOf(feed, 0)}, ${days(late)} after ${earliest.name}`);
    }
    if (short >= limitUs) {
      notes.push(`${feed.name} ends on ${dateOf(feed, feed.length - 1)}, ${days(short)} before ${latest.name}`);
    }
    return notes;
  });
}

/** Returns a function that tells whether a feed closes what is open where its bars end. */
export function closesAtFeedEnd(
  { onFeedEnd, instruments }: Pick<BacktestOptions, "onFeedEnd" | "instruments">,
): (feed: string) => boolean {
  return (feed) => (instruments?.[feed]?.onFeedEnd ?? onFeedEnd) === "close";
}

/**
 * Returns a note for each feed that ends ahead of the run and has orders left, which no bar can fill any more.
 *
 * @param feeds The feeds of a run, by instrument.
 * @param working Returns the instrument of each order that works at the end of the run.
 * @param closes Returns whether `onFeedEnd` ends the orders of a feed with it, so that what is left came later.
 */
export function noteOnEndedFeeds(
  feeds: readonly FeedData[],
  working: () => readonly number[],
  closes: (feed: string) => boolean,
): string[] {
  const ends = feeds.map(({ columns, length }) => length === 0 ? -Infinity : columns.timeUs[length - 1]!);
  const last = Math.max(...ends);
  // Few runs have such a feed, so only these look through their orders.
  if (ends.every((end) => end === last)) return [];
  const resting = working();
  return feeds.flatMap(({ name }, id) => {
    const count = ends[id] === last ? 0 : resting.filter((instrument) => instrument === id).length;
    if (count === 0) return [];
    const orders = count === 1 ? "1 order rests" : `${count} orders rest`;
    const ended = `${orders} on ${name}, whose bars end before the run`;
    return [
      closes(name)
        ? `${ended}: place none there behind its last bar, as no bar comes to fill it`
        : `${ended}: cancel what is left there, or pass onFeedEnd "close"`,
    ];
  });
}

function dateOf({ columns }: FeedData, row: number): string {
  return formatWallTime((columns.sessionDay[row]! - SESSION_DAY_OFFSET) * DAY_US);
}

function days(us: number): string {
  const count = Math.round(us / DAY_US);
  return `${count} ${count === 1 ? "day" : "days"}`;
}
