//! The ledger with exact numbers: cash, positions at cost, commission and realised profit, in double entry.
//!
//! cash + cost of positions + commission paid - profit realised - profit of payments - money from outside is zero after
//! every event, as an equality of integers.

use crate::contract::*;
use crate::exact::margin::{equity_gain, equity_on_margin, unpaid_cost};
use crate::state::amount::{amount, lost_by_sum, share};
use crate::state::fields::{Instrument, Order};
use crate::state::notices::{alarm, note_fill, note_trip, warn, Execution};
use crate::state::number::{floor, is_odd};
use crate::state::order::signed;
use crate::state::state::State;
use crate::state::trip::open_trip;

/// Returns the cash that an opening may use. The proceeds of open shorts and as much again are set aside. With margin,
/// the values of positions on margin count too, less what is set aside for them.
#[inline]
pub fn free_cash(state: &State) -> f64 {
    if state.on_margin {
        free_on_margin(state, 0.0)
    } else {
        state.account.cash - 2.0 * state.account.short_cost
    }
}

/// Returns the cash that an opening in an instrument may use at a price, at which its own position counts.
#[inline]
pub fn free_cash_at(state: &State, instrument: &Instrument, price: f64) -> f64 {
    if state.on_margin {
        free_on_margin(state, equity_gain(instrument, price))
    } else {
        free_cash(state)
    }
}

/// Returns the free cash of an account with margin and a gain. A sum of its parts may pass 2^53 on the way.
fn free_on_margin(state: &State, gain: f64) -> f64 {
    let (cash, short_cost, equity) = (state.account.cash, state.account.short_cost, equity_on_margin(state));
    let paid = cash - 2.0 * short_cost;
    let first = paid + equity;
    let sum = first + gain;
    let lost =
        lost_by_sum(cash, -2.0 * short_cost, paid) + lost_by_sum(paid, equity, first) + lost_by_sum(first, gain, sum);
    sum + lost
}

/// Begins an execution; [`book`] adds its effects.
pub fn begin_execution(order: &Order, price: f64, closing: f64, opening: f64, rule: FillRule, flags: u32) -> Execution {
    Execution {
        instrument: order.instrument,
        order_id: order.id,
        order_state: order.state,
        round_trip: order.round_trip,
        sign: order.sign,
        price,
        quantity: signed(order.sign, closing + opening),
        closed: signed(order.sign, closing),
        notional: 0.0,
        closed_value: 0.0,
        opened_value: 0.0,
        closed_commission: 0.0,
        opened_commission: 0.0,
        fee_lots: 0.0,
        fee_value: 0.0,
        pnl: 0.0,
        rule,
        flags,
        id_high: 0,
        id_low: order.fills + 1,
    }
}

