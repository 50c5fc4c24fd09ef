//! Replacements: new terms for a live order, applied at once or when its venue has agreed.

use crate::contract::*;
use crate::exact::due::{wake_for_bars, watch};
use crate::exact::intent::{check_distance, check_grid};
use crate::exact::latency::enter_market;
use crate::exact::trail::{begin_again, is_trailing, set_limit};
use crate::state::event::Event;
use crate::state::fields::{Instrument, Order};
use crate::state::notices::{info, note_ended, note_order, note_refusal, warn, NO_LANE};
use crate::state::number::is_integer;
use crate::state::order::{move_order, outcome_of};
use crate::state::refusal::{refuse_if, Refusal};
use crate::state::state::State;

/// Replaces quantity and prices of an order. For a reported order it records the request only.
pub fn replace_order(state: &mut State, event: Event, slot: usize) {
    let order = &mut state.orders.slots[slot];
    let (id, instrument) = (order.id, order.instrument);
    let outcome = outcome_of(order.state, ORDER_EVENT_REQUEST_REPLACE);
    if outcome == OUTCOME_SAME {
        info(state, REASON_ALREADY_PENDING, id, instrument);
        return;
    }
    if outcome == OUTCOME_ILLEGAL {
        if order.ended != 0 {
            note_ended(state, slot, REASON_ALREADY_ENDED);
        } else {
            let (value, expected) = (f64::from(order.state.0), f64::from(ORDER_EVENT_REQUEST_REPLACE.0));
            warn(state, REASON_ILLEGAL_TRANSITION, id, instrument, value, expected);
        }
        return;
    }
    let (quantity, limit) = (event.float(REPLACE_QUANTITY), event.float(REPLACE_LIMIT));
    let (stop, trail) = (event.float(REPLACE_STOP), event.float(REPLACE_TRAIL));
    let terms = &state.instruments[instrument as usize];
    let held = is_held(state.risk_flags, order);
    let checks = [
        if quantity == 0.0 { Ok(()) } else { check_quantity(quantity, order, held) },
        if limit == 0.0 { Ok(()) } else { check_limit(limit, order, terms, held) },
        if stop == 0.0 { Ok(()) } else { check_stop(stop, order, terms, held) },
        if trail == 0.0 { Ok(()) } else { check_trail(trail, order, terms, held) },
        refuse_if(quantity == 0.0 && limit == 0.0 && stop == 0.0 && trail == 0.0, REASON_REPLACE_EMPTY, NO_LANE, 0.0),
    ];
    // Each term stands for itself: those that may change do, and a refusal names each other one.
    order.replace_quantity = if checks[0].is_ok() { quantity + 0.0 } else { 0.0 };
    order.replace_limit = if checks[1].is_ok() { limit + 0.0 } else { 0.0 };
    order.replace_stop = if checks[2].is_ok() { stop + 0.0 } else { 0.0 };
    let new_trail = if checks[3].is_ok() { trail + 0.0 } else { 0.0 };
    let changes =
        order.replace_quantity != 0.0 || order.replace_limit != 0.0 || order.replace_stop != 0.0 || new_trail != 0.0;
    for refusal in checks.into_iter().filter_map(Result::err) {
        note_refusal(state, refusal.reason, id, instrument, refusal.lane, refusal.offending, 0.0, 0.0);
    }
    if !changes {
        return;
    }
    move_order(&mut state.orders.slots[slot], ORDER_EVENT_REQUEST_REPLACE);
    if state.instruments[instrument as usize].terms.execution == EXECUTION_REPORTED {
        note_order(state, slot, REASON_REQUESTED, 0);
        return;
    }
    if new_trail != 0.0 {
        let order = &mut state.orders.slots[slot];
        begin_again(order, &state.instruments[instrument as usize], new_trail, order.replace_stop);
    }
    apply_replacement(state, slot);
    wake_for_bars(state, slot);
    watch(state, slot);
    move_order(&mut state.orders.slots[slot], ORDER_EVENT_REPLACE);
    note_order(state, slot, REASON_BY_REQUEST, 0);
}

/// Returns whether the limit of an order is a distance from its trailing trigger. At a venue the venue moves both.
fn is_trailing_limit(order: &Order) -> bool {
    is_trailing(order) && order.kind().then == Then::Limit && order.rank != 0
}

