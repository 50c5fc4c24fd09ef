/**
 * Bars by the months of their session dates, and months joined to one series.
 *
 * @module
 */

import type { BarColumns, FeedData } from "../feeds/feed_data.ts";
import { dateOfDay, SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";

/** Returns the month of a session date, as `2024-01`. */
export function monthOfDay(sessionDay: number): string {
  const { year, month } = dateOfDay(sessionDay - SESSION_DAY_OFFSET);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
}

/** Returns whether a text is a month, as `2024-01`. */
export function isMonth(text: string): boolean {
  return /^\d{4}-(?:0[1-9]|1[0-2])$/.test(text);
}

/** Returns the parts of a feed by month, in the order of time. */
export function byMonth(feed: FeedData): Map<string, FeedData> {
  const { sessionDay } = feed.columns, months = new Map<string, FeedData>();
  for (let start = 0; start < feed.length;) {
    const month = monthOfDay(sessionDay[start]!);
    let end = start + 1, day = sessionDay[start]!;
    for (; end < feed.length; end++) {
      const next = sessionDay[end]!;
      if (next === day) continue;
      if (monthOfDay(next) !== month) break;
      day = next;
    }
    const part = rowsOf(feed, start, end), before = months.get(month);
    // Session dates run with the times, but a calendar of another feed may have given them.
    months.set(month, before === undefined ? part : joinedRows([before, part]));
    start = end;
  }
  return months;
}

/** Returns some rows of a feed as they are, without its sessions and without the bar before it. */
export function rowsOf(feed: FeedData, start: number, end: number): FeedData {
  return mapColumns(feed, end - start, (column) => column.subarray(start, end));
}

/** Returns the rows of a feed that a function keeps. */
export function filteredRows(feed: FeedData, isKept: (row: number) => boolean): FeedData {
  const kept = Uint32Array.from({ length: feed.length }, (_, row) => row).filter(isKept);
  return mapColumns(feed, kept.length, (column) => Float64Array.from(kept, (row) => column[row]!));
}

/** Returns the rows of several feeds behind each other. A bar does not begin before the one before it has ended. */
export function joinedRows(feeds: readonly FeedData[]): FeedData {
  const [first] = feeds as [FeedData, ...FeedData[]], length = feeds.reduce((sum, feed) => sum + feed.length, 0);
  const join = (columnOf: (feed: FeedData) => Float64Array): Float64Array => {
    const joined = new Float64Array(length);
    let at = 0;
    for (const feed of feeds) {
      joined.set(columnOf(feed), at);
      at += feed.length;
    }
    return joined;
  };
  const columns = Object.fromEntries(
    Object.keys(first.columns).map((name) => [name, join((feed) => feed.columns[name as keyof BarColumns])]),
  ) as unknown as BarColumns;
  return {
    ...first,
    length,
    columns: {
      ...columns,
      beginUs: columns.beginUs.map((begin, row) => Math.max(begin, columns.timeUs[row - 1] ?? begin)),
    },
    extra: Object.fromEntries(Object.keys(first.extra).map((name) => [name, join((feed) => feed.extra[name]!)])),
    decimals: Math.max(...feeds.map(({ decimals }) => decimals)),
    notes: [...new Set(feeds.flatMap(({ notes }) => notes))],
  };
}

/** Returns the rows of two feeds in the order of time; of rows of one time that of the second feed. */
export function mergedRows(older: FeedData, newer: FeedData): FeedData {
  const both = joinedRows([older, newer]), { timeUs } = both.columns;
  const order = Array.from({ length: both.length }, (_, row) => row).sort((a, b) => timeUs[a]! - timeUs[b]! || a - b);
  const kept = order.filter((row, at) => timeUs[row] !== timeUs[order[at + 1] ?? -1]);
  // The begins of rows that were joined behind each other say nothing of their order in time.
  const begins = [...older.columns.beginUs, ...newer.columns.beginUs];
  const sorted = mapColumns(both, kept.length, (column) => Float64Array.from(kept, (row) => column[row]!));
  const beginUs = Float64Array.from(kept, (row) => begins[row]!);
  return joinedRows([{ ...sorted, columns: { ...sorted.columns, beginUs } }]);
}

function mapColumns(feed: FeedData, length: number, change: (column: Float64Array) => Float64Array): FeedData {
  const { sessions: _, previousEndUs: __, ...rest } = feed;
  const all = (columns: object): unknown =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, change(column as Float64Array)]));
  return { ...rest, length, columns: all(feed.columns) as BarColumns, extra: all(feed.extra) as FeedData["extra"] };
}
