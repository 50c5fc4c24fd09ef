/**
 * What a golden file keeps of a run: its configuration, its rows, its lines and its equity, as plain data in a fixed order.
 *
 * @module
 */

import type { OrderChange } from "../broker/journal_story.ts";
import { parseRational, toNumber } from "../broker/rational.ts";
import type { FillRow, OrderRow, RefusalRow, TradeRow } from "../broker/result_rows.ts";
import { wordsOf } from "../contract/words.ts";
import { Chain } from "../core/state/chain.ts";
import { isDaily } from "../explain/explained_run.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { inspected } from "../host.ts";
import { type DeclaredLine, declaredLines } from "../strategy/declared_lines.ts";
import { formatMoment } from "../records/moment_text.ts";
import { hashText } from "../records/text.ts";
import type { Result } from "../results/result.ts";
import { columnsOf } from "../results/run_columns.ts";
import { FINISHED_RUNS } from "../results/run_of_result.ts";

/** A value of a golden file. */
export type GoldenValue = null | boolean | number | string | readonly GoldenValue[] | GoldenRow;

/** A row of a golden file. */
export interface GoldenRow {
  readonly [name: string]: GoldenValue;
}

/** Version of the form of golden files. */
export const GOLDEN_FORMAT = 1;

/** A run as a golden file keeps it. */
export interface GoldenRecord {
  /** Version of the form. */
  readonly format: number;
  /** Name of the strategy class. */
  readonly strategy: string;
  /** State chain, and mark hash over cash and equity of every step. */
  readonly chain: string;
  readonly markHash: string;
  /** Number of steps, with the time of the first and of the last. */
  readonly bars: GoldenRow;
  /** Terms of the run, each under its name. */
  readonly configuration: GoldenRow;
  /** Declared lines, each with the hash of all its values. */
  readonly lines: readonly GoldenRow[];
  /** Orders, fills, trades and refusals. */
  readonly orders: readonly GoldenRow[];
  readonly fills: readonly GoldenRow[];
  readonly trades: readonly GoldenRow[];
  readonly refusals: readonly GoldenRow[];
  /** Equity at the end of each step, in whole units of money. */
  readonly equity: readonly number[];
}

/** Names of the lists of rows, in their order. */
export const ROW_LISTS = ["orders", "fills", "trades", "refusals"] as const;

/** Most lines whose values stand at each order. */
const LINES_SHOWN = 16;

/** Returns what a golden file keeps of a result. */
export function goldenRecordOf(result: Result): GoldenRecord {
  const { strategyName, chain } = result, { timeUs, equity } = columnsOf(result), run = FINISHED_RUNS.get(result);
  const lines = declaredLines(result.strategy), parts = partsOf(result);
  const changes = Map.groupBy(
    (run?.story().changes ?? []).filter(({ kind }) => kind !== "triggered"),
    ({ orderId }) => orderId,
  );
  const unit = parseRational(result.configuration.moneyUnit, "moneyUnit");
  const perUnit = toNumber(unit.denominator, "moneyUnit") / toNumber(unit.numerator, "moneyUnit");
  return {
    format: GOLDEN_FORMAT,
    ...{ strategy: strategyName, chain, markHash: result.markHash() },
    bars: { steps: timeUs.length, first: parts.timeOf(0), last: parts.timeOf(timeUs.length - 1) },
    configuration: configurationOf(result),
    lines: lines.map(({ field, name, values }) => ({ field, name, hash: hashOf(values) })),
    orders: result.orders.map((order) =>
      orderOf(order, { ...parts, lines: lines.slice(0, LINES_SHOWN), replaced: changes.get(order.id) ?? [] })
    ),
    fills: result.fills.map((fill) => fillOf(fill, parts)),
    trades: result.trades.map((trade) => tradeOf(trade, parts)),
    refusals: result.refusals.map(refusalOf),
    equity: Array.from(equity, (value) => Math.round(value * perUnit) + 0),
  };
}

function configurationOf({ configuration }: Result): GoldenRow {
  const { lanes: _lanes, params, instruments, ...rest } = configuration;
  return plain({
    ...rest,
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, paramOf(value)])),
    instruments: Object.fromEntries(instruments.map(({ name, ...terms }) => [name, terms])),
  }) as GoldenRow;
}

/** Returns a parameter as it is, or as the text that a console shows where JSON has no such value. */
function paramOf(value: unknown): unknown {
  const isPlain = value === null || ["string", "boolean"].includes(typeof value) ||
    typeof value === "number" && Number.isFinite(value);
  return isPlain ? value : inspected(value);
}

