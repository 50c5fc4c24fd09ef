/**
 * The data of a run's page: the input of its report as columns.
 *
 * @module
 */

import type { FillRow } from "../broker/result_rows.ts";
import { ColumnWriter } from "./column_code.ts";
import { type OrderLevel, orderLevels } from "./order_levels.ts";
import {
  type CellKind,
  type FeedPlan,
  LEVEL_KINDS,
  type LevelsPlan,
  type LinePlan,
  type RunPayload,
  type TableColumnPlan,
  type TablePlan,
} from "./payload.ts";
import type { ReportFeed, ReportInput, ReportLine } from "./report_input.ts";

/** Digits of a line's values in the page, counted from its largest one: more than a screen can show. */
const LINE_DIGITS = 7;

/** A column of a table before it is written. */
type Column<Row> = readonly [
  key: string,
  label: string,
  kind: CellKind,
  valueOf: (row: Row) => number | string | null,
  options?: { readonly hidden?: boolean; readonly step?: string },
];

/** Returns the header and the bytes of a run's page. */
export function reportPayload(input: ReportInput): { readonly payload: RunPayload; readonly columns: Uint8Array } {
  const writer = new ColumnWriter(), { curves } = input, several = input.feeds.length > 1;
  const lastUs = curves.timeUs.at(-1) ?? 0;
  const levels = orderLevels(input.orders, input.fills, input.changes, lastUs);
  const payload: RunPayload = {
    kind: "run",
    zone: input.zone,
    dated: input.dated,
    cashInitial: curves.cashInitial,
    time: writer.writeTimes(curves.timeUs),
    equity: writer.write(curves.equity),
    ...(curves.growth === undefined ? {} : { growth: writer.write(curves.growth, LINE_DIGITS) }),
    cash: writer.write(curves.cash),
    ...(curves.benchmark === undefined ? {} : {
      benchmark: { name: curves.benchmark.name, plan: writer.write(curves.benchmark.values, LINE_DIGITS) },
    }),
    feeds: input.feeds.map((feed) =>
      feedPlan(
        writer,
        feed,
        input.lines.filter((line) => line.feed === feed.name && line.plot !== "none"),
        levels.filter((level) => level.feed === feed.name),
      )
    ),
    tables: tablesOf(writer, input, several),
  };
  return { payload, columns: writer.bytes() };
}

function feedPlan(
  writer: ColumnWriter,
  feed: ReportFeed,
  lines: readonly ReportLine[],
  levels: readonly OrderLevel[],
): FeedPlan {
  const { name, decimals, zone, dated } = feed, hasVolume = feed.volume.some((volume) => volume > 0);
  return {
    ...{ name, decimals, zone, dated, shown: shownDecimals(feed) },
    time: writer.writeTimes(feed.timeUs),
    open: writer.write(feed.open),
    high: writer.write(feed.high),
    low: writer.write(feed.low),
    close: writer.write(feed.close),
    ...(hasVolume ? { volume: writer.write(feed.volume) } : {}),
    lines: linePlans(writer, feed, lines),
    levels: levelsPlan(writer, levels),
  };
}

/** Returns decimals that leave six digits of the largest price, and two at least where the prices have them. */
function shownDecimals({ decimals, high }: ReportFeed): number {
  const largest = high.reduce((most, price) => Math.max(most, price), 0);
  return Math.max(2, Math.min(decimals, largest > 0 ? 5 - Math.floor(Math.log10(largest)) : decimals));
}

