/**
 * Bars as a console shows them: their facts as a short table, and no column.
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
  return [`Bars ${name}`, ...rows.map(([label, value]) => `  ${label.padEnd(10)} ${value}`)].join("\n");
}

function endOf({ columns, timeframeUs, timeZone }: FeedData, row: number): string {
  if (timeframeUs >= DAY_US) return formatWallTime((columns.sessionDay[row]! - SESSION_DAY_OFFSET) * DAY_US);
  const text = formatWallTime(new TimeZone(timeZone).wallTimeUs(columns.timeUs[row]!));
  return text.includes("T") ? text : `${text}T00:00:00`;
}
