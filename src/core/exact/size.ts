/**
 * Sizes of orders, worked out with the price of a fill: the part that closes, amounts of money, targets, and the lots that
 * a bar has for them.
 *
 * @module
 */

import {
  EXACT_MAX,
  MARGIN_NONE,
  ORDER_EVENT_CANCEL,
  ORDER_EVENT_REJECT,
  RATE_SCALE,
  REASON_AMOUNT_LIMIT,
  REASON_BELOW_LOT,
  REASON_CUT_TO_CASH,
  REASON_INSUFFICIENT_CASH,
  REASON_NOTHING_TO_CLOSE,
  REASON_ON_TARGET,
} from "../../contract/contract.gen.ts";
import { lotsOnMargin, lotsWithin, lotsWorth, openingCost } from "./commission.ts";
import { freeCash, freeCashAt, signedValue } from "./ledger.ts";
import { openingNeed } from "./margin.ts";
import { amount, lostBySum, shareDown } from "../state/amount.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { debug, NO_LANE, noteRefusal } from "../state/notices.ts";
import { type Order, signed } from "../state/order.ts";
import type { State } from "../state/state.ts";
import { endOrder } from "./tied.ts";

/** The part that closes a position. */
export const PART_CLOSING = 1;

/** All that is left, closing and opening. */
export const PART_ALL = 2;

/** Fixes the lots that orders of an instrument may take in the bar of the step. */
export function limitVolume(instrument: Instrument): void {
  const { volume_limit_numerator, volume_limit_denominator } = instrument.terms;
  const lots = Math.floor(instrument.volume * volume_limit_numerator / volume_limit_denominator);
  instrument.volume_left = lots < EXACT_MAX ? lots : EXACT_MAX;
}

/** Returns whether orders have taken all that the bar has for them. */
export function isExhausted(instrument: Instrument): boolean {
  return instrument.terms.volume_limit_numerator !== 0 && instrument.volume_left === 0;
}

/** Returns the lots that an order asks for at a price, as far as the limit of the bar lets it. */
export function lotsAhead(state: State, order: Order, instrument: Instrument, price: number): number {
  let lots = order.quantity - order.filled;
  if (order.unsized) {
    const held = Math.abs(instrument.position_size), opposite = order.sign * instrument.position_size < 0;
    if (order.aim !== 0) lots = Math.abs(distanceToTarget(state, order, instrument, price));
    else if (order.whole && opposite) lots = held;
    else lots = lotsWithin(instrument, price, budgetOf(state, order, instrument, price), 0);
  }
  if (order.reduces) lots = closable(order, instrument, lots);
  return instrument.terms.volume_limit_numerator !== 0 && lots > instrument.volume_left ? instrument.volume_left : lots;
}

/** Returns the lots of an order that would close a position. */
export function closable(order: Order, instrument: Instrument, left: number): number {
  if (order.sign * instrument.position_size >= 0) return 0;
  const size = Math.abs(instrument.position_size);
  return left < size ? left : size;
}

/** Computes the quantity of an order whose size the fill decides; returns whether the order may continue. */
export function sizeOrder(state: State, slot: number, instrument: Instrument, price: number, part: number): boolean {
  const order = state.order(slot);
  if (order.aim !== 0) return takeAim(state, slot, instrument, price, part);
  const held = Math.abs(instrument.position_size), opposite = order.sign * instrument.position_size < 0;
  if (order.whole && order.reduces && !opposite) {
    endOrder(state, slot, ORDER_EVENT_CANCEL, REASON_NOTHING_TO_CLOSE);
    return false;
  }
  if (part === PART_CLOSING && !opposite) return false;
  if (order.whole && opposite) {
    order.quantity = held;
    return true;
  }
  let budget = budgetOf(state, order, instrument, price), cut = false;
  const free = freeCashAt(state, instrument, price), on_margin = instrument.terms.margin_kind !== MARGIN_NONE;
  if (!opposite && !on_margin && budget > free) {
    budget = free;
    cut = true;
    debug(state, REASON_CUT_TO_CASH, order.id, instrument.id);
  }
  let lots = lotsWithin(instrument, price, budget, 0);
  if (!opposite && on_margin && lots > 0) {
    // A budget is a notional with commission; what is free pays for its margin.
    const affordable = lotsOnMargin(instrument, price, free, 0);
    if (affordable < lots) {
      lots = affordable;
      budget = free;
      cut = true;
      debug(state, REASON_CUT_TO_CASH, order.id, instrument.id);
    }
  }
  if (lots === 0) {
    // A size that free cash has cut to nothing lacks cash; a request below one lot lacks size.
    refuseSize(state, slot, instrument, price, budget, cut ? REASON_INSUFFICIENT_CASH : REASON_BELOW_LOT);
    return false;
  }
  order.quantity = lots;
  return true;
}

