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
  COMMISSION_SCHEDULE,
  EXACT_MAX,
  FILL_RULE_LIMIT,
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
import type { InstrumentTerms } from "../state/instrument_terms.ts";
import type { State } from "../state/state.ts";

/**
 * Returns the commission of a fill in money units, given the lots that the order filled before. A scheme that counts
 * per order charges the difference. The fills of an order then add up to the commission of the whole.
 */
export function commissionOf(instrument: Instrument, price: number, lots: number, filled_before: number): number {
  if (instrument.terms.commission_kind === COMMISSION_NONE) return 0;
  if (instrument.terms.commission_kind === COMMISSION_RATE) {
    return byNotional(instrument.terms, price, lots, instrument.terms.commission_rate);
  }
  if (instrument.terms.commission_kind === COMMISSION_PER_ORDER) {
    return filled_before === 0 ? instrument.terms.commission_rate : 0;
  }
  if (instrument.terms.commission_kind === COMMISSION_SCHEDULE) {
    const before = filled_before === 0 ? 0 : bounded(instrument.terms, instrument.charged);
    const charged = instrument.charged + scheduleCharge(instrument, price, lots, filled_before);
    // A charge past the limits is none that the largest amount of an order makes smaller.
    return Number.isFinite(charged) ? bounded(instrument.terms, charged) - before : Infinity;
  }
  return perUnit(instrument, filled_before + lots) - perUnit(instrument, filled_before);
}

/** Returns a rate of the notional of a fill; prices that may be zero and below count from their zero. */
function byNotional({ scale, price_zero }: InstrumentTerms, price: number, lots: number, rate: number): number {
  return rated(Math.abs(price - price_zero), lots, scale, rate, ROUND_HALF_EVEN);
}

function perUnit(instrument: Instrument, lots: number): number {
  if (lots === 0) return 0;
  const charged = unitsCharge(instrument.terms, lots);
  return charged < instrument.terms.commission_minimum ? instrument.terms.commission_minimum : charged;
}

function unitsCharge(
  { commission_unit_numerator, commission_unit_denominator }: InstrumentTerms,
  lots: number,
): number {
  return share(commission_unit_numerator, lots, commission_unit_denominator);
}

/**
 * Sets what the next commissions by a schedule depend on beside the fill: the rate of its tier, and what the order was
 * charged before. A limit that fills at its price inside a bar rested there and is a maker; every other fill is a taker.
 */
export function beginCharge(state: State, instrument: Instrument, charged: number, rule: number): void {
  const { terms } = instrument, maker = rule === FILL_RULE_LIMIT;
  if (terms.commission_kind !== COMMISSION_SCHEDULE) return;
  instrument.charged = charged;
  instrument.charge_rate = maker ? terms.commission_maker : terms.commission_rate;
  for (const tier of terms.commission_tiers) {
    if (tier.from === 0 || state.account.traded < tier.from) return;
    instrument.charge_rate = maker ? tier.maker : tier.taker;
  }
}

/** Returns what a schedule adds for a fill to what an order is charged, before its least and largest amount. */
export function scheduleCharge(instrument: Instrument, price: number, lots: number, filled_before: number): number {
  const { terms, charge_rate } = instrument;
  const by_notional = byNotional(terms, price, lots, Math.abs(charge_rate));
  const by_units = unitsCharge(terms, filled_before + lots) - unitsCharge(terms, filled_before);
  const by_order = filled_before === 0 ? terms.commission_order : 0;
  return (charge_rate < 0 ? -by_notional : by_notional) + by_units + by_order;
}

/** Returns a charge within the least and the largest amount of an order. */
function bounded({ commission_minimum, commission_maximum }: InstrumentTerms, charged: number): number {
  if (commission_minimum !== 0 && charged < commission_minimum) return commission_minimum;
  return commission_maximum !== 0 && charged > commission_maximum ? commission_maximum : charged;
}

/** Counts the notional of a fill, where tiers ask for it. */
export function countTraded(
  state: State,
  { terms: { scale, price_zero } }: Instrument,
  price: number,
  lots: number,
  notional: number,
): void {
  if (!state.counts_traded) return;
  const counted = price_zero === 0 ? notional : amount(Math.abs(price - price_zero), lots, scale);
  const traded = state.account.traded + counted;
  state.account.traded = traded <= EXACT_MAX ? traded : EXACT_MAX;
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
