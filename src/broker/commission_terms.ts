/**
 * Commission of an instrument: its forms, and what the core is told of it.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { isOptions } from "../options.ts";
import {
  COMMISSION_NONE,
  COMMISSION_PER_ORDER,
  COMMISSION_PER_UNIT,
  COMMISSION_RATE,
  COMMISSION_SCHEDULE,
  EXACT_MAX,
  INSTRUMENT_COMMISSION_KIND,
  INSTRUMENT_COMMISSION_MAKER,
  INSTRUMENT_COMMISSION_MAXIMUM,
  INSTRUMENT_COMMISSION_MINIMUM,
  INSTRUMENT_COMMISSION_ORDER,
  INSTRUMENT_COMMISSION_RATE,
  INSTRUMENT_COMMISSION_UNIT_DENOMINATOR,
  INSTRUMENT_COMMISSION_UNIT_NUMERATOR,
  RATE_SCALE,
} from "../contract/contract.gen.ts";
import { COMMISSION_TIERS } from "../core/state/instrument_terms.ts";
import { nearestBelow, over, parseRational, type Rational, times, toNumber } from "./rational.ts";
import { displayOf, moneyOf, rateOf } from "./told_rounding.ts";

/**
 * Commission by a schedule: what makers and takers pay, amounts per unit and per order beside it, bounds, and tiers.
 *
 * A limit order that fills at its limit inside a bar rested there: it is a maker. Every other fill is a taker, one at an
 * open too. The rates are fractions of the notional. The bounds hold for each order.
 */
export interface CommissionSchedule {
  /** Rate of a taker. */
  readonly taker: number;
  /** Rate of a maker; below 0 for a rebate. By default that of a taker. */
  readonly maker?: number;
  /** Amount per unit. */
  readonly perUnit?: number;
  /** Amount per order. */
  readonly perOrder?: number;
  /** Least commission of an order. */
  readonly minimum?: number;
  /** Largest commission of an order. */
  readonly maximum?: number;
  /** Rates from a notional on that the account has traded in this run, up to three, in rising order. */
  readonly tiers?: readonly CommissionTierOption[];
}

/** Rates of a commission schedule from a traded notional on. */
export interface CommissionTierOption {
  /** The notional of all fills of the run so far, in the account's currency. */
  readonly from: number;
  /** Rate of a taker. */
  readonly taker: number;
  /** Rate of a maker; below 0 for a rebate. By default that of a taker. */
  readonly maker?: number;
}

/**
 * Commission in one of four forms.
 *
 * - A number: fraction of the notional, on buys and on sells; `0.001` is 0.1 %.
 * - `perUnit`: amount per unit, with an optional least amount per order.
 * - `perOrder`: amount per order.
 * - `taker`: a schedule, see {@linkcode CommissionSchedule}.
 *
 * Amounts are in the account's currency.
 */
export type Commission =
  | number
  | { readonly perUnit: number; readonly minimum?: number }
  | { readonly perOrder: number }
  | CommissionSchedule;

/** A commission fraction from here on is rejected, as it is probably a percentage. */
const PERCENT_SUSPECTED = 0.05;

