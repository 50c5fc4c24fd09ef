//! Ends of orders, and the effect of a fill or an end on the orders that are tied to it: group, entry and protection.

use crate::contract::*;
use crate::exact::due::enter;
use crate::exact::trail::{begin_at_entry, is_at_distance};
use crate::state::amount::share;
use crate::state::fields::Order;
use crate::state::notices::{note_order, warn, Execution};
use crate::state::order::{is_terminal, move_order, outcome_of, walk_tied};
use crate::state::state::State;

/// Tells that the trigger of an order was reached: it is a limit order from now on.
pub fn trigger(state: &mut State, slot: usize) {
    let order = &mut state.orders.slots[slot];
    order.triggered = true;
    move_order(order, ORDER_EVENT_TRIGGER);
    note_order(state, slot, REASON_TRIGGER, 0);
}

/// Ends an order by the table, emits its notice, and ends the children that wait for it.
pub fn end_order(state: &mut State, slot: usize, order_event: OrderEvent, reason: Reason) {
    let order = &mut state.orders.slots[slot];
    let has_children = order.has_children;
    move_order(order, order_event);
    order.executed_us = state.time_us;
    note_order(state, slot, reason, 0);
    state.orders.end(slot);
    if state.order(slot).entry_share > 0.0 {
        leave_share(state, slot);
    }
    if has_children {
        end_sleeping_children(state, slot);
    }
}

/// Leaves the share of a target that ends to no other one: of what its entry opens from now on, the next one takes its
/// own share behind it. Shares of several that ended are one, rounded once.
fn leave_share(state: &mut State, ended: usize) {
    let Order { parent, rank, entry_share, share_before, .. } = *state.order(ended);
    if state.orders.find(parent).is_none_or(|slot| state.order(slot).ended != 0) {
        return;
    }
    for at in 0..state.orders.tied.len() {
        let order = &mut state.orders.slots[state.orders.tied[at]];
        let follows = order.parent == parent && order.rank > rank;
        if !follows || order.ended != 0 || order.entry_share == 0.0 {
            continue;
        }
        for share_of in [share_before, entry_share] {
            order.share_before += share(RATE_SCALE - order.share_before, share_of, RATE_SCALE);
        }
        return;
    }
}

/// Cancels an order because of another one. At a venue it is told as to be cancelled, and a report decides.
fn drop_order(state: &mut State, slot: usize, reason: Reason) {
    let order = state.order(slot);
    let reported = state.instrument_of(order).terms.execution == EXECUTION_REPORTED;
    if !reported || order.state == STATE_CREATED {
        end_order(state, slot, ORDER_EVENT_CANCEL, reason);
    } else if outcome_of(order.state, ORDER_EVENT_REQUEST_CANCEL) == STATE_CANCEL_PENDING {
        move_order(&mut state.orders.slots[slot], ORDER_EVENT_REQUEST_CANCEL);
        note_order(state, slot, reason, 0);
    }
}

/// Drops the other members of an order's one-cancels-other group.
pub fn end_group(state: &mut State, slot: usize) {
    let (group, instrument) = (state.order(slot).group(), state.order(slot).instrument);
    walk_tied(state, instrument, |state, other| {
        let order = state.order(other);
        let member = other != slot && order.ended == 0 && order.group() == group;
        if member && is_terminal(outcome_of(order.state, ORDER_EVENT_CANCEL)) {
            drop_order(state, other, REASON_OCO);
        }
    });
}

/// Takes the lots of a target for a share from the order that protects all of its entry.
pub fn shrink_group(state: &mut State, slot: usize, lots: f64) {
    let (group, instrument) = (state.order(slot).group(), state.order(slot).instrument);
    walk_tied(state, instrument, |state, other| {
        let order = &mut state.orders.slots[other];
        if other == slot || order.ended != 0 || order.group() != group || order.entry_share > 0.0 {
            return;
        }
        if order.quantity - lots <= order.filled {
            drop_order(state, other, REASON_OCO);
        } else {
            order.quantity -= lots;
            note_order(state, other, REASON_SHARE_TAKEN, 0);
        }
    });
}

/// Drops the awake protective orders of an instrument whose position is closed or has changed sign.
pub fn end_protection(state: &mut State, instrument: u32) {
    walk_tied(state, instrument, |state, slot| {
        let order = state.order(slot);
        if order.ended == 0 && order.instrument == instrument && order.protective() && order.active {
            drop_order(state, slot, REASON_POSITION_CLOSED);
        }
    });
}

/// Ends what is left of an entry whose protection has closed what it opened.
pub fn end_entry(state: &mut State, slot: usize) {
    if let Some(entry) = state.orders.find(state.order(slot).parent) {
        if state.order(entry).ended == 0 {
            end_order(state, entry, ORDER_EVENT_CANCEL, REASON_PROTECTION_FILLED);
        }
    }
}

