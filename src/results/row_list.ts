/**
 * The lists of rows that a result gives out: arrays that nobody can change, which a console and a notebook show as a
 * table.
 *
 * @module
 */

import type { JournalRows, OrderRow } from "../broker/result_rows.ts";
import { DAY_US, formatWallTime } from "../feeds/time/civil_date.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { displayBy } from "../notebook.ts";
import { formatPercent } from "../records/number_format.ts";
import { showBy } from "../shown.ts";
import { endsOf, type Table, tableHtml, tableText } from "../table.ts";
import type { FeedFacts } from "./feed_facts.ts";
import { ROW_COLUMNS } from "./row_columns.ts";

/** Rows at the begin and at the end of a table. */
const FIRST = 10, LAST = 5;

/** Columns of each table, in their order. A time is shown as the session date of daily bars, else by the zone's clock. */
const SHOWN: Readonly<Record<keyof JournalRows, readonly string[]>> = {
  orders: [
    "id",
    "placed",
    "feed",
    "side",
    "type",
    "size",
    "limit",
    "stop",
    "state",
    "reason",
    "averagePrice",
    "role",
    "tag",
  ],
  fills: ["orderId", "time", "feed", "side", "size", "price", "commission", "slippage", "pnl", "rule", "reason", "tag"],
  trades: [
    ...["id", "feed", "side", "opened", "closed", "size", "entryPrice", "exitPrice", "pnl", "return", "bars"],
    ...["entryReason", "exitReason", "tag", "exitTag"],
  ],
  refusals: ["orderId", "time", "feed", "reason", "needed", "available", "price", "size"],
  diagnostics: ["time", "feed", "level", "reason", "orderId"],
};

/** Columns that are made of others. */
const MADE: ReadonlySet<string> = new Set(["placed", "time", "opened", "closed"]);

type Row = Readonly<Record<string, unknown>>;

/** Freezes rows, and lets a console and a notebook show them as a table. They stay a plain array otherwise. */
export function rowList<Row extends object>(
  kind: keyof JournalRows,
  rows: readonly Row[],
  feeds: readonly FeedFacts[],
): readonly Row[] {
  // Neither property is listed, so that the list equals, and is copied as, an array of the same rows.
  showBy(rows, () => tableText(tableOf(kind, rows, feeds)));
  displayBy(rows, () => {
    const table = tableOf(kind, rows, feeds);
    return { "text/plain": tableText(table), "text/html": tableHtml(table) };
  });
  for (const row of rows) {
    Object.freeze(row);
    if (kind === "orders") Object.freeze((row as unknown as OrderRow).asked);
  }
  return Object.freeze(rows);
}

function tableOf(kind: keyof JournalRows, rows: readonly object[], feeds: readonly FeedFacts[]): Table {
  const title = `${kind[0]!.toUpperCase()}${kind.slice(1)}: ${rows.length === 0 ? "none" : rows.length}`;
  if (rows.length === 0) return { title, columns: [], rows: [] };
  const tagged = (name: string): boolean => rows.some((row) => (row as Row)[name] !== null);
  const names = SHOWN[kind].filter((name) => {
    return name === "feed" ? feeds.length > 1 : !/^(?:tag|exitTag)$/.test(name) || tagged(name);
  });
  const zones = new Map<string, TimeZone>();
  const timeOf = (row: Row, timeUs: number | null, date: unknown): string => {
    if (timeUs === null) return "";
    const { timeframeUs, timeZone } = feeds.find(({ name }) => name === row["feed"]) ?? feeds[0]!;
    const isDaily = timeframeUs !== null && timeframeUs >= DAY_US;
    if (isDaily && typeof date === "string") return date;
    const zone = zones.get(timeZone) ?? new TimeZone(timeZone);
    zones.set(timeZone, zone);
    const wallUs = zone.wallTimeUs(timeUs);
    return formatWallTime(isDaily ? Math.floor((wallUs - 1) / DAY_US) * DAY_US : wallUs);
  };
  const cell = (row: Row, name: string): string => {
    if (name === "placed") return timeOf(row, row["placedUs"] as number, undefined);
    if (name === "time") return timeOf(row, row["timeUs"] as number, row["date"]);
    if (name === "opened") return timeOf(row, row["openedUs"] as number, row["openedDate"]);
    if (name === "closed") return timeOf(row, row["closedUs"] as number | null, row["closedDate"]);
    if (name === "side" && kind === "trades") return row["long"] === true ? "long" : "short";
    if (name === "return") return row["returnFraction"] === null ? "" : formatPercent(row["returnFraction"] as number);
    const value = row[name];
    if (value === null) return "";
    // The sum of money units is exact, and its quotient by the units in one of the currency may have a long tail.
    return typeof value === "number" ? `${Number(value.toPrecision(12))}` : `${value}`;
  };
  return {
    title,
    columns: names.map((name) => ({ name, isNumber: isNumber(kind, name) })),
    rows: endsOf(rows as readonly Row[], FIRST, LAST, (row) => names.map((name) => cell(row, name))),
  };
}

function isNumber(kind: keyof JournalRows, name: string): boolean {
  if (MADE.has(name)) return false;
  return name === "return" || /^(?:number|integer)/.test(ROW_COLUMNS[kind][name] ?? "text");
}
