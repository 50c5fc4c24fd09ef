//! What changes an instrument as a whole: a split, and the end of its trading.
//!
//! A split comes ahead of the bar of its step, whose prices are for new lots. The cost of the position stays, so that its
//! average price changes with its lots. Old lots that do not come to whole new ones are closed at the last close,
//! without commission. Every order on the instrument is cancelled, as its prices and lots mean something else from now
//! on.

use crate::contract::*;
use crate::exact::account::{close_lots, close_position};
use crate::exact::ledger::mark_instrument;
use crate::exact::liquidation::cancel_orders;
use crate::exact::placed::match_ahead;
use crate::state::amount::share;
use crate::state::event::Event;
use crate::state::notices::{alarm, info, note_diagnostic, note_refusal, NO_LANE};
use crate::state::number::is_integer;
use crate::state::state::State;

/// Splits the lots of an instrument.
pub fn split_lots(state: &mut State, event: Event, id: u32) {
    for lane in [SPLIT_NUMERATOR, SPLIT_DENOMINATOR] {
        let value = event.float(lane);
        if value < 0.0 {
            return refuse(state, id, REASON_NEGATIVE, lane, value);
        }
        if value == 0.0 {
            return refuse(state, id, REASON_ZERO, lane, 0.0);
        }
        if value >= SCALE_FACTOR_LIMIT {
            return refuse(state, id, REASON_OUT_OF_RANGE, lane, value);
        }
        if !is_integer(value) {
            return refuse(state, id, REASON_OFF_GRID, lane, value);
        }
    }
    let instrument = &state.instruments[id as usize];
    if instrument.terms.execution == EXECUTION_REPORTED {
        return refuse(state, id, REASON_NOT_SUPPORTED, NO_LANE, instrument.position_size);
    }
    if instrument.has_bar {
        return refuse(state, id, REASON_BAR_REPEATED, NO_LANE, 0.0);
    }
    match_ahead(state);
    let instrument = &state.instruments[id as usize];
    let divisor = greatest_divisor(event.float(SPLIT_NUMERATOR), event.float(SPLIT_DENOMINATOR));
    let (numerator, denominator) = (event.float(SPLIT_NUMERATOR) / divisor, event.float(SPLIT_DENOMINATOR) / divisor);
    let size = instrument.position_size.abs();
    let odd = size % denominator;
    let lots = share(size - odd, numerator, denominator);
    let close = share(instrument.close, denominator, numerator);
    if lots == f64::INFINITY || close == f64::INFINITY {
        alarm(state, REASON_AMOUNT_LIMIT, 0, id, 0.0, EXACT_MAX);
        return;
    }
    cancel_orders(state, id, REASON_BEFORE_SPLIT);
    if odd > 0.0 && !close_lots(state, id, odd, FILL_RULE_SPLIT) {
        return;
    }
    let instrument = &mut state.instruments[id as usize];
    let before = instrument.position_size;
    let after = if before < 0.0 { 0.0 - lots } else { lots };
    instrument.position_size = after;
    instrument.close = close;
    if lots > 0.0 {
        mark_instrument(state, id);
    }
    note_diagnostic(state, LEVEL_INFO, REASON_SPLIT, 0, id, after, before);
}

/// Ends the trading of an instrument: halts it, cancels its orders, and closes its position at the last close.
pub fn end_trading(state: &mut State, id: u32) {
    let instrument = &state.instruments[id as usize];
    if instrument.terms.execution == EXECUTION_REPORTED {
        return refuse(state, id, REASON_NOT_SUPPORTED, NO_LANE, instrument.position_size);
    }
    match_ahead(state);
    let instrument = &mut state.instruments[id as usize];
    instrument.halted = true;
    info(state, REASON_FEED_ENDED, 0, id);
    cancel_orders(state, id, REASON_FEED_ENDED);
    if state.instruments[id as usize].position_size != 0.0 {
        close_position(state, id, FILL_RULE_FEED_ENDED);
    }
}

/// Returns the greatest common divisor of two numbers above zero.
fn greatest_divisor(first: f64, second: f64) -> f64 {
    let (mut larger, mut smaller) = (first, second);
    while smaller != 0.0 {
        let rest = larger % smaller;
        larger = smaller;
        smaller = rest;
    }
    larger
}

fn refuse(state: &mut State, id: u32, reason: Reason, lane: usize, value: f64) {
    note_refusal(state, reason, 0, id, lane, value, 0.0, 0.0);
}