/** What a row is made with. */
interface RowParts {
  /** Indices of steps by their times. */
  readonly steps: ReadonlyMap<number, number>;
  /** Returns the time of a step as text in the zone of the first feed: a date where steps are days. */
  readonly timeOf: (step: number | null) => string | null;
}

function partsOf(result: Result): RowParts {
  const { timeUs } = columnsOf(result),
    zone = new TimeZone(FINISHED_RUNS.get(result)?.timeZone ?? "UTC"),
    daily = isDaily(timeUs);
  const timeOf = (step: number | null): string | null => {
    const us = step === null ? undefined : timeUs[step];
    return us === undefined ? null : formatMoment(us, zone, daily);
  };
  return { steps: new Map(Array.from(timeUs, (us, step) => [us, step])), timeOf };
}

/** What a row of an order is made with. */
interface OrderParts extends RowParts {
  readonly lines: readonly DeclaredLine[];
  readonly replaced: readonly OrderChange[];
}

function orderOf(order: OrderRow, { lines, steps, timeOf, replaced }: OrderParts): GoldenRow {
  const { id, feed, role, side, type, asked, size, limit, stop, placedUs, bar, endedUs, state, reason } = order;
  const { filled, averagePrice, commission, parent, oco } = order;
  const endedBar = endedUs === null ? null : steps.get(endedUs) ?? null;
  return plain({
    ...{ id, feed, bar, placed: timeOf(bar), role, side, type, asked, size, limit, stop, parent, oco },
    ...(replaced.length === 0
      ? {}
      : { replaced: replaced.map(({ bar, size, limit, stop }) => [bar, size, limit, stop]) }),
    ...{
      endedBar,
      ended: timeOf(endedBar),
      state,
      reason,
      filled,
      averagePrice,
      commission,
    },
    ...(lines.length === 0
      ? {}
      : { lines: Object.fromEntries(lines.map((line) => [line.field, valueAt(line, placedUs)])) }),
  }) as GoldenRow;
}

function fillOf(fill: FillRow, { timeOf }: RowParts): GoldenRow {
  const { orderId, feed, bar, side, size, price, rule, notional, commission, closing, pnl } = fill;
  const flags = (["late", "ambiguous", "slipped", "clamped", "lateExit"] as const).filter((flag) => fill[flag]);
  return plain({
    ...{
      order: orderId,
      feed,
      bar,
      time: timeOf(bar),
      side,
      size,
      price,
      rule,
      notional,
      commission,
      closing,
      pnl,
    },
    flags,
  }) as GoldenRow;
}

function tradeOf(trade: TradeRow, { timeOf }: RowParts): GoldenRow {
  const { id, feed, long, openedBar, closedBar, size, entryPrice, exitPrice } = trade;
  const { pnl, commission, bars, ambiguous } = trade;
  return plain({
    ...{ id, feed, bar: openedBar, opened: timeOf(openedBar), closedBar, closed: timeOf(closedBar), long, size },
    ...{ entryPrice, exitPrice, pnl, commission, bars, ambiguous },
  }) as GoldenRow;
}

function refusalOf({ orderId, feed, bar, reason, needed, available, price, size }: RefusalRow): GoldenRow {
  return { order: orderId, feed, bar, reason, needed, available, price, size };
}

/** Returns the value of a line at a time: that of its last bar up to it. NaN is null, as JSON has no such number. */
function valueAt({ timeUs, values }: DeclaredLine, atUs: number): number | null {
  let low = 0, high = timeUs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeUs[middle]! <= atUs) low = middle + 1;
    else high = middle;
  }
  const value = low === 0 ? NaN : values[low - 1]!;
  return Number.isFinite(value) ? value : null;
}

function hashOf(values: Float64Array): string {
  // One kind of NaN, as the bits of others depend on the machine; and no negative zero.
  const words = wordsOf(values.map((value) => Number.isNaN(value) ? NaN : value + 0)), chain = new Chain();
  for (let at = 0; at < words.length; at += 2) chain.mix(words[at]!, words[at + 1]!);
  return hashText(chain.low, chain.high);
}

/** Returns a value as it comes back from JSON, so that what is written equals what is read. */
function plain(value: unknown): GoldenValue {
  return JSON.parse(JSON.stringify(value)) as GoldenValue;
}
