/**
 * The terms of an order for the core: sizes and prices as whole counts, snapped by a documented rule.
 *
 * @module
 */

import {
  EXACT_MAX,
  RATE_SCALE,
  TIME_US_MAX,
  TYPE_LIMIT,
  TYPE_LIMIT_IF_TOUCHED,
  TYPE_MARKET,
  TYPE_MARKET_IF_TOUCHED,
  TYPE_MARKET_ON_CLOSE,
  TYPE_MARKET_ON_OPEN,
  TYPE_STOP,
  TYPE_STOP_LIMIT,
  TYPE_STOP_TRAIL,
  TYPE_STOP_TRAIL_LIMIT,
  VALIDITY_DAY,
  VALIDITY_FOK,
  VALIDITY_GTC,
  VALIDITY_GTD,
  VALIDITY_IOC,
} from "../contract/contract.gen.ts";
import { inspected } from "../host.ts";
import type { SizedOrderOptions, TargetOptions } from "../strategy/order_options.ts";
import { distanceUs, isDistance } from "../strategy/valid_distance.ts";
import { momentOfDate } from "../feeds/time/moment_text.ts";
import type { PlaceTerms } from "../records/event_writer.ts";
import { fractionOfOrder } from "./any_prices.ts";
import { distanceOf } from "./distance_terms.ts";
import type { InstrumentSpec } from "./instrument_spec.ts";
import { wholeOr } from "./whole_count.ts";
import type { OrderPlacement } from "./order_placement.ts";
import { type Rational, toNumber } from "./rational.ts";
import type { OrderRow, OrderSide } from "./result_rows.ts";
import { sideCode } from "./side.ts";

/** Kinds of order prices, which snap differently: a limit away from a worse price, a trigger to the nearest tick. */
export type PriceKind = "limit" | "stop";

/** The terms that follow from an order's options alone. */
export type SnappedTerms = Readonly<
  Pick<PlaceTerms, "type" | "validity" | "validUs" | "quantity" | "cash" | "fraction" | "limit" | "stop" | "trail">
>;

/** The terms of an order with an id for its event. One object serves all orders of a run, as their events are written at once. */
export class EventTerms implements PlaceTerms {
  orderId = 0;
  instrument = 0;
  type = 0;
  side = 0;
  validity = 0;
  validUs = 0;
  flags = 0;
  parent = 0;
  oco = 0;
  tag = 0;
  quantity = 0;
  cash = 0;
  fraction = 0;
  limit = 0;
  stop = 0;
  trail = 0;
  sessionEndUs = 0;

  /** Takes the terms of an order. */
  of(orderId: number, placement: OrderPlacement, flags: number, terms: SnappedTerms, sessionEndUs: number): this {
    this.orderId = orderId;
    this.instrument = placement.instrument;
    this.type = placement.type;
    this.side = sideCode(placement.side);
    this.validity = terms.validity;
    this.validUs = terms.validUs;
    this.flags = flags;
    this.parent = placement.parent;
    this.oco = placement.oco;
    this.tag = placement.tag;
    this.quantity = terms.quantity;
    this.cash = terms.cash;
    this.fraction = terms.fraction;
    this.limit = terms.limit;
    this.stop = terms.stop;
    this.trail = terms.trail;
    this.sessionEndUs = sessionEndUs;
    return this;
  }
}

/** Makes the terms of an order in lots that is good till cancelled; a zero omits a term. */
export function plainTerms(type: number, quantity: number, limit: number, stop: number): SnappedTerms {
  return { type, validity: VALIDITY_GTC, validUs: 0, quantity, cash: 0, fraction: 0, limit, stop, trail: 0 };
}

/**
 * Snaps the options of `buy` and `sell`.
 *
 * @throws {RangeError} If options contradict each other, or a number is out of range.
 * @throws {TypeError} If a number has another type.
 */
