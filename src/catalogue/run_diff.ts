/**
 * The difference of two runs of one strategy, as over an older and a newer download of its prices: the first bar with
 * another decision, the orders, fills and trades that one of them alone has, and the money.
 *
 * @module
 */

import type { FillRow, OrderRow, OrderSide, TradeRow } from "../broker/result_rows.ts";
import { columnsOf } from "../results/run_columns.ts";

/** The part of a result that is compared. */
export interface ComparedRun {
  /** All orders. */
  readonly orders: readonly OrderRow[];
  /** All fills. */
  readonly fills: readonly FillRow[];
  /** All trades. */
  readonly trades: readonly TradeRow[];
  /** Time of each step in microseconds since the epoch. */
  readonly timeUs: Float64Array;
  /** Value of the account at the end of each step. */
  readonly equity: Float64Array;
}

/** The first bar at which two runs decided otherwise. */
export interface DecisionChange {
  /** Time of the step in microseconds since the epoch. */
  readonly timeUs: number;
  /** The decisions of the older run at that time, as in `buy market` or `cancel order 3`. */
  readonly older: readonly string[];
  /** The decisions of the newer run. */
  readonly newer: readonly string[];
}

/** Rows of one kind in two runs. */
export interface RowCounts {
  /** Number of rows of the older run. */
  readonly older: number;
  /** Number of rows of the newer run. */
  readonly newer: number;
  /** Number of rows that the older run alone has. */
  readonly onlyOlder: number;
  /** Number of rows that the newer run alone has. */
  readonly onlyNewer: number;
}

/** The equity of two runs, at the steps that are compared. */
export interface EquityChange {
  /** Equity of the older run at the last step of both; null if they have none in common. */
  readonly older: number | null;
  /** Equity of the newer run at that step. */
  readonly newer: number | null;
  /** Number of steps that both runs have and at which their equities differ. */
  readonly steps: number;
  /** Time of the first of these steps; null if there is none. */
  readonly firstUs: number | null;
  /** The largest difference at a step of both, newer less older; 0 if there is none. */
  readonly largest: number;
  /** Time of that step; null if there is none. */
  readonly largestUs: number | null;
}

/** The difference of two runs. */
export interface RunDiff {
  /** True if the runs made the same decisions, the same rows and the same money up to the end of the shorter one. */
  readonly same: boolean;
  /** The end up to which they are compared: the last step of the shorter one; null if one has no step. */
  readonly untilUs: number | null;
  /** The first other decision; null if there is none. */
  readonly decision: DecisionChange | null;
  /** The orders, by their terms: time, side, type, request, prices in use and purpose. */
  readonly orders: RowCounts;
  /** The fills, by time, side, size, price and commission. */
  readonly fills: RowCounts;
  /** The trades that were closed, by their times, size, prices and profit. */
  readonly trades: RowCounts;
  /** The equity. */
  readonly equity: EquityChange;
}

/**
 * Compares two runs of one strategy, up to the end of the shorter one: what comes later is no difference.
 *
 * Nor is the end itself. If the shorter run was made with `closeAtEnd`, the fills and trades that closed its positions are
 * left out, and so is the equity of its last step. Of an order that goes on there, the prices that the strategy asked for
 * are compared, as those in use may change later.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 * import { diffRuns } from "@cracktrader/cracktrader/catalogue";
 *
 * class OnTheFirstRise extends ct.Strategy {
 *   override next(): void {
 *     if (this.data.close.now > this.data.open.now && this.position.size === 0) this.buy({ size: 1 });
 *   }
 * }
 * const days = { time: ["2024-01-02", "2024-01-03", "2024-01-04"], open: [10, 11, 12], high: [12, 12, 13], low: [9, 9, 9] };
 * const older = ct.bars({ ...days, close: [10, 11.5, 12] }), newer = ct.bars({ ...days, close: [11, 11.5, 12] });
 * const { same, decision } = diffRuns(ct.backtest(OnTheFirstRise, older), ct.backtest(OnTheFirstRise, newer));
 * assertEquals([same, decision?.older, decision?.newer], [false, [], ["buy market size 1"]]);
 * ```
 *
 * @param older The result of the run over the older prices.
 * @param newer The result of the run over the newer prices.
 * @returns The difference.
 */
