//! The ledger with doubles: cash, positions at their average price and their value, in a fixed order of operations.
//!
//! Nothing is rounded and no sum is rearranged: equal inputs give equal bits, -0 included. The bits equal those of
//! backtrader's simulated broker.

use crate::contract::*;
use crate::queue::price::QueuePrice;
use crate::queue::valuation::{float_profit, float_value, is_margined, leveraged, settlement, short_takes_cash};
use crate::state::fields::{Instrument, Order};
use crate::state::notices::{note_fill, note_order, note_trip, Execution};
use crate::state::order::move_order;
use crate::state::state::State;
use crate::state::trip::open_trip;

/// A position apart from the account: the result of a possible fill, or the private copy of the check at submission.
#[derive(Clone, Copy)]
pub struct FloatPosition {
    pub size: f64,
    /// Average price; zero if there is no position.
    pub price: f64,
}

/// The effect of a fill on a position. Both parts have the sign of the fill.
#[derive(Clone, Copy)]
pub struct PositionChange {
    pub opened: f64,
    pub closed: f64,
}

/// Records the first access to an instrument's position, which fixes its place in the sum of the account's value.
pub fn position_read(state: &mut State, instrument: u32) {
    if state.positions_read.contains(&instrument) {
        return;
    }
    state.positions_read.push(instrument);
}

/// Moves a position by a signed size at a price; returns the part that opened and the part that closed.
pub fn change_position(position: &mut FloatPosition, size: f64, price: f64) -> PositionChange {
    let before = position.size;
    position.size = before + size;
    if position.size == 0.0 {
        position.price = 0.0;
        return PositionChange { opened: 0.0, closed: size };
    }
    if before == 0.0 {
        position.price = price;
        return PositionChange { opened: size, closed: 0.0 };
    }
    if (before > 0.0) == (size > 0.0) {
        position.price = (position.price * before + size * price) / position.size;
        return PositionChange { opened: size, closed: 0.0 };
    }
    if (before > 0.0) == (position.size > 0.0) {
        return PositionChange { opened: 0.0, closed: size };
    }
    position.price = price;
    PositionChange { opened: position.size, closed: 0.0 - before }
}

/// Returns the commission of a size: a fraction of the notional, or an amount per unit.
pub fn float_commission(instrument: &Instrument, size: f64, price: f64) -> f64 {
    if instrument.terms.commission_kind == COMMISSION_NONE {
        return 0.0;
    }
    let charged = size.abs() * instrument.terms.commission_rate;
    if instrument.terms.commission_kind == COMMISSION_RATE {
        charged * price
    } else {
        charged
    }
}

/// Returns the cash left if an order filled at its placement price, and moves the copy of the position. `taken` tells
/// whether a short sale takes cash.
pub fn cash_after(
    instrument: &Instrument,
    position: &mut FloatPosition,
    cash: f64,
    size: f64,
    price: f64,
    taken: bool,
) -> f64 {
    let PositionChange { opened, closed } = change_position(position, size, price);
    let mut left = cash;
    if closed != 0.0 {
        left += leveraged(instrument, float_value(instrument, 0.0 - closed, price, taken));
        left -= float_commission(instrument, closed, price);
    }
    if opened != 0.0 {
        left -= leveraged(instrument, float_value(instrument, opened, price, taken));
        left -= float_commission(instrument, opened, price);
    }
    left
}

/// The result of an execution. It holds the cash needed and available if the opening part was refused, otherwise zeros.
#[derive(Clone, Copy)]
pub struct FloatOutcome {
    /// True if anything was filled.
    pub executed: bool,
    /// True if the opening part was refused.
    pub refused: bool,
    pub needed: f64,
    pub available: f64,
}

