/**
 * The sink of a run: its rows are handed over as they are settled, and none is kept.
 *
 * @module
 */

import { countOrders, type OrderCounts, type RefusalCount } from "../../analyzers/order_counts.ts";
import type { RowFacts } from "../../analyzers/stats.ts";
import type { TradeStats } from "../../analyzers/trades/trade_stats.ts";
import type { DiagnosticRow, FillRow, JournalRows, OrderRow, RefusalRow, TradeRow } from "../../broker/result_rows.ts";
import { GrowingSum } from "../../feeds/exact_sum.ts";
import { inspected } from "../../host.ts";
import { isCallable, takenOptions } from "../../options.ts";

/**
 * Receivers of the rows of a run, called block by block: fills, refusals and diagnostics in their order, trades when they
 * have closed, orders when they have ended with all that protects them. At the end come the trades and orders that are
 * open. A receiver may return a promise: the run waits for it. With a sink no rows are kept, also those of kinds without a
 * receiver.
 *
 * @example Fills as lines of JSON
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Hold extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy({ size: 1 });
 *   }
 * }
 *
 * const lines: string[] = [];
 * const sink: ct.RowSink = { fill: (row) => void lines.push(JSON.stringify(row)) };
 * const result = await ct.run(Hold, await ct.sample("aapl"), { sink });
 * assertEquals([lines.length, result.stats.orders.filled], [1, 1]);
 * ```
 */
export interface RowSink {
  /** Receives each fill. */
  readonly fill?: (row: FillRow) => void | Promise<void>;
  /** Receives each order that has ended, and at the end those that are open. */
  readonly order?: (row: OrderRow) => void | Promise<void>;
  /** Receives each trade that has closed, and at the end those that are open. */
  readonly trade?: (row: TradeRow) => void | Promise<void>;
  /** Receives each refusal. */
  readonly refusal?: (row: RefusalRow) => void | Promise<void>;
  /** Receives each diagnostic. */
  readonly diagnostic?: (row: DiagnosticRow) => void | Promise<void>;
}

const RECEIVERS = ["fill", "order", "trade", "refusal", "diagnostic"] as const;

/**
 * Returns the receivers of a sink, each read once.
 *
 * @throws {TypeError} If it is no object of functions.
 */
export function takenSink(sink: RowSink): RowSink {
  const taken = takenOptions(sink, RECEIVERS, {
    noObject: (shown) => `Cannot use ${shown} as sink: pass an object of functions, such as { fill: (row) => ... }`,
    unknown: (name) => `Cannot find receiver "${name}" of sink: there are ${RECEIVERS.join(", ")}`,
  });
  for (const name of RECEIVERS) {
    if (taken[name] === undefined || isCallable(taken[name])) continue;
    throw new TypeError(`Cannot call ${name} of sink, ${inspected(taken[name], 0)}: pass a function of a row`);
  }
  // An object of a class has its methods called on it.
  return Object.fromEntries(Object.entries(taken).map(([name, receive]) => [name, receive?.bind(sink)]));
}

/** Hands rows to a sink and keeps the figures of those in the measured part. */
export class SunkRows {
  readonly #sink: RowSink;
  readonly #trades: TradeSums = new TradeSums();
  readonly #notional: GrowingSum = new GrowingSum();
  readonly #commission: GrowingSum = new GrowingSum();
  #notionalSum = 0;
  #commissionSum = 0;
  #orders: OrderCounts = countOrders([], []);
  /** Refusals about orders that have not been counted. */
  readonly #refusals: Map<number, RefusalRow[]> = new Map();

  /** Hands rows to the receivers of a sink. */
  constructor(sink: RowSink) {
    this.#sink = sink;
  }

  /** Takes rows that are settled; those of bars before `measured` are in no figure. */
  async take(rows: JournalRows, measured: number): Promise<void> {
    for (const fill of rows.fills) {
      if (fill.bar < measured) continue;
      this.#notionalSum = this.#notional.add(Math.abs(fill.notional));
      this.#commissionSum = this.#commission.add(fill.commission);
    }
    for (const trade of rows.trades) if (trade.openedBar >= measured) this.#trades.add(trade);
    this.#count(rows, measured);
    const { fill, order, trade, refusal, diagnostic } = this.#sink;
    await handOver(rows.fills, fill);
    await handOver(rows.trades, trade);
    await handOver(rows.refusals, refusal);
    await handOver(rows.diagnostics, diagnostic);
    await handOver(rows.orders, order);
  }

