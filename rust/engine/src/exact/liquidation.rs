//! Liquidation: what happens when an account is worth less than the maintenance margins of its positions.
//!
//! The end of a step decides, with all positions at their closes. While the value is below the sum of the maintenance
//! margins, the position with the largest one is closed whole, of equals the one that was opened first. It is closed at
//! the close of its bar, with its commission and the fee of a liquidation, and what rests on its instrument is
//! cancelled. A position without a bar in the step, or whose instrument is halted or had no volume, has no price and
//! stays.

use crate::contract::*;
use crate::exact::account::close_position;
use crate::exact::account_ahead::first_crossing;
use crate::exact::margin::{maintenance_at, maintenance_margin, unpaid_cost};
use crate::exact::reach::lacks_volume;
use crate::exact::tied::end_order;
use crate::state::amount::amount;
use crate::state::columns::Columns;
use crate::state::fields::Instrument;
use crate::state::notices::note_diagnostic;
use crate::state::state::State;

/// Closes positions at the end of a step while the account is worth less than their maintenance margins.
pub fn liquidate(state: &mut State) {
    let mut told = false;
    loop {
        let mut maintenance = 0.0;
        for instrument in &state.instruments {
            maintenance += maintenance_margin(instrument);
        }
        let value = state.account.cash + state.account.marks;
        if maintenance == 0.0 || value >= maintenance {
            return;
        }
        let Some(id) = next_to_close(state) else { return };
        if !told {
            note_diagnostic(state, LEVEL_WARNING, REASON_LIQUIDATION, 0, id, value, maintenance);
            told = true;
        }
        if !close_position(state, id, FILL_RULE_LIQUIDATION) {
            return;
        }
        cancel_orders(state, id, REASON_LIQUIDATED);
    }
}

/// Returns the instrument whose position is closed next.
fn next_to_close(state: &State) -> Option<u32> {
    let mut chosen = None;
    let (mut largest, mut first) = (0.0, 0);
    for &id in &state.bars_of_step {
        let instrument = &state.instruments[id as usize];
        let margin = maintenance_margin(instrument);
        if margin == 0.0 || instrument.halted || instrument.terms.execution == EXECUTION_REPORTED {
            continue;
        }
        if lacks_volume(instrument) || margin < largest {
            continue;
        }
        if chosen.is_some() && margin == largest && instrument.trip > first {
            continue;
        }
        chosen = Some(id);
        largest = margin;
        first = instrument.trip;
    }
    chosen
}

/// Cancels the orders that rest on an instrument, by acceptance.
pub fn cancel_orders(state: &mut State, id: u32, reason: Reason) {
    for at in 0..state.orders.resting.len() {
        let slot = state.orders.resting[at];
        let order = state.order(slot);
        if order.ended == 0 && order.instrument == id {
            end_order(state, slot, ORDER_EVENT_CANCEL, reason);
        }
    }
}

/// Returns the time of the first step at which the account could be liquidated, or infinity. It may be early.
pub fn first_liquidation(state: &State, loaded: &Columns, columns: &[f64]) -> f64 {
    if !holds_on_margin(state) {
        return f64::INFINITY;
    }
    // Each margin is rounded up by less than one unit.
    let slack = state.instruments.len() as f64;
    first_crossing(state, loaded, columns, worst_cushion, |cushion| cushion <= slack)
}

fn holds_on_margin(state: &State) -> bool {
    state.instruments.iter().any(|each| each.position_size != 0.0 && each.terms.margin_kind != MARGIN_NONE)
}

/// Returns the least that a position's value less its maintenance margin can be while its price stays within bounds.
fn worst_cushion(instrument: &Instrument, lowest: f64, highest: f64) -> f64 {
    let (size, now) = (instrument.position_size, instrument.mark - maintenance_margin(instrument));
    // Without a bar to come, the mark stays.
    if size == 0.0 || lowest > highest {
        return now;
    }
    let notional = amount(if size > 0.0 { lowest } else { highest }, size.abs(), &instrument.terms.scale);
    if notional == f64::INFINITY {
        return f64::NEG_INFINITY;
    }
    let value = if size < 0.0 { -notional } else { notional } - unpaid_cost(instrument);
    let ahead = value - maintenance_at(instrument, notional);
    if ahead < now {
        ahead
    } else {
        now
    }
}
