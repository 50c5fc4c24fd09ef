/**
 * The terms of an instrument with doubles: slippage, how a position is paid, interest, and how volume bounds a fill.
 *
 * @module
 */

import {
  INSTRUMENT_FLOAT_FILLER,
  INSTRUMENT_FLOAT_FILLER_PERCENT,
  INSTRUMENT_FLOAT_FILLER_SIZE,
  INSTRUMENT_FLOAT_FILLER_STEP,
  INSTRUMENT_FLOAT_HOLDING,
  INSTRUMENT_FLOAT_INTEREST,
  INSTRUMENT_FLOAT_INTEREST_LONG,
  INSTRUMENT_FLOAT_LEVERAGE,
  INSTRUMENT_FLOAT_MARGIN,
  INSTRUMENT_FLOAT_MARGIN_RATE,
  INSTRUMENT_FLOAT_SLIPPAGE,
  INSTRUMENT_FLOAT_SLIPPAGE_SIZE,
  INSTRUMENT_FLOAT_SLIPPAGE_SWITCHES,
} from "../../contract/contract.gen.ts";

/** Terms that only doubles have. */
export interface FloatTerms {
  readonly slippage: number;
  readonly slippage_size: number;
  readonly slippage_switches: number;
  readonly holding: number;
  readonly margin: number;
  /** Factor of the price that gives the margin, or zero. */
  readonly margin_rate: number;
  readonly leverage: number;
  /** Interest of a day, as a fraction of the entry value. */
  readonly interest_daily: number;
  readonly interest_long: boolean;
  readonly filler: number;
  /** Most units of a fill, or zero. */
  readonly filler_size: number;
  readonly filler_percent: number;
  readonly filler_step: number;
}

/** Days of a year in the interest of a day, leap years included. */
const YEAR_DAYS = 365;

/** Reads the terms with doubles of an instrument from its block in a checked configuration. */
export function floatTermsOf(lanes: Float64Array, base: number): FloatTerms {
  // Adding zero keeps -0 out of the state.
  const at = (lane: number): number => lanes[base + lane]! + 0;
  return {
    slippage: at(INSTRUMENT_FLOAT_SLIPPAGE),
    slippage_size: at(INSTRUMENT_FLOAT_SLIPPAGE_SIZE),
    slippage_switches: at(INSTRUMENT_FLOAT_SLIPPAGE_SWITCHES),
    holding: at(INSTRUMENT_FLOAT_HOLDING),
    margin: at(INSTRUMENT_FLOAT_MARGIN),
    margin_rate: at(INSTRUMENT_FLOAT_MARGIN_RATE),
    leverage: at(INSTRUMENT_FLOAT_LEVERAGE) === 0 ? 1 : at(INSTRUMENT_FLOAT_LEVERAGE),
    interest_daily: at(INSTRUMENT_FLOAT_INTEREST) / YEAR_DAYS,
    interest_long: at(INSTRUMENT_FLOAT_INTEREST_LONG) === 1,
    filler: at(INSTRUMENT_FLOAT_FILLER),
    filler_size: at(INSTRUMENT_FLOAT_FILLER_SIZE),
    filler_percent: at(INSTRUMENT_FLOAT_FILLER_PERCENT),
    filler_step: at(INSTRUMENT_FLOAT_FILLER_STEP),
  };
}
