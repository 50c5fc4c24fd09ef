/**
 * Signals that ask for what a strategy asked for, made of its finished run.
 *
 * Signals say when to enter and when to leave, with a size and protection, and the run that they drive knows nothing of the
 * strategy. So they can be made only of requests that signals have a word for; of all others there is a reason.
 *
 * @module
 */

import type { OrderRow, TradeRow } from "../../broker/result_rows.ts";
import { SIGNAL_NAMES, type Signals } from "../../signals/signals.ts";
import type { MadeRun } from "./tried_run.ts";
import type { TraceEntry } from "./strategy_probe.ts";

/** Signals by feed, or the reason why there are none. */
export type SignalsOfRun =
  | { readonly signals: Readonly<Record<string, Signals>> }
  | { readonly missing: string };

const SIZES = ["size", "cash", "fraction"] as const;
const PROTECTION = ["stopLoss", "takeProfit"] as const;
/** Terms of an entry that signals have. */
const TERMS: readonly string[] = [...SIZES, ...PROTECTION];

/** Requests of a feed, as columns over its bars. */
interface Columns {
  readonly codes: Readonly<Record<typeof SIGNAL_NAMES[number], Uint8Array>>;
  /** Values of the terms by bar, and the names of those that every entry has. */
  readonly terms: Readonly<Record<string, Float64Array>>;
  /** Names of the terms, as the first entry has them. */
  names: string | undefined;
}

/** Returns signals that ask for the same as a strategy did in a finished run. */
export function signalsOfTrace({ outcome, feeds, timeUs: times }: MadeRun): SignalsOfRun {
  const { trades, orders } = outcome.rows!,
    steps = barsOf(times),
    byId = new Map(orders.map((order) => [order.id, order]));
  const names = Object.keys(feeds), bars = names.map((name) => barsOf(feeds[name]!.columns.timeUs));
  const columns = names.map((name) => newColumns(feeds[name]!.length));
  const held = names.map((name) => new Held(trades.filter(({ feed }) => feed === name)));
  const waiting = names.map((): Waiting => ({ entry: undefined, exit: undefined }));
  let last = { timeUs: -Infinity, rank: -1 };
  for (const request of outcome.trace) {
    const { action, timeUs, order: id } = request;
    if (action === "notifyOrder" || action === "notifyTrade") continue;
    if (action !== "buy" && action !== "sell" && action !== "close") {
      return missing(`it asks for ${action === "targetWeights" ? "weights" : `a ${action}`}`);
    }
    const at = names.indexOf(request.feed), bar = bars[at]!.get(timeUs);
    if (bar === undefined) return missing(`it acts on ${request.feed} where that has no bar`);
    // On each bar, signals act feed by feed, and leave before they enter.
    const rank = 2 * at + (action === "close" ? 0 : 1);
    if (timeUs === last.timeUs && rank <= last.rank) return missing("it asks twice on one bar, or in another order");
    last = { timeUs, rank };
    const order = byId.get(id),
      turn = { request, order, bar, side: held[at]!.sideAt(steps.get(timeUs)!), waits: waiting[at]! };
    const reason = action === "close" ? leave(columns[at]!, turn) : enter(columns[at]!, turn);
    if (reason !== undefined) return missing(reason);
  }
  const given = names.flatMap((name, at) => {
    const made = signalsFrom(columns[at]!);
    return made === undefined ? [] : [[name, made] as const];
  });
  return given.length === 0 ? missing("it enters nothing") : { signals: Object.fromEntries(given) };
}

function missing(reason: string): SignalsOfRun {
  return { missing: `signals have no word for what the strategy does: ${reason}` };
}

/** The last entry and the last exit of a feed. */
interface Waiting {
  entry: OrderRow | undefined;
  exit: OrderRow | undefined;
}

/** One request, with the position at its time: 1, -1, or 0. */
interface Turn {
  readonly request: TraceEntry;
  readonly order: OrderRow | undefined;
  readonly bar: number;
  readonly side: number;
  readonly waits: Waiting;
}

/** Adds an exit to the columns, or returns the reason why that is none of signals. */
function leave({ codes }: Columns, { request, order, bar, side, waits }: Turn): string | undefined {
  if (Object.keys(request.terms).length > 0) return "it closes a part of a position, or at the close";
  if (side === 0 || order === undefined) return "it closes where there is no position";
  // Signals ask for one exit at a time, and an exit takes back the entry of its side that waits.
  if (isAlive(waits.exit, request.timeUs) || isAlive(waits.entry, request.timeUs)) return "its orders wait for bars";
  codes[side > 0 ? "exits" : "shortExits"][bar] = 1;
  waits.exit = order;
  return undefined;
}

/** Adds an entry to the columns, or returns the reason why that is none of signals. */
function enter(columns: Columns, { request, order, bar, side, waits }: Turn): string | undefined {
  const { codes, terms } = columns, given = Object.keys(request.terms).toSorted();
  const other = given.find((name) => !TERMS.includes(name));
  if (other !== undefined) return `an order has the term "${other}"`;
  if (SIZES.filter((name) => given.includes(name)).length !== 1) return "an order says no size";
  columns.names ??= given.join();
  if (columns.names !== given.join()) return "its orders have terms of several kinds";
  const isBuy = request.action === "buy", goes = isBuy ? 1 : -1;
  // An entry of the other side leaves the position first, and takes back an entry that waits.
  const leaves = codes[isBuy ? "shortExits" : "exits"][bar] === 1;
  if (side * goes < 0 && !leaves) return "an order reduces a position by a part";
  if (codes[isBuy ? "exits" : "shortExits"][bar] === 1) return "it closes and enters one side on one bar";
  if (isAlive(waits.entry, request.timeUs) && waits.entry!.side !== request.action) return "its orders wait for bars";
  codes[isBuy ? "entries" : "shortEntries"][bar] = 1;
  for (const name of given) terms[name]![bar] = request.terms[name] as number;
  waits.entry = order;
  return undefined;
}

function isAlive(order: OrderRow | undefined, timeUs: number): boolean {
  return order !== undefined && (order.endedUs === null || order.endedUs > timeUs);
}

function newColumns(length: number): Columns {
  return {
    codes: Object.fromEntries(SIGNAL_NAMES.map((name) => [name, new Uint8Array(length)])) as Columns["codes"],
    terms: Object.fromEntries(TERMS.map((name) => [name, new Float64Array(length)])),
    names: undefined,
  };
}

/** Returns the signals of columns; undefined without an entry. */
function signalsFrom({ codes, terms, names }: Columns): Signals | undefined {
  if (names === undefined) return undefined;
  const said = Object.fromEntries(names.split(",").map((name) => [name, terms[name]!]));
  return { ...codes, ...said, accumulate: true };
}

/** Returns the bars of a feed by their times. */
function barsOf(timeUs: Float64Array): ReadonlyMap<number, number> {
  return new Map(Array.from(timeUs, (time, bar) => [time, bar]));
}

/** The position of a feed at rising steps, from the trades of the run. */
class Held {
  readonly #trades: readonly TradeRow[];
  #at = 0;

  constructor(trades: readonly TradeRow[]) {
    this.#trades = trades;
  }

  /** Returns the side of the position behind the fills of a step: 1, -1, or 0 without one. */
  sideAt(step: number): number {
    const trades = this.#trades;
    while (this.#at < trades.length && (trades[this.#at]!.closedBar ?? Infinity) <= step) this.#at++;
    const trade = trades[this.#at];
    return trade === undefined || trade.openedBar > step ? 0 : trade.long ? 1 : -1;
  }
}
