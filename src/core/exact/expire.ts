/**
 * Expiry: orders whose time is over before the bars of this step are matched.
 *
 * @module
 */

import { ORDER_EVENT_EXPIRE, REASON_VALIDITY_OVER, VALIDITY_DAY, VALIDITY_GTD } from "../../contract/contract.gen.ts";
import { endOrder } from "./fill.ts";
import type { State } from "../state/state.ts";

/** Expires what is due: GTD orders past their time, DAY orders past the session date of the first bar that they met. */
export function expireOrders(state: State): void {
  for (const slot of state.orders.resting) {
    const order = state.order(slot);
    // A protective order that sleeps has no time of its own yet.
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
