//! Money that a strategy pays in or takes out, which the next step has ahead of its orders.

use crate::contract::*;
use crate::exact::ledger::free_cash;
use crate::state::event::Event;
use crate::state::fields::Instrument;
use crate::state::notices::{alarm, note_diagnostic, note_refusal, warn, NO_LANE, WORD_LANE};
use crate::state::number::is_integer;
use crate::state::state::State;

/// Moves money from outside into the account, or below zero out of it, and notes it.
pub fn move_outside(state: &mut State, paid: f64) {
    state.account.cash += paid;
    state.account.external += paid;
    // An account that is emptied is not ruined: its value is nothing before the step is marked.
    if paid < 0.0 && state.account.cash == 0.0 && holds_nothing(state) {
        state.account.value = 0.0;
    }
    note_diagnostic(state, LEVEL_INFO, REASON_TRANSFER, 0, 0, paid, 0.0);
}

/// Takes what a strategy moves, which the next step has. Nothing but intents can come before that step's broker, so the
/// cash of now decides. A venue's cash is not the strategy's to move.
pub fn transfer(state: &mut State, event: Event) {
    let paid = event.float(TRANSFER_AMOUNT);
    let account = &state.account;
    let free = free_cash(state) + account.transfer;
    let sum = account.transfer.abs() + paid.abs();
    let currency = event.word(TRANSFER_CURRENCY);
    if state.instruments.iter().any(is_reported) {
        refuse(state, event, REASON_TRANSFER_REPORTED, NO_LANE, 0.0);
    } else if currency != 0 {
        refuse(state, event, REASON_UNKNOWN_CURRENCY, WORD_LANE + TRANSFER_CURRENCY, f64::from(currency));
    } else if paid == 0.0 {
        refuse(state, event, REASON_ZERO, TRANSFER_AMOUNT, 0.0);
    } else if !is_integer(paid) {
        refuse(state, event, REASON_OFF_GRID, TRANSFER_AMOUNT, paid);
    } else if account.cash.abs() + sum > EXACT_MAX || account.external.abs() + sum > EXACT_MAX {
        refuse(state, event, REASON_OUT_OF_RANGE, TRANSFER_AMOUNT, paid);
    } else if paid < 0.0 && free + paid < 0.0 {
        note_refusal(state, REASON_INSUFFICIENT_CASH, 0, 0, TRANSFER_AMOUNT, paid, -paid, free);
    } else {
        state.account.transfer += paid;
    }
}

/// Moves what the strategy asked for with this step, ahead of its orders.
pub fn move_transfer(state: &mut State) {
    let paid = state.account.transfer;
    if paid == 0.0 {
        return;
    }
    let cash_before = state.account.cash;
    state.account.transfer = 0.0;
    let account = &state.account;
    // Other payments of this step can have taken the account to its limit since.
    if (account.cash + paid).abs() > EXACT_MAX || (account.external + paid).abs() > EXACT_MAX {
        alarm(state, REASON_OUT_OF_RANGE, 0, 0, paid, 0.0);
        return;
    }
    move_outside(state, paid);
    // A payment of this step can have taken cash that was there when the withdrawal was asked for.
    if state.account.cash < 0.0 && cash_before >= 0.0 {
        warn(state, REASON_NEGATIVE_CASH, 0, 0, state.account.cash, 0.0);
    }
}

fn holds_nothing(state: &State) -> bool {
    state.instruments.iter().all(|instrument| instrument.position_size == 0.0)
}

fn is_reported(instrument: &Instrument) -> bool {
    instrument.terms.execution == EXECUTION_REPORTED
}

fn refuse(state: &mut State, event: Event, reason: Reason, lane: usize, value: f64) {
    note_refusal(state, reason, 0, event.word(LANE_INSTRUMENT), lane, value, 0.0, 0.0);
}
