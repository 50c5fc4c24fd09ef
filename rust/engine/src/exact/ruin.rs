//! The ruin of an account ahead: the first step of the columns at which its value could fall to zero or below.
//!
//! The answer may be early, never late. An account whose value is at or below zero has to rise above zero first, so
//! there the question is when it could rise.

use crate::exact::account_ahead::first_crossing;
use crate::exact::margin::unpaid_cost;
use crate::state::amount::amount;
use crate::state::columns::Columns;
use crate::state::fields::Instrument;
use crate::state::state::State;

/// Returns the time of the first step at which the value could cross zero, or infinity.
pub fn first_ruin(state: &State, loaded: &Columns, columns: &[f64]) -> f64 {
    let falling = state.account.value > 0.0;
    if falling && is_safe(state) {
        return f64::INFINITY;
    }
    let part = |instrument: &Instrument, lowest: f64, highest: f64| extreme_mark(instrument, falling, lowest, highest);
    first_crossing(state, loaded, columns, part, |value| crosses(value, falling))
}

/// Returns whether no price ruins the account: it has cash above zero, and only positions that are paid and long.
fn is_safe(state: &State) -> bool {
    let is_paid = |each: &Instrument| each.position_size >= 0.0 && each.mark >= 0.0 && unpaid_cost(each) == 0.0;
    state.account.cash > 0.0 && state.instruments.iter().all(is_paid)
}

/// Returns whether a value crosses zero.
fn crosses(value: f64, falling: bool) -> bool {
    if falling {
        value <= 0.0
    } else {
        value > 0.0
    }
}

/// Returns the worst mark of a position while its price stays within bounds, or the best one. The mark at hand counts
/// too, because it stays until a bar comes.
fn extreme_mark(instrument: &Instrument, worst: bool, lowest: f64, highest: f64) -> f64 {
    let (size, mark) = (instrument.position_size, instrument.mark);
    let mut ahead = 0.0;
    if size != 0.0 {
        // Without a bar to come, the mark stays.
        if lowest > highest {
            return mark;
        }
        let price = if (size > 0.0) == worst { lowest } else { highest };
        ahead = amount(price, size.abs(), &instrument.terms.scale);
        if size < 0.0 {
            ahead = 0.0 - ahead;
        }
        ahead -= unpaid_cost(instrument);
    }
    if (ahead < mark) == worst {
        ahead
    } else {
        mark
    }
}
