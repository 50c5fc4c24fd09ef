//! One-cancels-other groups with queue matching: a fill or the end of a member ends the group, once.

use crate::contract::*;
use crate::state::fields::Order;
use crate::state::state::State;
use alloc::vec::Vec;

/// Ends the accepted members of an order's group, the last one in the queue first. While a step tries its orders, those
/// that it has tried stand behind the others. The group is then dissolved: members that wait for their check leave it and
/// live on.
pub fn end_group(state: &mut State, slot: usize, end: fn(&mut State, usize, OrderEvent, Reason)) {
    let slots = &mut state.orders.slots;
    let order = &mut slots[slot];
    let group = if order.oco != 0 { order.oco } else { order.id };
    let alone = !order.is_leader && order.oco == 0;
    order.in_group = false;
    if alone {
        return;
    }
    let (mut tried, mut untried): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    for &other in &state.orders.resting {
        let member = &mut slots[other];
        if member.ended != 0 || !member.in_group || !belongs(member, group) {
            continue;
        }
        member.in_group = false;
        if state.step_open && member.tried_us == state.time_us {
            tried.push(other);
        } else {
            untried.push(other);
        }
    }
    for &other in &state.submitted {
        let member = &mut slots[other];
        if belongs(member, group) {
            member.in_group = false;
        }
    }
    for member in tried.into_iter().rev().chain(untried.into_iter().rev()) {
        end(state, member, ORDER_EVENT_CANCEL, REASON_OCO);
    }
}

fn belongs(order: &Order, group: u32) -> bool {
    order.id == group || order.oco == group
}
