//! Money that moves without an order: payments of a log, and the closing of positions at the end of a run.

use crate::contract::*;
use crate::exact::commission::{begin_charge, commission_of, count_traded};
use crate::exact::ledger::{begin_execution, book, can_book, free_cash, mark_instrument};
use crate::exact::placed::match_ahead;
use crate::exact::tied::end_protection;
use crate::exact::transfer::move_outside;
use crate::state::amount::{amount, rated, ROUND_HALF_EVEN};
use crate::state::event::Event;
use crate::state::fields::Order;
use crate::state::notices::{note_diagnostic, note_execution, note_refusal, warn, NO_LANE, WORD_LANE};
use crate::state::number::is_integer;
use crate::state::state::State;

/// Reasons in the diagnostics of payments, by purpose.
const REASON_OF_PURPOSE: [Reason; 6] =
    [REASON_TRANSFER, REASON_FUNDING, REASON_INTEREST, REASON_FEE, REASON_REBATE, REASON_ADJUSTMENT];

/// Moves cash into the account or out of it. A transfer is money from outside and may not take what is set aside. Every
/// other payment is profit or loss that has happened, so no lack of cash refuses it.
pub fn pay(state: &mut State, event: Event) {
    let (paid, purpose) = (event.float(CASH_AMOUNT), event.word(CASH_PURPOSE));
    let currency = event.word(CASH_CURRENCY);
    if currency != 0 {
        refuse(state, event, REASON_UNKNOWN_CURRENCY, WORD_LANE + CASH_CURRENCY, f64::from(currency));
    } else if purpose as usize >= REASON_OF_PURPOSE.len() {
        refuse(state, event, REASON_UNKNOWN_CODE, WORD_LANE + CASH_PURPOSE, f64::from(purpose));
    } else if paid == 0.0 {
        refuse(state, event, REASON_ZERO, CASH_AMOUNT, 0.0);
    } else if !is_integer(paid) {
        refuse(state, event, REASON_OFF_GRID, CASH_AMOUNT, paid);
    } else if paid.abs() > EXACT_MAX {
        refuse(state, event, REASON_OUT_OF_RANGE, CASH_AMOUNT, paid);
    } else {
        match_ahead(state);
        take(state, event, paid, purpose);
    }
}

/// Takes a payment of a known purpose, unless the account cannot hold it.
fn take(state: &mut State, event: Event, paid: f64, purpose: u32) {
    let account = &state.account;
    let sum = if purpose == CASH_PURPOSE_TRANSFER { account.external } else { account.other_profit };
    if (account.cash + paid).abs() > EXACT_MAX || (sum + paid).abs() > EXACT_MAX {
        refuse(state, event, REASON_OUT_OF_RANGE, CASH_AMOUNT, paid);
    } else if purpose != CASH_PURPOSE_TRANSFER {
        book_payment(state, event, paid, REASON_OF_PURPOSE[purpose as usize]);
    } else {
        // What the strategy takes out with this step is spoken for.
        let free = free_cash(state) + if account.transfer < 0.0 { account.transfer } else { 0.0 };
        if paid < 0.0 && free + paid < 0.0 {
            note_refusal(state, REASON_INSUFFICIENT_CASH, 0, 0, CASH_AMOUNT, paid, -paid, free);
        } else {
            move_outside(state, paid);
        }
    }
}

/// Books a payment as profit or loss and notes it.
fn book_payment(state: &mut State, event: Event, paid: f64, reason: Reason) {
    let (instrument, cash_before) = (event.word(LANE_INSTRUMENT), state.account.cash);
    state.account.cash += paid;
    state.account.other_profit += paid;
    note_diagnostic(state, LEVEL_INFO, reason, 0, instrument, paid, 0.0);
    if state.account.cash < 0.0 && cash_before >= 0.0 {
        warn(state, REASON_NEGATIVE_CASH, 0, instrument, state.account.cash, 0.0);
    }
}

fn refuse(state: &mut State, event: Event, reason: Reason, lane: usize, value: f64) {
    note_refusal(state, reason, 0, event.word(LANE_INSTRUMENT), lane, value, 0.0, 0.0);
}

/// Closes all positions at their last closes and returns true.
pub fn close_out(state: &mut State) -> bool {
    for id in 0..state.instruments.len() {
        if state.instruments[id].position_size != 0.0 {
            close_position(state, id as u32, FILL_RULE_CLOSE_AT_END);
        }
    }
    true
}

/// Closes a whole position as [`close_lots`] does.
pub fn close_position(state: &mut State, id: u32, rule: FillRule) -> bool {
    let lots = state.instruments[id as usize].position_size.abs();
    close_lots(state, id, lots, rule)
}

/// Closes lots of a position at the last close with an execution that belongs to no order, and returns whether it was
/// booked. A liquidation costs its fee too, and what a split pays in cash costs nothing.
pub fn close_lots(state: &mut State, id: u32, lots: f64, rule: FillRule) -> bool {
    begin_charge(state, id, 0.0, rule);
    let instrument = &state.instruments[id as usize];
    let size = instrument.position_size;
    if instrument.terms.execution == EXECUTION_REPORTED {
        note_diagnostic(state, LEVEL_WARNING, REASON_NOT_SUPPORTED, 0, id, size, 0.0);
        return false;
    }
    let sign = if size > 0.0 { -1.0 } else { 1.0 };
    let close = instrument.close;
    let notional = amount(close, lots, &instrument.terms.scale);
    let mut commission = if rule == FILL_RULE_SPLIT { 0.0 } else { commission_of(instrument, close, lots, 0.0) };
    if rule == FILL_RULE_LIQUIDATION {
        commission += rated(close, lots, &instrument.terms.scale, instrument.terms.liquidation_rate, ROUND_HALF_EVEN);
    }
    if !can_book(state, instrument, notional + commission.abs(), 0.0) {
        note_refusal(state, REASON_AMOUNT_LIMIT, 0, id, NO_LANE, close, EXACT_MAX, 0.0);
        return false;
    }
    // An execution without an order holds zeros in the lanes of the order.
    let order = Order { instrument: id, sign, ..Order::default() };
    let mut execution = begin_execution(&order, close, lots, 0.0, rule, 0);
    execution.closed_commission = commission;
    count_traded(state, id, close, lots, notional);
    book(state, &mut execution, notional, 0.0);
    note_execution(state, &execution, 0.0, 0.0);
    if state.instruments[id as usize].position_size == 0.0 {
        end_protection(state, id);
    }
    mark_instrument(state, id);
    true
}
