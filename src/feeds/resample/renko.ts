/**
 * Renko bricks.
 *
 * @module
 */

import type { FeedData } from "../feed_data.ts";

/** Bricks in columns. Those that one bar completes are known at the same time. */
export interface Bricks {
  readonly open: Float64Array;
  readonly close: Float64Array;
  /** Volume since the brick before; where one bar completes several, the first one has it. */
  readonly volume: Float64Array;
  /** The bar that completes each brick. */
  readonly bar: Int32Array;
}

/**
 * Makes bricks of a size from the closes. The first begins at the first bar's open. A brick goes on by a size in the
 * direction of the one before, or against it from that one's other end, so that a turn takes two sizes.
 */
export function renkoBricks({ length, columns }: FeedData, size: number): Bricks {
  const { open, close, volume } = columns, opens: number[] = [], closes: number[] = [], volumes: number[] = [];
  const bars: number[] = [], base = open[0] ?? NaN;
  // Both ends are counted in bricks above the base, so that no error adds up.
  let top = 0, bottom = 0, traded = 0;
  const add = (from: number, to: number, bar: number): void => {
    opens.push(base + from * size);
    closes.push(base + to * size);
    volumes.push(traded);
    bars.push(bar);
    traded = 0;
  };
  for (let bar = 0; bar < length; bar++) {
    traded += volume[bar]!;
    while (close[bar]! >= base + (top + 1) * size) {
      add(top, top + 1, bar);
      bottom = top++;
    }
    while (close[bar]! <= base + (bottom - 1) * size) {
      add(bottom, bottom - 1, bar);
      top = bottom--;
    }
  }
  return {
    open: Float64Array.from(opens),
    close: Float64Array.from(closes),
    volume: Float64Array.from(volumes),
    bar: Int32Array.from(bars),
  };
}
