//! Expiry: ends the orders whose validity is over, before the bars of the step are matched.

use crate::contract::*;
use crate::exact::fill::end_order;
use crate::state::order::walk;
use crate::state::state::State;

/// Expires GTD orders past their time, and DAY orders past the session date of the first bar that they met.
pub fn expire_orders(state: &mut State) {
    walk(state, |state, slot| {
        let order = &mut state.orders.slots[slot];
        // A sleeping protective order has no validity of its own yet.
        if order.ended != 0 || !order.active {
            return;
        }
        if order.validity == VALIDITY_GTD {
            if state.time_us > order.valid_us {
                end_order(state, slot, ORDER_EVENT_EXPIRE, REASON_VALIDITY_OVER);
            }
        } else if order.validity == VALIDITY_DAY {
            let instrument = &state.instruments[order.instrument as usize];
            if !instrument.has_bar || instrument.begin_us < order.placed_us {
                return;
            }
            if order.day == 0 {
                order.day = instrument.session_day;
            } else if instrument.session_day > order.day {
                end_order(state, slot, ORDER_EVENT_EXPIRE, REASON_VALIDITY_OVER);
            }
        }
    });
}
