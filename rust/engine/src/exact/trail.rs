//! Trailing orders: triggers that follow the market at a distance, and prices at a distance from an entry.
//!
//! The trigger of a sell follows rising prices, that of a buy falling ones, and it never goes back. A bar is tried in one
//! order: its open meets the trigger of the bar before; then the open moves the trigger; then the inside of the bar meets
//! that trigger, and after it the one that the bar's extreme on the good side makes. So the range of the bar fires an
//! order if it spans its distance. Where the bar does not tell which extreme came first, the outcome that hurts is taken,
//! and the fill is ambiguous. Under a rule PATH that says the way through a bar, a trigger follows that way. No trigger
//! knows a price of a later bar.

use crate::contract::*;
use crate::exact::reach::meets;
use crate::state::amount::{rated, Scale, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_UP};
use crate::state::fields::{Instrument, Order};
use crate::state::order::{waits_for_trigger, walk_awake};
use crate::state::state::State;

const UNIT: Scale = Scale { numerator: 1.0, denominator: 1.0 };

/// The inside of the bar met the trigger that the open made, which the bar's extreme could have moved before.
const TRAILED_AT_OPEN: u32 = 1;
/// The bar's extreme moved the trigger.
const TRAILED_BY_EXTREME: u32 = 2;

/// Returns whether an order waits for a trigger that follows the market.
#[inline]
pub fn is_trailing(order: &Order) -> bool {
    order.kind().trigger == Trigger::Trail && waits_for_trigger(order)
}

/// Returns the price at an order's distance above or below another one: at least a step away, away from it to the tick.
/// Below zero it is zero, which no price reaches.
pub fn at_distance(order: &Order, tick: f64, price: f64, above: bool) -> f64 {
    let (trail_amount, trail_rate) = (order.trail_amount, order.trail_rate);
    let mut moved = if above { price + trail_amount } else { price - trail_amount };
    if trail_rate != 0.0 {
        let rate = if above { RATE_SCALE + trail_rate } else { RATE_SCALE - trail_rate };
        let rounding = match above {
            _ if tick == 0.0 => ROUND_HALF_EVEN,
            true => ROUND_UP,
            false => ROUND_DOWN,
        };
        moved = rated(price, 1.0, &UNIT, rate, rounding);
        if moved == price {
            moved = if above { price + 1.0 } else { price - 1.0 };
        }
    }
    let beyond = if tick == 0.0 || moved == f64::INFINITY { 0.0 } else { moved % tick };
    if beyond > 0.0 {
        moved = if above { moved - beyond + tick } else { moved - beyond };
    }
    if moved > EXACT_MAX {
        EXACT_MAX
    } else if moved > 0.0 {
        moved
    } else {
        0.0
    }
}

/// Returns whether the price of an order lies at a distance from that of its entry.
#[inline]
pub fn is_at_distance(order: &Order) -> bool {
    order.kind().trigger == Trigger::Trail || order.flags & ORDER_FLAG_RELATIVE != 0
}

/// Sets the trigger of a new trailing order from the last close, or to the first trigger that was given.
pub fn begin_trail(order: &mut Order, instrument: &Instrument) {
    if order.kind().then == Then::Limit {
        order.limit_offset = order.limit;
    }
    if order.stop == 0.0 {
        order.stop = at_distance(order, instrument.terms.tick, instrument.close, order.is_buy());
    }
    set_limit(order);
}

/// Sets the price of an order that waited for its entry, at its distance from the price of the entry's first fill.
pub fn begin_at_entry(order: &mut Order, tick: f64, price: f64) {
    let is_buy = order.is_buy();
    if order.kind().trigger == Trigger::Trail {
        if order.stop == 0.0 {
            order.stop = at_distance(order, tick, price, is_buy);
        }
    } else if order.kind().then == Then::Limit {
        order.limit = at_distance(order, tick, price, !is_buy);
    } else {
        order.stop = at_distance(order, tick, price, is_buy);
    }
}

/// Starts a trail anew at a new distance: from a trigger that was given, or from the last close. Before the first bar the
/// trigger stays.
pub fn begin_again(order: &mut Order, instrument: &Instrument, trail: f64, stop: f64) {
    if order.trail_rate != 0.0 {
        order.trail_rate = trail;
    } else {
        order.trail_amount = trail;
    }
    if stop == 0.0 && order.active && instrument.close != 0.0 {
        order.stop = at_distance(order, instrument.terms.tick, instrument.close, order.is_buy());
    }
}

