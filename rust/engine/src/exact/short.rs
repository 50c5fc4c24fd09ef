//! Short steps: steps that concern only market orders, which all fill or end at the open.
//!
//! Where one bar comes and each live order is a market order for the next open, without a day or a last time, the phases
//! of a full step but the open have nothing to do: no order expires, waits for a price, or lives on. So a short step is
//! the same step with those phases left out.

use crate::contract::*;
use crate::exact::due::sleep_again;
use crate::exact::matching::match_at_open;
use crate::exact::size::Part;
use crate::state::columns::Columns;
use crate::state::fields::Order;
use crate::state::order::{is_post_only, walk_awake};
use crate::state::state::State;

/// Returns whether the next step of the columns is short: a single instrument, and orders that begin before its bar.
pub fn is_short(state: &State, loaded: &Columns, columns: &[f64]) -> bool {
    let orders = &state.orders;
    // The close of a step may liquidate.
    if state.on_margin {
        return false;
    }
    // Orders at the close of their placement come ahead of the others.
    if state.rule(CONFIG_RULE_CHEAT_ON_CLOSE) == CHEAT_ON_CLOSE_ON {
        return false;
    }
    if orders.awake.is_empty() || loaded.counts.len() != 1 || orders.has_baskets {
        return false;
    }
    // An order that sleeps waits for a price or for its entry.
    if orders.awake.len() != orders.resting.len() - orders.resting_ended {
        return false;
    }
    let instrument = &state.instruments[0];
    let row = (instrument.bars - loaded.bases[0]) as usize;
    if instrument.bars == 0 || instrument.terms.reads_volume {
        return false;
    }
    if instrument.terms.needs_volume && columns[COLUMN_VOLUME * loaded.counts[0] as usize + row] == 0.0 {
        return false;
    }
    orders.awake.iter().all(|&slot| {
        let order = &orders.slots[slot];
        // No bar begins before the last one ended.
        is_plain(order) && order.placed_us <= instrument.time_us
    })
}

/// Returns whether an order that is awake lives and waits for nothing but the next open. A limit is awake for its day, or
/// for its first bar.
#[inline]
fn is_plain(order: &Order) -> bool {
    if is_post_only(order) {
        return false;
    }
    let OrderKind { at, trigger, .. } = order.kind();
    order.ended == 0 && at == At::Next && trigger == Trigger::None && order.validity == VALIDITY_GTC
}

/// Matches the orders of a short step.
pub fn step_short(state: &mut State) {
    let instrument = &mut state.instruments[0];
    instrument.position_at_step = instrument.position_size;
    // A single order fills both parts in the second pass as it would in two.
    if state.orders.awake.len() > 1 {
        walk_awake(state, |state, slot| match_at_open(state, slot, Part::Closing));
    }
    walk_awake(state, |state, slot| match_at_open(state, slot, Part::All));
    state.orders.compact();
    sleep_again(state);
}
