//! Accruals: what falls due on positions and on cash without a fill. Funding, the cost of borrowing, interest and
//! dividends are profit or loss that has happened, so no lack of cash refuses them.
//!
//! A rate that is due at the end of its step is due on what is there then, after all fills, at the closes: an order that
//! filled at the open of the bar holds the position when its funding is settled. A rate that is due at once, and a
//! dividend, belong to those who held before the bar, at the last closes. Each amount is rounded once.

use crate::contract::*;
use crate::exact::placed::match_ahead;
use crate::state::amount::{rated, share, ROUND_HALF_EVEN};
use crate::state::event::Event;
use crate::state::fields::Instrument;
use crate::state::notices::{alarm, note_diagnostic, note_refusal, warn, WORD_LANE};
use crate::state::number::is_integer;
use crate::state::state::State;

/// Takes a rate: settles it at once, or lets it wait for the end of the step. Rates of one kind that wait add up.
pub fn take_rate(state: &mut State, event: Event, id: u32) {
    let (rate, accrual) = (event.float(FUNDING_RATE), event.word(FUNDING_ACCRUAL));
    if !(ACCRUAL_FUNDING..=ACCRUAL_LOAN).contains(&accrual) {
        refuse(state, event, REASON_UNKNOWN_CODE, WORD_LANE + FUNDING_ACCRUAL, f64::from(accrual));
        return;
    }
    let at_once = event.word(FUNDING_DUE) == DUE_AT_ONCE;
    if !at_once && event.word(FUNDING_DUE) != DUE_AT_END {
        let value = f64::from(event.word(FUNDING_DUE));
        refuse(state, event, REASON_UNKNOWN_CODE, WORD_LANE + FUNDING_DUE, value);
        return;
    }
    let (account, instrument) = (&mut state.account, &mut state.instruments[id as usize]);
    let due = match accrual {
        ACCRUAL_FUNDING => &mut instrument.funding_rate,
        ACCRUAL_BORROW => &mut instrument.borrow_rate,
        ACCRUAL_INTEREST => &mut account.interest_rate,
        _ => &mut account.loan_rate,
    };
    let sum = if at_once { 0.0 } else { *due } + rate;
    if rate == 0.0 {
        refuse(state, event, REASON_ZERO, FUNDING_RATE, 0.0);
    } else if !is_integer(rate) {
        refuse(state, event, REASON_OFF_GRID, FUNDING_RATE, rate);
    } else if rate.abs() >= RATE_LIMIT || sum.abs() >= RATE_LIMIT {
        refuse(state, event, REASON_OUT_OF_RANGE, FUNDING_RATE, rate);
    } else if at_once {
        match_ahead(state);
        match accrual {
            ACCRUAL_FUNDING => settle_funding(state, id, rate),
            ACCRUAL_BORROW => settle_borrow(state, id, rate),
            ACCRUAL_INTEREST => settle_interest(state, id, rate, 0.0),
            _ => settle_interest(state, id, 0.0, rate),
        }
    } else {
        *due = sum;
        state.account.accruals += 1;
    }
}

/// Pays a dividend on the position that was held before the bar of the step.
pub fn pay_dividend(state: &mut State, event: Event, id: u32) {
    let (numerator, denominator) = (event.float(DIVIDEND_NUMERATOR), event.float(DIVIDEND_DENOMINATOR));
    for lane in [DIVIDEND_NUMERATOR, DIVIDEND_DENOMINATOR] {
        let value = event.float(lane);
        if value < 0.0 {
            return refuse(state, event, REASON_NEGATIVE, lane, value);
        }
        if value == 0.0 {
            return refuse(state, event, REASON_ZERO, lane, 0.0);
        }
        if value > EXACT_MAX {
            return refuse(state, event, REASON_OUT_OF_RANGE, lane, value);
        }
        if !is_integer(value) {
            return refuse(state, event, REASON_OFF_GRID, lane, value);
        }
    }
    match_ahead(state);
    let lots = state.instruments[id as usize].position_size;
    let amount = share(numerator, lots.abs(), denominator);
    book(state, REASON_DIVIDEND, id, if lots < 0.0 { -amount } else { amount });
}

/// Settles the rates of the step on positions, by ascending instrument, and then on the cash.
pub fn settle_rates(state: &mut State) {
    for at in 0..state.instruments.len() {
        let instrument = &mut state.instruments[at];
        let (funding_rate, borrow_rate, id) = (instrument.funding_rate, instrument.borrow_rate, instrument.id);
        instrument.funding_rate = 0.0;
        instrument.borrow_rate = 0.0;
        settle_funding(state, id, funding_rate);
        settle_borrow(state, id, borrow_rate);
    }
    let account = &mut state.account;
    let (interest_rate, loan_rate) = (account.interest_rate, account.loan_rate);
    account.accruals = 0;
    account.interest_rate = 0.0;
    account.loan_rate = 0.0;
    settle_interest(state, 0, interest_rate, loan_rate);
}

/// Settles funding: a long position pays a rate above zero, a short one receives it.
fn settle_funding(state: &mut State, id: u32, rate: f64) {
    let instrument = &state.instruments[id as usize];
    let (funding, long) = (due_on(instrument, rate), instrument.position_size > 0.0);
    book(state, REASON_FUNDING, id, if long == (rate > 0.0) { -funding } else { funding });
}

/// Settles what a short position pays for the lots that it borrows.
fn settle_borrow(state: &mut State, id: u32, rate: f64) {
    let instrument = &state.instruments[id as usize];
    let borrow = if instrument.position_size < 0.0 { due_on(instrument, rate) } else { 0.0 };
    book(state, REASON_BORROW, id, if rate > 0.0 { -borrow } else { borrow });
}

/// Settles interest on the cash: one rate where it is above zero, the other where it is below.
fn settle_interest(state: &mut State, instrument: u32, interest_rate: f64, loan_rate: f64) {
    let cash = state.account.cash;
    let rate = if cash > 0.0 { interest_rate } else { loan_rate };
    // Both signs turn the amount: that of the rate, and that of the cash.
    let amount = share(cash.abs(), rate.abs(), RATE_SCALE);
    book(state, REASON_INTEREST, instrument, if (cash > 0.0) == (rate > 0.0) { amount } else { -amount });
}

/// Returns what a rate makes on a position at the last close, unsigned.
fn due_on(instrument: &Instrument, rate: f64) -> f64 {
    let lots = instrument.position_size.abs();
    if lots == 0.0 || rate == 0.0 {
        return 0.0;
    }
    rated(instrument.close, lots, &instrument.terms.scale, rate.abs(), ROUND_HALF_EVEN)
}

/// Books an amount as profit or loss and notes it; nothing for an amount of zero, and none that passes the limits.
fn book(state: &mut State, reason: Reason, instrument: u32, paid: f64) {
    if paid == 0.0 {
        return;
    }
    let (cash_before, other) = (state.account.cash, state.account.other_profit);
    let fits = (cash_before + paid).abs() <= EXACT_MAX && (other + paid).abs() <= EXACT_MAX;
    if !fits {
        alarm(state, REASON_AMOUNT_LIMIT, 0, instrument, 0.0, EXACT_MAX);
        return;
    }
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
