//! Fill rules of queue matching: the price at which an order fills against the bar that its instrument shows.
//!
//! Only market orders need a later bar than the one at placement; the others match any shown bar, an old one too. The
//! colour of the bar decides a stop-limit that the inside of the bar triggers.

use crate::contract::*;
use crate::queue::slippage::{slip, slips_at_open};
use crate::state::fields::{Instrument, Order};
use crate::state::notices::note_order;
use crate::state::order::{move_order, waits_for_trigger};
use crate::state::state::State;

/// A fill price, the rule that set it, its flags, and the time of the execution.
#[derive(Clone, Copy)]
pub struct QueuePrice {
    pub price: f64,
    pub rule: FillRule,
    pub flags: u32,
    pub executed_us: f64,
    /// True if the bar before the shown one fills the order, with its volume.
    pub is_late: bool,
}

/// Returns the price at which an order fills now, if any. Records the trigger of a stop-limit, and the last close for
/// an order at the close.
pub fn queue_price(state: &mut State, slot: usize) -> Option<QueuePrice> {
    let kind = state.order(slot).kind();
    let market = kind.trigger == Trigger::None && kind.then == Then::Market;
    if market && kind.at != At::Close {
        return market_price(state, slot);
    }
    let order = &mut state.orders.slots[slot];
    let instrument = &state.instruments[order.instrument as usize];
    if market {
        return close_price(order, instrument);
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
    Some(QueuePrice { price, rule, flags: 0, executed_us: instrument.time_us, is_late: false })
}

/// Returns a fill whose price slips up to a bound; none if slippage refuses it.
fn slipped(instrument: &Instrument, order: &Order, price: f64, bound: f64, rule: FillRule) -> Option<QueuePrice> {
    let found = slip(instrument, order.is_buy(), price, bound, order.kind().then == Then::Limit)?;
    Some(QueuePrice { flags: found.flags, ..at(instrument, found.price, rule)? })
}

/// Returns the end of the bar's range that a price of an order slips towards.
fn far_end(instrument: &Instrument, order: &Order) -> f64 {
    if order.is_buy() {
        instrument.high
    } else {
        instrument.low
    }
}

/// Returns a fill at the open, or at a price that stands for it. It slips where the switches say so.
fn at_open(instrument: &Instrument, order: &Order, price: f64, bound: f64, rule: FillRule) -> Option<QueuePrice> {
    if slips_at_open(instrument) {
        slipped(instrument, order, price, bound, rule)
    } else {
        at(instrument, price, rule)
    }
}

/// Returns the open of a later bar, or, under the rules that cheat, another price.
fn market_price(state: &State, slot: usize) -> Option<QueuePrice> {
    let order = state.order(slot);
    let instrument = &state.instruments[order.instrument as usize];
    let bound = far_end(instrument, order);
    if state.rule(CONFIG_RULE_CHEAT_ON_CLOSE) == CHEAT_ON_CLOSE_ON {
        // The bar at hand bounds the slippage of a price that is older.
        let found = at_open(instrument, order, order.created_close, bound, FILL_RULE_PLACEMENT_CLOSE)?;
        return Some(QueuePrice { executed_us: order.created_us, ..found });
    }
    let any_bar = state.rule(CONFIG_RULE_CHEAT_ON_OPEN) == CHEAT_ON_OPEN_ON;
    if !any_bar && instrument.time_us <= order.placed_us {
        return None;
    }
    at_open(instrument, order, instrument.open, bound, FILL_RULE_OPEN)
}

/// Returns the close of the bar at the session's end. If no bar ends there, the first later bar fills the order at the
/// close and time of the bar before it.
fn close_price(order: &mut Order, instrument: &Instrument) -> Option<QueuePrice> {
    if instrument.time_us > order.placed_us && instrument.time_us >= order.session_end_us {
        if order.annotated_close != 0.0 && instrument.time_us > order.session_end_us {
            let late = at(instrument, order.annotated_close, FILL_RULE_CLOSE)?;
            return Some(QueuePrice { executed_us: instrument.before_us, is_late: true, ..late });
        }
        return at(instrument, instrument.close, FILL_RULE_CLOSE);
    }
    order.annotated_close = instrument.close;
    None
}

fn limit_price(order: &Order, instrument: &Instrument) -> Option<QueuePrice> {
    let (open, limit) = (instrument.open, order.limit);
    if if order.is_buy() { limit >= open } else { limit <= open } {
        // The limit alone bounds a sale, so that a price may slip below the low of the bar.
        let bound = if order.is_buy() && instrument.high < limit { instrument.high } else { limit };
        return at_open(instrument, order, open, bound, FILL_RULE_LIMIT_OPEN);
    }
    if if order.is_buy() { limit >= instrument.low } else { limit <= instrument.high } {
        return at(instrument, limit, FILL_RULE_LIMIT);
    }
    None
}

fn stop_price(order: &Order, instrument: &Instrument) -> Option<QueuePrice> {
    let (open, stop, end) = (instrument.open, order.stop, far_end(instrument, order));
    if if order.is_buy() { open >= stop } else { open <= stop } {
        return at_open(instrument, order, open, end, FILL_RULE_STOP_GAP);
    }
    if if order.is_buy() { end >= stop } else { end <= stop } {
        return slipped(instrument, order, stop, end, FILL_RULE_STOP);
    }
    None
}

/// Returns the price of a stop-limit whose trigger was not reached before this bar.
fn stop_limit_price(state: &mut State, slot: usize) -> Option<QueuePrice> {
    let order = state.order(slot);
    let (id, is_buy, stop, limit) = (order.instrument as usize, order.is_buy(), order.stop, order.limit);
    let instrument = &state.instruments[id];
    let (open, close, end) = (instrument.open, instrument.close, far_end(instrument, order));
    if if is_buy { open >= stop } else { open <= stop } {
        trigger(state, slot);
        return limit_price(&state.orders.slots[slot], &state.instruments[id]);
    }
    if if is_buy { end < stop } else { end > stop } {
        return None;
    }
    trigger(state, slot);
    let instrument = &state.instruments[id];
    if if is_buy { limit >= stop } else { limit <= stop } {
        return slipped(instrument, state.order(slot), stop, end, FILL_RULE_STOP_LIMIT);
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
