/**
 * Expiry: ends the orders whose validity is over, before the bars of the step are matched.
 *
 * @module
 */

import { ORDER_EVENT_EXPIRE, REASON_VALIDITY_OVER } from "../../contract/contract.gen.ts";
import { lacksDay } from "./due.ts";
import { hasArrived } from "./reach.ts";
import { endOrder } from "./tied.ts";
import type { State } from "../state/state.ts";

/** Expires GTD orders past their time, and DAY orders past the session date of the first bar that they met. */
export function expireOrders(state: State): void {
  const { orders, books } = state, slots = orders.slots, over: number[] = [];
  for (let slot = books.times.top(slots); slot >= 0 && books.times.key < state.time_us; slot = books.times.top(slots)) {
    books.times.pop();
    over.push(slot);
  }
  for (const id of state.bars_of_step) {
    const { days } = books.of[id]!, instrument = state.instruments[id]!, later: number[] = [];
    for (let slot = days.top(slots); slot >= 0 && days.key < instrument.session_day; slot = days.top(slots)) {
      days.pop();
      (instrument.begin_us < slots[slot]!.placed_us ? later : over).push(slot);
    }
    for (const slot of later) days.push(slots, slot, slots[slot]!.day);
  }
  setDays(state);
  // The walk goes by acceptance, so that the order of the notices depends on nothing else.
  over.sort((a, b) => slots[a]!.rank - slots[b]!.rank);
  for (const slot of over) {
    if (slots[slot]!.ended === 0) endOrder(state, slot, ORDER_EVENT_EXPIRE, REASON_VALIDITY_OVER);
  }
}

/** Sets the day of the DAY orders that meet their first bar. */
function setDays(state: State): void {
  for (const slot of state.orders.awake) {
    const order = state.order(slot), instrument = state.instrumentOf(order);
    if (order.ended !== 0 || !lacksDay(order) || !instrument.has_bar || !hasArrived(order, instrument)) continue;
    order.day = instrument.session_day;
    if (order.day !== 0) state.books.of[order.instrument]!.days.push(state.orders.slots, slot, order.day);
  }
}
