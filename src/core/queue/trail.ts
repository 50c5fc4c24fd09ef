/**
 * Trailing stops with queue matching: the trigger follows the closes at a distance, toward the market only.
 *
 * @module
 */

import { REASON_TRAILED, THEN_LIMIT, TRIGGER_TRAIL } from "../../contract/contract.gen.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { noteOrder } from "../state/notices.ts";
import type { Order } from "../state/order.ts";
import type { State } from "../state/state.ts";

/** Returns whether an order's trigger follows the market. */
export function isTrailing(order: Order): boolean {
  return order.kind.trigger === TRIGGER_TRAIL;
}

/**
 * Sets the first trigger of a new trailing order, at its distance from the stop price. Following starts at that price.
 */
export function beginTrail(order: Order): void {
  order.limit_offset = order.kind.then === THEN_LIMIT ? order.stop - order.limit : 0;
  setTrigger(order, triggerAt(order, order.stop));
}

/** Moves the trigger of an unfilled order to follow the close. A close on the wrong side changes nothing. */
export function followClose(state: State, order: Order, instrument: Instrument): void {
  const trigger = triggerAt(order, instrument.close);
  if (order.is_buy ? !(trigger < order.stop) : !(trigger > order.stop)) return;
  setTrigger(order, trigger);
  noteOrder(state, order, REASON_TRAILED, 0);
}

function triggerAt(order: Order, price: number): number {
  const distance = order.trail_amount !== 0
    ? order.trail_amount
    : order.trail_rate !== 0
    ? price * order.trail_rate
    : 0;
  return order.is_buy ? price + distance : price - distance;
}

function setTrigger(order: Order, trigger: number): void {
  order.stop = trigger;
  if (order.kind.then === THEN_LIMIT) order.limit = trigger - order.limit_offset;
}