export function encodeCommission(
  lanes: Float64Array,
  commission: Commission | undefined,
  lot: Rational,
  moneyUnit: Rational,
  what: string,
  notes: string[],
): void {
  lanes[INSTRUMENT_COMMISSION_UNIT_DENOMINATOR] = 1;
  if (commission === undefined || commission === 0) {
    lanes[INSTRUMENT_COMMISSION_KIND] = COMMISSION_NONE;
  } else if (typeof commission === "number") {
    if (commission >= PERCENT_SUSPECTED) throw percentSuspected(commission, what);
    lanes[INSTRUMENT_COMMISSION_KIND] = COMMISSION_RATE;
    lanes[INSTRUMENT_COMMISSION_RATE] = rateOf(commission, what, notes);
  } else if (hasOnly(commission, ...SCHEDULE_NAMES)) {
    encodeSchedule(lanes, commission as CommissionSchedule, lot, moneyUnit, what, notes);
  } else if (hasOnly(commission, "perUnit", "minimum")) {
    const { perUnit, minimum = 0 } = commission as { readonly perUnit: number; readonly minimum?: number };
    checkAmount(perUnit, `${what}: perUnit`);
    checkAmount(minimum, `${what}: minimum`);
    lanes[INSTRUMENT_COMMISSION_KIND] = COMMISSION_PER_UNIT;
    lanes[INSTRUMENT_COMMISSION_MINIMUM] = moneyOf(minimum, moneyUnit, `${what}: minimum`, notes);
    if (perUnit === 0) return;
    encodePerUnit(lanes, perUnit, lot, moneyUnit, what);
  } else if (hasOnly(commission, "perOrder")) {
    const { perOrder } = commission as { readonly perOrder: number };
    checkAmount(perOrder, `${what}: perOrder`);
    lanes[INSTRUMENT_COMMISSION_KIND] = COMMISSION_PER_ORDER;
    lanes[INSTRUMENT_COMMISSION_RATE] = moneyOf(perOrder, moneyUnit, `${what}: perOrder`, notes);
  } else {
    const names = isOptions(commission) ? Object.keys(commission) : [];
    const unknown = names.find((name) => !SCHEDULE_NAMES.includes(name));
    if (names.length > 0 && unknown === undefined) {
      throw new TypeError(
        `Cannot use ${what} ${
          inspected(commission)
        }: a commission of these parts says taker too, its fraction of the ` +
          `notional; pass { taker: 0, ${names.join(", ")} }`,
      );
    }
    throw new TypeError(
      `Cannot use ${what} ${inspected(commission)}: ${unknown === undefined ? "" : `it has no part "${unknown}"; `}` +
        "pass a fraction of the notional such as 0.001, { perUnit, minimum }, { perOrder }, or { taker } with any of " +
        SCHEDULE_NAMES.slice(1).join(", "),
    );
  }
}

/** The parts of a commission schedule. */
const SCHEDULE_NAMES: readonly string[] = ["taker", "maker", "perUnit", "perOrder", "minimum", "maximum", "tiers"];

/** Writes the lanes of a commission schedule. */
function encodeSchedule(
  lanes: Float64Array,
  { taker, maker = taker, perUnit = 0, perOrder = 0, minimum = 0, maximum, tiers = [] }: CommissionSchedule,
  lot: Rational,
  moneyUnit: Rational,
  what: string,
  notes: string[],
): void {
  const rate = (value: number, name: string): number => {
    if (value >= PERCENT_SUSPECTED) throw percentSuspected(value, `${what}: ${name}`);
    return rateOf(value, `${what}: ${name}`, notes);
  };
  const rebate = (value: number, name: string): number => value < 0 ? -rate(-value, name) : rate(value, name);
  for (const [name, value] of Object.entries({ perUnit, perOrder, minimum })) checkAmount(value, `${what}: ${name}`);
  lanes[INSTRUMENT_COMMISSION_KIND] = COMMISSION_SCHEDULE;
  lanes[INSTRUMENT_COMMISSION_RATE] = rate(taker, "taker");
  lanes[INSTRUMENT_COMMISSION_MAKER] = rebate(maker, "maker");
  lanes[INSTRUMENT_COMMISSION_ORDER] = moneyOf(perOrder, moneyUnit, `${what}: perOrder`, notes);
  lanes[INSTRUMENT_COMMISSION_MINIMUM] = moneyOf(minimum, moneyUnit, `${what}: minimum`, notes);
  if (maximum !== undefined) {
    checkAmount(maximum, `${what}: maximum`);
    if (maximum <= minimum) throw new RangeError(`Cannot use ${what}: maximum ${maximum}: it is above the minimum`);
    lanes[INSTRUMENT_COMMISSION_MAXIMUM] = someMoneyOf(maximum, moneyUnit, `${what}: maximum`, notes);
  }
  if (perUnit !== 0) encodePerUnit(lanes, perUnit, lot, moneyUnit, what);
  if (!Array.isArray(tiers) || tiers.length > COMMISSION_TIERS.length) {
    throw new RangeError(
      `Cannot use ${what}: tiers ${inspected(tiers, 1)}: pass a list of up to ${COMMISSION_TIERS.length} tiers`,
    );
  }
  let before = 0;
  tiers.forEach((tier: CommissionTierOption, at) => {
    const name = `tiers[${at}]`, [from, takerLane, makerLane] = COMMISSION_TIERS[at]!;
    if (!hasOnly(tier, "from", "taker", "maker") || tier.taker === undefined) {
      throw new TypeError(`Cannot use ${what}: ${name} ${inspected(tier)}: pass { from, taker, maker }`);
    }
    checkAmount(tier.from, `${what}: ${name}.from`);
    if (tier.from <= before) {
      throw new RangeError(`Cannot use ${what}: ${name}.from ${tier.from}: it is above ${before}, as tiers rise`);
    }
    before = tier.from;
    lanes[from] = someMoneyOf(tier.from, moneyUnit, `${what}: ${name}.from`, notes);
    lanes[takerLane] = rate(tier.taker, `${name}.taker`);
    lanes[makerLane] = rebate(tier.maker ?? tier.taker, `${name}.maker`);
  });
}

