/**
 * Series that other libraries computed, and the prices that they computed them over.
 *
 * @module
 */

import { bars } from "../../src/feeds/read_columns.ts";
import { feedOf } from "../../src/feeds/bars.ts";
import { Clock } from "../../src/lines/clock.ts";
import { FeedLines } from "../../src/lines/feed_lines.ts";

const FIXTURES = new URL("../../fixtures/", import.meta.url);

/** Names of the recordings: files of fixtures/indicators. */
export type RecordingName = "talib" | "talib_candles" | "talib_candles_made" | "pandas_ta" | "numpy";

/** Returns the series of a recording by the calls that made them. */
export function recordedSeries(recording: RecordingName): ReadonlyMap<string, Float64Array> {
  const text = Deno.readTextFileSync(new URL(`indicators/${recording}.json`, FIXTURES));
  const { series } = JSON.parse(text) as { series: Record<string, string> };
  return new Map(Object.entries(series).map(([call, values]) => [call, Float64Array.from(values.split(" "), Number)]));
}

/** Makes the lines of the last rows of a file of prices, or of rows from the first one on. */
function pricesOf(file: string, from: number, until?: number): Record<string, string[]> {
  const [header, ...rows] = Deno.readTextFileSync(new URL(`prices/${file}`, FIXTURES)).trim().split("\n");
  const kept = rows.slice(from, until).map((row) => row.split(","));
  return Object.fromEntries(
    header!.split(",").map((name, index) => [name.toLowerCase(), kept.map((row) => row[index]!)]),
  );
}

/** The lines of bars with times in UTC. */
function linesOf(name: string, time: readonly Date[], columns: Record<string, ArrayLike<number>>): FeedLines {
  const { open, high, low, close, volume } = columns as Record<string, Float64Array>;
  const feed = bars({ time, open: open!, high: high!, low: low!, close: close!, ...(volume ? { volume } : {}) }, {
    name,
    stamp: "close",
    timeZone: "UTC",
  });
  return new FeedLines(feedOf(feed), new Clock(name, time.length));
}

/** The last rows of fixtures/prices/aapl.csv, daily bars; all of them by default. */
export function dailyFeed(rows = 0): FeedLines {
  const { date, ...texts } = pricesOf("aapl.csv", -rows);
  const columns = Object.entries(texts).map(([name, column]) => [name, column.map(Number)] as const);
  return linesOf("aapl", date!.map((day) => new Date(`${day}T21:00:00Z`)), Object.fromEntries(columns));
}

/** The first five-minute bars of fixtures/prices/2006-min-005.csv with a volume that is given. */
export function minuteFeed(volume: Float64Array): FeedLines {
  const { date, time, ...texts } = pricesOf("2006-min-005.csv", 0, volume.length);
  const columns = Object.entries(texts).map(([name, column]) => [name, column.map(Number)] as const);
  const ends = date!.map((day, i) => new Date(`${day}T${time![i]}Z`));
  return linesOf("minutes", ends, { ...Object.fromEntries(columns), volume });
}

/** The bars that patterns were recorded over which are too rare in real prices. */
export function madeFeed(): FeedLines {
  const columns = Object.fromEntries(recordedSeries("talib_candles_made")), { length } = columns.close!;
  const days = Array.from({ length }, (_day, i) => new Date(Date.UTC(2000, 0, 1 + i, 21)));
  return linesOf("made", days, columns);
}
