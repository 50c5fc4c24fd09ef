//! The ledger with exact numbers: cash, positions at cost, commission and realised profit, in double entry.
//!
//! cash + cost of positions + commission paid - profit realised - money from outside is zero after every event, as an
//! equality of integers.

use crate::contract::{EXACT_MAX, FILL_FLAG_AMBIGUOUS, REASON_AMOUNT_LIMIT, TRIP_CLOSED, TRIP_OPENED};
use crate::state::amount::{amount, share};
use crate::state::instrument::Instrument;
use crate::state::notices::{alarm, note_fill, note_trip, Execution};
use crate::state::number::{floor, is_odd};
use crate::state::order::{signed, Order};
use crate::state::state::State;

/// Cash that an opening may use: proceeds of open shorts and as much again are set aside.
#[inline]
pub fn free_cash(state: &State) -> f64 {
    state.cash - 2.0 * state.short_cost
}

/// Begins an execution; [`book`] adds what it did.
pub fn begin_execution(order: &Order, price: f64, closing: f64, opening: f64, rule: u32, flags: u32) -> Execution {
    Execution {
        price,
        quantity: signed(order.sign, closing + opening),
        closed: signed(order.sign, closing),
        closed_value: 0.0,
        opened_value: 0.0,
        closed_commission: 0.0,
        opened_commission: 0.0,
        pnl: 0.0,
        rule,
        flags,
        id_high: 0,
        id_low: order.fills + 1,
    }
}

/// Whether every sum stays exact when up to an amount of money moves and some lots open; with NaN none does.
pub fn can_book(state: &State, instrument: &Instrument, moved: f64, opened: f64) -> bool {
    state.cash.abs() + moved <= EXACT_MAX
        && state.cost.abs() + moved <= EXACT_MAX
        && state.realised.abs() + moved <= EXACT_MAX
        && state.commission + moved <= EXACT_MAX
        && state.short_cost + moved <= EXACT_MAX
        && instrument.position_cost.abs() + moved <= EXACT_MAX
        && instrument.trip_entry_value + moved <= EXACT_MAX
        && instrument.trip_exit_value + moved <= EXACT_MAX
        && instrument.position_size.abs() + opened <= EXACT_MAX
        && instrument.trip_entry_quantity.abs() + opened <= EXACT_MAX
}

/// Returns the cost that a closing part of some lots releases, unsigned.
pub fn cost_released(instrument: &Instrument, lots: f64) -> f64 {
    let (size, cost) = (instrument.position_size.abs(), instrument.position_cost.abs());
    if lots == size {
        cost
    } else {
        share(cost, lots, size)
    }
}

/// Books one execution that was found legal: moves cash, cost, commission and profit, the position and its round trip,
/// and the order's sums; then says so. `closed_notional` and `opened_notional` are unsigned money units.
pub fn book(state: &mut State, slot: usize, execution: &mut Execution, closed_notional: f64, opened_notional: f64) {
    let order = &mut state.orders.slots[slot];
    let instrument = &mut state.instruments[order.instrument as usize];
    let sign = order.sign;
    let closed = execution.closed.abs();
    let opened = execution.quantity.abs() - closed;
    state.short_cost -= short_cost(instrument);
    if closed > 0.0 {
        // A long position has a positive cost: a sale brings notional and releases cost; a short one mirrors it.
        let released = cost_released(instrument, closed);
        let pnl = if sign < 0.0 { closed_notional - released } else { released - closed_notional };
        instrument.position_cost += sign * released;
        state.cost += sign * released;
        state.cash -= sign * closed_notional;
        state.realised += pnl;
        execution.closed_value = signed(-sign, released);
        execution.pnl = pnl;
        instrument.trip_pnl += pnl;
        instrument.trip_exit_value += closed_notional;
        instrument.trip_commission += execution.closed_commission;
    }
    if opened > 0.0 {
        instrument.position_cost += sign * opened_notional;
        state.cost += sign * opened_notional;
        state.cash -= sign * opened_notional;
        execution.opened_value = signed(sign, opened_notional);
    }
    let commission = execution.closed_commission + execution.opened_commission;
    state.cash -= commission;
    state.commission += commission;
    let before = instrument.position_size;
    instrument.position_size += execution.quantity;
    state.short_cost += short_cost(instrument);
    order.filled += closed + opened;
    order.fills += 1;
    order.value += closed_notional + opened_notional;
    order.commission += commission;
    order.pnl += execution.pnl;
    order.executed_us = state.time_us;
    order.position_size = instrument.position_size;
    order.position_price = instrument.position_cost;
    book_trip(state, slot, execution, before, opened_notional);
}

fn short_cost(instrument: &Instrument) -> f64 {
    if instrument.position_size < 0.0 {
        -instrument.position_cost
    } else {
        0.0
    }
}