/// Returns whether the risk flags hold an order to its terms: one that could open a position may only become smaller.
fn is_held(risk_flags: u32, order: &Order) -> bool {
    risk_flags != 0 && !order.reduces() && order.flags & ORDER_FLAG_EXTERNAL == 0
}

fn check_quantity(quantity: f64, order: &Order, held: bool) -> Result<(), Refusal> {
    refuse_if(quantity < 0.0, REASON_NEGATIVE, REPLACE_QUANTITY, quantity)?;
    refuse_if(quantity > EXACT_MAX, REASON_OUT_OF_RANGE, REPLACE_QUANTITY, quantity)?;
    refuse_if(!is_integer(quantity), REASON_OFF_GRID, REPLACE_QUANTITY, quantity)?;
    // A position or a target decides the size of these orders.
    refuse_if(order.protective() || order.aim != 0.0, REASON_NOT_SUPPORTED, REPLACE_QUANTITY, quantity)?;
    refuse_if(quantity <= order.filled, REASON_REPLACE_BELOW_FILLED, REPLACE_QUANTITY, quantity)?;
    let raises = order.quantity == 0.0 || quantity > order.quantity;
    refuse_if(held && raises, REASON_RISK_FLAGGED, REPLACE_QUANTITY, quantity)
}

fn check_trail(trail: f64, order: &Order, instrument: &Instrument, held: bool) -> Result<(), Refusal> {
    // A venue moves the trigger itself, and the distance from an entry that has filled is a price now.
    let fixed = !is_trailing(order) && (order.active || order.flags & ORDER_FLAG_RELATIVE == 0);
    refuse_if(fixed, REASON_PRICE_UNEXPECTED, REPLACE_TRAIL, trail)?;
    refuse_if(instrument.terms.execution == EXECUTION_REPORTED, REASON_NOT_SUPPORTED, REPLACE_TRAIL, trail)?;
    check_distance(trail, REPLACE_TRAIL, order.flags & ORDER_FLAG_TRAIL_RATE != 0)?;
    refuse_if(held, REASON_RISK_FLAGGED, REPLACE_TRAIL, trail)
}

fn check_limit(limit: f64, order: &Order, instrument: &Instrument, held: bool) -> Result<(), Refusal> {
    refuse_if(order.limit == 0.0 && !is_trailing_limit(order), REASON_PRICE_UNEXPECTED, REPLACE_LIMIT, limit)?;
    check_grid(limit, REPLACE_LIMIT, instrument)?;
    refuse_if(held, REASON_RISK_FLAGGED, REPLACE_LIMIT, limit)
}

fn check_stop(stop: f64, order: &Order, instrument: &Instrument, held: bool) -> Result<(), Refusal> {
    refuse_if(
        (order.stop == 0.0 && !is_trailing(order)) || order.triggered,
        REASON_PRICE_UNEXPECTED,
        REPLACE_STOP,
        stop,
    )?;
    check_grid(stop, REPLACE_STOP, instrument)?;
    refuse_if(held, REASON_RISK_FLAGGED, REPLACE_STOP, stop)
}

/// Applies a replacement. The quantity never falls below the lots that were filled in between.
pub fn apply_replacement(state: &mut State, slot: usize) {
    let order = &mut state.orders.slots[slot];
    if order.replace_quantity != 0.0 {
        order.quantity = if order.replace_quantity > order.filled { order.replace_quantity } else { order.filled };
        order.cash = 0.0;
        order.fraction = 0.0;
        order.flags &= !ORDER_FLAG_WHOLE;
    }
    if order.replace_limit != 0.0 {
        if is_trailing_limit(order) {
            order.limit_offset = order.replace_limit;
        } else {
            order.limit = order.replace_limit;
        }
    }
    if order.replace_stop != 0.0 {
        order.stop = order.replace_stop;
    }
    if is_trailing_limit(order) {
        set_limit(order);
    }
    assert!(order.quantity == 0.0 || order.quantity >= order.filled, "A replacement takes fills away");
    order.replace_quantity = 0.0;
    order.replace_limit = 0.0;
    order.replace_stop = 0.0;
    order.met_bar = false;
    // The new terms were decided now, so they match only bars that begin from now on.
    order.placed_us = state.time_us;
    enter_market(state, slot);
}
