/**
 * Bars as a console shows them: their facts, and a table of the first and the last ones.
 *
 * @module
 */

import type { NotebookDisplay } from "../notebook.ts";
import { endsOf, escapedHtml, type Table, tableHtml, tableText } from "../table.ts";
import type { FeedData } from "./feed_data.ts";
import { DAY_US, formatWallTime, SESSION_DAY_OFFSET } from "./time/civil_date.ts";
import { TimeZone } from "./time/time_zone.ts";
import { formatTimeframe } from "./time/timeframe.ts";

/** Writes the facts of a feed: its times are the ends of its bars, and the session dates of bars of a day or more. */
export function tableOf(feed: FeedData): string {
  const facts = factsOf(feed).map(([label, value]) => `  ${label.padEnd(10)} ${value}`);
  return [`Bars ${feed.name}`, ...facts, ...(feed.length === 0 ? [] : ["", tableText(barTable(feed, ""))])].join("\n");
}

/** Returns what a notebook shows of a feed: the first and the last bars, and its facts to be opened. */
export function displayOf(feed: FeedData): NotebookDisplay {
  const facts = factsOf(feed).map(([label, value]) => `${label}: ${value}`).join("\n");
  const html = `${
    tableHtml(barTable(feed, `${feed.name}: ${feed.length} bars`))
  }<details><summary>Facts</summary><pre>${escapedHtml(facts)}</pre></details>`;
  return { "text/plain": tableOf(feed), "text/html": html };
}

function factsOf(feed: FeedData): readonly (readonly [label: string, value: string])[] {
  const { length, timeframeUs, stamp, timeZone } = feed, isKnown = timeframeUs > 0 && timeframeUs < Infinity;
  return [
    ["bars", `${length}`],
    ["first", length === 0 ? "none" : endOf(feed, 0)],
    ["last", length === 0 ? "none" : endOf(feed, length - 1)],
    ["timeframe", isKnown ? formatTimeframe(timeframeUs) : "unknown"],
    ["time zone", timeZone],
    ["stamp", stamp],
    ...feed.notes.map((note) => ["note", note] as const),
  ];
}

/** Rows at each end of the table. */
const ENDS = 3;

/** Returns the table of the first and the last bars. */
function barTable(feed: FeedData, title: string): Table {
  const { columns: { open, high, low, close, volume }, extra, length, decimals } = feed;
  const prices = Object.entries({ open, high, low, close }), others = Object.entries({ volume, ...extra });
  const cellsOf = (row: number): readonly string[] => [
    endOf(feed, row),
    ...prices.map(([_name, column]) => column[row]!.toFixed(decimals)),
    ...others.map(([_name, column]) => `${column[row]}`),
  ];
  // Of a long feed a single row stands for all between its ends, which makes no number for each bar.
  const rows = length <= 2 * ENDS
    ? rowsFrom(0, length)
    : [...rowsFrom(0, ENDS), ENDS, ...rowsFrom(length - ENDS, length)];
  return {
    title,
    columns: ["time", ...[...prices, ...others].map(([name]) => name)].map((name, at) => ({ name, isNumber: at > 0 })),
    rows: endsOf(rows, ENDS, ENDS, cellsOf),
  };
}

function rowsFrom(from: number, until: number): number[] {
  return Array.from({ length: until - from }, (_value, at) => from + at);
}

function endOf({ columns, timeframeUs, timeZone }: FeedData, row: number): string {
  if (timeframeUs >= DAY_US) return formatWallTime((columns.sessionDay[row]! - SESSION_DAY_OFFSET) * DAY_US);
  const text = formatWallTime(new TimeZone(timeZone).wallTimeUs(columns.timeUs[row]!));
  return text.includes("T") ? text : `${text}T00:00:00`;
}
