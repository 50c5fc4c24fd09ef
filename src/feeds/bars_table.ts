/**
 * Bars as a console shows them: their facts, and a table of the first and the last ones.
 *
 * @module
 */

import type { FeedData } from "./feed_data.ts";
import { DAY_US, formatWallTime, SESSION_DAY_OFFSET } from "./time/civil_date.ts";
import { TimeZone } from "./time/time_zone.ts";
import { formatTimeframe } from "./time/timeframe.ts";

/** Writes the facts of a feed: its times are the ends of its bars, and the session dates of bars of a day or more. */
export function tableOf(feed: FeedData): string {
  const { name, length, timeframeUs, stamp, timeZone } = feed, isKnown = timeframeUs > 0 && timeframeUs < Infinity;
  const rows: readonly (readonly [label: string, value: string])[] = [
    ["bars", `${length}`],
    ["first", length === 0 ? "none" : endOf(feed, 0)],
    ["last", length === 0 ? "none" : endOf(feed, length - 1)],
    ["timeframe", isKnown ? formatTimeframe(timeframeUs) : "unknown"],
    ["time zone", timeZone],
    ["stamp", stamp],
    ...feed.notes.map((note) => ["note", note] as const),
  ];
  const facts = rows.map(([label, value]) => `  ${label.padEnd(10)} ${value}`);
  return [`Bars ${name}`, ...facts, ...(length === 0 ? [] : ["", ...barRows(feed)])].join("\n");
}

/** Rows at each end of the table. */
const ENDS = 3;

/** Returns the header, the first and the last bars, as wide as their columns. */
function barRows(feed: FeedData): readonly string[] {
  const { columns: { open, high, low, close, volume }, extra, length, decimals } = feed;
  const prices = Object.entries({ open, high, low, close }), others = Object.entries({ volume, ...extra });
  const bars = Array.from({ length: length > 2 * ENDS ? ENDS : length }, (_value, row) => row);
  const behind = length > 2 * ENDS ? Array.from({ length: ENDS }, (_value, row) => length - ENDS + row) : [];
  const cellsOf = (row: number): readonly string[] => [
    endOf(feed, row),
    ...prices.map(([_name, column]) => column[row]!.toFixed(decimals)),
    ...others.map(([_name, column]) => `${column[row]}`),
  ];
  const header = ["time", ...prices.map(([name]) => name), ...others.map(([name]) => name)];
  const gap = behind.length === 0 ? [] : [header.map(() => "...")];
  const lines = [header, ...bars.map(cellsOf), ...gap, ...behind.map(cellsOf)];
  const widths = header.map((_name, column) => Math.max(...lines.map((cells) => cells[column]!.length)));
  return lines.map((cells) =>
    `  ${
      cells.map((cell, column) => column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)).join("  ")
    }`
  );
}

function endOf({ columns, timeframeUs, timeZone }: FeedData, row: number): string {
  if (timeframeUs >= DAY_US) return formatWallTime((columns.sessionDay[row]! - SESSION_DAY_OFFSET) * DAY_US);
  const text = formatWallTime(new TimeZone(timeZone).wallTimeUs(columns.timeUs[row]!));
  return text.includes("T") ? text : `${text}T00:00:00`;
}