/// Tells that the edge has to place a protective order at its venue, or to replace it with its new quantity.
pub fn tell_placement(state: &mut State, slot: usize) {
    let order = &mut state.orders.slots[slot];
    if order.state == STATE_CREATED {
        move_order(order, ORDER_EVENT_SUBMIT);
    }
    note_order(state, slot, REASON_TO_BE_PLACED, 0);
}

/// Gives the protective orders at a venue the lots that their entry has opened so far.
pub fn raise_children(state: &mut State, parent: usize, execution: &Execution) {
    let parent = &state.orders.slots[parent];
    let (parent_id, instrument, quantity) = (parent.id, parent.instrument, parent.opened);
    let mut told = 0;
    for at in 0..state.orders.at_venue.len() {
        let slot = state.orders.at_venue[at];
        let order = &mut state.orders.slots[slot];
        if order.ended != 0 || order.parent != parent_id || !order.protective() {
            continue;
        }
        if order.state == STATE_CANCEL_PENDING {
            continue;
        }
        if !order.active && is_at_distance(order) {
            begin_at_entry(order, state.instruments[instrument as usize].terms.tick, execution.price);
        }
        order.active = true;
        order.quantity = quantity;
        tell_placement(state, slot);
        told += 1;
    }
    let opened = execution.quantity.abs() - execution.closed.abs() - execution.fee_lots;
    if told == 0 {
        warn(state, REASON_UNPROTECTED, parent_id, instrument, opened, 0.0);
    }
}

/// Wakes the protective orders of an entry. Each takes the lots that the entry opened; those for a share take theirs of
/// all that it has opened so far and the ones before them left. One whose share is no lot yet sleeps on.
pub fn wake_children(state: &mut State, parent: usize, execution: &Execution) {
    let parent = &state.orders.slots[parent];
    let (parent_id, instrument, opened, trigger) = (parent.id, parent.instrument, parent.opened, parent.stop);
    let mut woken = 0;
    let came_back = execution.rule == FILL_RULE_LIMIT
        && parent.triggered_us == state.time_us
        && parent.kind().trigger != Trigger::Touch;
    let tick = state.instruments[parent.instrument as usize].terms.tick;
    let newly = execution.quantity.abs() - execution.closed.abs();
    let mut left = opened;
    assert!(opened > 0.0, "An entry that has opened nothing wakes its protection");
    for at in 0..state.orders.tied.len() {
        let slot = state.orders.tied[at];
        let order = &mut state.orders.slots[slot];
        if order.ended != 0 || order.parent != parent_id || !order.protective() {
            continue;
        }
        if order.entry_share > 0.0 {
            left -= share(left, order.share_before, RATE_SCALE);
            let lots = share(left, order.entry_share, RATE_SCALE);
            if lots > order.quantity {
                order.quantity = lots;
            }
            left = if order.quantity < left { left - order.quantity } else { 0.0 };
        } else {
            order.quantity += newly;
        }
        woken += 1;
        if order.quantity == 0.0 {
            continue;
        }
        if !order.active {
            order.active = true;
            if is_at_distance(order) {
                begin_at_entry(order, tick, execution.price);
            }
            enter(state, slot);
        }
        state.orders.wake(slot);
        let order = &mut state.orders.slots[slot];
        // An entry at the close of its placement was there before this bar, so its protection meets the whole of it.
        if execution.rule != FILL_RULE_PLACEMENT_CLOSE {
            order.woken_us = state.time_us;
        }
        order.woken_price = execution.price;
        order.woken_rule = execution.rule;
        order.woken_trigger = if came_back { trigger } else { 0.0 };
    }
    let lots = execution.quantity.abs();
    if woken == 0 && opened > lots {
        warn(state, REASON_UNPROTECTED, parent_id, instrument, lots, 0.0);
    }
}

/// Ends the protective orders of an entry that ended before they woke, unless fills of the entry are on their way. An
/// entry that filled has closed a position only, or has opened too little for their shares.
pub fn end_sleeping_children(state: &mut State, parent: usize) {
    let parent = &state.orders.slots[parent];
    let (parent_id, instrument) = (parent.id, parent.instrument);
    if parent.reported > parent.filled {
        return;
    }
    let reason = match parent {
        _ if parent.opened > 0.0 => REASON_BELOW_SHARE,
        _ if parent.filled > 0.0 => REASON_NOTHING_OPENED,
        _ => REASON_PARENT_ENDED,
    };
    walk_tied(state, instrument, |state, slot| {
        let order = state.order(slot);
        if order.ended == 0 && order.parent == parent_id && !order.active {
            end_order(state, slot, ORDER_EVENT_CANCEL, reason);
        }
    });
}