export function diffRuns(older: ComparedRun, newer: ComparedRun): RunDiff {
  const [before, after] = [older, newer].map(asRun) as [ComparedRun, ComparedRun];
  const untilUs = Math.min(before.timeUs.at(-1) ?? -Infinity, after.timeUs.at(-1) ?? -Infinity);
  const endsTogether = before.timeUs.at(-1) === after.timeUs.at(-1);
  const ends = [before, after].map((run) => endOf(run, untilUs, endsTogether));
  // Ids rise with placement, so they are those of both runs as long as these decide the same.
  const goOn = new Set(ends.flatMap(({ goOn }) => goOn));
  const one = partOf(before, ends[0]!, goOn), other = partOf(after, ends[1]!, goOn);
  const decision = firstDecision(decisionsOf(one.orders), decisionsOf(other.orders));
  const orders = countsOf(one.orders, other.orders, orderKey);
  const fills = countsOf(one.fills, other.fills, fillKey);
  const trades = countsOf(one.trades, other.trades, tradeKey);
  const equity = equityChange(one, other);
  const same = [orders, fills, trades].every(({ onlyOlder, onlyNewer }) => onlyOlder + onlyNewer === 0) &&
    decision === null && equity.firstUs === null;
  return { same, untilUs: untilUs === -Infinity ? null : untilUs, decision, orders, fills, trades, equity };
}

/** An order whose side is null if its fill decides that, and it is not there yet. */
type ComparedOrder = Omit<OrderRow, "side"> & { readonly side: OrderSide | null };

interface RunPart extends Omit<ComparedRun, "orders"> {
  readonly orders: readonly ComparedOrder[];
}

/** The end of the part of a run that is compared. */
interface PartEnd {
  /** Number of its steps. */
  readonly steps: number;
  /** True if what `closeAtEnd` made at its last step is left out, as the other run goes on there. */
  readonly isOpened: boolean;
  /** Ids of the orders that go on behind it, or would do so but for `closeAtEnd`. */
  readonly goOn: readonly number[];
}

function endOf({ timeUs, fills, orders }: ComparedRun, untilUs: number, endsTogether: boolean): PartEnd {
  const steps = timeUs.findLastIndex((time) => time <= untilUs) + 1;
  const isOpened = !endsTogether && fills.some(({ rule, bar }) => rule === "closeAtEnd" && bar < steps);
  // With a position, the end closes its protection.
  const goesOn = ({ endedUs, reason }: OrderRow): boolean =>
    endedUs === null || endedUs > untilUs || isOpened && endedUs === untilUs && reason === "positionClosed";
  return { steps, isOpened, goOn: orders.filter((order) => order.bar < steps && goesOn(order)).map(({ id }) => id) };
}

/** Returns the part. A fill is in it by its step: one at the open of the next bar has the time at which the last bar ends. */
function partOf(run: ComparedRun, { steps, isOpened, goOn: own }: PartEnd, goOn: ReadonlySet<number>): RunPart {
  const isOfEnd = (rule: string | null): boolean => isOpened && rule === "closeAtEnd";
  const goesOn = new Set(own), money = isOpened ? steps - 1 : steps;
  return {
    orders: run.orders.filter(({ bar }) => bar < steps).map((order) => ({
      ...(goOn.has(order.id) ? asAsked(order) : order),
      ...(goesOn.has(order.id) ? { state: "accepted", endedUs: null } as const : {}),
    })),
    fills: run.fills.filter(({ bar, rule }) => bar < steps && !isOfEnd(rule)),
    trades: run.trades.filter(({ closedBar, exitRule }) =>
      closedBar !== null && closedBar < steps && !isOfEnd(exitRule)
    ),
    timeUs: run.timeUs.subarray(0, money),
    equity: run.equity.subarray(0, money),
  };
}

/** Returns an order with the terms of its request, as its row has those in use at the end of its run. */
function asAsked(order: OrderRow): ComparedOrder {
  const { limit = null, stop = null } = order.asked, isDecided = order.role === "entry" || order.parent !== null;
  return { ...order, side: isDecided ? order.side : null, limit, stop };
}

interface Decision {
  readonly timeUs: number;
  readonly text: string;
}

