/**
 * The auditor's handling of a venue's reports: the order-state table, and fills as the venue's truth.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import { ORDER_EVENTS, ORDER_STATES, ORDER_TABLE } from "../contract/order_states.ts";
import type { Account } from "./account.ts";
import type { AuditedOrder } from "./audited_order.ts";
import type { AuditedOrders } from "./audited_orders.ts";
import type { Lanes } from "./records.ts";

const STATE_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(ORDER_STATES).map(([name, [code]]) => [code, name]),
);

/** A result of the order-state table: the next state, or a word for another result. */
export type Outcome = { readonly state: number } | "DERIVED" | "LATE" | "SAME" | "ILLEGAL";

/** Returns the result of a pair in the order-state table. */
export function outcomeOf(state: number, event: string): Outcome {
  const cell = ORDER_TABLE[STATE_NAMES.get(state)!]![ORDER_EVENTS[event]![0]]!;
  if (cell === "DERIVED" || cell === "LATE" || cell === "SAME" || cell === "ILLEGAL") return cell;
  return { state: ORDER_STATES[cell]![0] };
}

/** Returns the state that follows from fills and trigger, as after a request without effect. */
export function derivedState(order: AuditedOrder): number {
  if (order.replacement !== undefined) return contract.STATE_REPLACE_PENDING;
  if (order.filled > 0n && order.filled === order.quantity) return contract.STATE_FILLED;
  if (order.filled > 0n) return contract.STATE_PARTIALLY_FILLED;
  return order.triggered ? contract.STATE_TRIGGERED : contract.STATE_ACCEPTED;
}

/** Order events of reports. */
const EVENT_OF_REPORT: ReadonlyMap<number, string> = new Map([
  [contract.REPORT_ACCEPTED, "ACCEPT"],
  [contract.REPORT_TRIGGERED, "TRIGGER"],
  [contract.REPORT_CANCELLED, "CANCEL"],
  [contract.REPORT_CANCEL_REFUSED, "REFUSE_CANCEL"],
  [contract.REPORT_REPLACED, "REPLACE"],
  [contract.REPORT_REPLACE_REFUSED, "REFUSE_REPLACE"],
  [contract.REPORT_REJECTED, "REJECT"],
  [contract.REPORT_EXPIRED, "EXPIRE"],
  // Counts move no cash. A report of coming fills only proves that the order works.
  [contract.REPORT_PARTIALLY_FILLED, "ACCEPT"],
  [contract.REPORT_FILLED, "ACCEPT"],
]);

/** Applies an order report. */
export function takeOrderReport(orders: AuditedOrders, order: AuditedOrder, lanes: Lanes): void {
  const event = EVENT_OF_REPORT.get(lanes.report!)!, outcome = outcomeOf(order.state, event);
  if (BigInt(lanes.filled!) > order.counted) order.counted = BigInt(lanes.filled!);
  // The trigger is kept even if the state is past it, since a rejected request returns to the triggered state.
  if (event === "TRIGGER" && outcome !== "ILLEGAL" && !order.ended) order.triggered = true;
  if (outcome === "SAME" || outcome === "ILLEGAL" || outcome === "LATE") return;
  const ends = event === "CANCEL" || event === "REJECT" || event === "EXPIRE";
  if (ends && !order.full) {
    return orders.end(order, (outcome as { state: number }).state, contract.REASON_REPORTED);
  }
  // The end of an order that is full decides that its replacement adds nothing.
  const decides = ends || event === "REPLACE" || event === "REFUSE_REPLACE";
  const most = ends ? BigInt(order.replacement?.quantity ?? 0) : event === "REPLACE" ? order.quantity : 0n;
  if (most > order.quantity_most) order.quantity_most = most;
  if (event === "REPLACE") takeReplacement(order);
  if (decides) order.replacement = undefined;
  const refused = event === "REFUSE_CANCEL" || event === "REFUSE_REPLACE";
  const reason = refused ? contract.REASON_REQUEST_REFUSED : contract.REASON_REPORTED;
  if (decides && order.full) orders.complete(order, reason);
  else orders.update(order, outcome === "DERIVED" ? derivedState(order) : outcome.state, reason);
}

