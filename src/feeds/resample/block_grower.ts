/**
 * Larger bars so far, for bars that come block by block: the same as over all of them at once.
 *
 * @module
 */

import type { FeedData } from "../feed_data.ts";
import { rowsOf } from "../slice.ts";
import type { CheckedSize } from "./bar_size.ts";
import { behind } from "./block_resampler.ts";
import { growingFeed } from "./resample.ts";
import { type DaysGrid, gridOfDays } from "./time_groups.ts";

/** Shows the larger bar so far at each bar of a feed. It keeps the bars of the last larger bar. */
export class BlockGrower {
  readonly #size: CheckedSize;
  /** Bars from the begin of the last larger bar on. */
  #kept: FeedData | undefined;
  /** Facts that the first bar decides for all. */
  #grid: DaysGrid | undefined;

  /** Makes a grower before the first block. */
  constructor(size: CheckedSize) {
    this.#size = size;
  }

  /**
   * Returns the larger bar so far at each bar of a block.
   *
   * @param block The new bars, which may be none.
   * @throws {RangeError} If the bars do not fit into the size.
   */
  goOn(block: FeedData): FeedData {
    const source = behind(this.#kept, block);
    if (source.length > 0) this.#grid ??= gridOfDays(source);
    const { feed, last } = growingFeed(source, this.#size, { grid: this.#grid });
    this.#kept = rowsOf(source, last, source.length);
    return rowsOf(feed, source.length - block.length, source.length);
  }
}
