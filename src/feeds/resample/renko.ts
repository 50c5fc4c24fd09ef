/**
 * Renko bricks.
 *
 * @module
 */

import { GrowingSum } from "../exact_sum.ts";
import type { FeedData } from "../feed_data.ts";
import { decimalsOfNumber, roundedTo } from "../number_text.ts";

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
export function renkoBricks({ length, columns, decimals }: FeedData, size: number): Bricks {
  const { open, close, volume } = columns, opens: number[] = [], closes: number[] = [], volumes: number[] = [];
  const bars: number[] = [], base = open[0] ?? NaN, grid = Math.max(decimals, decimalsOfNumber(size, 0));
  // Both ends are counted in bricks above the base, and prices are on the grid, so that no error adds up.
  const priceOf = (bricks: number): number => roundedTo(grid, base + bricks * size);
  let top = 0, bottom = 0, above = priceOf(1), below = priceOf(-1), sum = new GrowingSum(), traded = 0;
  const add = (from: number, to: number, bar: number): void => {
    opens.push(priceOf(from));
    closes.push(priceOf(to));
    volumes.push(traded);
    bars.push(bar);
    sum = new GrowingSum();
    traded = 0;
    top = Math.max(from, to);
    bottom = Math.min(from, to);
    above = priceOf(top + 1);
    below = priceOf(bottom - 1);
  };
  for (let bar = 0; bar < length; bar++) {
    traded = sum.add(volume[bar]!);
    while (close[bar]! >= above) add(top, top + 1, bar);
    while (close[bar]! <= below) add(bottom, bottom - 1, bar);
  }
  return {
    open: Float64Array.from(opens),
    close: Float64Array.from(closes),
    volume: Float64Array.from(volumes),
    bar: Int32Array.from(bars),
  };
}
