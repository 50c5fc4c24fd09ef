//! Invariants. After every event, if the configuration enables it, a violation is a fault. In a state from a snapshot,
//! a violation refuses the snapshot.

use crate::contract::*;
use crate::exact::ledger::short_cost;
use crate::exact::margin::unpaid_cost;
use crate::state::fields::Order;
use crate::state::order::is_terminal;
use crate::state::state::State;
use alloc::collections::BTreeSet;

/// The message of a violation.
type Broken = &'static str;

#[inline(always)]
fn broken_if(broken: bool, message: Broken) -> Result<(), Broken> {
    if broken {
        return Err(message);
    }
    Ok(())
}

/// Largest ratio of the filled size to the quantity of an order with doubles. A fill rounds like the position that it
/// changes, and the rest is given back with a rounding of its own, so no few units in the last place bound it.
const OVERFILL_FACTOR: f64 = 2.0;

/// Panics unless the ledger, the sums over instruments and one order hold.
pub fn check_invariants(state: &State, order: Option<&Order>) {
    let checked = check_ledger(state).and_then(|()| order.map_or(Ok(()), |order| check_order(state, order)));
    if let Err(message) = checked {
        panic!("{message}");
    }
}

/// Returns whether a whole state is consistent: the ledger, each order and the counts over them.
pub fn holds_together(state: &State) -> bool {
    let known = |order: &&Order| order.id != 0;
    check_ledger(state).is_ok()
        && check_counts(state).is_ok()
        && state.orders.slots.iter().filter(known).all(|order| check_order(state, order).is_ok())
}

/// Returns a message if conservation or a sum over instruments is broken. With doubles no sum is exact.
fn check_ledger(state: &State) -> Result<(), Broken> {
    if !state.exact {
        return Ok(());
    }
    // Partial sums of integers below 2^53 may pass 2^53, where doubles are no longer exact.
    let whole = |value: f64| i128::from(value as i64);
    let account = &state.account;
    let (mut costs, mut short_costs, mut marks) = (0, 0, 0);
    for instrument in &state.instruments {
        let (size, cost) = (instrument.position_size, instrument.position_cost);
        costs += whole(cost - unpaid_cost(instrument));
        marks += whole(instrument.mark);
        short_costs += whole(short_cost(instrument));
        broken_if(size == 0.0 && cost != 0.0, "A position of zero has a cost")?;
        broken_if(size < 0.0 && cost > 0.0, "A short position has a positive cost")?;
        broken_if(size > 0.0 && cost < 0.0, "A long position has a negative cost")?;
    }
    broken_if(costs != whole(account.cost), "The costs of the positions do not add up")?;
    broken_if(short_costs != whole(account.short_cost), "The costs of the shorts do not add up")?;
    broken_if(marks != whole(account.marks), "The marks do not add up")?;
    let sum = whole(account.cash) + whole(account.cost) + whole(account.commission)
        - whole(account.external)
        - whole(account.realised)
        - whole(account.other_profit);
    broken_if(sum != 0, "The ledger does not sum to zero")
}

/// Returns a message if an order is inconsistent.
fn check_order(state: &State, order: &Order) -> Result<(), Broken> {
    broken_if(order.filled < 0.0, "An order has filled less than nothing")?;
    let waits = order.state == STATE_CREATED || order.state == STATE_SUBMITTED;
    broken_if(waits && order.rank != 0, "An order rests that was not accepted")?;
    let no_fill = order.state == STATE_PARTIALLY_FILLED && order.filled == 0.0;
    broken_if(no_fill, "A partially filled order has no fill")?;
    if state.exact {
        broken_if(order.filled > order.quantity, "An order has filled more than its quantity")?;
        broken_if(order.created_close < 0.0, "An order was placed at a close below zero")?;
        broken_if(order.state == STATE_FILLED && order.filled != order.quantity, "A filled order has lots left")?;
        broken_if(order.trail_rate >= RATE_SCALE, "An order lies at a distance of its whole price")?;
    }
    let no_price = state.instruments[order.instrument as usize].bars == 0;
    broken_if(!state.exact && order.filled != 0.0 && no_price, "An order has filled in an instrument without a price")?;
    // Doubles add up to a quantity only nearly: a fill that turns a position may pass it by a rounding and leave the order.
    let far_more = order.filled > order.quantity * OVERFILL_FACTOR;
    broken_if(!state.exact && far_more, "An order has filled far more than it had")?;
    broken_if(is_terminal(order.state) != (order.ended != 0), "An order that ended is not in the list of ended ones")
}

/// Returns a message if the counts are inconsistent. The number of events bounds each count, so no count overflows
/// before the sequence does.
fn check_counts(state: &State) -> Result<(), Broken> {
    let (orders, sequence) = (&state.orders, u64::from(state.sequence));
    let (mut ranks, mut ends) = (BTreeSet::new(), BTreeSet::new());
    let (mut known, mut live, mut waiting) = (0_u64, 0, 0_u64);
    for order in orders.slots.iter().filter(|order| order.id != 0) {
        known += 1;
        broken_if(order.id > orders.id_highest, "An order has an id above the highest")?;
        broken_if(
            order.rank > orders.rank_highest || (order.rank != 0 && !ranks.insert(order.rank)),
            "A rank is taken twice or above the highest",
        )?;
        broken_if(
            order.ended > orders.ended_highest || (order.ended != 0 && !ends.insert(order.ended)),
            "An end is taken twice or above the last",
        )?;
        if order.ended == 0 {
            live += 1;
        }
        if order.ended == 0 && order.rank == 0 {
            waiting += 1;
        }
        broken_if(
            order.fills > 0 && u64::from(order.fills) + 2 > sequence,
            "An order has more fills than there were events",
        )?;
    }
    broken_if(orders.live_count != live, "The live orders are not as many as their count")?;
    broken_if(
        u64::from(orders.ended_highest) != u64::from(orders.retired_count) + ends.len() as u64,
        "The ended orders are not as many as their count",
    )?;
    broken_if(
        u64::from(orders.rank_highest) + waiting > sequence || u64::from(orders.retired_count) + known > sequence,
        "There are more orders than there were events",
    )?;
    for slot in &state.submitted {
        let order = &orders.slots[*slot];
        let waits = order.rank == 0 && (order.ended != 0 || order.state == STATE_SUBMITTED);
        broken_if(!waits, "An order that waits for its check is past it")?;
    }
    let submitted: BTreeSet<_> = state.submitted.iter().collect();
    broken_if(submitted.len() != state.submitted.len(), "An order waits for its check twice")?;
    broken_if(u64::from(orders.lost_reports) > sequence, "There are more lost reports than events")?;
    broken_if(orders.retired_id_highest > orders.id_highest, "A retired order has an id above the highest")?;
    broken_if(state.account.trips > sequence, "There are more round trips than events")?;
    for instrument in &state.instruments {
        let not_counted = instrument.bars == 0 && (instrument.has_bar || instrument.time_us != 0.0);
        broken_if(not_counted, "A last bar was not counted")?;
        broken_if(u64::from(instrument.bars) > sequence, "There are more bars than events")?;
        broken_if(instrument.trip > state.account.trips, "A round trip has a number above the highest")?;
        broken_if(instrument.trip_bars_opened > instrument.bars, "A round trip opened after the last bar")?;
        broken_if(instrument.has_bar && !state.step_open, "A bar belongs to a step that is not open")?;
    }
    broken_if(state.step_open && !state.step_seen, "A step is open that was not seen")
}
