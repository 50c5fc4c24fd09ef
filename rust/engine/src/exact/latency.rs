//! Latency: the first bar that an order meets, and the close at which a market order fills under CHEAT_ON_CLOSE.
//!
//! Protection reaches the market with its entry, so no bar passes between them.

use crate::contract::*;
use crate::state::state::State;

/// Sets the first bar that an order with new terms meets, and the close at which it fills.
pub fn enter_market(state: &mut State, slot: usize) {
    let cheats = state.rule(CONFIG_RULE_CHEAT_ON_CLOSE) == CHEAT_ON_CLOSE_ON;
    let order = &mut state.orders.slots[slot];
    let instrument = &state.instruments[order.instrument as usize];
    let latency_bars = instrument.terms.latency_bars;
    if instrument.terms.execution == EXECUTION_REPORTED || order.protective() {
        return;
    }
    if latency_bars != 0.0 {
        order.first_bar = f64::from(instrument.bars) + 1.0 + latency_bars;
    }
    if !cheats {
        return;
    }
    let OrderKind { trigger, then, at } = order.kind();
    let is_market = trigger == Trigger::None && then == Then::Market && at == At::Next;
    // A close of an earlier step is no price of the moment of the decision.
    let is_shown = instrument.bars > 0 && instrument.time_us == state.time_us;
    order.created_close = if is_market && is_shown && latency_bars == 0.0 { instrument.close } else { 0.0 };
}