/** Applies the replacement that a venue was asked for: its terms are now those of the order. */
export function takeReplacement(order: AuditedOrder): void {
  const { quantity, limit, stop } = order.replacement ?? {};
  if (quantity) order.quantity = BigInt(quantity) > order.filled ? BigInt(quantity) : order.filled;
  if (limit) order.limit = BigInt(limit);
  if (stop) order.stop = BigInt(stop);
}

/** Applies a fill report. The engine may reject it only for a reason that {@linkcode fillFault} returns. */
export function takeFillReport(orders: AuditedOrders, account: Account, order: AuditedOrder, lanes: Lanes): void {
  acceptByFill(orders, order);
  const lots = BigInt(lanes.quantity!), total = order.filled + lots, kept = BigInt(lanes.fee_lots!);
  // More than the quantity, as far as a replacement explains it, is the quantity.
  if (total > order.quantity) order.quantity = total;
  const all = total === order.quantity, before = account.size(order.instrument);
  const cancelling = order.state === contract.STATE_CANCEL_PENDING;
  const waits = cancelling && order.replacement !== undefined;
  const outcome = outcomeOf(order.state, all && !waits ? "FILL_ALL" : "FILL");
  const late = outcome === "LATE";
  order.fill_ids.add(fillId(lanes));
  if (late) order.late = true;
  const state = late ? (all ? contract.STATE_FILLED : order.state) : (outcome as { state: number }).state;
  const given = (lanes.flags! & contract.FILL_REPORT_FLAG_COMMISSION_GIVEN) !== 0;
  orders.expect(account.fill(order, {
    time_us: lanes.time_us!,
    instrument: order.instrument,
    price: BigInt(lanes.price!),
    quantity: order.sign * lots,
    rule: contract.FILL_RULE_REPORTED,
    flags: late ? contract.FILL_FLAG_LATE : 0,
    id_high: lanes.fill_id_high!,
    id_low: lanes.fill_id_low!,
    fee_lots: kept,
    ...(given ? { fee: BigInt(lanes.commission!) } : {}),
  }, state));
  const opened = openedOf(order, before, lots) - kept;
  order.opened += opened;
  orders.update(order, state, contract.REASON_FILLED);
  orders.afterReportedFill(order, before, opened, BigInt(lanes.price!));
}

/** Returns the lots of a fill that open a position. */
function openedOf(order: AuditedOrder, size: bigint, lots: bigint): bigint {
  const against = size * order.sign < 0n ? -size * order.sign : 0n;
  return lots > against ? lots - against : 0n;
}

/** Accepts the order, since a fill proves acceptance, even a fill that cannot be booked. */
export function acceptByFill(orders: AuditedOrders, order: AuditedOrder): void {
  if (order.state !== contract.STATE_SUBMITTED) return;
  orders.update(order, contract.STATE_ACCEPTED, contract.REASON_REPORTED);
}

/** Returns the reason why a fill report has no effect, or undefined if it must be booked. */
export function fillFault(order: AuditedOrder, lanes: Lanes, size: bigint): number | undefined {
  if (order.fill_ids.has(fillId(lanes))) return contract.REASON_DUPLICATE_FILL;
  const lots = BigInt(lanes.quantity!), kept = BigInt(lanes.fee_lots!);
  if (order.filled + lots > order.capacity) return contract.REASON_OVERFILL;
  // A venue keeps lots of what a purchase opened, and not all of them.
  const keeps = order.sign > 0n && kept < openedOf(order, size, lots);
  return kept > 0n && !keeps ? contract.REASON_NOT_SUPPORTED : undefined;
}

function fillId(lanes: Lanes): string {
  return `${lanes.fill_id_high} ${lanes.fill_id_low}`;
}