/** Returns the free cash that an order may use at a price: all of it, or the part of its basket. */
export function freeFor(state: State, order: Order, instrument: Instrument, price: number): number {
  const free = freeCashAt(state, instrument, price);
  return order.basket !== 0 && order.share < free ? order.share : free;
}

/** Returns the lots that free cash allows to open at a price. */
export function lotsAffordable(instrument: Instrument, price: number, free: number, filled_before: number): number {
  return instrument.terms.margin_kind === MARGIN_NONE
    ? lotsWithin(instrument, price, free, filled_before)
    : lotsOnMargin(instrument, price, free, filled_before);
}

/** Rejects an order whose amount does not reach for one lot. */
export function refuseSize(
  state: State,
  slot: number,
  instrument: Instrument,
  price: number,
  budget: number,
  reason: number,
): void {
  let needed = openingCost(instrument, price, 1, 0);
  if (reason === REASON_INSUFFICIENT_CASH && instrument.terms.margin_kind !== MARGIN_NONE) {
    const notional = amount(price, 1, instrument.terms.scale);
    needed = openingNeed(instrument, notional, 1) + needed - notional;
  }
  const least = needed <= EXACT_MAX ? needed : EXACT_MAX;
  const available = budget > 0 ? budget : 0;
  noteRefusal(state, reason, state.order(slot).id, instrument.id, NO_LANE, price, least, available);
  endOrder(state, slot, ORDER_EVENT_REJECT, reason);
}

/** Returns the amount that an order may spend: its cash, or its share of the account's value at the fill. */
function budgetOf(state: State, order: Order, instrument: Instrument, price: number): number {
  if (order.cash > 0) return order.cash;
  const value = valueAtFill(state, instrument, price);
  const budget = value > 0 ? shareDown(value, order.whole ? RATE_SCALE : order.fraction, RATE_SCALE) : 0;
  return budget <= EXACT_MAX ? budget : EXACT_MAX;
}

/** Returns the account's value with an instrument at a price; the others are at their last fill or close. */
function valueAtFill(state: State, instrument: Instrument, price: number): number {
  const { cash } = state.account, others = state.account.marks - instrument.mark, own = signedValue(instrument, price);
  if (Math.abs(own) === Infinity) return own > 0 ? EXACT_MAX : 0;
  const first = cash + others, sum = first + own;
  // The cash with the marks may pass 2^53 where all three together do not.
  const value = sum + (lostBySum(cash, others, first) + lostBySum(first, own, sum));
  return value <= EXACT_MAX ? value : EXACT_MAX;
}

/** Returns the lots, signed, of the position that an order aims at, at a price. */
export function targetLots(state: State, order: Order, instrument: Instrument, price: number): number {
  let target = order.target;
  if (order.by_money) target = lotsWorth(instrument, price, budgetOf(state, order, instrument, price));
  return signed(order.aim, target);
}

/**
 * Returns the lots, signed, that take the position to the target of an order at a price. Their sign is right beyond the
 * range of amounts too.
 */
export function distanceToTarget(state: State, order: Order, instrument: Instrument, price: number): number {
  return targetLots(state, order, instrument, price) - instrument.position_size;
}

/** Turns a target into a quantity; returns whether the order may continue. */
function takeAim(state: State, slot: number, instrument: Instrument, price: number, part: number): boolean {
  const order = state.order(slot), distance = distanceToTarget(state, order, instrument, price);
  if (part === PART_CLOSING && order.sign * instrument.position_size >= 0) return false;
  // Slippage can carry the price to where the position is on the target, or past it.
  if (distance * order.sign <= 0) {
    endOrder(state, slot, ORDER_EVENT_CANCEL, REASON_ON_TARGET);
    return false;
  }
  if (Math.abs(distance) > EXACT_MAX) {
    noteRefusal(state, REASON_AMOUNT_LIMIT, order.id, instrument.id, NO_LANE, price, EXACT_MAX, freeCash(state));
    endOrder(state, slot, ORDER_EVENT_REJECT, REASON_AMOUNT_LIMIT);
    return false;
  }
  order.quantity = Math.abs(distance);
  return true;
}
