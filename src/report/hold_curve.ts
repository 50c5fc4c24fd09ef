/**
 * The account that buys each traded feed with equal weights at its first close, and holds.
 *
 * @module
 */

import type { FeedData } from "../feeds/feed_data.ts";

/**
 * Returns the value of an account that holds all traded feeds with equal weights, without costs: the initial cash times
 * the mean of `close / first close`. Its return up to the last step is the figure `buyAndHold` of a run that is measured
 * as a whole.
 *
 * @param timeUs Moments of the steps.
 * @param feeds The feeds.
 * @param cashInitial Value at the start, which a feed has before its first bar.
 * @returns One value for each step; undefined without a traded feed that has a bar and a first close above zero.
 */
export function holdCurve(
  timeUs: Float64Array,
  feeds: readonly Pick<FeedData, "columns" | "length" | "trade">[],
  cashInitial: number,
): Float64Array | undefined {
  const held = feeds.filter(({ trade, length, columns }) => trade && length > 0 && columns.close[0]! > 0);
  if (held.length === 0) return undefined;
  const values = new Float64Array(timeUs.length);
  for (const { columns: { timeUs: times, close } } of held) {
    const first = close[0]!;
    for (let step = 0, row = -1; step < values.length; step++) {
      while (times[row + 1]! <= timeUs[step]!) row++;
      values[step]! += row < 0 ? 1 : close[row]! / first;
    }
  }
  for (let step = 0; step < values.length; step++) values[step] = values[step]! / held.length * cashInitial;
  return values;
}
