//! Invariants. After every event, if the configuration enables it, a violation is a fault. In a state from a snapshot,
//! a violation refuses the snapshot.

use crate::contract::*;
use crate::state::fields::Order;
use crate::state::order::is_terminal;
use crate::state::state::State;
use alloc::collections::BTreeSet;

/// Panics unless the ledger, the sums over instruments and one order hold.
pub fn check_invariants(state: &State, order: Option<&Order>) {
    let broken = broken_ledger(state).or_else(|| order.and_then(|order| broken_order(state, order)));
    if let Some(broken) = broken {
        panic!("{broken}");
    }
}

/// Returns whether a whole state is consistent: the ledger, each order and the counts over them.
pub fn holds_together(state: &State) -> bool {
    if broken_ledger(state).is_some() || broken_counts(state).is_some() {
        return false;
    }
    state.orders.slots.iter().all(|order| order.id == 0 || broken_order(state, order).is_none())
}

/// Returns a message if conservation or a sum over instruments is broken. With doubles no sum is exact.
fn broken_ledger(state: &State) -> Option<&'static str> {
    if !state.exact {
        return None;
    }
    // Partial sums of integers below 2^53 may pass 2^53, where doubles are no longer exact.
    let whole = |value: f64| i128::from(value as i64);
    let account = &state.account;
    let (mut costs, mut short_costs, mut marks) = (0, 0, 0);
    for instrument in &state.instruments {
        let (size, cost) = (instrument.position_size, instrument.position_cost);
        costs += whole(cost);
        marks += whole(instrument.mark);
        if size < 0.0 {
            short_costs -= whole(cost);
        }
        if size == 0.0 && cost != 0.0 {
            return Some("A position of zero has a cost");
        }
        if size < 0.0 && cost > 0.0 {
            return Some("A short position has a positive cost");
        }
        if size > 0.0 && cost < 0.0 {
            return Some("A long position has a negative cost");
        }
    }
    if costs != whole(account.cost) {
        return Some("The costs of the positions do not add up");
    }
    if short_costs != whole(account.short_cost) {
        return Some("The costs of the shorts do not add up");
    }
    if marks != whole(account.marks) {
        return Some("The marks do not add up");
    }
    let sum = whole(account.cash) + whole(account.cost) + whole(account.commission)
        - whole(account.external)
        - whole(account.realised);
    if sum != 0 {
        return Some("The ledger does not sum to zero");
    }
    None
}

/// Returns a message if an order is inconsistent.
fn broken_order(state: &State, order: &Order) -> Option<&'static str> {
    // Doubles add up to a quantity only nearly, so there the fill itself decides when nothing is left.
    if state.exact {
        if order.filled < 0.0 {
            return Some("An order has filled less than nothing");
        }
        if order.filled > order.quantity {
            return Some("An order has filled more than its quantity");
        }
        if order.state == STATE_FILLED && order.filled != order.quantity {
            return Some("A filled order has lots left");
        }
    }
    if !state.exact && order.ended == 0 && order.filled >= order.quantity {
        return Some("An order that lives has nothing left");
    }
    if is_terminal(order.state) != (order.ended != 0) {
        return Some("An order that ended is not in the list of ended ones");
    }
    None
}

/// Returns a message if the counts are inconsistent. The number of events bounds each count, so no count overflows
/// before the sequence does.
fn broken_counts(state: &State) -> Option<&'static str> {
    let (orders, sequence) = (&state.orders, u64::from(state.sequence));
    let (mut ranks, mut ends) = (BTreeSet::new(), BTreeSet::new());
    let (mut known, mut live, mut waiting) = (0_u64, 0, 0_u64);
    for order in orders.slots.iter().filter(|order| order.id != 0) {
        known += 1;
        if order.id > orders.id_highest {
            return Some("An order has an id above the highest");
        }
        if order.rank > orders.rank_highest || (order.rank != 0 && !ranks.insert(order.rank)) {
            return Some("A rank is taken twice or above the highest");
        }
        if order.ended > orders.ended_highest || (order.ended != 0 && !ends.insert(order.ended)) {
            return Some("An end is taken twice or above the last");
        }
        if order.ended == 0 {
            live += 1;
        }
        if order.ended == 0 && order.rank == 0 {
            waiting += 1;
        }
        if order.fills > 0 && u64::from(order.fills) + 2 > sequence {
            return Some("An order has more fills than there were events");
        }
    }
    if orders.live_count != live {
        return Some("The live orders are not as many as their count");
    }
    if u64::from(orders.ended_highest) != u64::from(orders.retired_count) + ends.len() as u64 {
        return Some("The ended orders are not as many as their count");
    }
    if u64::from(orders.rank_highest) + waiting > sequence || u64::from(orders.retired_count) + known > sequence {
        return Some("There are more orders than there were events");
    }
    if orders.retired_id_highest > orders.id_highest {
        return Some("A retired order has an id above the highest");
    }
    if state.account.trips > sequence {
        return Some("There are more round trips than events");
    }
    for instrument in &state.instruments {
        if u64::from(instrument.bars) > sequence {
            return Some("There are more bars than events");
        }
        if instrument.trip > state.account.trips {
            return Some("A round trip has a number above the highest");
        }
        if instrument.trip_bars_opened > instrument.bars {
            return Some("A round trip opened after the last bar");
        }
        if instrument.has_bar && !state.step_open {
            return Some("A bar belongs to a step that is not open");
        }
    }
    if state.step_open && !state.step_seen {
        return Some("A step is open that was not seen");
    }
    None
}
