/**
 * The bars of the block at hand, with the last one before them: what orders, fills and trades are told by.
 *
 * @module
 */

import type { BarColumns } from "../../feeds/feed_data.ts";

const NAMES = ["timeUs", "beginUs", "sessionDay", "open", "high", "low", "close", "volume"] as const;

/** Columns that go on from block to block; the last bar of the block before stays as the first one. */
export class BlockBars implements BarColumns {
  timeUs: Float64Array = new Float64Array(0);
  beginUs: Float64Array = new Float64Array(0);
  sessionDay: Float64Array = new Float64Array(0);
  open: Float64Array = new Float64Array(0);
  high: Float64Array = new Float64Array(0);
  low: Float64Array = new Float64Array(0);
  close: Float64Array = new Float64Array(0);
  volume: Float64Array = new Float64Array(0);

  /** Goes on to the bars of a block, which may be none. */
  goOn(block: BarColumns): void {
    for (const name of NAMES) {
      const last = this[name].subarray(-1), next = new Float64Array(last.length + block[name].length);
      next.set(last);
      next.set(block[name], last.length);
      this[name] = next;
    }
  }
}