/// Sets the limit of a trailing stop-limit at its distance beyond the trigger.
pub fn set_limit(order: &mut Order) {
    if order.kind().then != Then::Limit {
        return;
    }
    let limit = if order.is_buy() { order.stop + order.limit_offset } else { order.stop - order.limit_offset };
    order.limit = if limit > EXACT_MAX {
        EXACT_MAX
    } else if limit > 1.0 {
        limit
    } else {
        1.0
    };
}

/// Moves the triggers of trailing orders by the inside of the bars of the step.
pub fn trail_inside(state: &mut State) {
    walk_awake(state, |state, slot| {
        let time_us = state.time_us;
        let order = &mut state.orders.slots[slot];
        let instrument = &state.instruments[order.instrument as usize];
        // An order that its entry's price has passed fires at that price.
        let passed = order.woken_us == time_us && is_passed(order);
        if !is_trailing(order) || !meets(order, instrument) || passed {
            return;
        }
        move_inside(order, instrument);
        order.trailed_us = time_us;
    });
}

/// Returns whether the price of the entry that woke an order is at its trigger or beyond it.
fn is_passed(order: &Order) -> bool {
    if order.is_buy() {
        order.woken_price >= order.stop
    } else {
        order.woken_price <= order.stop
    }
}

/// Moves a trigger by the inside of a bar: no further than the bar's open, if the bar reaches that trigger.
pub fn move_inside(order: &mut Order, instrument: &Instrument) {
    let (is_buy, tick) = (order.is_buy(), instrument.terms.tick);
    let Instrument { open, high, low, .. } = *instrument;
    let opened = further(order, at_distance(order, tick, open, is_buy));
    let moved = further(order, at_distance(order, tick, if is_buy { low } else { high }, is_buy));
    let reached = if is_buy { high >= opened } else { low <= opened };
    order.trailed = match reached {
        _ if moved == opened => 0,
        true => TRAILED_AT_OPEN,
        false => TRAILED_BY_EXTREME,
    };
    order.stop = if reached { opened } else { moved };
    set_limit(order);
}

/// Moves the triggers of an instrument's trailing orders by a price that its path comes to.
pub fn trail_to(state: &mut State, instrument: u32, price: f64) {
    walk_awake(state, |state, slot| {
        let order = &mut state.orders.slots[slot];
        let instrument_of = &state.instruments[order.instrument as usize];
        if order.instrument != instrument || !is_trailing(order) || !meets(order, instrument_of) {
            return;
        }
        let trigger = at_distance(order, instrument_of.terms.tick, price, order.is_buy());
        order.stop = further(order, trigger);
        set_limit(order);
    });
}

/// Moves the triggers of orders whose entry filled inside a bar, or at its close: by the close, which came after it.
pub fn trail_after_entries(state: &mut State) {
    walk_awake(state, |state, slot| {
        let time_us = state.time_us;
        let order = &mut state.orders.slots[slot];
        let instrument = &state.instruments[order.instrument as usize];
        if !is_trailing(order) || !meets(order, instrument) || order.trailed_us == time_us {
            return;
        }
        move_by_close(order, instrument);
    });
}

/// Moves a trigger by the close of a bar.
pub fn move_by_close(order: &mut Order, instrument: &Instrument) {
    order.stop = further(order, at_distance(order, instrument.terms.tick, instrument.close, order.is_buy()));
    set_limit(order);
}

/// Returns the nearer to the market of an order's trigger and a new one.
fn further(order: &Order, trigger: f64) -> f64 {
    if if order.is_buy() { trigger < order.stop } else { trigger > order.stop } {
        trigger
    } else {
        order.stop
    }
}

/// Returns whether the bar's extreme made the trigger that an order has.
#[inline]
pub fn is_by_extreme(state: &State, order: &Order) -> bool {
    order.trailed_us == state.time_us && order.trailed == TRAILED_BY_EXTREME
}

/// Returns whether the bar leaves in doubt at which trigger a trailing order fires, or whether it does: the extreme that
/// moves the trigger may have come before the other one, or after it.
pub fn is_trail_in_doubt(state: &State, order: &Order, instrument: &Instrument) -> bool {
    if order.trailed_us != state.time_us || order.trailed == 0 {
        return false;
    }
    if order.trailed == TRAILED_AT_OPEN {
        return true;
    }
    if order.is_buy() {
        instrument.close < order.stop
    } else {
        instrument.close > order.stop
    }
}
