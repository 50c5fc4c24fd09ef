/**
 * Counts of a run's orders by outcome, and of its refusals by reason.
 *
 * @module
 */

import type { CountedOrder, RefusalRow } from "../broker/result_rows.ts";

/** Refusals for one reason, with the first case. */
export interface RefusalCount {
  /** Name of the reason, as in `"insufficientCash"`. */
  readonly reason: string;
  /** Number of refusals. */
  readonly count: number;
  /** Id of the order of the first case. */
  readonly firstOrderId: number;
  /** Index of the step of the first case. */
  readonly firstBar: number;
  /** Time of the first case in microseconds since the epoch. */
  readonly firstTimeUs: number;
  /** Required amount of the first case, in money; null for a reason without an amount. */
  readonly needed: number | null;
  /** Available amount of the first case, in money; null for a reason without an amount. */
  readonly available: number | null;
  /** Offending price of the first case; null if it names none. */
  readonly price: number | null;
  /** Offending size of the first case, in units; null if it names none. */
  readonly size: number | null;
}

/** Orders by outcome. Every placed order counts once: `placed = filled + refused + cancelled + expired + open`. */
export interface OrderCounts {
  /** Orders that the strategy placed, protective ones included. */
  readonly placed: number;
  /** Orders that filled completely. */
  readonly filled: number;
  /** Filled orders among them that gave no size and closed a position, so that they opened none. */
  readonly unsizedCloses: number;
  /** Orders that were rejected, or that ended because their remaining part was refused. */
  readonly refused: number;
  /** Orders that the strategy or a rule cancelled, without the refused ones. */
  readonly cancelled: number;
  /** Protective orders among the cancelled ones whose entry ended without a fill. */
  readonly cancelledWithEntry: number;
  /** Orders whose lifetime ended. */
  readonly expired: number;
  /** Live orders at the end of the run. */
  readonly open: number;
  /** Refused orders by reason, the most frequent first; their counts add up to `refused`. */
  readonly refusedByReason: readonly RefusalCount[];
  /** Refused requests about orders (a replacement, a cancellation) by reason, the most frequent first. */
  readonly requestsRefusedByReason: readonly RefusalCount[];
}

/**
 * Counts orders and refusals.
 *
 * An order counts as refused if it was rejected, or if it was cancelled for the same reason as one of its refusals. An
 * example of the second case is an order that closed a position and could not open the opposite one. Every other
 * refusal is one of a request. The first case of a reason is the earliest one, and within a step that with the lowest
 * order id.
 *
 * @param orders Orders of a run, in any order.
 * @param refusals Refusals of the run, in any order.
 * @returns The counts.
 */
export function countOrders(orders: readonly CountedOrder[], refusals: readonly RefusalRow[]): OrderCounts {
  const tally = new OrderTally(refusals);
  for (const order of orders) tally.add(order);
  return tally.counts();
}

/** Counts orders one after the other, as {@linkcode countOrders} does. Nothing of an order is kept but what it counts. */
export class OrderTally {
  readonly #refusals: readonly RefusalRow[];
  readonly #ofOrder: Map<number, RefusalRow[]> = new Map();
  readonly #ends: Set<FirstRefusal> = new Set();
  #placed = 0;
  #filled = 0;
  #unsizedCloses = 0;
  #cancelled = 0;
  #cancelledWithEntry = 0;
  #expired = 0;
  #open = 0;

  /** Takes all refusals that the orders may have. */
  constructor(refusals: readonly RefusalRow[]) {
    this.#refusals = refusals;
    for (const refusal of refusals) {
      const known = this.#ofOrder.get(refusal.orderId);
      if (known === undefined) this.#ofOrder.set(refusal.orderId, [refusal]);
      else known.push(refusal);
    }
  }

  /** Counts an order. */
  add(order: CountedOrder): void {
    const { state } = order;
    this.#placed++;
    if (state === "filled") {
      this.#filled++;
      if (closesUnsized(order)) this.#unsizedCloses++;
    } else if (state === "rejected" || state === "cancelled") {
      // A refused request for the same reason may come earlier, so the last refusal is the one that ended the order.
      const end = latest((this.#ofOrder.get(order.id) ?? []).filter(({ reason }) => reason === order.reason));
      if (state === "rejected") this.#ends.add(end ?? refusalWithoutRow(order));
      else if (end !== null) this.#ends.add(end);
      else {
        this.#cancelled++;
        if (order.reason === "parentEnded") this.#cancelledWithEntry++;
      }
    } else if (state === "expired") this.#expired++;
    else this.#open++;
  }

  /** Returns the counts. */
  counts(): OrderCounts {
    const ends = this.#ends;
    return {
      placed: this.#placed,
      filled: this.#filled,
      unsizedCloses: this.#unsizedCloses,
      refused: ends.size,
      cancelled: this.#cancelled,
      cancelledWithEntry: this.#cancelledWithEntry,
      expired: this.#expired,
      open: this.#open,
      refusedByReason: countReasons([...ends]),
      requestsRefusedByReason: countReasons(this.#refusals.filter((refusal) => !ends.has(refusal))),
    };
  }
}

/** The facts of a refusal that are counted. */
type FirstRefusal = Omit<RefusalRow, "feed" | "time">;

/** Makes the refusal of an order that a venue or a check rejected without a refusal record. */
function refusalWithoutRow(order: CountedOrder): FirstRefusal {
  return {
    orderId: order.id,
    timeUs: order.endedUs ?? order.placedUs,
    bar: order.bar,
    reason: order.reason,
    needed: null,
    available: null,
    price: null,
    size: null,
  };
}

/** Returns whether an order gave no size and closed a position, and so could not open one. */
function closesUnsized(order: CountedOrder): boolean {
  if (order.role !== "entry" || order.opened !== 0) return false;
  const { size, cash, fraction } = order.asked;
  return size === undefined && cash === undefined && fraction === undefined;
}

function latest(refusals: readonly RefusalRow[]): RefusalRow | null {
  return refusals.reduce<RefusalRow | null>(
    (last, refusal) => last === null || refusal.timeUs >= last.timeUs ? refusal : last,
    null,
  );
}

function countReasons(refusals: readonly FirstRefusal[]): RefusalCount[] {
  const groups = new Map<string, FirstRefusal[]>();
  for (const refusal of refusals) {
    const group = groups.get(refusal.reason);
    if (group === undefined) groups.set(refusal.reason, [refusal]);
    else group.push(refusal);
  }
  return [...groups].map(([reason, group]) => {
    const first = group.reduce((a, b) => isEarlier(b, a) ? b : a);
    return {
      reason,
      count: group.length,
      firstOrderId: first.orderId,
      firstBar: first.bar,
      firstTimeUs: first.timeUs,
      needed: first.needed,
      available: first.available,
      price: first.price,
      size: first.size,
    };
  }).sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

function isEarlier(a: FirstRefusal, b: FirstRefusal): boolean {
  return a.timeUs !== b.timeUs ? a.timeUs < b.timeUs : a.orderId < b.orderId;
}
