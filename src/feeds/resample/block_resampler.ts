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
    const bricks = this.#bricks,
      source = bricks === undefined ? behind(this.#kept, block) : this.#brickSource(bricks, block);
    if (bricks === undefined) this.#kept = source;
    this.sessions = source.sessions;
    if (source.length > 0) this.#grid ??= gridOfDays(source);
    const facts = { grid: this.#grid, isDated: this.#isDated, lastUs, bricks };
    const made = resampledFeed(source, this.#size, facts);
    const { feed, knownUs, from, isDated } = made;
    const first = firstAfter(knownUs, this.#givenUs, false), until = firstAfter(knownUs, lastUs, false);
    if (until > first) {
      this.#givenUs = knownUs[until - 1]!;
      if (bricks === undefined) this.#kept = rowsOf(source, from[until - 1]!, source.length);
      this.#isDated = isDated;
    }
    return { feed: rowsOf(feed, first, until), knownUs: knownUs.subarray(first, until) };
  }

  /** Returns the bars of a block with the sessions from the last brick on, which stays the current one for a while. */
  #brickSource({ last }: BricksSoFar, block: FeedData): FeedData {
    if (last === undefined || block.sessions === undefined) return { ...block };
    const sessions = block.length === 0 ? this.sessions : sessionsOver(this.sessions, last.knownUs[0]!, block);
    return { ...block, ...(sessions === undefined ? {} : { sessions }) };
  }
}

/** Returns bars, if there are any, with those of a later block behind them. */
export function behind(feed: FeedData | undefined, block: FeedData): FeedData {
  if (feed === undefined || feed.length === 0) return { ...block };
  if (block.length === 0) return feed;
  const sessions = sessionsOver(feed.sessions, feed.columns.timeUs[0]!, block);
  const joint = { ...feed, ...joinedBars(feed, block) };
  return sessions === undefined ? joint : { ...joint, sessions };
}

/** Returns the sessions from a moment on and over a block, which one calendar or the same hours give. */
function sessionsOver(
  before: FeedData["sessions"],
  firstUs: number,
  { sessions, columns: { timeUs } }: FeedData,
): FeedData["sessions"] {
  if (sessions === undefined || sessions === before) return sessions;
  const zone = new TimeZone(sessions.timeZone),
    firstDay = zone.dayUpTo(firstUs),
    lastDay = zone.dayUpTo(timeUs.at(-1)!);
  return sessionTable(sourceOfTable(sessions), sessions, firstDay, lastDay);
}
