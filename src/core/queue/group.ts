/**
 * One-cancels-other groups with queue matching: a fill or the end of a member ends the group, once.
 *
 * @module
 */

import { ORDER_EVENT_CANCEL, REASON_OCO } from "../../contract/contract.gen.ts";
import type { Order } from "../state/order.ts";
import type { State } from "../state/state.ts";

/**
 * Ends the accepted members of an order's group, the last one in the queue first. While a step tries its orders, those that
 * it has tried stand behind the others. The group is then dissolved: members that wait for their check leave it and live on.
 */
export function endGroup(
  state: State,
  slot: number,
  end: (state: State, slot: number, order_event: number, reason: number) => void,
): void {
  const order = state.order(slot), group = order.oco !== 0 ? order.oco : order.id;
  order.in_group = false;
  if (!order.is_leader && order.oco === 0) return;
  const tried: number[] = [], untried: number[] = [];
  for (const other of state.orders.resting) {
    const member = state.order(other);
    if (member.ended !== 0 || !member.in_group || !belongs(member, group)) continue;
    member.in_group = false;
    if (state.step_open && member.tried_us === state.time_us) tried.push(other);
    else untried.push(other);
  }
  for (const other of state.submitted) {
    const member = state.order(other);
    if (belongs(member, group)) member.in_group = false;
  }
  for (const member of [...tried.reverse(), ...untried.reverse()]) end(state, member, ORDER_EVENT_CANCEL, REASON_OCO);
}

function belongs(order: Order, group: number): boolean {
  return order.id === group || order.oco === group;
}