/// Returns whether every sum stays exact if up to an amount of money moves and some lots open. A NaN returns false.
pub fn can_book(state: &State, instrument: &Instrument, moved: f64, opened: f64) -> bool {
    state.account.cash.abs() + moved <= EXACT_MAX
        && state.account.cost.abs() + moved <= EXACT_MAX
        && state.account.realised.abs() + moved <= EXACT_MAX
        && state.account.commission.abs() + moved <= EXACT_MAX
        && instrument.trip_commission.abs() + moved <= EXACT_MAX
        && state.account.short_cost + moved <= EXACT_MAX
        && instrument.position_cost.abs() + moved <= EXACT_MAX
        && instrument.position_size.abs() + opened <= EXACT_MAX
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

/// Books one execution that passed all checks: moves cash, cost, commission and profit, the position and its round
/// trip. `closed_notional` and `opened_notional` are unsigned money units.
pub fn book(state: &mut State, execution: &mut Execution, closed_notional: f64, opened_notional: f64) {
    let instrument = &mut state.instruments[execution.instrument as usize];
    let (account, sign) = (&mut state.account, execution.sign);
    let paid = instrument.terms.settlement == SETTLEMENT_PAID;
    let closed = execution.closed.abs();
    let opened = execution.quantity.abs() - closed;
    assert!(closed + opened > 0.0, "An execution of nothing is booked");
    assert!(closed <= instrument.position_size.abs(), "More is closed than the position has");
    execution.notional = closed_notional + opened_notional;
    account.short_cost -= short_cost(instrument);
    if closed > 0.0 {
        // A long position has a positive cost: a sale brings notional and releases cost. A short position mirrors it.
        let released = cost_released(instrument, closed);
        let pnl = if sign < 0.0 { closed_notional - released } else { released - closed_notional };
        instrument.position_cost += sign * released;
        if paid {
            account.cost += sign * released;
            account.cash -= sign * closed_notional;
        } else {
            account.cash += pnl;
        }
        account.realised += pnl;
        execution.closed_value = signed(-sign, released);
        execution.pnl = pnl;
        instrument.trip_pnl += pnl;
        instrument.trip_commission += execution.closed_commission;
    }
    if opened > 0.0 {
        instrument.position_cost += sign * opened_notional;
        if paid {
            account.cost += sign * opened_notional;
            account.cash -= sign * opened_notional;
        }
        execution.opened_value = signed(sign, opened_notional);
    }
    if execution.fee_lots > 0.0 {
        // A fee in kind sells its lots at the price of the fill and pays the commission with the proceeds.
        assert!(sign > 0.0 && execution.fee_lots < opened, "A fee in kind takes more than a purchase opened");
        instrument.position_cost -= execution.fee_value;
        if paid {
            account.cost -= execution.fee_value;
            account.cash += execution.fee_value;
        }
    }
    let commission = execution.closed_commission + execution.opened_commission;
    account.cash -= commission;
    account.commission += commission;
    let before = instrument.position_size;
    instrument.position_size += execution.quantity - execution.fee_lots;
    account.short_cost += short_cost(instrument);
    book_trip(state, execution, before, closed_notional, opened_notional);
}

/// Adds a booked execution to the sums of its order.
pub fn add_to_order(state: &mut State, slot: usize, execution: &Execution, notional: f64) {
    let order = &mut state.orders.slots[slot];
    let instrument = &state.instruments[execution.instrument as usize];
    assert!(order.id == execution.order_id, "An execution is added to another order");
    order.filled += execution.quantity.abs();
    assert!(order.filled <= order.quantity, "An order fills beyond its quantity");
    order.opened += execution.quantity.abs() - execution.closed.abs() - execution.fee_lots;
    order.fills += 1;
    order.notional += notional;
    order.commission += execution.closed_commission + execution.opened_commission;
    order.pnl += execution.pnl;
    order.executed_us = state.time_us;
    order.position_size = instrument.position_size;
    order.position_basis = instrument.position_cost;
}

/// Returns the cost of a short that no margin covers.
pub fn short_cost(instrument: &Instrument) -> f64 {
    if instrument.position_size >= 0.0 || instrument.terms.margin_kind != MARGIN_NONE {
        0.0
    } else {
        -instrument.position_cost
    }
}

/// Updates the round trip. [`note_reported`] emits its notices, except for the close in a flip.
fn book_trip(state: &mut State, execution: &Execution, before: f64, closed_notional: f64, opened_notional: f64) {
    let id = execution.instrument as usize;
    let opened = execution.quantity - execution.closed;
    let exit_value = state.instruments[id].trip_exit_value;
    state.instruments[id].trip_exit_value = figure(state, execution.instrument, exit_value, closed_notional);
    if execution.flags & FILL_FLAG_AMBIGUOUS != 0 && before != 0.0 {
        state.instruments[id].trip_flags |= FILL_FLAG_AMBIGUOUS;
    }
    if opened == 0.0 {
        return;
    }
    if before + execution.closed == 0.0 {
        // A reported flip closes the old round trip in the same fill. Its notice comes before the fields change.
        if before != 0.0 {
            note_trip(state, execution, TRIP_CLOSED, 0.0);
        }
        open_trip(state, execution.instrument, execution.round_trip, execution.flags & FILL_FLAG_AMBIGUOUS);
    }
    let (quantity, value) = (state.instruments[id].trip_entry_quantity.abs(), state.instruments[id].trip_entry_value);
    let lots = figure(state, execution.instrument, quantity, opened.abs());
    let entry_value = figure(state, execution.instrument, value, opened_notional);
    let instrument = &mut state.instruments[id];
    instrument.trip_entry_quantity = signed(execution.sign, lots);
    instrument.trip_entry_value = entry_value;
    instrument.trip_commission += execution.opened_commission;
    if instrument.position_size.abs() > instrument.trip_quantity_max.abs() {
        instrument.trip_quantity_max = instrument.position_size;
    }
}

/// Adds to a figure of the round trip, which stays at 2^53 - 1 with a diagnostic. No order is refused for its sake: a
/// figure that refused a close would trap the position.
fn figure(state: &mut State, instrument: u32, sum: f64, added: f64) -> f64 {
    if sum + added <= EXACT_MAX {
        return sum + added;
    }
    if sum < EXACT_MAX {
        warn(state, REASON_FIGURE_LIMIT, 0, instrument, EXACT_MAX, 0.0);
    }
    EXACT_MAX
}

/// Returns the signed lots of the position before a booked execution.
pub fn size_before(instrument: &Instrument, execution: &Execution) -> f64 {
    instrument.position_size - execution.quantity + execution.fee_lots
}

/// Emits the notices of a booked fill of a venue: the fill, then the round trip if it opened or closed.
pub fn note_reported(state: &mut State, execution: &Execution) {
    note_fill(state, execution);
    let instrument = &state.instruments[execution.instrument as usize];
    let (size, before) = (instrument.position_size, size_before(instrument, execution));
    if size == 0.0 {
        note_trip(state, execution, TRIP_CLOSED, 0.0);
    } else if before + execution.closed == 0.0 {
        note_trip(state, execution, TRIP_OPENED, size);
    }
}

/// Marks one instrument at its close and updates the sum of marks.
#[inline]
pub fn mark_instrument(state: &mut State, id: u32) {
    let instrument = &mut state.instruments[id as usize];
    let mark = mark_of(instrument);
    if mark == f64::INFINITY {
        let close = instrument.close;
        alarm(state, REASON_AMOUNT_LIMIT, 0, id, close, EXACT_MAX);
        return;
    }
    let value = signed(if instrument.position_size < 0.0 { -1.0 } else { 1.0 }, mark) - unpaid_cost(instrument);
    let marks = state.account.marks - instrument.mark + value;
    if marks.abs() > EXACT_MAX || (state.account.marks - instrument.mark).abs() > EXACT_MAX {
        let close = instrument.close;
        alarm(state, REASON_AMOUNT_LIMIT, 0, id, close, EXACT_MAX);
        return;
    }
    state.account.marks = marks;
    instrument.mark = value;
}

/// Returns the signed value of the position at a price, less what is not paid of it; infinity past the limits.
pub fn signed_value(instrument: &Instrument, price: f64) -> f64 {
    let size = instrument.position_size;
    if size == 0.0 {
        return 0.0;
    }
    signed(if size < 0.0 { -1.0 } else { 1.0 }, amount(price, size.abs(), &instrument.terms.scale))
        - unpaid_cost(instrument)
}

/// Marks one instrument at the price of its fill, for the rest of the step. The step's end marks it at the close.
pub fn mark_at_fill(state: &mut State, id: u32, price: f64) {
    let instrument = &mut state.instruments[id as usize];
    let value = signed_value(instrument, price);
    let marks = state.account.marks - instrument.mark + value;
    if value.abs() > EXACT_MAX || marks.abs() > EXACT_MAX {
        return;
    }
    state.account.marks = marks;
    instrument.mark = value;
}

/// Returns the value of the position at the close, unsigned: round_half_even(close * lots * scale).
#[inline]
pub fn mark_of(instrument: &mut Instrument) -> f64 {
    let lots = instrument.position_size.abs();
    let scale = instrument.terms.scale;
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
    // Half of all marks round up, in no order, so a jump would be guessed wrongly half of the time.
    let up = (remainder > rest) | ((remainder == rest) & is_odd(total));
    total + f64::from(u8::from(up))
}