  /** Counts orders that have ended, with all refusals about them. */
  #count({ orders, refusals }: JournalRows, measured: number): void {
    for (const refusal of refusals) {
      if (refusal.bar < measured) continue;
      const known = this.#refusals.get(refusal.orderId);
      if (known === undefined) this.#refusals.set(refusal.orderId, [refusal]);
      else known.push(refusal);
    }
    const counted = orders.filter(({ bar }) => bar >= measured);
    const told = orders.flatMap(({ id }) => this.#refusals.get(id) ?? []);
    for (const { id } of orders) this.#refusals.delete(id);
    this.#orders = addCounts(this.#orders, countOrders(counted, told));
  }

  /** Facts of all measured rows, at the end. */
  facts(): RowFacts {
    // Requests about orders that were counted before, or that no row tells of.
    const rest = countOrders([], [...this.#refusals.values()].flat());
    return {
      trades: this.#trades.stats(),
      notional: this.#notionalSum,
      commission: this.#commissionSum,
      orders: addCounts(this.#orders, rest),
    };
  }
}

async function handOver<Row>(
  rows: readonly Row[],
  receive: ((row: Row) => void | Promise<void>) | undefined,
): Promise<void> {
  if (receive === undefined) return;
  for (const row of rows) {
    const told = receive(Object.freeze(row) as Row);
    if (told instanceof Promise) await told;
  }
}

/** Statistics of trades, kept while they come; `tradeStats` works out the same of rows. */
class TradeSums {
  readonly #won: GrowingSum = new GrowingSum();
  readonly #lost: GrowingSum = new GrowingSum();
  readonly #all: GrowingSum = new GrowingSum();
  readonly #returns: GrowingSum = new GrowingSum();
  #wonSum = 0;
  #lostSum = 0;
  #allSum = 0;
  #returnsSum = 0;
  #closed = 0;
  #open = 0;
  #ambiguous = 0;
  #winners = 0;
  #losers = 0;
  #counted = 0;
  #best = -Infinity;
  #worst = Infinity;

  add({ pnl, entryValue, ambiguous }: TradeRow): void {
    if (ambiguous) this.#ambiguous++;
    if (pnl === null) {
      this.#open++;
      return;
    }
    this.#closed++;
    this.#allSum = this.#all.add(pnl);
    if (pnl > 0) {
      this.#winners++;
      this.#wonSum = this.#won.add(pnl);
    } else if (pnl < 0) {
      this.#losers++;
      this.#lostSum = this.#lost.add(pnl);
    }
    const value = Math.abs(entryValue);
    if (!(value > 0)) return;
    const share = pnl / value;
    this.#counted++;
    this.#returnsSum = this.#returns.add(share);
    if (share > this.#best) this.#best = share;
    if (share < this.#worst) this.#worst = share;
  }

  stats(): TradeStats {
    const closed = this.#closed, counted = this.#counted;
    return {
      closed,
      open: this.#open,
      ambiguous: this.#ambiguous,
      winRate: closed === 0 ? null : this.#winners / closed,
      averageTrade: counted === 0 ? null : this.#returnsSum / counted,
      bestTrade: counted === 0 ? null : this.#best,
      worstTrade: counted === 0 ? null : this.#worst,
      profitFactor: this.#losers === 0 ? null : this.#wonSum / -this.#lostSum,
      expectancy: closed === 0 ? null : this.#allSum / closed,
    };
  }
}

function addCounts(one: OrderCounts, other: OrderCounts): OrderCounts {
  return {
    placed: one.placed + other.placed,
    filled: one.filled + other.filled,
    unsizedCloses: one.unsizedCloses + other.unsizedCloses,
    refused: one.refused + other.refused,
    cancelled: one.cancelled + other.cancelled,
    cancelledWithEntry: one.cancelledWithEntry + other.cancelledWithEntry,
    expired: one.expired + other.expired,
    open: one.open + other.open,
    refusedByReason: addReasons(one.refusedByReason, other.refusedByReason),
    requestsRefusedByReason: addReasons(one.requestsRefusedByReason, other.requestsRefusedByReason),
  };
}

function addReasons(one: readonly RefusalCount[], other: readonly RefusalCount[]): RefusalCount[] {
  const all = new Map(one.map((count) => [count.reason, count]));
  for (const count of other) {
    const known = all.get(count.reason);
    if (known === undefined) {
      all.set(count.reason, count);
      continue;
    }
    const isFirst = known.firstTimeUs !== count.firstTimeUs
      ? known.firstTimeUs < count.firstTimeUs
      : known.firstOrderId <= count.firstOrderId;
    all.set(count.reason, { ...(isFirst ? known : count), count: known.count + count.count });
  }
  return [...all.values()].sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
