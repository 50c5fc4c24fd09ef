/**
 * The steps of a run: the distinct times of all feeds, ascending.
 *
 * @module
 */

import type { FeedData } from "../feeds/feed_data.ts";
import { distinctTimes } from "../feeds/time/ordered_times.ts";

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
  const timeUs = distinctTimes(feeds.map(({ columns }) => columns.timeUs)), cursors = feeds.map(() => 0);
  const sessionDay = new Float64Array(timeUs.length);
  timeUs.forEach((time, step) => {
    // The first feed comes last, so that its date is the one that stays.
    for (let id = feeds.length - 1; id >= 0; id--) {
      const { columns } = feeds[id]!, row = cursors[id]!;
      if (columns.timeUs[row] !== time) continue;
      sessionDay[step] = columns.sessionDay[row]!;
      cursors[id]!++;
    }
  });
  return { timeUs, sessionDay };
}
