/**
 * Commission with exact numbers, and the largest size within a budget.
 *
 * @module
 */

import {
  COMMISSION_NONE,
  COMMISSION_PER_ORDER,
  COMMISSION_PER_UNIT,
  COMMISSION_RATE,
  EXACT_MAX,
  RATE_SCALE,
} from "../../contract/contract.gen.ts";
import { notionalGuess, openingNeed } from "./margin.ts";
import {
  amount,
  compareProducts,
  productDifference,
  rated,
  ROUND_DOWN,
  ROUND_HALF_EVEN,
  ROUND_UP,
  share,
  shareDown,
} from "../state/amount.ts";
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

/**
 * Returns the largest number of lots whose opening cost stays within a budget, unrounded and as booked; zero if one lot
 * costs more.
 */
export function lotsWithin(instrument: Instrument, price: number, budget: number, filled_before: number): number {
  return mostLots(instrument, price, budget, (lots) => {
    const cost = openingCost(instrument, price, lots, filled_before);
    // Notional and commission are rounded apart, each by half a money unit at most.
    return cost + 2 <= budget || (cost <= budget && costWithin(instrument, price, lots, filled_before, budget));
  });
}

/** Returns the largest number of lots whose margin and commission, both as booked, stay within free cash. */
export function lotsOnMargin(instrument: Instrument, price: number, free: number, filled_before: number): number {
  const scale = instrument.terms.scale;
  return mostLots(instrument, price, notionalGuess(instrument, free), (lots) => {
    const need = openingNeed(instrument, amount(price, lots, scale), lots);
    return need + commissionOf(instrument, price, lots, filled_before) <= free;
  });
}

/** Returns the largest number of lots whose notional stays within a budget. */
export function lotsWorth(instrument: Instrument, price: number, budget: number): number {
  const scale = instrument.terms.scale;
  return mostLots(instrument, price, budget, (lots) => rated(price, lots, scale, RATE_SCALE, ROUND_UP) <= budget);
}

/** Searches for the largest number of lots that a budget allows. The cost rises with the lots. */
function mostLots(
  instrument: Instrument,
  price: number,
  budget: number,
  allowed: (lots: number) => boolean,
): number {
  if (!(budget > 0)) return 0;
  const scale = instrument.terms.scale;
  const guess = Math.floor(budget / (price * scale.numerator / scale.denominator));
  // The search ends at the same count for every guess.
  let least = 0, most = guess < 1 ? 1 : guess > EXACT_MAX ? EXACT_MAX : guess;
  let stride = 1;
  while (most < EXACT_MAX && allowed(most)) {
    least = most;
    most = most + stride > EXACT_MAX ? EXACT_MAX : most + stride;
    stride *= 2;
  }
  // The guess is too high by the commission alone, so the search first walks down in growing strides.
  stride = 1;
  while (most - least > stride && !allowed(most - stride)) {
    most -= stride;
    stride *= 2;
  }
  while (most - least > 1) {
    const middle = least + Math.floor((most - least) / 2);
    if (allowed(middle)) least = middle;
    else most = middle;
  }
  return least === 0 && allowed(most) ? most : least;
}

/** Returns whether notional and commission of an opening, both unrounded, add up to no more than a budget. */
function costWithin(
  instrument: Instrument,
  price: number,
  lots: number,
  filled_before: number,
  budget: number,
): boolean {
  const { scale, commission_kind, commission_rate } = instrument.terms;
  if (commission_kind === COMMISSION_PER_UNIT) {
    return unitCostWithin(instrument, price, lots, filled_before, budget);
  }
  if (commission_kind === COMMISSION_RATE) {
    return rated(price, lots, scale, RATE_SCALE + commission_rate, ROUND_UP) <= budget;
  }
  const fixed = commissionOf(instrument, price, lots, filled_before);
  return rated(price, lots, scale, RATE_SCALE, ROUND_UP) + fixed <= budget;
}

/** Returns the same for a commission per unit, whose unrounded amount is a fraction of its own. */
function unitCostWithin(
  instrument: Instrument,
  price: number,
  lots: number,
  filled_before: number,
  budget: number,
): boolean {
  const { scale, commission_unit_numerator: numerator, commission_unit_denominator: denominator } = instrument.terms;
  const minimum = instrument.terms.commission_minimum, all = filled_before + lots;
  const reaches = (count: number): boolean => compareProducts(count, numerator, minimum, denominator) > 0;
  const before = filled_before > 0 ? minimum : 0;
  if (!reaches(all)) return rated(price, lots, scale, RATE_SCALE, ROUND_UP) + minimum - before <= budget;
  // The commission is charged * numerator / denominator - less.
  const past = reaches(filled_before), charged = past ? lots : all, less = past ? 0 : before;
  const units = shareDown(numerator, charged, denominator), left = budget + less - units;
  const whole = rated(price, lots, scale, RATE_SCALE, ROUND_DOWN);
  if (whole < left - 1) return true;
  const units_rest = productDifference(numerator, charged, units, denominator);
  const is_whole = rated(price, lots, scale, RATE_SCALE, ROUND_UP) === whole;
  if (whole > left - 1) return whole === left && is_whole && units_rest === 0;
  if (is_whole || units_rest === 0) return true;
  // Two fractions are left, which may add up to one at most. Past 2^53 each of them counts as one.
  const step = price * scale.numerator;
  if (step > EXACT_MAX) return false;
  const rest = productDifference(step, lots, whole, scale.denominator);
  return compareProducts(rest, denominator, denominator - units_rest, scale.denominator) <= 0;
}