/** Returns the decisions in the order of time: what was placed, and what was cancelled. */
function decisionsOf(orders: readonly ComparedOrder[]): Decision[] {
  const decisions = orders.flatMap((order): Decision[] => {
    const placed = { timeUs: order.placedUs, text: orderText(order) };
    const isCancelled = order.state === "cancelled" && order.endedUs !== null;
    return isCancelled ? [placed, { timeUs: order.endedUs!, text: `cancel order ${order.id}` }] : [placed];
  });
  return decisions.sort((a, b) => a.timeUs - b.timeUs);
}

/** Returns an order in words: `buy stop 95 size 10 as stopLoss`. */
function orderText({ feed: _, side, type, asked, limit, stop, role }: ComparedOrder): string {
  const size = Object.entries(asked).filter(([name]) => name !== "limit" && name !== "stop");
  return [
    ...(side === null ? [] : [side]),
    type,
    ...(stop === null ? [] : [`stop ${stop}`]),
    ...(limit === null ? [] : [`limit ${limit}`]),
    ...size.map(([name, value]) => `${name} ${value}`),
    ...(role === "entry" ? [] : [`as ${role}`]),
  ].join(" ");
}

function firstDecision(older: readonly Decision[], newer: readonly Decision[]): DecisionChange | null {
  const isOther = (at: number): boolean =>
    older[at]?.timeUs !== newer[at]?.timeUs || older[at]?.text !== newer[at]?.text;
  for (let at = 0; at < Math.max(older.length, newer.length); at++) {
    if (!isOther(at)) continue;
    const timeUs = Math.min(older[at]?.timeUs ?? Infinity, newer[at]?.timeUs ?? Infinity);
    const textsAt = (all: readonly Decision[]) => all.filter((one) => one.timeUs === timeUs).map(({ text }) => text);
    return { timeUs, older: textsAt(older), newer: textsAt(newer) };
  }
  return null;
}

function orderKey(order: ComparedOrder): unknown {
  return [order.feed, order.placedUs, orderText(order)];
}

function fillKey({ feed, timeUs, side, size, price, commission }: FillRow): unknown {
  return [feed, timeUs, side, size, price, commission];
}

function tradeKey({ feed, long, openedUs, closedUs, size, entryPrice, exitPrice, pnl }: TradeRow): unknown {
  return [feed, long, openedUs, closedUs, size, entryPrice, exitPrice, pnl];
}

function countsOf<Row>(older: readonly Row[], newer: readonly Row[], keyOf: (row: Row) => unknown): RowCounts {
  const left = new Map<string, number>();
  for (const row of older) {
    const key = JSON.stringify(keyOf(row));
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  let both = 0;
  for (const row of newer) {
    const key = JSON.stringify(keyOf(row)), count = left.get(key) ?? 0;
    if (count === 0) continue;
    left.set(key, count - 1);
    both++;
  }
  return { older: older.length, newer: newer.length, onlyOlder: older.length - both, onlyNewer: newer.length - both };
}

/** Returns a run with the columns that it left, whatever was written to those that its result shows. */
function asRun(run: ComparedRun): ComparedRun {
  const { orders, fills, trades } = run, { timeUs, equity } = columnsOf(run);
  return { orders, fills, trades, timeUs, equity };
}

function equityChange(older: RunPart, newer: RunPart): EquityChange {
  const here = older.timeUs, there = newer.timeUs, one = older.equity, other = newer.equity;
  let firstUs: number | null = null, steps = 0, largest = 0, largestUs: number | null = null;
  let last: readonly [number | null, number | null] = [null, null];
  for (let row = 0, column = 0; row < here.length && column < there.length;) {
    const timeUs = here[row]!, otherUs = there[column]!;
    if (timeUs === otherUs) {
      const difference = other[column]! - one[row]!;
      last = [one[row]!, other[column]!];
      if (difference !== 0) steps++, firstUs ??= timeUs;
      if (Math.abs(difference) > Math.abs(largest)) largest = difference, largestUs = timeUs;
    }
    if (timeUs <= otherUs) row++;
    if (timeUs >= otherUs) column++;
  }
  return { older: last[0], newer: last[1], steps, firstUs, largest, largestUs };
}
