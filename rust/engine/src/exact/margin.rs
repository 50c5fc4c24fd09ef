//! Margin: what is set aside for positions that are not paid in full, and what is free beside it.
//!
//! The notional of a position is that of its last mark: its last fill in the step, else its last close. A margin is
//! rounded up to a money unit. The value of a position on margin counts for what is free, and its margin is set aside.

use crate::contract::*;
use crate::state::amount::{amount, share_down, share_up};
use crate::state::fields::Instrument;
use crate::state::instrument_terms::InstrumentTerms;
use crate::state::state::State;

/// Returns the margin for lots of a notional; infinity past the limits.
fn margin_of(terms: &InstrumentTerms, margin: f64, notional: f64, lots: f64) -> f64 {
    if notional == f64::INFINITY {
        return f64::INFINITY;
    }
    if terms.margin_kind == MARGIN_RATE {
        return share_up(notional, margin, RATE_SCALE);
    }
    share_up(margin, lots, terms.margin_lots)
}

/// Returns the cost of a position that was not paid, which its value has to cover first: that of a future.
#[inline]
pub fn unpaid_cost(instrument: &Instrument) -> f64 {
    if instrument.terms.settlement == SETTLEMENT_AT_CLOSE {
        instrument.position_cost
    } else {
        0.0
    }
}

/// Returns the notional of a position at its last mark, unsigned.
fn marked_notional(instrument: &Instrument) -> f64 {
    (instrument.mark + unpaid_cost(instrument)).abs()
}

/// Returns an amount that is set aside for a position, which stays at the greatest exact number once it would pass it.
fn set_aside(margin: f64) -> f64 {
    if margin <= EXACT_MAX {
        margin
    } else {
        EXACT_MAX
    }
}

/// Returns the initial margin of a position at its last mark.
pub fn initial_margin(instrument: &Instrument) -> f64 {
    let (terms, lots) = (&instrument.terms, instrument.position_size.abs());
    if lots == 0.0 || terms.margin_kind == MARGIN_NONE {
        return 0.0;
    }
    set_aside(margin_of(terms, terms.margin_initial, marked_notional(instrument), lots))
}

/// Returns the maintenance margin of a position at its last mark.
pub fn maintenance_margin(instrument: &Instrument) -> f64 {
    let (terms, lots) = (&instrument.terms, instrument.position_size.abs());
    if lots == 0.0 || terms.margin_kind == MARGIN_NONE {
        return 0.0;
    }
    set_aside(margin_of(terms, terms.margin_maintenance, marked_notional(instrument), lots))
}

/// Returns the maintenance margin of a position at a notional.
pub fn maintenance_at(instrument: &Instrument, notional: f64) -> f64 {
    let terms = &instrument.terms;
    if terms.margin_kind == MARGIN_NONE {
        return 0.0;
    }
    margin_of(terms, terms.margin_maintenance, notional, instrument.position_size.abs())
}

/// Returns the values of all positions on margin less what is set aside for them.
pub fn equity_on_margin(state: &State) -> f64 {
    let mut equity = 0.0;
    for instrument in &state.instruments {
        if instrument.position_size == 0.0 || instrument.terms.margin_kind == MARGIN_NONE {
            continue;
        }
        equity += instrument.mark - initial_margin(instrument);
    }
    equity
}

/// Returns by how much the value of a position at a price, less its margin there, is above that at its last mark.
pub fn equity_gain(instrument: &Instrument, price: f64) -> f64 {
    let (terms, lots) = (&instrument.terms, instrument.position_size.abs());
    if lots == 0.0 || terms.margin_kind == MARGIN_NONE {
        return 0.0;
    }
    let notional = amount(price, lots, &terms.scale);
    // A value that cannot be held leaves the last mark in its place.
    if notional == f64::INFINITY {
        return 0.0;
    }
    let value = if instrument.position_size < 0.0 { -notional } else { notional } - unpaid_cost(instrument);
    let ahead = value - set_aside(margin_of(terms, terms.margin_initial, notional, lots));
    ahead - (instrument.mark - initial_margin(instrument))
}

/// Returns the free cash that lots of a notional take when they open, without commission: their margin, or all of it.
pub fn opening_need(instrument: &Instrument, notional: f64, lots: f64) -> f64 {
    let terms = &instrument.terms;
    if terms.margin_kind == MARGIN_NONE {
        return notional;
    }
    margin_of(terms, terms.margin_initial, notional, lots)
}

/// Returns a notional that a margin allows about, to begin a search with.
pub fn notional_guess(instrument: &Instrument, free: f64) -> f64 {
    let terms = &instrument.terms;
    if terms.margin_kind == MARGIN_RATE {
        free * RATE_SCALE / terms.margin_initial
    } else {
        free
    }
}

/// Returns the largest share of the account's value that an order may ask for, in 10^-9.
pub fn largest_fraction(terms: &InstrumentTerms) -> f64 {
    if terms.margin_kind == MARGIN_NONE {
        return RATE_SCALE;
    }
    let most = LEVERAGE_MAX * RATE_SCALE;
    if terms.margin_kind != MARGIN_RATE {
        return most;
    }
    let leverage = share_down(RATE_SCALE, RATE_SCALE, terms.margin_initial);
    if leverage < most {
        leverage
    } else {
        most
    }
}
