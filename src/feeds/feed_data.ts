/**
 * A feed: columns of bars in display units, with the facts that give them their meaning.
 *
 * Every reader (`csv`, `bars`, ...) makes a {@linkcode FeedData} and gives it out as `Bars`; everything else (lines, the
 * packed columns of the core, statistics) reads from one. No code writes to its columns after it is made.
 *
 * @module
 */

import type { SessionTable } from "./calendar/session_table.ts";

/**
 * The moment of a row's time stamp: the `"open"` or the `"close"` of its bar. A `"date"` names a whole day and ends
 * with it. `"unknown"` is read as the close, which a note tells, as long as the difference does not matter (a single
 * timeframe).
 */
export type FeedStamp = "open" | "close" | "date" | "unknown";

/** Columns of equal length, one entry for each bar, ascending in time. Prices and volumes are in display units. */
export type BarColumns = {
  /** Time at which the bar is known, which is its end: integer microseconds since the epoch, UTC. */
  readonly timeUs: Float64Array;
  /** Beginning of the bar: its end less the timeframe, but not before the end of the previous bar. */
  readonly beginUs: Float64Array;
  /** The date of the bar's session in the feed's time zone, as a day number in which 0001-01-01 is 1. */
  readonly sessionDay: Float64Array;
  /** First price of each bar. */
  readonly open: Float64Array;
  /** Highest price of each bar. */
  readonly high: Float64Array;
  /** Lowest price of each bar. */
  readonly low: Float64Array;
  /** Last price of each bar. */
  readonly close: Float64Array;
  /** Volume of each bar; zero if the source has none. */
  readonly volume: Float64Array;
};

/** Bars of one instrument with their facts. */
export interface FeedData {
  /** Name of the instrument; by default that of the file. */
  readonly name: string;
  /** Number of bars. */
  readonly length: number;
  /** The bars. */
  readonly columns: BarColumns;
  /** Further numeric columns of the source by their header name; a missing value is NaN. */
  readonly extra: Readonly<Record<string, Float64Array>>;
  /** Length of a bar in microseconds: given, or the most common spacing of the rows. */
  readonly timeframeUs: number;
  /** The end of a bar that its row's stamp marks. */
  readonly stamp: FeedStamp;
  /** IANA name of the time zone of the feed's dates and sessions. */
  readonly timeZone: string;
  /**
   * Most decimals found in a price of the source, before it is adjusted (at most 12). The default price grid of the
   * instrument has as many, or more where prices are low.
   */
  readonly decimals: number;
  /** True if prices were adjusted back by the source's adjusted close. */
  readonly adjusted: boolean;
  /** True if orders may be placed on this feed; otherwise it only has lines. */
  readonly trade: boolean;
  /** Automatic decisions of the reader, in sentences for the summary. */
  readonly notes: readonly string[];
  /** Name of the instrument, where the feed has another name in its run. */
  readonly instrument?: string;
  /** Name of the instrument of whose bars these were made, by resampling. */
  readonly resampledFrom?: string;
  /** True for prices that may be zero and below, so that the feed gives lines alone. */
  readonly anyPrices?: true;
  /** True for bars of which each shows a larger bar so far, so that their volumes and extremes repeat. */
  readonly growing?: true;
  /**
   * True for bars that end when they hold so many others, so much volume or such a range. No hours tell when one ends;
   * absent for bars of a length of time.
   */
  readonly counted?: boolean;
  /** End of the bar before the first one, where these are a part of other bars. */
  readonly previousEndUs?: number;
  /** Sessions over the time of the bars, from a calendar or from hours; absent where only dates are known. */
  readonly sessions?: SessionTable;
}