export function snapTerms(
  side: OrderSide,
  options: SizedOrderOptions,
  spec: InstrumentSpec,
  moneyUnit: Rational,
  placedUs: number,
): SnappedTerms {
  const { size, cash, fraction } = options;
  // Each name stands here itself, as an order is placed often, and a name in a variable takes longer.
  if (
    size === undefined && "size" in options || cash === undefined && "cash" in options ||
    fraction === undefined && "fraction" in options
  ) checkSizeSaid("buy or sell", options, ["size", "cash", "fraction"]);
  checkFlag(options.onClose, "onClose");
  checkFlag(options.reduceOnly, "reduceOnly");
  if (spec.zero !== 0 && size === undefined) throw worthless(options, spec);
  const said = (size === undefined ? 0 : 1) + (cash === undefined ? 0 : 1) + (fraction === undefined ? 0 : 1);
  if (said > 1) {
    throw new RangeError(`Cannot place an order whose size is said in ${said} ways: pass one of size, cash, fraction`);
  }
  if (options.onClose === true && (options.limit !== undefined || options.stop !== undefined)) {
    throw new RangeError(`Cannot place an order onClose with a limit or a stop: it fills at the close, whatever it is`);
  }
  if (options.reduceOnly === true && size === undefined) {
    throw new RangeError(`Cannot place a reduceOnly order without a size: pass size, or use close()`);
  }
  if (options.reduceOnly === true && (options.stopLoss !== undefined || options.takeProfit !== undefined)) {
    throw new RangeError(`Cannot protect a reduceOnly order with stopLoss or takeProfit: it opens nothing to protect`);
  }
  checkFlag(options.onOpen, "onOpen");
  checkFlag(options.postOnly, "postOnly");
  const validUs = validUsOf(options.valid, placedUs), { touch, trail, limitOffset } = options;
  if (touch !== undefined || trail !== undefined || limitOffset !== undefined || options.onOpen === true) {
    checkTriggers(options);
  }
  if (options.postOnly === true && (options.limit === undefined || options.stop !== undefined || touch !== undefined)) {
    throw new RangeError(
      `Cannot place a postOnly order without a limit, or with a trigger: only a limit order can rest`,
    );
  }
  return {
    type: typeOf(options),
    validity: VALIDITIES.get(options.valid) ?? (validUs === 0 ? VALIDITY_GTC : VALIDITY_GTD),
    validUs,
    quantity: size === undefined ? 0 : lotsOf(size, spec),
    cash: cash === undefined ? 0 : cashOf(cash, moneyUnit, "cash"),
    fraction: fraction === undefined ? 0 : rateOf(fraction, spec),
    limit: options.limit !== undefined
      ? snapPrice(side, "limit", options.limit, "limit", spec)
      : limitOffset === undefined
      ? 0
      : offsetOf(limitOffset, spec),
    stop: options.stop !== undefined
      ? firstTrigger(snapPrice(side, "stop", options.stop, "stop", spec), trail !== undefined)
      : touch === undefined
      ? 0
      : snapPrice(side, "stop", touch, "touch", spec),
    trail: trail === undefined ? 0 : distanceOf(trail, "trail", spec).trail,
  };
}

/** Returns a trigger in steps. Zero would leave a trailing order without a first one, so the core gets one that it refuses. */
function firstTrigger(steps: number, trails: boolean): number {
  return trails && steps === 0 ? -1 : steps;
}

/** Rejects triggers that contradict each other. */
function checkTriggers({ limit, stop, trail, limitOffset, touch, onOpen, onClose }: SizedOrderOptions): void {
  const given = { limit, stop, trail, touch };
  const said = Object.entries(given).filter(([, value]) => value !== undefined).map(([name]) => name);
  if (onOpen === true && (said.length > 0 || onClose === true)) {
    throw new RangeError(
      `Cannot place an order onOpen with ${said[0] ?? "onClose"}: it fills at the open, whatever it is`,
    );
  }
  if (onClose === true && said.length > 0) {
    throw new RangeError(`Cannot place an order onClose with ${said[0]}: it fills at the close, whatever it is`);
  }
  if (touch !== undefined && (stop !== undefined || trail !== undefined)) {
    throw new RangeError(
      `Cannot place an order with touch and ${stop !== undefined ? "stop" : "trail"}: pass one of them`,
    );
  }
  if (trail !== undefined && limit !== undefined) {
    throw new RangeError(
      `Cannot place an order with trail and limit: pass limitOffset, as its limit follows the trigger`,
    );
  }
  if (limitOffset !== undefined && trail === undefined) {
    throw new RangeError(`Cannot place an order with limitOffset and without trail: pass stop and limit`);
  }
}

