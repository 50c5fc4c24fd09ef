/**
 * Feeds in memory that threads share: each column is copied there once, however many workers read it.
 *
 * @module
 */

import { adoptPacked, type PackedGrid, packedGrids } from "../broker/pack.ts";
import { Bars, feedOf } from "../feeds/bars.ts";
import type { BarColumns, FeedData } from "../feeds/feed_data.ts";
import { isFeed } from "../run/run_input.ts";
import type { SearchFeeds } from "./subject.ts";

/** A feed as a worker gets it: facts that are copied, and columns that are shared. */
export interface SharedFeed {
  /** The feed. */
  readonly data: FeedData;
  /** Its bars as the engines read them, by the grid of their prices. */
  readonly grids: readonly PackedGrid[];
}

/** Feeds as a worker gets them. */
export interface SharedFeeds {
  /** True for one feed that stands alone, and not under a name. */
  readonly isSingle: boolean;
  /** The feeds by name. */
  readonly feeds: Readonly<Record<string, SharedFeed>>;
}

/** Returns feeds with their columns in shared memory. */
export function sharedFeeds(feeds: SearchFeeds): SharedFeeds {
  const isSingle = isFeed(feeds), named = isSingle ? { [feeds.name]: feeds } : feeds;
  return {
    isSingle,
    feeds: Object.fromEntries(Object.entries(named).map(([name, bars]) => [name, sharedFeed(bars)])),
  };
}

/** Returns one feed with its columns in shared memory. */
function sharedFeed(bars: Bars): SharedFeed {
  const feed = feedOf(bars), copies = new Map<Float64Array, Float64Array>();
  const share = (column: Float64Array): Float64Array => {
    const known = copies.get(column) ?? sharedColumn(column);
    copies.set(column, known);
    return known;
  };
  const columnsOf = (columns: BarColumns): BarColumns =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, share(column)])) as BarColumns;
  return {
    data: {
      ...feed,
      columns: columnsOf(feed.columns),
      extra: Object.fromEntries(Object.entries(feed.extra).map(([name, column]) => [name, share(column)])),
    },
    grids: packedGrids(feed.columns).map(({ shown, columns, ...grid }) => ({
      ...{ ...grid, shown: columnsOf(shown), columns: share(columns) },
      isSource: shown === feed.columns,
    })),
  };
}

/** Returns the feeds in the worker that got them. */
export function takenFeeds({ isSingle, feeds }: SharedFeeds): SearchFeeds {
  const named = Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, takenFeed(feed)]));
  return isSingle ? Object.values(named)[0]! : named;
}

/** Returns a feed in the worker that got it. */
function takenFeed({ data, grids }: SharedFeed): Bars {
  const bars = new Bars(data);
  adoptPacked(feedOf(bars).columns, grids);
  return bars;
}

function sharedColumn(column: Float64Array): Float64Array {
  const shared = new Float64Array(new SharedArrayBuffer(column.byteLength));
  shared.set(column);
  return shared as unknown as Float64Array;
}
