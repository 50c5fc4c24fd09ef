/**
 * Margin: what is set aside for positions that are not paid in full, and what is free beside it.
 *
 * The notional of a position is that of its last mark: its last fill in the step, else its last close. A margin is
 * rounded up to a money unit. The value of a position on margin counts for what is free, and its margin is set aside.
 *
 * @module
 */

import {
  EXACT_MAX,
  LEVERAGE_MAX,
  MARGIN_NONE,
  MARGIN_RATE,
  RATE_SCALE,
  SETTLEMENT_AT_CLOSE,
} from "../../contract/contract.gen.ts";
import { amount, shareDown, shareUp } from "../state/amount.ts";
import type { Instrument } from "../state/fields.gen.ts";
import type { InstrumentTerms } from "../state/instrument_terms.ts";
import type { State } from "../state/state.ts";

/** Returns the margin for lots of a notional; Infinity past the limits. */
function marginOf(terms: InstrumentTerms, margin: number, notional: number, lots: number): number {
  if (notional === Infinity) return Infinity;
  if (terms.margin_kind === MARGIN_RATE) return shareUp(notional, margin, RATE_SCALE);
  return shareUp(margin, lots, terms.margin_lots);
}

/** Returns the cost of a position that was not paid, which its value has to cover first: that of a future. */
export function unpaidCost(instrument: Instrument): number {
  return instrument.terms.settlement === SETTLEMENT_AT_CLOSE ? instrument.position_cost : 0;
}

/** Returns the notional of a position at its last mark, unsigned. */
function markedNotional(instrument: Instrument): number {
  return Math.abs(instrument.mark + unpaidCost(instrument));
}

/** Returns an amount that is set aside for a position, which stays at the greatest exact number once it would pass it. */
function setAside(margin: number): number {
  return margin <= EXACT_MAX ? margin : EXACT_MAX;
}

/** Returns the initial margin of a position at its last mark. */
export function initialMargin(instrument: Instrument): number {
  const { terms } = instrument, lots = Math.abs(instrument.position_size);
  if (lots === 0 || terms.margin_kind === MARGIN_NONE) return 0;
  return setAside(marginOf(terms, terms.margin_initial, markedNotional(instrument), lots));
}

/** Returns the maintenance margin of a position at its last mark. */
export function maintenanceMargin(instrument: Instrument): number {
  const { terms } = instrument, lots = Math.abs(instrument.position_size);
  if (lots === 0 || terms.margin_kind === MARGIN_NONE) return 0;
  return setAside(marginOf(terms, terms.margin_maintenance, markedNotional(instrument), lots));
}

/** Returns the maintenance margin of a position at a notional. */
export function maintenanceAt(instrument: Instrument, notional: number): number {
  const { terms } = instrument;
  if (terms.margin_kind === MARGIN_NONE) return 0;
  return marginOf(terms, terms.margin_maintenance, notional, Math.abs(instrument.position_size));
}

/** Returns the values of all positions on margin less what is set aside for them. */
export function equityOnMargin(state: State): number {
  let equity = 0;
  for (const instrument of state.instruments) {
    if (instrument.position_size === 0 || instrument.terms.margin_kind === MARGIN_NONE) continue;
    equity += instrument.mark - initialMargin(instrument);
  }
  return equity;
}

/** Returns by how much the value of a position at a price, less its margin there, is above that at its last mark. */
export function equityGain(instrument: Instrument, price: number): number {
  const { terms } = instrument, lots = Math.abs(instrument.position_size);
  if (lots === 0 || terms.margin_kind === MARGIN_NONE) return 0;
  const notional = amount(price, lots, terms.scale);
  // A value that cannot be held leaves the last mark in its place.
  if (notional === Infinity) return 0;
  const value = (instrument.position_size < 0 ? -notional : notional) - unpaidCost(instrument);
  const ahead = value - setAside(marginOf(terms, terms.margin_initial, notional, lots));
  return ahead - (instrument.mark - initialMargin(instrument));
}

/** Returns the free cash that lots of a notional take when they open, without commission: their margin, or all of it. */
export function openingNeed(instrument: Instrument, notional: number, lots: number): number {
  const { terms } = instrument;
  if (terms.margin_kind === MARGIN_NONE) return notional;
  return marginOf(terms, terms.margin_initial, notional, lots);
}

/** Returns a notional that a margin allows about, to begin a search with. */
export function notionalGuess(instrument: Instrument, free: number): number {
  const { terms } = instrument;
  return terms.margin_kind === MARGIN_RATE ? free * RATE_SCALE / terms.margin_initial : free;
}

/** Returns the largest share of the account's value that an order may ask for, in 10^-9. */
export function largestFraction(terms: InstrumentTerms): number {
  if (terms.margin_kind === MARGIN_NONE) return RATE_SCALE;
  const most = LEVERAGE_MAX * RATE_SCALE;
  if (terms.margin_kind !== MARGIN_RATE) return most;
  const leverage = shareDown(RATE_SCALE, RATE_SCALE, terms.margin_initial);
  return leverage < most ? leverage : most;
}
