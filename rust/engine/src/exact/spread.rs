//! The spread of an instrument, where events tell it: half of the distance from the bid to the ask, by which fills slip.

use crate::contract::*;
use crate::exact::placed::match_ahead;
use crate::state::event::Event;
use crate::state::notices::{note_refusal, NO_LANE};
use crate::state::number::is_integer;
use crate::state::state::State;

/// Takes the spread of an instrument from the bar of the step on. An order that fills ahead of the bar meets the old one.
pub fn take_spread(state: &mut State, event: Event, id: u32) {
    let steps = event.float(SPREAD_STEPS);
    let flags = state.instruments[id as usize].terms.slippage_flags;
    let refusal = match steps {
        _ if flags & SLIPPAGE_FLAG_SPREAD == 0 => Some((REASON_NOT_SUPPORTED, NO_LANE)),
        _ if steps < 0.0 => Some((REASON_NEGATIVE, SPREAD_STEPS)),
        _ if steps > EXACT_MAX => Some((REASON_OUT_OF_RANGE, SPREAD_STEPS)),
        _ if !is_integer(steps) => Some((REASON_OFF_GRID, SPREAD_STEPS)),
        _ => None,
    };
    if let Some((reason, lane)) = refusal {
        note_refusal(state, reason, 0, id, lane, steps, 0.0, 0.0);
        return;
    }
    match_ahead(state);
    // Adding zero keeps -0 out of the state.
    state.instruments[id as usize].spread = steps + 0.0;
}
