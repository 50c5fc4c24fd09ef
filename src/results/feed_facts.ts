/**
 * The facts of a feed that a result tells.
 *
 * @module
 */

import type { FeedData, FeedStamp } from "../feeds/feed_data.ts";
import { isoTime } from "../records/iso_time.ts";

/** Facts of a feed of a run: of the bars that the run went over, which end with its option `to`. */
export interface FeedFacts {
  /** Name of the feed in the run. */
  readonly name: string;
  /** Name of the instrument, by default that of the file. */
  readonly instrument: string;
  /** Number of bars. */
  readonly bars: number;
  /** End of the first bar in microseconds since the epoch; null without a bar. */
  readonly firstUs: number | null;
  /** The same as ISO 8601 text in UTC. */
  readonly firstAt: string | null;
  /** End of the last bar in microseconds since the epoch; null without a bar. */
  readonly lastUs: number | null;
  /** The same as ISO 8601 text in UTC. */
  readonly lastAt: string | null;
  /** Length of a bar in microseconds; null for bars of no fixed length. */
  readonly timeframeUs: number | null;
  /** The end of a bar that its row's stamp marks. */
  readonly stamp: FeedStamp;
  /** IANA name of the time zone of dates and sessions. */
  readonly timeZone: string;
  /** Most decimals found in a price of the source. */
  readonly decimals: number;
  /** True if prices were adjusted back by the source's adjusted close. */
  readonly adjusted: boolean;
  /** True if orders may be placed on the feed; otherwise it only has lines. */
  readonly trade: boolean;
  /** Automatic decisions of the reader, in sentences. */
  readonly notes: readonly string[];
}

/** Returns the facts of a feed. */
export function feedFacts(feed: FeedData): FeedFacts {
  const { name, length, columns, timeframeUs, stamp, timeZone, decimals, adjusted, trade, notes } = feed;
  const firstUs = columns.timeUs[0] ?? null, lastUs = columns.timeUs[length - 1] ?? null;
  return {
    ...{ name, instrument: feed.instrument ?? name, bars: length },
    ...{ firstUs, firstAt: firstUs === null ? null : isoTime(firstUs) },
    ...{ lastUs, lastAt: lastUs === null ? null : isoTime(lastUs) },
    ...{
      timeframeUs: Number.isFinite(timeframeUs) ? timeframeUs : null,
      stamp,
      timeZone,
      decimals,
      adjusted,
      trade,
      notes: [...notes],
    },
  };
}