/** Converts the distance of a trailing limit to steps, with a declared tick rounded up to it. */
export function offsetOf(offset: number, spec: InstrumentSpec): number {
  checkFinite(offset, "limitOffset");
  if (offset < 0) throw new RangeError(`Cannot use limitOffset ${offset}: pass a number from 0 on`);
  const steps = Math.min(spec.distanceSteps(offset), EXACT_MAX + 1);
  return spec.tick === 0 ? steps : Math.ceil(steps / spec.tick) * spec.tick;
}

/** Lifetimes that are words. */
const VALIDITIES: ReadonlyMap<unknown, number> = new Map([
  ["day", VALIDITY_DAY],
  ["ioc", VALIDITY_IOC],
  ["fok", VALIDITY_FOK],
]);

function typeOf(options: SizedOrderOptions): number {
  if (options.onClose === true) return TYPE_MARKET_ON_CLOSE;
  if (options.onOpen === true) return TYPE_MARKET_ON_OPEN;
  if (options.trail !== undefined) return options.limitOffset === undefined ? TYPE_STOP_TRAIL : TYPE_STOP_TRAIL_LIMIT;
  if (options.touch !== undefined) return options.limit === undefined ? TYPE_MARKET_IF_TOUCHED : TYPE_LIMIT_IF_TOUCHED;
  if (options.limit !== undefined) return options.stop === undefined ? TYPE_LIMIT : TYPE_STOP_LIMIT;
  return options.stop === undefined ? TYPE_MARKET : TYPE_STOP;
}

/** Returns the last time at which an order may fill, in microseconds since the epoch, or zero without one. */
function validUsOf(valid: SizedOrderOptions["valid"], placedUs: number): number {
  if (valid === undefined || valid === "day" || valid === "ioc" || valid === "fok") return 0;
  const us = isDistance(valid) ? placedUs + distanceUs(valid) : valid instanceof Date ? momentOfDate(valid) : NaN;
  if (Number.isNaN(us)) {
    throw new RangeError(
      `Cannot use valid ${
        inspected(valid, 0)
      }: it is "day", "ioc", "fok", a valid Date or a distance such as { days: 2 }`,
    );
  }
  const validUs = Math.max(-TIME_US_MAX, Math.min(TIME_US_MAX, Math.floor(us)));
  // Zero means "no time" in the record. The microsecond before it expires the same bars.
  return validUs === 0 ? -1 : validUs;
}

/** Returns whether the options of `buy` and `sell` say no size. */
export function saysNoSize({ size, cash, fraction }: SizedOrderOptions): boolean {
  return size === undefined && cash === undefined && fraction === undefined;
}

/** Snaps the options of `target`; the sign of the amount is the side of the target. */
export function snapTarget(options: TargetOptions, spec: InstrumentSpec, moneyUnit: Rational): SnappedTarget {
  checkSizeSaid("take a target", options, ["size", "value", "fraction"]);
  const { size, value, fraction } = options, given = [size, value, fraction].filter((each) => each !== undefined);
  if (given.length !== 1) {
    throw new RangeError(
      `Cannot take a target that is said in ${given.length} ways: pass one of size, value, fraction; 0 closes`,
    );
  }
  if (spec.zero !== 0 && size === undefined && given[0] !== 0) throw worthless(options, spec);
  // A value of another type has no sign; the check of its kind names it.
  const amount = given[0]!, sign = typeof amount === "number" && amount < 0 ? -1 : 1;
  return {
    terms: {
      ...plainTerms(TYPE_MARKET, size === undefined ? 0 : lotsOf(unsigned(size, sign), spec), 0, 0),
      cash: value === undefined ? 0 : cashOf(unsigned(value, sign), moneyUnit, "value"),
      fraction: fraction === undefined ? 0 : rateOf(fraction, spec, sign),
    },
    side: sign < 0 ? "sell" : "buy",
  };
}

