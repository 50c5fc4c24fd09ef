/**
 * What a feed is once it has been read: columns of bars in display units, with the facts that give them their meaning.
 *
 * Every reader (`csv`, `bars`, ...) ends in a {@linkcode Feed}; everything behind it (lines, the packed columns of the
 * core, statistics) starts from one. A feed is immutable by agreement: nothing writes to its columns after it was made.
 *
 * @module
 */

/**
 * When a row's own time stamp was: at the `"open"` or the `"close"` of its bar. A `"date"` names a whole day and ends
 * with it. `"unknown"` is read as the close for as long as it makes no difference (a single timeframe).
 */
export type FeedStamp = "open" | "close" | "date" | "unknown";

/** Columns of equal length, one entry a bar, ascending in time. Prices and volumes are in display units. */
export interface BarColumns {
  /** When the bar is known, which is its end: integer microseconds since the epoch, UTC. */
  readonly timeUs: Float64Array;
  /** When the bar begins: its end less the timeframe, though not before the end of the bar before it. */
  readonly beginUs: Float64Array;
  /** The date of the bar's session in the feed's time zone as a day number, 0001-01-01 being 1. */
  readonly sessionDay: Float64Array;
  /** First price of each bar. */
  readonly open: Float64Array;
  /** Highest price of each bar. */
  readonly high: Float64Array;
  /** Lowest price of each bar. */
  readonly low: Float64Array;
  /** Last price of each bar. */
  readonly close: Float64Array;
  /** Volume of each bar, zero where the source has none. */
  readonly volume: Float64Array;
}

/** Bars of one instrument with what is known about them. */
export interface Feed {
  /** Name of the instrument, taken from the file unless it is given. */
  readonly name: string;
  /** Number of bars. */
  readonly length: number;
  /** The bars. */
  readonly columns: BarColumns;
  /** Further numeric columns of the source by their header name; a missing value is NaN. */
  readonly extra: Readonly<Record<string, Float64Array>>;
  /** Length of a bar in microseconds: given, or the commonest spacing of the rows. */
  readonly timeframeUs: number;
  /** Which end of a bar its row was stamped with. */
  readonly stamp: FeedStamp;
  /** IANA name of the time zone in which the feed's dates and sessions are meant. */
  readonly timeZone: string;
  /** Most decimals found in a price of the source (at most 8), which is the default resolution of the instrument. */
  readonly decimals: number;
  /** Whether prices were adjusted back by the source's adjusted close. */
  readonly adjusted: boolean;
  /** Whether orders may be placed on this feed; otherwise it is lines only. */
  readonly trade: boolean;
  /** What the reader decided by itself, in sentences for the summary. */
  readonly notes: readonly string[];
}
