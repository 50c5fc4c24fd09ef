//! Brackets with queue matching: an entry and its children, which are submitted together and end together.
//!
//! Children wake in the step after the fill of the entry. The end of any member, except for the entry's fill, ends the
//! other accepted members. Members that still wait for their check then have no bracket and are rejected.

use crate::contract::*;
use crate::state::fields::Order;
use crate::state::order::walk;
use crate::state::state::State;
use alloc::vec;
use alloc::vec::Vec;

/// Returns whether an order waits for the rest of its bracket.
pub fn is_held(order: &Order) -> bool {
    order.flags & ORDER_FLAG_HOLD != 0
}

/// Returns the slots of the bracket that an order completes, the entry first. Without a bracket it is the order alone.
pub fn bracket_of(state: &State, slot: usize) -> Vec<usize> {
    let order = state.order(slot);
    let parent = order.parent;
    if parent == 0 {
        return vec![slot];
    }
    let known = (parent..=order.id).filter_map(|id| Some((id, state.orders.find(id)?)));
    known
        .filter(|&(id, other)| id == parent || state.orders.slots[other].parent == parent)
        .map(|known| known.1)
        .collect()
}

/// Returns whether an order is the child of a bracket that has ended.
pub fn is_orphan(state: &State, slot: usize) -> bool {
    let parent = state.orders.slots[slot].parent;
    if parent == 0 {
        return false;
    }
    let parent = state.orders.find(parent);
    parent.is_none_or(|parent| !state.orders.slots[parent].has_children)
}

/// Wakes the children of a filled entry. The queue tries them from the next step on.
pub fn wake_bracket(state: &mut State, entry: usize) {
    let (entry_id, has_children) = (state.orders.slots[entry].id, state.orders.slots[entry].has_children);
    if !has_children {
        return;
    }
    for &slot in &state.orders.resting {
        let child = &mut state.orders.slots[slot];
        if child.ended != 0 || child.parent != entry_id {
            continue;
        }
        child.active = true;
        child.woken_us = state.time_us;
    }
}

/// Ends the bracket of an ended order: cancels the other accepted members in the order of the queue.
pub fn end_bracket(state: &mut State, slot: usize, end: fn(&mut State, usize, OrderEvent, Reason)) {
    let order = state.order(slot);
    let entry_id = if order.parent != 0 { order.parent } else { order.id };
    let Some(entry) = state.orders.find(entry_id) else {
        return;
    };
    if !state.orders.slots[entry].has_children {
        return;
    }
    state.orders.slots[entry].has_children = false;
    walk(state, |state, other| {
        let member = state.order(other);
        let belongs = member.id == entry_id || member.parent == entry_id;
        if belongs && other != slot && member.ended == 0 {
            end(state, other, ORDER_EVENT_CANCEL, REASON_BRACKET);
        }
    });
}