/// Moves the round trip on, but leaves the saying to [`note_execution`].
fn book_trip(state: &mut State, slot: usize, execution: &Execution, before: f64, opened_notional: f64) {
    let order = &state.orders.slots[slot];
    let (id, round_trip) = (order.instrument as usize, order.round_trip);
    let opened = execution.quantity - execution.closed;
    if execution.flags & FILL_FLAG_AMBIGUOUS != 0 && before != 0.0 {
        state.instruments[id].trip_flags |= FILL_FLAG_AMBIGUOUS;
    }
    if opened == 0.0 {
        return;
    }
    if before + execution.closed == 0.0 {
        // A flip closes the old round trip within the same execution; it is told before it is overwritten.
        if before != 0.0 {
            note_trip(state, slot, TRIP_CLOSED, 0.0);
        }
        state.trips += 1;
        let instrument = &mut state.instruments[id];
        instrument.trip = state.trips;
        instrument.trip_label = round_trip;
        instrument.trip_opened_us = state.time_us;
        instrument.trip_bars_opened = instrument.bars;
        instrument.trip_quantity_max = 0.0;
        instrument.trip_entry_quantity = 0.0;
        instrument.trip_entry_value = 0.0;
        instrument.trip_exit_value = 0.0;
        instrument.trip_pnl = 0.0;
        instrument.trip_commission = 0.0;
        instrument.trip_price = 0.0;
        instrument.trip_flags = execution.flags & FILL_FLAG_AMBIGUOUS;
    }
    let instrument = &mut state.instruments[id];
    instrument.trip_entry_quantity += opened;
    instrument.trip_entry_value += opened_notional;
    instrument.trip_commission += execution.opened_commission;
    if instrument.position_size.abs() > instrument.trip_quantity_max.abs() {
        instrument.trip_quantity_max = instrument.position_size;
    }
}

/// Says what was booked: the fill, then the round trip when it opened or closed.
pub fn note_execution(state: &mut State, slot: usize, execution: &Execution) {
    note_fill(state, slot, execution);
    let size = state.instruments[state.orders.slots[slot].instrument as usize].position_size;
    let before = size - execution.quantity;
    if size == 0.0 {
        note_trip(state, slot, TRIP_CLOSED, 0.0);
    } else if before + execution.closed == 0.0 {
        note_trip(state, slot, TRIP_OPENED, size);
    }
}

/// Marks one instrument at its close and moves the sum of marks.
#[inline]
pub fn mark_instrument(state: &mut State, id: u32) {
    let instrument = &mut state.instruments[id as usize];
    let mark = mark_of(instrument);
    if mark == f64::INFINITY {
        let close = instrument.close;
        alarm(state, REASON_AMOUNT_LIMIT, 0, id, close, EXACT_MAX);
        return;
    }
    let value = signed(if instrument.position_size < 0.0 { -1.0 } else { 1.0 }, mark);
    let marks = state.marks - instrument.mark + value;
    if marks.abs() > EXACT_MAX || (state.marks - instrument.mark).abs() > EXACT_MAX {
        let close = instrument.close;
        alarm(state, REASON_AMOUNT_LIMIT, 0, id, close, EXACT_MAX);
        return;
    }
    state.marks = marks;
    instrument.mark = value;
}

/// Value of the position at the close, unsigned: round_half_even(close * lots * scale).
#[inline]
pub fn mark_of(instrument: &mut Instrument) -> f64 {
    let lots = instrument.position_size.abs();
    let scale = instrument.scale;
    if lots == 0.0 {
        return 0.0;
    }
    if instrument.mark_size != lots {
        // lots * numerator = whole * denominator + rest, so that a mark needs no product past 2^53.
        let numerator = lots * scale.numerator;
        instrument.mark_size = lots;
        instrument.mark_whole = if numerator <= EXACT_MAX { floor(numerator / scale.denominator) } else { -1.0 };
        instrument.mark_rest = numerator - instrument.mark_whole * scale.denominator;
    }
    let high = instrument.close * instrument.mark_whole;
    let low = instrument.close * instrument.mark_rest;
    if instrument.mark_whole < 0.0 || low > EXACT_MAX || high > EXACT_MAX {
        return amount(instrument.close, lots, &scale);
    }
    if low == 0.0 {
        return high;
    }
    let quotient = floor(low / scale.denominator);
    let remainder = low - quotient * scale.denominator;
    let rest = scale.denominator - remainder;
    let total = high + quotient;
    if total >= EXACT_MAX {
        return f64::INFINITY;
    }
    if remainder > rest || (remainder == rest && is_odd(total)) {
        total + 1.0
    } else {
        total
    }
}
