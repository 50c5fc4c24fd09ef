//! Matching in one queue. The broker checks the cash of submitted orders, then tries the orders of all instruments by
//! acceptance. Each order expires, fills or waits before the next one is tried.

use crate::contract::*;
use crate::queue::bracket::{bracket_of, end_bracket, is_held, is_orphan, wake_bracket};
use crate::queue::filler::show_bars;
use crate::queue::group::end_group;
use crate::queue::ledger::{cash_after, execute_float, position_read, FloatPosition};
use crate::queue::price::queue_price;
use crate::queue::trail::{begin_trail, follow_close, is_trailing};
use crate::queue::valuation::{charge_interest, settle_positions, short_takes_cash};
use crate::state::fields::{Instrument, Order};
use crate::state::notices::{note_order, note_refusal, NO_LANE};
use crate::state::order::{is_terminal, move_order, walk};
use crate::state::state::State;
use alloc::vec;
use alloc::vec::Vec;

/// Adds a new order. It is submitted at once, or with the last order of its bracket.
pub fn enqueue(state: &mut State, slot: usize) {
    let order = &mut state.orders.slots[slot];
    if is_trailing(order) {
        begin_trail(order);
    }
    let instrument = &state.instruments[order.instrument as usize];
    let given = if order.stop != 0.0 { order.stop } else { order.limit };
    order.placement_price = if given != 0.0 { given } else { instrument.close };
    order.created_close = instrument.close;
    order.created_us = instrument.time_us;
    order.left = order.quantity;
    // The price of a market order serves its cash check only, so the record of the order holds none.
    if order.kind().trigger == Trigger::None && order.kind().then == Then::Market {
        order.limit = 0.0;
    }
    order.in_group = true;
    let (parent, held) = (order.parent, is_held(order));
    if parent != 0 {
        order.active = false;
        let parent = state.orders.find(parent).expect("A parent that was found is gone");
        state.orders.slots[parent].has_children = true;
    }
    assert!(state.order(slot).quantity > 0.0, "An order of nothing enters the queue");
    state.orders.live_count += 1;
    if held {
        note_order(state, slot, REASON_PLACED, 0);
    } else {
        for member in bracket_of(state, slot) {
            submit(state, member);
        }
    }
}

/// Puts an order where the next step finds it: before the cash check, or in the queue if there is no check.
fn submit(state: &mut State, slot: usize) {
    move_order(&mut state.orders.slots[slot], ORDER_EVENT_SUBMIT);
    note_order(state, slot, REASON_PLACED, 0);
    if state.rule(CONFIG_RULE_AFFORDABILITY) == AFFORDABILITY_AT_SUBMISSION {
        state.submitted.push(slot);
    } else {
        accept(state, slot);
    }
}

fn accept(state: &mut State, slot: usize) {
    assert!(state.order(slot).ended == 0, "An order that has ended is accepted");
    move_order(&mut state.orders.slots[slot], ORDER_EVENT_ACCEPT);
    note_order(state, slot, REASON_PLACED, 0);
    state.orders.rest(slot);
}

/// Runs the event `step` with queue matching, up to the marks.
pub fn run_queue(state: &mut State) {
    show_bars(state);
    check_submitted(state);
    charge_interest(state);
    walk(state, try_order);
    settle_positions(state);
}

/// Checks the cash of submitted orders, first in first out, as if each filled at its placement price. Cash and
/// positions carry over from order to order, even from a failed one. So an order that costs too much can also fail the
/// next.
fn check_submitted(state: &mut State) {
    if state.submitted.is_empty() {
        return;
    }
    let mut positions: Vec<Option<FloatPosition>> = vec![None; state.instruments.len()];
    let taken = short_takes_cash(state);
    let mut cash = state.account.cash;
    for at in 0..state.submitted.len() {
        let slot = state.submitted[at];
        // The order was cancelled before its check.
        if state.orders.slots[slot].ended != 0 {
            continue;
        }
        if is_orphan(state, slot) {
            finish(state, slot, ORDER_EVENT_REJECT, REASON_BRACKET);
            continue;
        }
        let id = state.orders.slots[slot].instrument;
        if positions[id as usize].is_none() {
            position_read(state, id);
        }
        let (order, instrument) = (&state.orders.slots[slot], &state.instruments[id as usize]);
        let shown = FloatPosition { size: instrument.position_size, price: instrument.position_price };
        let position = positions[id as usize].get_or_insert(shown);
        let before = cash;
        let size = order.sign * order.left;
        cash = cash_after(instrument, position, cash, size, check_price(state, order, instrument), taken);
        if cash >= 0.0 {
            accept(state, slot);
        } else {
            refuse(state, slot, REASON_MARGIN, before - cash, before);
        }
    }
    // Cleared only now: the end of a group has to find the orders that still wait for their check.
    state.submitted.clear();
}

