/**
 * Bars of another size from bars that come block by block: the same as from all of them at once.
 *
 * @module
 */

import { sessionTable, sourceOfTable } from "../calendar/session_table.ts";
import type { FeedData } from "../feed_data.ts";
import { joinedBars, rowsOf } from "../slice.ts";
import { firstAfter } from "../time/ordered_times.ts";
import { TimeZone } from "../time/time_zone.ts";
import type { CheckedSize } from "./bar_size.ts";
import { BrickMaker } from "./renko.ts";
import { type BricksSoFar, type ResampledFeed, resampledFeed } from "./resample.ts";
import { type DaysGrid, gridOfDays } from "./time_groups.ts";

/**
 * Resamples a feed block by block. It keeps the bars from the last larger bar on that was given out, as the next one begins
 * with its end, and those of the larger bar that is not complete.
 */
export class BlockResampler {
  readonly #size: CheckedSize;
  /** Bars from the begin of the last larger bar that was given out. */
  #kept: FeedData | undefined;
  /** End of that larger bar. */
  #givenUs = -Infinity;
  /** Facts that the first bar, and the first larger bar, decide for all. */
  #grid: DaysGrid | undefined;
  #isDated: boolean | undefined;
  /** Bricks go on by themselves, so that no bar is kept for them. */
  readonly #bricks: BricksSoFar | undefined;

  /** The sessions over the time of the larger bars that were given out last; absent where only dates are known. */
  sessions: FeedData["sessions"];

  /** Makes a resampler before the first block. */
  constructor(size: CheckedSize) {
    this.#size = size;
    if (size.kind === "renko") this.#bricks = { maker: new BrickMaker(size.count), last: undefined };
  }

  /**
   * Returns the larger bars that are known by a moment, and were not given out before.
   *
   * @param block The new bars, which may be none.
   * @param lastUs The moment: the last step, at which all bars that end by then have come.
   * @throws {RangeError} If the bars do not fit into the size.
   */
  goOn(block: FeedData, lastUs: number): Pick<ResampledFeed, "feed" | "knownUs"> {
    const kept = this.#kept, source = kept === undefined || kept.length === 0 ? { ...block } : behind(kept, block);
    if (this.#bricks === undefined) this.#kept = source;
    this.sessions = source.sessions;
    if (source.length > 0) this.#grid ??= gridOfDays(source);
    const facts = { grid: this.#grid, isDated: this.#isDated, lastUs, bricks: this.#bricks };
    const made = resampledFeed(source, this.#size, facts);
    const { feed, knownUs, from, isDated } = made;
    const first = firstAfter(knownUs, this.#givenUs, false), until = firstAfter(knownUs, lastUs, false);
    if (until > first) {
      this.#givenUs = knownUs[until - 1]!;
      if (this.#bricks === undefined) this.#kept = rowsOf(source, from[until - 1]!, source.length);
      this.#isDated = isDated;
    }
    return { feed: rowsOf(feed, first, until), knownUs: knownUs.subarray(first, until) };
  }
}

/** Returns bars with those of a later block behind them. */
export function behind(feed: FeedData, block: FeedData): FeedData {
  if (block.length === 0) return feed;
  const sessions = sessionsOver(feed, block), joint = { ...feed, ...joinedBars(feed, block) };
  return sessions === undefined ? joint : { ...joint, sessions };
}

/** Returns the sessions over the bars of both, which one calendar or the same hours give. */
function sessionsOver(feed: FeedData, { sessions, columns: { timeUs } }: FeedData): FeedData["sessions"] {
  if (sessions === undefined || sessions === feed.sessions) return sessions;
  const zone = new TimeZone(sessions.timeZone);
  const firstDay = zone.dayUpTo(feed.columns.timeUs[0]!), lastDay = zone.dayUpTo(timeUs.at(-1)!);
  return sessionTable(sourceOfTable(sessions), sessions, firstDay, lastDay);
}
