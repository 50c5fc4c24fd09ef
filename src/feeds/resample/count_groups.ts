/**
 * Groups of bars by number, volume or range.
 *
 * @module
 */

import type { FeedData } from "../feed_data.ts";
import { GrowingSum } from "../exact_sum.ts";
import { decimalsOfNumber, roundedTo } from "../number_text.ts";
import { type BarGroups, GroupWriter } from "./bar_groups.ts";

/** Groups so many bars each, counted from the first. */
export function groupsOfBars(feed: FeedData, count: number): BarGroups {
  return groupsUntil(feed, () => {
    let bars = 0;
    return () => ++bars === count;
  });
}

/** Groups the bars until their volume comes to a number of units. A bar is not split, so a group may have more. */
export function groupsOfVolume(feed: FeedData, units: number): BarGroups {
  const { volume } = feed.columns;
  return groupsUntil(feed, () => {
    const sum = new GrowingSum();
    return (bar) => sum.add(volume[bar]!) >= units;
  });
}

/** Groups the bars until they range over so many units of the price. A bar is not split, so a group may range over more. */
export function groupsOfRange(feed: FeedData, range: number): BarGroups {
  const { high, low } = feed.columns, decimals = Math.max(feed.decimals, decimalsOfNumber(range, 0));
  return groupsUntil(feed, () => {
    let top = -Infinity, bottom = Infinity;
    return (bar) => {
      top = Math.max(top, high[bar]!);
      bottom = Math.min(bottom, low[bar]!);
      return roundedTo(decimals, top - bottom) >= range;
    };
  });
}

/** Groups bars until a condition holds; the condition is made anew for each group. */
function groupsUntil({ length, columns }: FeedData, condition: () => (bar: number) => boolean): BarGroups {
  const groups = new GroupWriter();
  let from = 0;
  for (let bar = 0, isComplete = condition(); bar < length; bar++) {
    if (!isComplete(bar)) continue;
    groups.add(from, bar + 1, columns.timeUs[bar]!);
    from = bar + 1;
    isComplete = condition();
  }
  return groups.done(from);
}