/** Returns the error of an order that tells no size, where a price tells no worth of a unit. */
function worthless(options: SizedOrderOptions | TargetOptions, spec: InstrumentSpec): RangeError {
  const said = Object.entries(options).find(([name]) => ["cash", "value", "fraction"].includes(name));
  return fractionOfOrder(said === undefined ? "an order without a size" : said.join(" "), spec.name, "pass size");
}

/** Returns a number without its sign; a value of another type stays as it is, so that the check can name it. */
function unsigned(value: number, sign: number): number {
  return typeof value === "number" ? value * sign : value;
}

/** A target in the core's terms. */
export interface SnappedTarget {
  readonly terms: SnappedTerms;
  /** Side of the position that the order aims at. */
  readonly side: OrderSide;
}

/** Converts a size to lots, rounded down. The core refuses a size below one lot. */
export function lotsOf(size: number, spec: InstrumentSpec): number {
  checkFinite(size, "size");
  return Math.max(-1, Math.min(spec.lots(size), EXACT_MAX + 2));
}

/**
 * Converts the new size of a replacement to lots. Zero lots would keep the old size in the record, so a size below one
 * lot stays a part of a lot, which the core refuses.
 *
 * @throws {RangeError} If the size is zero.
 */
export function newLotsOf(size: number, spec: InstrumentSpec): number {
  const lots = lotsOf(size, spec);
  if (size === 0) throw new RangeError(`Cannot replace the size with 0: cancel(order) ends an order`);
  return lots === 0 ? 0.5 : lots;
}

/** Converts an amount to money units, rounded down. The core refuses an amount below one of them. */
function cashOf(cash: number, moneyUnit: Rational, option: string): number {
  checkFinite(cash, option);
  const numerator = toNumber(moneyUnit.numerator, "moneyUnit");
  return Math.max(-1, wholeOr(cash * toNumber(moneyUnit.denominator, "moneyUnit") / numerator, Math.floor));
}

/**
 * Converts the amount of a deposit or a withdrawal to the nearest count of money units.
 *
 * @throws {TypeError} If it is no number.
 * @throws {RangeError} If it is not above zero, not finite, or nothing in money units.
 */
export function transferUnits(action: "deposit" | "withdraw", amount: number, moneyUnit: Rational): number {
  if (typeof amount !== "number") {
    throw new TypeError(`Cannot ${action} ${inspected(amount, 0)}: pass a number above 0`);
  }
  if (!(amount > 0 && amount < Infinity)) {
    throw new RangeError(
      `Cannot ${action} ${amount}: pass an amount above 0, and let ${otherOf(action)} go the other way`,
    );
  }
  const numerator = toNumber(moneyUnit.numerator, "moneyUnit");
  const units = Math.round(amount * toNumber(moneyUnit.denominator, "moneyUnit") / numerator);
  if (units === 0) throw new RangeError(`Cannot ${action} ${amount}: it is nothing in the account's money units`);
  // The core refuses what is past its limit.
  return Math.min(units, EXACT_MAX + 1);
}

function otherOf(action: "deposit" | "withdraw"): string {
  return action === "deposit" ? "withdraw" : "deposit";
}

