/**
 * Blocks of several feeds, merged by time: each has all bars of all feeds up to a moment.
 *
 * A feed is read further when the bars of it that were read have all been used, so that no source is more than a block
 * ahead of the run.
 *
 * @module
 */

import type { FeedData } from "../../feeds/feed_data.ts";
import type { FeedBlocks } from "../../feeds/stream/block_reader.ts";
import { rowsOf } from "../../feeds/slice.ts";
import { firstAfter } from "../../feeds/time/ordered_times.ts";
import { endAtMidnight, withMidnightEnds } from "../day_ends.ts";

/** A feed that is read. */
interface ReadFeed {
  readonly blocks: FeedBlocks;
  /** Bars that were read and not used; undefined before the first block. */
  rest: FeedData | undefined;
  ended: boolean;
  /** True where its days end at midnight, as feeds with hours are in the run. */
  endsAtMidnight: boolean;
}

/** Waits for a promise, and for the signal that ends the run. */
export type Waiting = <T>(promise: Promise<T>) => Promise<T>;

/** The merged blocks of a run. */
export class MergedBlocks {
  readonly #feeds: readonly ReadFeed[];
  readonly #wait: Waiting;

  /** Merges blocks; `wait` waits for a source. */
  constructor(feeds: readonly FeedBlocks[], wait: Waiting) {
    this.#feeds = feeds.map((blocks) => ({ blocks, rest: undefined, ended: false, endsAtMidnight: false }));
    this.#wait = wait;
  }

  /** Reads the first block of each feed, which settles its facts, and returns them. Every feed has one. */
  async first(): Promise<readonly FeedData[]> {
    for (const feed of this.#feeds) await this.#read(feed);
    for (const [id, endsAtMidnight] of endAtMidnight(this.#feeds.map(({ rest }) => rest!)).entries()) {
      const feed = this.#feeds[id]!;
      feed.endsAtMidnight = endsAtMidnight;
      if (endsAtMidnight) feed.rest = withMidnightEnds(feed.rest!);
    }
    return this.#feeds.map(({ rest }) => rest!);
  }

  /** Returns the next bars of each feed, or undefined after the last. */
  async next(): Promise<readonly FeedData[] | undefined> {
    let untilUs = Infinity;
    for (const feed of this.#feeds) {
      if (!feed.ended && feed.rest!.length === 0) await this.#read(feed);
      // A later bar of this feed is not known yet.
      if (!feed.ended && feed.rest!.length > 0) untilUs = Math.min(untilUs, feed.rest!.columns.timeUs.at(-1)!);
    }
    if (this.#feeds.every(({ rest }) => rest!.length === 0)) return undefined;
    return this.#feeds.map((feed) => {
      const rest = feed.rest!, cut = firstAfter(rest.columns.timeUs, untilUs, false);
      feed.rest = rowsOf(rest, cut, rest.length);
      return rowsOf(rest, 0, cut);
    });
  }

  /**
   * Returns which feeds have ended ahead of the bars that came last. A feed that has not ended is read further before any
   * later bar of another one is handed out, so that the first step behind its last bar finds it ended.
   */
  endedFeeds(): readonly boolean[] {
    return this.#feeds.map(({ ended }) => ended);
  }

  async #read(feed: ReadFeed): Promise<void> {
    const next = feed.blocks.next(), block = next instanceof Promise ? await this.#wait(next) : next;
    if (block === undefined) feed.ended = true;
    else feed.rest = feed.endsAtMidnight ? withMidnightEnds(block) : block;
  }

  /** Ends all sources; the first error of one is thrown when all were told. */
  async close(reason: unknown): Promise<void> {
    const told = await Promise.allSettled(this.#feeds.map(({ blocks }) => blocks.close(reason)));
    for (const each of told) if (each.status === "rejected") throw each.reason;
  }
}
