/**
 * The feeds of a run that may wait: bars in memory, sources, and sources with facts.
 *
 * @module
 */

import { isLiveFeed } from "../../feeds/live_feed.ts";
import { Bars, feedOf } from "../../feeds/bars.ts";
import { BlocksOfBars, BlocksOfSource, type FeedBlocks } from "../../feeds/stream/block_reader.ts";
import { type BarSource, BarStream, isSource, stream } from "../../feeds/stream/bar_stream.ts";
import { inspected } from "../../host.ts";
import { isOptions } from "../../options.ts";
import { checkFeedNames } from "../run_input.ts";

/** A feed of a run that may wait: bars in memory, a source of bars, or one with its facts by `ct.stream`. */
export type RunFeed = Bars | BarStream | BarSource;

/** The feeds by name, in their order. */
export type NamedRunFeeds = ReadonlyMap<string, RunFeed>;

/**
 * Returns the feeds by name.
 *
 * @throws {TypeError} If one is no feed.
 * @throws {RangeError} If there is none, or JavaScript would change their order.
 */
export function takenFeeds(feeds: unknown): NamedRunFeeds {
  if (isLiveFeed(feeds) || isOptions(feeds) && Object.values(feeds).some(isLiveFeed)) {
    throw new TypeError("Cannot run over a feed of a session by ct.run: call session.run(Strategy, feed)");
  }
  const one = isRunFeed(feeds) ? feeds : undefined;
  if (one !== undefined) return new Map([[one instanceof Bars || one instanceof BarStream ? one.name : "bars", one]]);
  if (feeds instanceof Promise) throw new TypeError("Cannot run over a promise of a feed: write await before it");
  if (typeof feeds === "function") {
    throw new TypeError(`Cannot run over a function: call it, as in ct.run(Strategy, ${feeds.name || "minutes"}())`);
  }
  if (!isOptions(feeds)) {
    throw new TypeError(`Cannot run over ${inspected(feeds, 0)}: pass a feed, or several by name`);
  }
  const named = Object.entries(feeds);
  if (named.length === 0) throw new RangeError("Cannot run without a feed: pass one, or several by name");
  for (const [name, feed] of named) {
    if (isRunFeed(feed)) continue;
    throw new TypeError(
      feed instanceof Promise
        ? `Cannot run over a promise as feed "${name}": write await before it`
        : isColumns(feeds)
        ? "Cannot run over columns of bars: pass ct.bars(columns), or [columns] as a source of one block"
        : `Cannot run over ${
          inspected(feed, 0)
        } as feed "${name}": pass bars, a ReadableStream, or an iterable of bars`,
    );
  }
  if (isColumns(feeds)) {
    throw new TypeError(
      "Cannot run over columns of bars: pass ct.bars(columns), or [columns] as a source of one block",
    );
  }
  const sources = named.filter(([, feed]) => !(feed instanceof Bars));
  const twice = sources.find(([, feed], at) =>
    sources.some(([, other], place) => place < at && sourceOf(other) === sourceOf(feed))
  );
  if (twice !== undefined) {
    throw new TypeError(`Cannot read the source of feed "${twice[0]}" twice: give each feed a source of its own`);
  }
  checkFeedNames(named.map(([name]) => name));
  return new Map(named);
}

/** Returns the blocks of a feed. */
export function blocksOf(feed: RunFeed, name: string, size: number): FeedBlocks {
  if (feed instanceof Bars) return new BlocksOfBars(feedOf(feed), size);
  return new BlocksOfSource(feed instanceof BarStream ? feed : stream(feed), name, size);
}

function sourceOf(feed: RunFeed): unknown {
  return feed instanceof BarStream ? feed.source : feed;
}

function isRunFeed(value: unknown): value is RunFeed {
  return value instanceof Bars || value instanceof BarStream || isSource(value);
}

/** Returns whether an object has the columns of bars, which are arrays and so would pass for sources. */
function isColumns(value: object): boolean {
  return "open" in value && "high" in value && "low" in value && "close" in value;
}
