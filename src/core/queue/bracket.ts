/**
 * Brackets with queue matching: an entry and its children, which are submitted together and end together.
 *
 * Children wake in the step after the fill of the entry. The end of any member, except for the entry's fill, ends the
 * other accepted members. Members that still wait for their check then have no bracket and are rejected.
 *
 * @module
 */

import { ORDER_EVENT_CANCEL, ORDER_FLAG_HOLD, REASON_BRACKET } from "../../contract/contract.gen.ts";
import type { Order } from "../state/order.ts";
import type { State } from "../state/state.ts";

/** Returns whether an order waits for the rest of its bracket. */
export function isHeld(order: Order): boolean {
  return (order.flags & ORDER_FLAG_HOLD) !== 0;
}

/**
 * Returns the slots of the bracket that an order completes, the entry first. Without a bracket it is the order alone.
 */
export function bracketOf(state: State, slot: number): number[] {
  const order = state.order(slot);
  if (order.parent === 0) return [slot];
  const members: number[] = [];
  for (let id = order.parent; id <= order.id; id++) {
    const other = state.orders.find(id);
    if (other >= 0 && (id === order.parent || state.order(other).parent === order.parent)) members.push(other);
  }
  return members;
}

/** Returns whether an order is the child of a bracket that has ended. */
export function isOrphan(state: State, order: Order): boolean {
  if (order.parent === 0) return false;
  const parent = state.orders.find(order.parent);
  return parent < 0 || !state.order(parent).has_children;
}

/** Wakes the children of a filled entry. The queue tries them from the next step on. */
export function wakeBracket(state: State, entry: Order): void {
  if (!entry.has_children) return;
  for (const slot of state.orders.resting) {
    const child = state.order(slot);
    if (child.ended !== 0 || child.parent !== entry.id) continue;
    child.active = true;
    child.woken_us = state.time_us;
  }
}

/** Ends the bracket of an ended order: cancels the other accepted members in the order of the queue. */
export function endBracket(
  state: State,
  slot: number,
  end: (state: State, slot: number, order_event: number, reason: number) => void,
): void {
  const order = state.order(slot), entry_id = order.parent !== 0 ? order.parent : order.id;
  const entry = state.orders.find(entry_id);
  if (entry < 0 || !state.order(entry).has_children) return;
  state.order(entry).has_children = false;
  for (const other of state.orders.resting) {
    const member = state.order(other);
    const belongs = member.id === entry_id || member.parent === entry_id;
    if (belongs && other !== slot && member.ended === 0) end(state, other, ORDER_EVENT_CANCEL, REASON_BRACKET);
  }
}
