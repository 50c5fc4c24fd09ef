/**
 * Commission with exact numbers, and the largest size within a budget.
 *
 * @module
 */

import { COMMISSION_NONE, COMMISSION_PER_ORDER, COMMISSION_RATE, EXACT_MAX } from "../../contract/contract.gen.ts";
import { amount, rated, ROUND_HALF_EVEN, share } from "../state/amount.ts";
import type { Instrument } from "../state/fields.gen.ts";

/**
 * Returns the commission of a fill in money units, given the lots that the order filled before. A scheme that counts
 * per order charges the difference. The fills of an order then add up to the commission of the whole.
 */
export function commissionOf(instrument: Instrument, price: number, lots: number, filled_before: number): number {
  if (instrument.terms.commission_kind === COMMISSION_NONE) return 0;
  if (instrument.terms.commission_kind === COMMISSION_RATE) {
    return rated(price, lots, instrument.terms.scale, instrument.terms.commission_rate, ROUND_HALF_EVEN);
  }
  if (instrument.terms.commission_kind === COMMISSION_PER_ORDER) {
    return filled_before === 0 ? instrument.terms.commission_rate : 0;
  }
  return perUnit(instrument, filled_before + lots) - perUnit(instrument, filled_before);
}

function perUnit(instrument: Instrument, lots: number): number {
  if (lots === 0) return 0;
  const charged = share(instrument.terms.commission_unit_numerator, lots, instrument.terms.commission_unit_denominator);
  return charged < instrument.terms.commission_minimum ? instrument.terms.commission_minimum : charged;
}

/** Returns the free cash that an opening of some lots takes: notional and commission; Infinity past the limits. */
export function openingCost(instrument: Instrument, price: number, lots: number, filled_before: number): number {
  return amount(price, lots, instrument.terms.scale) + commissionOf(instrument, price, lots, filled_before);
}

/** Returns the largest number of lots whose opening cost stays within a budget; zero if one lot costs more. */
export function lotsWithin(instrument: Instrument, price: number, budget: number, filled_before: number): number {
  if (!(budget > 0)) return 0;
  const scale = instrument.terms.scale;
  const guess = Math.floor(budget / (price * scale.numerator / scale.denominator));
  const affordable = (lots: number): boolean => openingCost(instrument, price, lots, filled_before) <= budget;
  // The cost rises with the lots, so the search ends at the same count for every guess.
  let least = 0, most = guess < 1 ? 1 : guess > EXACT_MAX ? EXACT_MAX : guess;
  let stride = 1;
  while (most < EXACT_MAX && affordable(most)) {
    least = most;
    most = most + stride > EXACT_MAX ? EXACT_MAX : most + stride;
    stride *= 2;
  }
  // The guess is too high by the commission alone, so the search first walks down in growing strides.
  stride = 1;
  while (most - least > stride && !affordable(most - stride)) {
    most -= stride;
    stride *= 2;
  }
  while (most - least > 1) {
    const middle = least + Math.floor((most - least) / 2);
    if (affordable(middle)) least = middle;
    else most = middle;
  }
  return least === 0 && affordable(most) ? most : least;
}
