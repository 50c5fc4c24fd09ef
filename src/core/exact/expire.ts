/**
 * Expiry: ends the orders whose validity is over, before the bars of the step are matched.
 *
 * @module
 */

import { ORDER_EVENT_EXPIRE, REASON_VALIDITY_OVER, VALIDITY_DAY, VALIDITY_GTD } from "../../contract/contract.gen.ts";
import { endOrder } from "./fill.ts";
import type { State } from "../state/state.ts";

/** Expires GTD orders past their time, and DAY orders past the session date of the first bar that they met. */
export function expireOrders(state: State): void {
  for (const slot of state.orders.resting) {
    const order = state.order(slot);
    // A sleeping protective order has no validity of its own yet.
    if (order.ended !== 0 || !order.active) continue;
    if (order.validity === VALIDITY_GTD) {
      if (state.time_us > order.valid_us) endOrder(state, slot, ORDER_EVENT_EXPIRE, REASON_VALIDITY_OVER);
    } else if (order.validity === VALIDITY_DAY) {
      const instrument = state.instrumentOf(order);
      if (!instrument.has_bar || instrument.begin_us < order.placed_us) continue;
      if (order.day === 0) order.day = instrument.session_day;
      else if (instrument.session_day > order.day) {
        endOrder(state, slot, ORDER_EVENT_EXPIRE, REASON_VALIDITY_OVER);
      }
    }
  }
}
