//! Fill rules of queue matching: the price at which an order fills against the bar that its instrument shows.
//!
//! Only market orders need a later bar than the one at placement; the others match any shown bar, an old one too. The
//! colour of the bar decides a stop-limit that the inside of the bar triggers.

use crate::contract::*;
use crate::state::fields::{Instrument, Order};
use crate::state::notices::note_order;
use crate::state::order::{move_order, waits_for_trigger};
use crate::state::state::State;

/// A fill price, the rule that set it, and the time of the execution.
#[derive(Clone, Copy)]
pub struct QueuePrice {
    pub price: f64,
    pub rule: FillRule,
    pub executed_us: f64,
}

/// Returns the price at which an order fills now, if any. Records the trigger of a stop-limit, and the last close for
/// an order at the close.
pub fn queue_price(state: &mut State, slot: usize) -> Option<QueuePrice> {
    let order = &mut state.orders.slots[slot];
    let instrument = &state.instruments[order.instrument as usize];
    let kind = order.kind();
    if kind.trigger == Trigger::None && kind.then == Then::Market {
        if kind.at == At::Close {
            return close_price(order, instrument);
        }
        if instrument.time_us <= order.placed_us {
            return None;
        }
        return at(instrument, instrument.open, FILL_RULE_OPEN);
    }
    if kind.then == Then::Market {
        return stop_price(order, instrument);
    }
    if waits_for_trigger(order) {
        stop_limit_price(state, slot)
    } else {
        limit_price(order, instrument)
    }
}

fn at(instrument: &Instrument, price: f64, rule: FillRule) -> Option<QueuePrice> {
    Some(QueuePrice { price, rule, executed_us: instrument.time_us })
}

/// Returns the close of the bar at the session's end. If no bar ends there, the first later bar fills the order at the
/// close and time of the bar before it.
fn close_price(order: &mut Order, instrument: &Instrument) -> Option<QueuePrice> {
    if instrument.time_us > order.placed_us && instrument.time_us >= order.session_end_us {
        if order.annotated_close != 0.0 && instrument.time_us > order.session_end_us {
            let (price, executed_us) = (order.annotated_close, order.annotated_us);
            return Some(QueuePrice { price, rule: FILL_RULE_CLOSE, executed_us });
        }
        return at(instrument, instrument.close, FILL_RULE_CLOSE);
    }
    order.annotated_close = instrument.close;
    order.annotated_us = instrument.time_us;
    None
}

fn limit_price(order: &Order, instrument: &Instrument) -> Option<QueuePrice> {
    let (open, limit) = (instrument.open, order.limit);
    if if order.is_buy() { limit >= open } else { limit <= open } {
        return at(instrument, open, FILL_RULE_LIMIT_OPEN);
    }
    if if order.is_buy() { limit >= instrument.low } else { limit <= instrument.high } {
        return at(instrument, limit, FILL_RULE_LIMIT);
    }
    None
}

fn stop_price(order: &Order, instrument: &Instrument) -> Option<QueuePrice> {
    let (open, stop) = (instrument.open, order.stop);
    if if order.is_buy() { open >= stop } else { open <= stop } {
        return at(instrument, open, FILL_RULE_STOP_GAP);
    }
    if if order.is_buy() { instrument.high >= stop } else { instrument.low <= stop } {
        return at(instrument, stop, FILL_RULE_STOP);
    }
    None
}

/// Returns the price of a stop-limit whose trigger was not reached before this bar.
fn stop_limit_price(state: &mut State, slot: usize) -> Option<QueuePrice> {
    let order = state.order(slot);
    let (id, is_buy, stop, limit) = (order.instrument as usize, order.is_buy(), order.stop, order.limit);
    let instrument = &state.instruments[id];
    let (open, close) = (instrument.open, instrument.close);
    if if is_buy { open >= stop } else { open <= stop } {
        trigger(state, slot);
        return limit_price(&state.orders.slots[slot], &state.instruments[id]);
    }
    if if is_buy { instrument.high < stop } else { instrument.low > stop } {
        return None;
    }
    trigger(state, slot);
    let instrument = &state.instruments[id];
    if if is_buy { limit >= stop } else { limit <= stop } {
        return at(instrument, stop, FILL_RULE_STOP_LIMIT);
    }
    // The bar passed the trigger and came back: a falling bar for a buy, a rising one for a sell.
    let came_back = if is_buy { open > close } else { open <= close };
    if came_back && if is_buy { limit >= close } else { limit <= close } {
        return at(instrument, limit, FILL_RULE_LIMIT);
    }
    None
}

fn trigger(state: &mut State, slot: usize) {
    let order = &mut state.orders.slots[slot];
    order.triggered = true;
    move_order(order, ORDER_EVENT_TRIGGER);
    note_order(state, slot, REASON_TRIGGER, 0);
}
