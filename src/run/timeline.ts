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

/** What was merged last with a column of times as the first one. Columns of feeds do not change. */
const merged: WeakMap<Float64Array, { readonly of: readonly FeedData[]; readonly timeline: Timeline }> = new WeakMap();

/** Merges the times of feeds into steps, once for the same feeds. */
export function mergeTimes(feeds: readonly FeedData[]): Timeline {
  const { timeUs, sessionDay } = feeds[0]!.columns;
  if (feeds.length === 1) return { timeUs, sessionDay };
  const known = merged.get(timeUs);
  const same = known?.of.length === feeds.length &&
    known.of.every(({ columns }, at) =>
      columns.timeUs === feeds[at]!.columns.timeUs && columns.sessionDay === feeds[at]!.columns.sessionDay
    );
  if (known !== undefined && same) return known.timeline;
  const timeline = timelineOf(feeds);
  merged.set(timeUs, { of: feeds, timeline });
  return timeline;
}

function timelineOf(feeds: readonly FeedData[]): Timeline {
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
