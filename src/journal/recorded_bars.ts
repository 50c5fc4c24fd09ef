/**
 * The bars of a journal as bars for a backtest.
 *
 * @module
 */

import { feedOf } from "../feeds/bars.ts";
import { bars } from "../feeds/read_columns.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { rowsOf } from "../feeds/slice.ts";
import type { VenueBar } from "../venue/venue.ts";
import type { JournalBar, JournalFeed } from "./journal_line.ts";

/** A bar with the time of its step. */
export type TimedBar = VenueBar & { readonly timeUs: number };

/**
 * Returns bars of a feed with its facts.
 *
 * @param beforeUs Time of the bar before them, which none of them begins ahead of.
 */
export function feedOfBars(feed: JournalFeed, rows: readonly TimedBar[], beforeUs: number = -Infinity): FeedData {
  // Facts come with a row, and a feed without one has them too.
  if (rows.length === 0) return rowsOf(feedOfBars(feed, [NO_BAR]), 0, 0);
  const { name, timeframe, terms } = feed;
  const column = (field: "open" | "high" | "low" | "close" | "volume"): Float64Array =>
    Float64Array.from(rows, (row) => Number(row[field]));
  const made = feedOf(bars({
    time: rows.map(({ beginUs }) => new Date(beginUs / 1000)),
    open: column("open"),
    high: column("high"),
    low: column("low"),
    close: column("close"),
    volume: column("volume"),
  }, { name, timeframe, stamp: "open", timeZone: "UTC", decimals: decimalsOf(terms.tick) }));
  const timeUs = Float64Array.from(rows, (row) => row.timeUs);
  const beginUs = Float64Array.from(rows, (row, at) => Math.max(row.beginUs, at === 0 ? beforeUs : timeUs[at - 1]!));
  return { ...made, columns: { ...made.columns, timeUs, beginUs }, notes: [] };
}

const NO_BAR: TimedBar = { beginUs: 0, timeUs: 0, open: "1", high: "1", low: "1", close: "1", volume: "1" };

/** Returns the decimals of a price step. */
export function decimalsOf(tick: string): number {
  return (tick.split(".")[1] ?? "").replace(/0+$/, "").length;
}

/** Returns a bar of a journal as a venue gave it. */
export function barOfJournal({ begin_us, time_us, open, high, low, close, volume }: JournalBar): TimedBar {
  return { beginUs: begin_us, timeUs: time_us, open, high, low, close, volume };
}
