/**
 * The steps of a run: the distinct times of all feeds, ascending.
 *
 * @module
 */

import type { FeedData } from "../feeds/feed_data.ts";

/** The steps, and the session date of each. */
export interface Timeline {
  /** Time of each step. */
  readonly timeUs: Float64Array;
  /** Session date of the first feed with a bar in the step. */
  readonly sessionDay: Float64Array;
}

/** Merges the times of feeds into steps. */
export function mergeTimes(feeds: readonly FeedData[]): Timeline {
  if (feeds.length === 1) {
    const { timeUs, sessionDay } = feeds[0]!.columns;
    return { timeUs, sessionDay };
  }
  const total = feeds.reduce((sum, feed) => sum + feed.length, 0);
  const timeUs = new Float64Array(total), sessionDay = new Float64Array(total);
  const cursors = feeds.map(() => 0);
  let count = 0;
  while (true) {
    let least = Infinity, day = 0;
    feeds.forEach((feed, id) => {
      const time = feed.columns.timeUs[cursors[id]!] ?? Infinity;
      if (time < least) {
        least = time;
        day = feed.columns.sessionDay[cursors[id]!]!;
      }
    });
    if (least === Infinity) break;
    feeds.forEach((feed, id) => {
      if (feed.columns.timeUs[cursors[id]!] === least) cursors[id]!++;
    });
    timeUs[count] = least;
    sessionDay[count++] = day;
  }
  return { timeUs: timeUs.slice(0, count), sessionDay: sessionDay.slice(0, count) };
}
