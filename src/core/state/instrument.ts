/**
 * An instrument: its grid and fees, the bar that it shows, and the account's position in it.
 *
 * @module
 */

import {
  INSTRUMENT_COMMISSION_KIND,
  INSTRUMENT_COMMISSION_MINIMUM,
  INSTRUMENT_COMMISSION_RATE,
  INSTRUMENT_COMMISSION_UNIT_DENOMINATOR,
  INSTRUMENT_COMMISSION_UNIT_NUMERATOR,
  INSTRUMENT_CURRENCY,
  INSTRUMENT_EXECUTION,
  INSTRUMENT_MULTIPLIER,
  INSTRUMENT_SCALE_DENOMINATOR_FIRST,
  INSTRUMENT_SCALE_DENOMINATOR_SECOND,
  INSTRUMENT_SCALE_NUMERATOR,
  INSTRUMENT_SLIPPAGE_RATE,
  INSTRUMENT_TICK,
  INSTRUMENT_TRADED,
} from "../../contract/contract.gen.ts";
import type { Scale } from "./amount.ts";

/** State of one instrument. Prices are in steps, sizes in lots, values in money units. */
export class Instrument {
  readonly id: number;
  readonly currency: number;
  readonly execution: number;
  readonly traded: boolean;
  readonly tick: number;
  readonly scale: Scale;
  readonly commission_kind: number;
  readonly commission_rate: number;
  readonly commission_unit_numerator: number;
  readonly commission_unit_denominator: number;
  readonly commission_minimum: number;
  readonly slippage_rate: number;
  readonly multiplier: number;

  // Market: the bar that it shows. Without bars the times are zero and `bars` says so.
  time_us = 0;
  begin_us = 0;
  session_day = 0;
  open = 0;
  high = 0;
  low = 0;
  close = 0;
  volume = 0;
  /** Bars seen. */
  bars = 0;
  /** Whether its bar of the open step has come. */
  has_bar = false;
  halted = false;

  // Position.
  position_size = 0;
  /** Signed cost without commission. */
  position_cost = 0;
  /** Average price, with doubles only. */
  position_price = 0;
  /** Signed size when the step began. */
  position_at_step = 0;
  /** The last order that was to close the position, or zero. */
  closing_order = 0;
  /** Value of the position at the last mark. */
  mark = 0;

  // The round trip that is open, or the last one.
  trip = 0;
  trip_label = 0;
  trip_opened_us = 0;
  trip_bars_opened = 0;
  trip_quantity_max = 0;
  trip_entry_quantity = 0;
  trip_entry_value = 0;
  trip_exit_value = 0;
  trip_pnl = 0;
  trip_commission = 0;
  trip_price = 0;
  trip_flags = 0;

  // Derived: the mark as price * whole + round(price * rest / denominator). Not in state, snapshot or hash.
  mark_size = 0;
  mark_whole = 0;
  mark_rest = 0;

  constructor(id: number, lanes: Float64Array, base: number) {
    const at = (lane: number): number => lanes[base + lane]! + 0;
    this.id = id;
    this.currency = at(INSTRUMENT_CURRENCY);
    this.execution = at(INSTRUMENT_EXECUTION);
    this.traded = at(INSTRUMENT_TRADED) === 1;
    this.tick = at(INSTRUMENT_TICK);
    const first = at(INSTRUMENT_SCALE_DENOMINATOR_FIRST), second = at(INSTRUMENT_SCALE_DENOMINATOR_SECOND);
    this.scale = { numerator: at(INSTRUMENT_SCALE_NUMERATOR), first, second, denominator: first * second };
    this.commission_kind = at(INSTRUMENT_COMMISSION_KIND);
    this.commission_rate = at(INSTRUMENT_COMMISSION_RATE);
    this.commission_unit_numerator = at(INSTRUMENT_COMMISSION_UNIT_NUMERATOR);
    this.commission_unit_denominator = at(INSTRUMENT_COMMISSION_UNIT_DENOMINATOR);
    this.commission_minimum = at(INSTRUMENT_COMMISSION_MINIMUM);
    this.slippage_rate = at(INSTRUMENT_SLIPPAGE_RATE);
    this.multiplier = at(INSTRUMENT_MULTIPLIER);
  }
}