/** Writes lines. Those of one field, such as the outputs of an indicator, share a pane. */
function linePlans(writer: ColumnWriter, feed: ReportFeed, lines: readonly ReportLine[]): LinePlan[] {
  const panes: string[] = [];
  return lines.map((line) => {
    const { field, name, plot } = line, root = field.replace(/[.[].*$/s, "");
    if (plot === "pane" && !panes.includes(root)) panes.push(root);
    const pane = plot === "pane" ? panes.indexOf(root) + 1 : 0;
    return { field, name, pane, plan: writer.write(onBars(line, feed.timeUs), LINE_DIGITS) };
  });
}

/** Returns a line's values at the bars of a feed: at each, the last one that was known then. */
function onBars({ timeUs, values }: ReportLine, bars: Float64Array): Float64Array {
  if (timeUs.length === bars.length && timeUs.every((moment, at) => moment === bars[at])) return values;
  const carried = new Float64Array(bars.length);
  for (let bar = 0, at = -1; bar < bars.length; bar++) {
    while (timeUs[at + 1]! <= bars[bar]!) at++;
    carried[bar] = at < 0 ? NaN : values[at]!;
  }
  return carried;
}

function levelsPlan(writer: ColumnWriter, levels: readonly OrderLevel[]): LevelsPlan {
  return {
    order: writer.write(levels.map(({ orderId }) => orderId)),
    kind: writer.write(levels.map(({ kind }) => LEVEL_KINDS.indexOf(kind))),
    from: writer.write(levels.map(({ fromUs }) => fromUs)),
    to: writer.write(levels.map(({ toUs }) => toUs)),
    price: writer.write(levels.map(({ price }) => price)),
  };
}

function tablesOf(writer: ColumnWriter, input: ReportInput, several: boolean): TablePlan[] {
  const feed = { hidden: !several };
  // A column without a value in any row would only take room.
  const slips = input.trades.some(({ slippage }) => slippage !== 0),
    tagged = input.orders.some(({ tag }) => tag !== null);
  return [
    table(writer, "trades", "Trades", input.trades, [
      ["id", "Trade", "id", (row) => row.id],
      ["feed", "Feed", "text", (row) => row.feed, feed],
      ["side", "Side", "text", (row) => row.long ? "long" : "short"],
      ["opened", "Opened", "time", (row) => row.openedUs, { step: "openedBar" }],
      ["closed", "Closed", "time", (row) => row.closedUs, { step: "closedBar" }],
      ["bars", "Bars", "count", (row) => row.bars],
      ["size", "Size", "size", (row) => row.size],
      ["entry", "Entry", "price", (row) => row.entryPrice],
      ["exit", "Exit", "price", (row) => row.exitPrice],
      ["pnl", "Profit", "money", (row) => row.pnl],
      ["return", "Return", "percent", (row) => row.returnFraction],
      ["mae", "Worst", "percent", (row) => row.maeFraction],
      ["mfe", "Best", "percent", (row) => row.mfeFraction],
      ["commission", "Commission", "money", (row) => row.commission],
      ["slippage", "Slippage", "money", (row) => row.slippage, { hidden: !slips }],
      ["reason", "Ended by", "text", (row) => row.exitReason],
      ["tag", "Tag", "text", (row) => row.tag, { hidden: !tagged }],
      ["flags", "Marks", "text", (row) => marks({ ambiguous: row.ambiguous, "late exit": row.lateExit })],
      ["openedBar", "", "count", (row) => row.openedBar, { hidden: true }],
      ["closedBar", "", "count", (row) => row.closedBar, { hidden: true }],
    ]),
    table(writer, "fills", "Fills", input.fills, [
      ["order", "Order", "id", (row) => row.orderId],
      ["feed", "Feed", "text", (row) => row.feed, feed],
      ["time", "Time", "time", (row) => row.timeUs, { step: "bar" }],
      ["side", "Side", "text", (row) => row.side],
      ["size", "Size", "size", (row) => row.size],
      ["price", "Price", "price", (row) => row.price],
      ["rule", "Rule", "text", (row) => row.rule],
      ["notional", "Notional", "money", (row) => row.notional],
      ["commission", "Commission", "money", (row) => row.commission],
      ["pnl", "Profit", "money", (row) => row.closing ? row.pnl : null],
      ["flags", "Marks", "text", fillMarks],
      ["bar", "", "count", (row) => row.bar, { hidden: true }],
    ]),
    table(writer, "orders", "Orders", input.orders, [
      ["id", "Order", "id", (row) => row.id],
      ["feed", "Feed", "text", (row) => row.feed, feed],
      ["placed", "Placed", "time", (row) => row.placedUs],
      ["ended", "Ended", "time", (row) => row.endedUs],
      ["side", "Side", "text", (row) => row.side],
      ["type", "Type", "text", (row) => row.type],
      ["role", "Purpose", "text", (row) => row.role],
      ["size", "Size", "size", (row) => row.size],
      ["limit", "Limit", "price", (row) => row.limit],
      ["stop", "Stop", "price", (row) => row.stop],
      ["average", "Average", "price", (row) => row.averagePrice],
      ["state", "State", "text", (row) => row.state],
      ["reason", "Reason", "text", (row) => row.reason],
      ["tag", "Tag", "text", (row) => row.tag, { hidden: !tagged }],
      ["parent", "Entry", "id", (row) => row.parent],
      ["bar", "", "count", (row) => row.bar, { hidden: true }],
    ]),
    table(writer, "refusals", "Refusals", input.refusals, [
      ["order", "Order", "id", (row) => row.orderId],
      ["feed", "Feed", "text", (row) => row.feed, feed],
      ["time", "Time", "time", (row) => row.timeUs],
      ["reason", "Reason", "text", (row) => row.reason],
      ["needed", "Needed", "money", (row) => row.needed],
      ["available", "Available", "money", (row) => row.available],
      ["price", "Price", "price", (row) => row.price],
      ["size", "Size", "size", (row) => row.size],
      ["bar", "", "count", (row) => row.bar, { hidden: true }],
    ]),
  ];
}

function fillMarks({ ambiguous, slipped, clamped, late, lateExit }: FillRow): string {
  return marks({ ambiguous, slipped, clamped, late, "late exit": lateExit });
}

function marks(flags: Readonly<Record<string, boolean>>): string {
  return Object.keys(flags).filter((name) => flags[name]).join(", ");
}

function table<Row>(
  writer: ColumnWriter,
  id: TablePlan["id"],
  label: string,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): TablePlan {
  return {
    ...{ id, label, count: rows.length },
    columns: columns.map(([key, label, kind, valueOf, options]): TableColumnPlan => {
      const common = { key, label, kind, ...options };
      if (kind !== "text") return { ...common, plan: writer.write(rows.map(valueOf) as (number | null)[]) };
      const texts = new Map<string, number>();
      const places = rows.map((row) => {
        const text = String(valueOf(row) ?? "");
        if (!texts.has(text)) texts.set(text, texts.size);
        return texts.get(text)!;
      });
      return { ...common, plan: writer.write(places), texts: [...texts.keys()] };
    }),
  };
}