/// Fills the rest of an order at a price, or as much of it as its filler allows, books it and emits the notices. The
/// closing part always fills; the opening part fills only if cash stays at or above zero.
pub fn execute_float(state: &mut State, slot: usize, found: QueuePrice) -> FloatOutcome {
    let id = state.orders.slots[slot].instrument;
    let order = state.order(slot);
    assert!(order.ended == 0, "An order that ended fills");
    position_read(state, id);
    let (order, instrument) = (&state.orders.slots[slot], &state.instruments[id as usize]);
    let QueuePrice { price, rule, flags, .. } = found;
    let size = order.sign * size_of(order, instrument, &found);
    if size == 0.0 {
        return NOTHING_FILLED;
    }
    let (before, price_before) = (instrument.position_size, instrument.position_price);
    let mut intended = FloatPosition { size: before, price: price_before };
    let change = change_position(&mut intended, size, price);
    let mut execution = Execution {
        instrument: id,
        order_id: order.id,
        order_state: order.state,
        round_trip: order.round_trip,
        sign: order.sign,
        price,
        quantity: 0.0,
        closed: change.closed,
        notional: 0.0,
        closed_value: 0.0,
        opened_value: 0.0,
        closed_commission: 0.0,
        opened_commission: 0.0,
        fee_lots: 0.0,
        fee_value: 0.0,
        // A fill that closes nothing has a profit of zero times a price difference, which may be -0.
        pnl: float_profit(instrument, 0.0 - change.closed, price_before, price),
        rule,
        flags,
        id_high: 0,
        id_low: order.fills + 1,
    };
    let taken = short_takes_cash(state);
    let mut cash = state.account.cash;
    if change.closed != 0.0 {
        execution.closed_value = float_value(instrument, 0.0 - change.closed, price_before, taken);
        // Profit and loss of a margin position are settled, the last move with this fill.
        let profit = if is_margined(instrument) { execution.pnl * 0.0 } else { execution.pnl };
        cash += leveraged(instrument, execution.closed_value) + profit;
        execution.closed_commission = float_commission(instrument, change.closed, price);
        cash -= execution.closed_commission;
        cash += settlement(instrument, 0.0 - change.closed, instrument.settle_price, price);
        state.account.cash = cash;
    }
    let mut opened = change.opened;
    let available = cash;
    if opened != 0.0 {
        execution.opened_value = float_value(instrument, opened, price, taken);
        cash -= leveraged(instrument, execution.opened_value);
        execution.opened_commission = float_commission(instrument, opened, price);
        cash -= execution.opened_commission;
        if cash < 0.0 {
            opened = 0.0;
            execution.opened_value = 0.0;
            execution.opened_commission = 0.0;
        } else {
            // What was held before is settled at the price of the fill, from which the new part starts.
            let instrument = &mut state.instruments[id as usize];
            if intended.size.abs() > opened.abs() {
                cash += settlement(instrument, intended.size - opened, instrument.settle_price, price);
            }
            instrument.settle_price = price;
            state.account.cash = cash;
        }
    }
    execution.quantity = change.closed + opened;
    if execution.quantity != 0.0 {
        let proper = execution.closed_commission + execution.opened_commission;
        if change.closed != 0.0 && state.rule(CONFIG_RULE_INTEREST) == INTEREST_IN_COMMISSION {
            let instrument = &mut state.instruments[id as usize];
            execution.closed_commission += instrument.interest;
            instrument.interest = 0.0;
        }
        state.account.commission += proper;
        book(state, slot, &execution, found.executed_us);
        // The order holds the position after the whole intended fill, including a refused part.
        let order = &mut state.orders.slots[slot];
        order.position_size = intended.size;
        order.position_basis = intended.price;
        move_order(order, if order.left == 0.0 { ORDER_EVENT_FILL_ALL } else { ORDER_EVENT_FILL });
        execution.order_state = order.state;
        note_float_execution(state, &execution, before, opened);
        note_order(state, slot, REASON_FILLED, 0);
    }
    let executed = execution.quantity != 0.0;
    if change.opened != 0.0 && opened == 0.0 {
        FloatOutcome { executed, refused: true, needed: available - cash, available }
    } else {
        FloatOutcome { executed, refused: false, needed: 0.0, available: 0.0 }
    }
}

/// An execution of which nothing came.
const NOTHING_FILLED: FloatOutcome = FloatOutcome { executed: false, refused: false, needed: 0.0, available: 0.0 };

/// Returns the unsigned size of the next fill: what is left, unless the filler allows less of the bar that fills it.
fn size_of(order: &Order, instrument: &Instrument, found: &QueuePrice) -> f64 {
    if instrument.terms.float.filler == FILLER_NONE {
        return order.left;
    }
    let most = if found.is_late { instrument.before_most } else { instrument.shown_most };
    let left = order.left.abs();
    if most < left {
        most
    } else {
        left
    }
}