/** Converts an amount of which zero means none, so that one that rounds to zero would be none at all. */
function someMoneyOf(amount: number, moneyUnit: Rational, what: string, notes: string[]): number {
  const units = moneyOf(amount, moneyUnit, what, notes);
  if (units > 0) return units;
  throw new RangeError(`Cannot use ${what} ${amount}: it is nothing in money units; pass more, or a finer moneyUnit`);
}

/** Returns a schedule with the rates and amounts that the lanes have. */
function usedSchedule(lanes: Float64Array, given: CommissionSchedule, moneyUnit: Rational): CommissionSchedule {
  const rate = (lane: number): number => lanes[lane]! / RATE_SCALE;
  const money = (lane: number): number => displayOf(lanes[lane]!, moneyUnit);
  return {
    taker: rate(INSTRUMENT_COMMISSION_RATE),
    maker: rate(INSTRUMENT_COMMISSION_MAKER),
    ...(given.perUnit === undefined ? {} : { perUnit: given.perUnit }),
    ...(given.perOrder === undefined ? {} : { perOrder: money(INSTRUMENT_COMMISSION_ORDER) }),
    ...(given.minimum === undefined ? {} : { minimum: money(INSTRUMENT_COMMISSION_MINIMUM) }),
    ...(given.maximum === undefined ? {} : { maximum: money(INSTRUMENT_COMMISSION_MAXIMUM) }),
    ...(given.tiers === undefined ? {} : {
      tiers: given.tiers.map((_tier, at) => {
        const [from, taker, maker] = COMMISSION_TIERS[at]!;
        return { from: money(from), taker: rate(taker), maker: rate(maker) };
      }),
    }),
  };
}

/** Writes an amount per unit as money units per lot, a fraction. */
function encodePerUnit(lanes: Float64Array, perUnit: number, lot: Rational, moneyUnit: Rational, what: string): void {
  const exact = over(times(parseRational(perUnit, `${what}: perUnit`), lot), moneyUnit);
  const unit = nearestBelow(exact, BigInt(EXACT_MAX));
  lanes[INSTRUMENT_COMMISSION_UNIT_NUMERATOR] = toNumber(unit.numerator, what);
  lanes[INSTRUMENT_COMMISSION_UNIT_DENOMINATOR] = toNumber(unit.denominator, what);
}

/** Returns a commission with the rates and amounts that the lanes have. */
export function chargedCommission(lanes: Float64Array, given: Commission | undefined, moneyUnit: Rational): Commission {
  const rate = lanes[INSTRUMENT_COMMISSION_RATE]!;
  if (given === undefined || typeof given === "number") return rate / RATE_SCALE;
  if ("taker" in given) return usedSchedule(lanes, given, moneyUnit);
  if ("perOrder" in given) return { perOrder: displayOf(rate, moneyUnit) };
  const { perUnit } = given, minimum = displayOf(lanes[INSTRUMENT_COMMISSION_MINIMUM]!, moneyUnit);
  return minimum === 0 ? { perUnit } : { perUnit, minimum };
}

/** Rejects an amount of a commission that is no number from zero on. */
function checkAmount(amount: unknown, what: string): void {
  if (typeof amount !== "number") throw new TypeError(`Cannot use ${what} ${inspected(amount)}: pass a number`);
  if (!(amount >= 0 && amount < Infinity)) {
    throw new RangeError(`Cannot use ${what} ${amount}: pass a number from 0 on`);
  }
}

/** Returns whether a value is an object with the first key and with no other keys than those named. */
function hasOnly(value: unknown, ...keys: readonly string[]): boolean {
  if (typeof value !== "object" || value === null || !(keys[0]! in value)) return false;
  return Object.keys(value).every((key) => keys.includes(key));
}

function percentSuspected(commission: number, what: string): RangeError {
  const short = (value: number): number => Number(value.toPrecision(12));
  const meant = short(commission / 100);
  const remedy = meant < PERCENT_SUSPECTED
    ? `was ${meant}, which is ${commission} %, meant?`
    : `for an amount per order pass { perOrder: ${commission} }`;
  return new RangeError(
    `Cannot use ${what} ${commission}: it is a fraction of the notional, so that would be ${
      short(commission * 100)
    } %; ${remedy}`,
  );
}
