/**
 * The feeds of a run under their names there, with the decision on which of them orders may be placed.
 *
 * @module
 */

import type { FeedData } from "../feeds/feed_data.ts";

/**
 * Returns the feeds under the names of a run. Bars that were resampled are lines alone beside the bars that they were made
 * of: there are orders on one feed of an instrument, the one that knows the path of its prices best.
 */
export function tradedFeeds(feeds: readonly FeedData[], names: readonly string[]): FeedData[] {
  const named = feeds.map((feed, id): FeedData => ({
    ...feed,
    name: names[id]!,
    instrument: feed.instrument ?? feed.name,
  }));
  return named.map((feed) => {
    const source = named.find(({ instrument, resampledFrom }) =>
      resampledFrom === undefined && instrument === feed.resampledFrom
    );
    if (source === undefined || !feed.trade) return feed;
    const note = `${feed.name} gives lines alone, as ${source.name}, of whose bars it was made, is in the run`;
    return { ...feed, trade: false, notes: [...feed.notes, note] };
  });
}
