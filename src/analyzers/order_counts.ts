/**
 * What became of the orders of a run, counted, and why those that were refused were.
 *
 * @module
 */

import type { OrderRow, RefusalRow } from "../broker/result_rows.ts";

/** Refusals for one reason, with the first case. */
export interface RefusalCount {
  /** Name of the reason, as in `"insufficientCash"`. */
  readonly reason: string;
  /** How many there were. */
  readonly count: number;
  /** Id of the first order refused for it. */
  readonly firstOrderId: number;
  /** Index of the step of the first case. */
  readonly firstBar: number;
  /** Time of the first case in microseconds since the epoch. */
  readonly firstTimeUs: number;
  /** Amount that the first case would have taken, in money; null where the reason is not about an amount. */
  readonly needed: number | null;
  /** Amount that there was in the first case, in money; null where the reason is not about an amount. */
  readonly available: number | null;
}

/**
 * Orders by what became of them. Every placed order is counted once:
 * `placed = filled + refused + cancelled + expired + open`.
 */
export interface OrderCounts {
  /** Orders that the strategy placed, protective ones included. */
  readonly placed: number;
  /** Orders that filled whole. */
  readonly filled: number;
  /** Orders that were rejected, or that ended because the part that was left was refused. */
  readonly refused: number;
  /** Orders that were cancelled, by the strategy or by a rule, and not refused. */
  readonly cancelled: number;
  /** Of the cancelled ones, protective orders whose entry ended without a fill. */
  readonly cancelledWithEntry: number;
  /** Orders whose time was over. */
  readonly expired: number;
  /** Orders that were live when the run ended. */
  readonly open: number;
  /** Refused orders by reason, the commonest first; their counts add up to `refused`. */
  readonly refusedByReason: readonly RefusalCount[];
  /** Refused requests about orders (a replacement, a cancellation) by reason, the commonest first. */
  readonly requestsRefusedByReason: readonly RefusalCount[];
}

/**
 * Counts orders and refusals.
 *
 * An order counts as refused when it was rejected, or when it was cancelled for the reason that a refusal of it names:
 * so does one that closed a position and could not open the opposite one. Every other refusal is one of a request. The
 * first case of a reason is the earliest, and of several in one step that with the lowest order id.
 *
 * @param orders The orders of a run, in any order.
 * @param refusals Its refusals, in any order.
 * @returns The counts.
 */
export function countOrders(orders: readonly OrderRow[], refusals: readonly RefusalRow[]): OrderCounts {
  const refusalsOfOrder = new Map<number, RefusalRow[]>();
  for (const refusal of refusals) {
    const known = refusalsOfOrder.get(refusal.orderId);
    if (known === undefined) refusalsOfOrder.set(refusal.orderId, [refusal]);
    else known.push(refusal);
  }
  let filled = 0, cancelled = 0, cancelledWithEntry = 0, expired = 0, open = 0;
  const ends = new Set<RefusalRow>();
  for (const order of orders) {
    // A refused request for the same reason may have come before, so the last refusal is the one that ended the order.
    const end = latest((refusalsOfOrder.get(order.id) ?? []).filter((refusal) => refusal.reason === order.reason));
    if (order.state === "rejected") ends.add(end ?? refusalWithoutRow(order));
    else if (order.state === "cancelled" && end !== null) ends.add(end);
    else if (order.state === "cancelled") {
      cancelled++;
      if (order.reason === "parentEnded") cancelledWithEntry++;
    } else if (order.state === "filled") filled++;
    else if (order.state === "expired") expired++;
    else open++;
  }
  return {
    placed: orders.length,
    filled,
    refused: ends.size,
    cancelled,
    cancelledWithEntry,
    expired,
    open,
    refusedByReason: countReasons([...ends]),
    requestsRefusedByReason: countReasons(refusals.filter((refusal) => !ends.has(refusal))),
  };
}

/** The refusal of an order that a venue or a check rejected without a refusal record of its own. */
function refusalWithoutRow(order: OrderRow): RefusalRow {
  return {
    orderId: order.id,
    feed: order.feed,
    timeUs: order.endedUs ?? order.placedUs,
    bar: order.bar,
    reason: order.reason,
    needed: null,
    available: null,
  };
}

function latest(refusals: readonly RefusalRow[]): RefusalRow | null {
  return refusals.reduce<RefusalRow | null>(
    (last, refusal) => last === null || refusal.timeUs >= last.timeUs ? refusal : last,
    null,
  );
}

function countReasons(refusals: readonly RefusalRow[]): RefusalCount[] {
  const groups = new Map<string, RefusalRow[]>();
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
    };
  }).sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

function isEarlier(a: RefusalRow, b: RefusalRow): boolean {
  return a.timeUs !== b.timeUs ? a.timeUs < b.timeUs : a.orderId < b.orderId;
}
