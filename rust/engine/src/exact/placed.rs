//! Market orders that fill at the close of their placement, under the rule CHEAT_ON_CLOSE.
//!
//! The next step books them ahead of its own prices. What a step brings ahead of its bars, such as a dividend, the
//! interest of a night or a split, comes after that close. So such an event books them first, and finds the position that
//! they left. An order whose fill asks for the volume of its bar cannot come ahead of it.

use crate::contract::*;
use crate::exact::matching::match_at_open;
use crate::exact::reach::comes_ahead;
use crate::exact::size::Part;
use crate::exact::transfer::move_transfer;
use crate::state::order::walk_awake;
use crate::state::state::State;

/// Fills the orders that fill at the close of their placement, ahead of an event that comes before the bars of its step.
pub fn match_ahead(state: &mut State) {
    if state.rule(CONFIG_RULE_CHEAT_ON_CLOSE) != CHEAT_ON_CLOSE_ON {
        return;
    }
    if !state.step_open || !state.bars_of_step.is_empty() {
        return;
    }
    for instrument in &mut state.instruments {
        let terms = &instrument.terms;
        instrument.ahead = terms.volume_limit_numerator == 0.0 && terms.slippage_impact == 0.0;
        instrument.position_at_step = instrument.position_size;
    }
    let comes = state.orders.awake.iter().any(|&slot| {
        let order = state.order(slot);
        comes_ahead(order, state.instrument_of(order))
    });
    if comes {
        // The fills are the broker's, whose step this event opens.
        let event_kind = state.event_kind;
        state.event_kind = EVENT_STEP;
        move_transfer(state);
        walk_awake(state, |state, slot| match_at_open(state, slot, Part::Closing));
        walk_awake(state, |state, slot| match_at_open(state, slot, Part::All));
        state.event_kind = event_kind;
    }
    for instrument in &mut state.instruments {
        instrument.ahead = false;
    }
}
