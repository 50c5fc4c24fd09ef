/**
 * Feeds in memory that threads share: each column is copied there once, however many workers read it, and so are the bars
 * as the engines read them, which are packed once for all workers.
 *
 * @module
 */

import type { PackedTogether } from "../broker/pack.ts";
import { Bars, feedOf } from "../feeds/bars.ts";
import type { BarColumns, FeedData } from "../feeds/feed_data.ts";
import { isFeed } from "../run/run_input.ts";
import type { SearchFeeds } from "./subject.ts";

/** Feeds as a worker gets them: facts that are copied, and columns that are shared. */
export interface SharedFeeds {
  /** True for one feed that stands alone, and not under a name. */
  readonly isSingle: boolean;
  /** The feeds by name. */
  readonly feeds: Readonly<Record<string, FeedData>>;
}

/** Columns in shared memory. One that several feeds have is there once. */
export class SharedColumns {
  readonly #copies: Map<Float64Array, Float64Array> = new Map();

  /** Returns feeds with their columns in shared memory. */
  feeds(feeds: SearchFeeds): SharedFeeds {
    const isSingle = isFeed(feeds), named = isSingle ? { [feeds.name]: feeds } : feeds;
    return {
      isSingle,
      feeds: Object.fromEntries(Object.entries(named).map(([name, bars]) => [name, this.feed(bars)])),
    };
  }

  /** Returns one feed with its columns in shared memory. */
  feed(bars: Bars): FeedData {
    const feed = feedOf(bars);
    const extra = Object.entries(feed.extra).map(([name, column]) => [name, this.#share(column)]);
    return { ...feed, columns: this.#columns(feed.columns), extra: Object.fromEntries(extra) };
  }

  /** Returns packed bars with their columns in shared memory. */
  packed({ columns, parts }: PackedTogether): PackedTogether {
    return {
      columns: this.#share(columns),
      // The bars of the source are found in the worker, and those of a rounded feed go along.
      parts: parts.map((part) => ({ ...part, shown: part.isSource ? NO_BARS : this.#columns(part.shown) })),
    };
  }

  #columns(columns: BarColumns): BarColumns {
    return Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [name, this.#share(column)]),
    ) as unknown as BarColumns;
  }

  #share(column: Float64Array): Float64Array {
    const known = this.#copies.get(column);
    if (known !== undefined) return known;
    const shared = new Float64Array(new SharedArrayBuffer(column.byteLength));
    shared.set(column);
    this.#copies.set(column, shared);
    return shared;
  }
}

const NONE = new Float64Array(0);
const NO_BARS: BarColumns = {
  ...{ timeUs: NONE, beginUs: NONE, sessionDay: NONE, open: NONE, high: NONE, low: NONE, close: NONE, volume: NONE },
};

/** Returns the feeds in the worker that got them. */
export function takenFeeds({ isSingle, feeds }: SharedFeeds): SearchFeeds {
  const named = Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, new Bars(feed)]));
  return isSingle ? Object.values(named)[0]! : named;
}