/// Returns the price at which an order's cash is checked.
fn check_price(state: &State, order: &Order, instrument: &Instrument) -> f64 {
    let at_open = state.rule(CONFIG_RULE_CHEAT_ON_OPEN) == CHEAT_ON_OPEN_ON && fills_at_next_open(order);
    if at_open {
        instrument.open
    } else {
        order.placement_price
    }
}

/// Emits a refusal with the cash that the order needed and the cash available, and ends the order.
fn refuse(state: &mut State, slot: usize, reason: Reason, needed: f64, available: f64) {
    let order = state.order(slot);
    let (id, instrument, price, filled) = (order.id, order.instrument, order.placement_price, order.filled);
    note_refusal(state, reason, id, instrument, NO_LANE, price, needed, available);
    end_queued(state, slot, if filled > 0.0 { ORDER_EVENT_CANCEL } else { ORDER_EVENT_REJECT }, reason);
}

fn try_order(state: &mut State, slot: usize) {
    let order = &mut state.orders.slots[slot];
    let instrument = &state.instruments[order.instrument as usize];
    if order.ended != 0 {
        return;
    }
    assert!(order.tried_us != state.time_us, "The queue tries an order twice in one step");
    order.tried_us = state.time_us;
    // An order may rest before the first bar of its instrument, which it waits for.
    if instrument.bars == 0 {
        return;
    }
    if is_over(order, instrument) {
        end_queued(state, slot, ORDER_EVENT_EXPIRE, REASON_VALIDITY_OVER);
        return;
    }
    if !order.active || order.woken_us == state.time_us || instrument.halted {
        return;
    }
    let trails = is_trailing(order) && !order.triggered;
    if let Some(found) = queue_price(state, slot) {
        let outcome = execute_float(state, slot, found);
        if is_terminal(state.orders.slots[slot].state) {
            state.orders.end(slot);
        }
        if outcome.executed {
            end_group(state, slot, finish);
        }
        if outcome.refused {
            refuse(state, slot, REASON_INSUFFICIENT_CASH, outcome.needed, outcome.available);
        }
    }
    if state.orders.slots[slot].ended == 0 && trails {
        follow_close(state, slot);
    }
    let order = state.order(slot);
    if order.state != STATE_FILLED {
        return;
    }
    if order.parent == 0 {
        wake_bracket(state, slot);
    } else {
        end_bracket(state, slot, end_member);
    }
}

/// Returns whether an order is a market order that fills at the next open.
fn fills_at_next_open(order: &Order) -> bool {
    let OrderKind { trigger, then, at } = order.kind();
    trigger == Trigger::None && then == Then::Market && at == At::Next
}

/// Returns whether the bar that the instrument shows lies past the order's validity. A market order has none.
fn is_over(order: &Order, instrument: &Instrument) -> bool {
    !fills_at_next_open(order) && order.validity != VALIDITY_GTC && instrument.time_us > order.valid_us
}

/// Ends an order by the table, with its group and its bracket.
pub fn end_queued(state: &mut State, slot: usize, order_event: OrderEvent, reason: Reason) {
    end_member(state, slot, order_event, reason);
    end_bracket(state, slot, end_member);
}

/// Ends an order and its group, but not its bracket, which the caller ends.
fn end_member(state: &mut State, slot: usize, order_event: OrderEvent, reason: Reason) {
    finish(state, slot, order_event, reason);
    end_group(state, slot, finish);
}

/// Ends an order alone, at the time of the bar that its instrument shows.
fn finish(state: &mut State, slot: usize, order_event: OrderEvent, reason: Reason) {
    let order = &mut state.orders.slots[slot];
    move_order(order, order_event);
    order.executed_us = state.instruments[order.instrument as usize].time_us;
    note_order(state, slot, reason, 0);
    state.orders.end(slot);
}