/** Converts a fraction, of which a sign says the direction. */
function rateOf(asked: number, { largestFraction }: InstrumentSpec, sign: number = 1): number {
  const fraction = unsigned(asked, sign);
  checkFinite(fraction, "fraction");
  if (fraction > largestFraction) {
    const why = largestFraction === 1 ? "as there is no leverage" : "the leverage that the margin allows";
    const range = sign < 0 ? `at least -${largestFraction}` : `at most ${largestFraction}`;
    throw new RangeError(`Cannot use fraction ${asked}: it is ${range}, ${why}`);
  }
  return Math.max(-1, Math.round(fraction * RATE_SCALE));
}

/**
 * Converts a price to steps. With a declared tick a limit buy goes down to it, a limit sell up, a trigger to the nearest
 * tick; without one every price goes to the nearest step, half to even. The core refuses a price of zero steps or fewer,
 * and one past the grid.
 *
 * @throws {TypeError} If the price has another type.
 * @throws {RangeError} If the price is not finite.
 */
export function snapPrice(
  side: OrderSide,
  kind: PriceKind,
  price: number,
  option: string,
  spec: InstrumentSpec,
): number {
  checkPrice(price, option);
  const steps = spec.steps(price);
  if (Math.abs(steps) > EXACT_MAX) return Math.sign(steps) * PAST_GRID;
  // Adding zero turns a negative zero into a positive one.
  if (spec.tick === 0) return spec.wholeSteps(price) + 0;
  if (spec.reject) return steps + 0;
  const ticks = steps / spec.tick, nearest = Math.round(ticks);
  if (kind === "stop" || nearest * spec.tick === steps) return nearest * spec.tick + 0;
  return (side === "buy" ? Math.floor(ticks) : Math.ceil(ticks)) * spec.tick + 0;
}

/** A count that the core refuses as past its grid. */
const PAST_GRID = EXACT_MAX + 1;

/** Returns the terms of an order that the core took, as they were placed: in display units, null for an absent one. */
export function placedTermsOf(
  { side, role, asked: { size, limit, stop } }: Pick<OrderRow, "side" | "role" | "asked">,
  spec: InstrumentSpec,
): { readonly size: number | null; readonly limit: number | null; readonly stop: number | null } {
  const isTarget = role === "target";
  return {
    size: size === undefined || isTarget ? null : spec.size(lotsOf(size, spec)),
    limit: limit === undefined ? null : spec.price(snapPrice(side, "limit", limit, "limit", spec)),
    stop: stop === undefined ? null : spec.price(snapPrice(side, "stop", stop, "stop", spec)),
  };
}

/** Returns whether the core takes a price in steps. */
export function isOnGrid(steps: number, spec: InstrumentSpec): boolean {
  return Number.isInteger(steps) && steps > 0 && steps <= EXACT_MAX && (spec.tick === 0 || steps % spec.tick === 0);
}

function checkPrice(price: number, option: string): void {
  checkNumber(price, option);
  if (!Number.isFinite(price)) throw new RangeError(`Cannot use ${option} ${price}: pass a finite number`);
}

function checkFinite(value: number, option: string): void {
  checkNumber(value, option);
  if (!Number.isFinite(value)) throw new RangeError(`Cannot use ${option} ${value}: pass a finite number`);
}

function checkNumber(value: number, option: string): void {
  if (typeof value === "number") return;
  throw new TypeError(`Cannot use ${option} ${inspected(value, 0)}: pass a number`);
}

/**
 * Rejects a value that is no boolean: a text would be taken as true by some readers and as false by others.
 *
 * @throws {TypeError} If it is not undefined and no boolean.
 */
export function checkFlag(value: boolean | undefined, option: string): void {
  if (value === undefined || typeof value === "boolean") return;
  throw new TypeError(`Cannot use ${option} ${inspected(value, 0)}: pass true or false`);
}

/** Rejects a size that is there and undefined, as a misspelt parameter is: without a size an order takes the account. */
function checkSizeSaid(action: string, options: object, names: readonly string[]): void {
  for (const name of names) {
    if (!(name in options) || (options as Record<string, unknown>)[name] !== undefined) continue;
    throw new TypeError(`Cannot ${action} with ${name} undefined: pass a number, or leave ${name} out`);
  }
}
