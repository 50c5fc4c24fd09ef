/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The tables of the page: positions, limits, orders that work, fills and feeds.
 *
 * @module
 */

import { formatAmount, formatFixed, formatPercent } from "../../../records/number_format.ts";
import { element, textTable } from "../../../report/client/element.ts";
import type { LimitStatus } from "../../risk_limits.ts";
import type { PageFeed, PageFill, PageNews } from "../page_news.ts";
import { timeText } from "./scale.ts";

/** Fills that the table shows. */
const FILLS_SHOWN = 20;

/** A table. */
interface Table {
  /** Id of its section. */
  readonly id: string;
  readonly heads: readonly string[];
  /** Columns on the left. */
  readonly left: number;
  readonly rows: readonly (readonly string[])[];
  /** The words for a table without a row. */
  readonly none: string;
  /** A note under it, or none. */
  readonly note?: string;
}

const LIMITS: Readonly<
  Record<LimitStatus["name"], { readonly name: string; readonly text: (value: number) => string }>
> = {
  maxDailyLoss: { name: "Daily loss", text: formatAmount },
  maxDrawdown: { name: "Drawdown", text: formatPercent },
  maxGrossNotional: { name: "Notional of positions", text: formatAmount },
  maxStaleBars: { name: "Timeframes without a bar", text: (value) => formatFixed(value, 1) },
  maxOrderSize: { name: "Size of an order", text: (value) => formatFixed(value, 5) },
  maxOrderNotional: { name: "Notional of an order", text: formatAmount },
  maxPositionNotional: { name: "Notional of a position", text: formatAmount },
  maxOpenOrders: { name: "Open orders", text: (value) => formatFixed(value, 0) },
  maxOrdersPerSecond: { name: "Orders in a second", text: (value) => formatFixed(value, 0) },
  maxOrdersPerMinute: { name: "Orders in a minute", text: (value) => formatFixed(value, 0) },
  maxPriceDistance: { name: "Distance from the last close", text: formatPercent },
};

/** Shows the tables. */
export function showTables(feeds: readonly PageFeed[], news: PageNews, fills: readonly PageFill[]): void {
  for (const table of tablesOf(feeds, news, fills)) show(table);
}

function tablesOf(
  feeds: readonly PageFeed[],
  { status, positions, orders }: PageNews,
  fills: readonly PageFill[],
): readonly Table[] {
  const byName = new Map(feeds.map((feed) => [feed.name, feed]));
  const price = (feed: string, value: number | null): string =>
    value === null ? "" : formatFixed(value, byName.get(feed)?.priceDecimals ?? 2);
  const size = (feed: string, value: number): string => formatFixed(value, byName.get(feed)?.sizeDecimals ?? 8);
  const count = (value: number): string => formatFixed(value, 0);
  return [
    {
      ...{
        id: "positions",
        heads: ["Feed", "Size", "Average", "Value", "Profit"],
        left: 1,
        none: "No position is open.",
      },
      rows: positions.filter((position) => position.size !== 0).map((
        { feed, size: held, averagePrice, value, openProfit },
      ) => [
        ...[feed, size(feed, held), price(feed, averagePrice), formatAmount(value), formatAmount(openProfit)],
      ]),
    },
    {
      ...{
        id: "limits",
        heads: ["Limit", "Value", "At most", "State", "Refused"],
        left: 1,
        none: "The broker of the run has no limit.",
      },
      rows: status.limits.map(({ name, limit, value, isOver, refused }) => {
        const { name: told, text } = LIMITS[name];
        return [
          told,
          text(value),
          text(limit),
          isOver ? "over" : "within",
          refused === undefined ? "" : count(refused),
        ];
      }),
      note: status.limits.some(({ refused }) => refused !== undefined)
        ? "The value of an order is that of the last one."
        : "",
    },
    {
      ...{ id: "working", left: 4, none: "No order works." },
      heads: ["Order", "Feed", "Side", "Type", "Size", "Filled", "Limit", "Stop", "Tag"],
      rows: orders.map(({ id, feed, side, type, size: asked, filled, limit, stop, tag }) => [
        ...[String(id), feed, side, type, asked === null ? "all" : size(feed, asked), size(feed, filled)],
        ...[price(feed, limit), price(feed, stop), tag ?? ""],
      ]),
      note: status.workingOrders > orders.length ? `The first ${orders.length} of ${status.workingOrders}` : "",
    },
    {
      ...{
        id: "fills",
        heads: ["Time", "Feed", "Side", "Size", "Price", "Order"],
        left: 3,
        none: "Nothing was filled yet.",
      },
      rows: fills.slice(-FILLS_SHOWN).toReversed().map((fill) => [
        ...[
          timeText(fill.timeUs, true),
          fill.feed,
          fill.side,
          size(fill.feed, fill.size),
          price(fill.feed, fill.price),
        ],
        fill.order === 0 ? "" : String(fill.order),
      ]),
      note: fills.length > FILLS_SHOWN ? `The last ${FILLS_SHOWN}` : "",
    },
    {
      ...{ id: "streams", left: 1, none: "" },
      heads: ["Feed", "Bars", "By request", "Revised", "Missing", "Bad", "Last bar"],
      rows: status.feeds.map(({ name, bars, byRequest, revised, missing, bad, lastBarUs }) => [
        ...[name, ...[bars, byRequest, revised, missing, bad].map(count)],
        lastBarUs === undefined ? "" : timeText(lastBarUs, true),
      ]),
      note: `${status.connections} connections, ${status.failedQuestions} questions without an answer`,
    },
  ];
}

const shown = new Map<string, string>();

/** Shows a table, unless it is as it was. */
function show({ id, heads, left, rows, none, note = "" }: Table): void {
  const key = JSON.stringify([rows, note]), place = document.getElementById(`t-${id}`)!;
  if (shown.get(id) === key) return;
  shown.set(id, key);
  const parts: HTMLElement[] = rows.length === 0
    ? [element("p", { class: "lead" }, none)]
    : [textTable(heads, rows, left)];
  if (note !== "") parts.push(element("p", { class: "note" }, note));
  place.replaceChildren(...parts);
}
