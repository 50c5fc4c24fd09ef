//! The round trip of an instrument: from a position that leaves zero to one that reaches zero or changes sign.

use crate::contract::*;
use crate::state::state::State;

/// Opens the next round trip of an instrument.
pub fn open_trip(state: &mut State, id: u32, label: u32, flags: u32) {
    let instrument = &mut state.instruments[id as usize];
    let priced = instrument.bars > 0 || instrument.terms.execution == EXECUTION_REPORTED;
    assert!(priced, "A round trip opens without a price");
    state.account.trips += 1;
    instrument.trip = state.account.trips;
    instrument.trip_label = label;
    instrument.trip_opened_us = state.time_us;
    instrument.trip_bars_opened = instrument.bars;
    instrument.trip_quantity_max = 0.0;
    instrument.trip_entry_quantity = 0.0;
    instrument.trip_entry_value = 0.0;
    instrument.trip_exit_value = 0.0;
    instrument.trip_pnl = 0.0;
    instrument.trip_commission = 0.0;
    instrument.trip_price = 0.0;
    instrument.trip_flags = flags;
}
