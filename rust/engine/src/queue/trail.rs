//! Trailing stops with queue matching: the trigger follows the closes at a distance, toward the market only.

use crate::contract::*;
use crate::state::fields::Order;
use crate::state::notices::note_order;
use crate::state::state::State;

/// Returns whether an order's trigger follows the market.
pub fn is_trailing(order: &Order) -> bool {
    order.kind().trigger == Trigger::Trail
}

/// Sets the first trigger of a new trailing order, at its distance from the stop price. Following starts at that price.
pub fn begin_trail(order: &mut Order) {
    order.limit_offset = if order.kind().then == Then::Limit { order.stop - order.limit } else { 0.0 };
    set_trigger(order, trigger_at(order, order.stop));
}

/// Moves the trigger of an unfilled order to follow the close. A close on the wrong side changes nothing.
pub fn follow_close(state: &mut State, slot: usize) {
    let order = &mut state.orders.slots[slot];
    let trigger = trigger_at(order, state.instruments[order.instrument as usize].close);
    let nearer = if order.is_buy() { trigger < order.stop } else { trigger > order.stop };
    if !nearer {
        return;
    }
    set_trigger(order, trigger);
    note_order(state, slot, REASON_TRAILED, 0);
}

fn trigger_at(order: &Order, price: f64) -> f64 {
    let distance = if order.trail_amount != 0.0 {
        order.trail_amount
    } else if order.trail_rate != 0.0 {
        price * order.trail_rate
    } else {
        0.0
    };
    if order.is_buy() {
        price + distance
    } else {
        price - distance
    }
}

fn set_trigger(order: &mut Order, trigger: f64) {
    order.stop = trigger;
    if order.kind().then == Then::Limit {
        order.limit = trigger - order.limit_offset;
    }
}
