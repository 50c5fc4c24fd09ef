/**
 * Fillers with queue matching: how the volume of a bar bounds each fill. The bound is that of an order, not of a bar, so
 * two orders may take the whole volume each.
 *
 * @module
 */

import { FILLER_NONE, FILLER_PERCENT, FILLER_SIZE } from "../../contract/contract.gen.ts";
import type { Instrument } from "../state/fields.gen.ts";
import type { State } from "../state/state.ts";

/** Keeps what the bars of a step allow, and what the bars before them did, which a late close asks for. */
export function showBars(state: State): void {
  for (const id of state.bars_of_step) {
    const instrument = state.instruments[id]!;
    instrument.before_us = instrument.shown_us;
    instrument.before_most = instrument.shown_most;
    instrument.shown_us = instrument.time_us;
    instrument.shown_most = mostOf(instrument);
  }
}

/** Returns the most units of a fill on the bar that an instrument shows; zero without a filler, which asks for none. */
function mostOf(instrument: Instrument): number {
  const { filler, filler_size, filler_percent, filler_step } = instrument.terms.float, { volume } = instrument;
  if (filler === FILLER_NONE) return 0;
  if (filler === FILLER_SIZE) return filler_size !== 0 && filler_size < volume ? filler_size : volume;
  if (filler === FILLER_PERCENT) return wholeQuotient(volume * filler_percent, 100);
  const range = instrument.high - instrument.low;
  // One movement more than fits into the range, as both ends of it were traded.
  const movements = filler_step === 0 ? 1 : wholeQuotient(range + filler_step, filler_step);
  return wholeQuotient(volume / movements * filler_percent, 100);
}

/**
 * Returns the quotient of two doubles that are not negative, rounded down by the remainder: the quotient itself may have
 * been rounded up to a whole number.
 */
export function wholeQuotient(dividend: number, divisor: number): number {
  const remainder = dividend % divisor, quotient = (dividend - remainder) / divisor;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}