/// Books a fill on the position, the order and the sums of the account.
fn book(state: &mut State, slot: usize, execution: &Execution, executed_us: f64) {
    let order = &mut state.orders.slots[slot];
    let instrument = &mut state.instruments[order.instrument as usize];
    let (price, quantity) = (execution.price, execution.quantity);
    let mut position = FloatPosition { size: instrument.position_size, price: instrument.position_price };
    change_position(&mut position, quantity, price);
    instrument.position_size = position.size;
    instrument.position_price = position.price;
    instrument.interest_us = instrument.time_us;
    let commission = execution.closed_commission + execution.opened_commission;
    if execution.closed != 0.0 {
        state.account.realised += execution.pnl;
    }
    // An order that passed its quantity by a rounding gives the rest back, so the part can be negative.
    let part = order.sign * quantity;
    let filled = order.filled + part;
    order.average_price = (order.filled * order.average_price + part * price) / filled;
    order.filled = filled;
    order.left -= part;
    order.fills += 1;
    order.notional += execution.closed_value + execution.opened_value;
    order.commission += commission;
    order.pnl += execution.pnl;
    order.executed_us = executed_us;
    if execution.closed != 0.0 {
        instrument.trip_pnl += float_profit(instrument, 0.0 - execution.closed, instrument.trip_price, price);
        instrument.trip_exit_value += execution.closed.abs() * price;
        instrument.trip_commission += execution.closed_commission;
    }
}

/// Emits the notices of the fill, the round trip that it closed and the one that it opened.
fn note_float_execution(state: &mut State, execution: &Execution, before: f64, opened: f64) {
    note_fill(state, execution);
    let id = execution.instrument as usize;
    let size = state.instruments[id].position_size;
    let flat = before == 0.0 || (execution.closed != 0.0 && (opened != 0.0 || size == 0.0));
    if flat && before != 0.0 {
        note_trip(state, execution, TRIP_CLOSED, 0.0);
    }
    if opened == 0.0 {
        return;
    }
    if flat {
        open_trip(state, execution.instrument, execution.round_trip, 0);
    }
    let enlarged = if flat { 0.0 } else { before };
    enlarge_trip(&mut state.instruments[id], execution, enlarged, opened);
    if flat {
        note_trip(state, execution, TRIP_OPENED, size);
    }
}

/// Adds an opening part to the round trip of a size before. The average price of a new trip starts from zero lots at
/// zero. The size before is told, as doubles do not give it back when the part is subtracted.
fn enlarge_trip(instrument: &mut Instrument, execution: &Execution, before: f64, opened: f64) {
    let size = instrument.position_size;
    instrument.trip_price = (before * instrument.trip_price + opened * execution.price) / size;
    instrument.trip_entry_quantity += opened;
    instrument.trip_entry_value += opened.abs() * execution.price;
    instrument.trip_commission += execution.opened_commission;
    if size.abs() > instrument.trip_quantity_max.abs() {
        instrument.trip_quantity_max = size;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_change_are_the_size_and_leave_the_position() {
        let sizes = [-3.0, -1.5, -1.0, 1.0, 1.5, 3.0];
        for before in [-2.0, -1.0, 0.0, 1.0, 2.0] {
            for size in sizes {
                let mut position = FloatPosition { size: before, price: if before == 0.0 { 0.0 } else { 10.0 } };
                let change = change_position(&mut position, size, 12.0);
                assert_eq!(change.opened + change.closed, size);
                assert_eq!(position.size, before + size);
                assert!(change.closed.abs() <= before.abs());
                assert_eq!(position.price == 0.0, position.size == 0.0);
            }
        }
    }

    #[test]
    fn an_enlarged_position_has_the_average_price() {
        let mut position = FloatPosition { size: 0.0, price: 0.0 };
        change_position(&mut position, 1.0, 10.0);
        change_position(&mut position, 3.0, 14.0);
        assert_eq!((position.size, position.price), (4.0, 13.0));
        change_position(&mut position, -6.0, 20.0);
        assert_eq!((position.size, position.price), (-2.0, 20.0));
    }
}
