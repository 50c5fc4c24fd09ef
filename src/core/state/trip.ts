/**
 * The round trip of an instrument: from a position that leaves zero to one that reaches zero or changes sign.
 *
 * @module
 */

import { EXECUTION_REPORTED } from "../../contract/contract.gen.ts";
import { assert } from "./assert.ts";
import type { Instrument } from "./fields.gen.ts";
import type { State } from "./state.ts";

/** Opens the next round trip of an instrument. */
export function openTrip(state: State, instrument: Instrument, label: number, flags: number): void {
  assert(
    instrument.bars > 0 || instrument.terms.execution === EXECUTION_REPORTED,
    "A round trip opens without a price",
  );
  state.account.trips++;
  instrument.trip = state.account.trips;
  instrument.trip_label = label;
  instrument.trip_opened_us = state.time_us;
  instrument.trip_bars_opened = instrument.bars;
  instrument.trip_quantity_max = 0;
  instrument.trip_entry_quantity = 0;
  instrument.trip_entry_value = 0;
  instrument.trip_exit_value = 0;
  instrument.trip_pnl = 0;
  instrument.trip_commission = 0;
  instrument.trip_price = 0;
  instrument.trip_flags = flags;
}
