/**
 * Trailing orders: triggers that follow the market at a distance, and prices at a distance from an entry.
 *
 * The trigger of a sell follows rising prices, that of a buy falling ones, and it never goes back. A bar is tried in one
 * order: its open meets the trigger of the bar before; then the open moves the trigger; then the inside of the bar meets
 * that trigger, and after it the one that the bar's extreme on the good side makes. So the range of the bar fires an order
 * if it spans its distance. Where the bar does not tell which extreme came first, the outcome that hurts is taken, and the
 * fill is ambiguous. Under a rule PATH that says the way through a bar, a trigger follows that way. No trigger knows a price
 * of a later bar.
 *
 * @module
 */

import { EXACT_MAX, ORDER_FLAG_RELATIVE, RATE_SCALE, THEN_LIMIT, TRIGGER_TRAIL } from "../../contract/contract.gen.ts";
import { meets } from "./reach.ts";
import { rated, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_UP, type Scale } from "../state/amount.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { type Order, waitsForTrigger } from "../state/order.ts";
import type { State } from "../state/state.ts";

const UNIT: Scale = { numerator: 1, first: 1, second: 1, denominator: 1 };

/** The inside of the bar met the trigger that the open made, which the bar's extreme could have moved before. */
const TRAILED_AT_OPEN = 1;
/** The bar's extreme moved the trigger. */
const TRAILED_BY_EXTREME = 2;

/** Returns whether an order waits for a trigger that follows the market. */
export function isTrailing(order: Order): boolean {
  return order.kind.trigger === TRIGGER_TRAIL && waitsForTrigger(order);
}

/**
 * Returns the price at an order's distance above or below another one: at least a step away, away from it to the tick.
 * Below zero it is zero, which no price reaches.
 */
export function atDistance(order: Order, tick: number, price: number, above: boolean): number {
  const { trail_amount, trail_rate } = order;
  let moved = above ? price + trail_amount : price - trail_amount;
  if (trail_rate !== 0) {
    const rate = above ? RATE_SCALE + trail_rate : RATE_SCALE - trail_rate;
    moved = rated(price, 1, UNIT, rate, tick === 0 ? ROUND_HALF_EVEN : above ? ROUND_UP : ROUND_DOWN);
    if (moved === price) moved = above ? price + 1 : price - 1;
  }
  const beyond = tick === 0 || moved === Infinity ? 0 : moved % tick;
  if (beyond > 0) moved = above ? moved - beyond + tick : moved - beyond;
  return moved > EXACT_MAX ? EXACT_MAX : moved > 0 ? moved : 0;
}

/** Returns whether the price of an order lies at a distance from that of its entry. */
export function isAtDistance(order: Order): boolean {
  return order.kind.trigger === TRIGGER_TRAIL || (order.flags & ORDER_FLAG_RELATIVE) !== 0;
}

/** Sets the trigger of a new trailing order from the last close, or to the first trigger that was given. */
export function beginTrail(order: Order, instrument: Instrument): void {
  if (order.kind.then === THEN_LIMIT) order.limit_offset = order.limit;
  if (order.stop === 0) order.stop = atDistance(order, instrument.terms.tick, instrument.close, order.is_buy);
  setLimit(order);
}

/** Sets the price of an order that waited for its entry, at its distance from the price of the entry's first fill. */
export function beginAtEntry(order: Order, tick: number, price: number): void {
  if (order.kind.trigger === TRIGGER_TRAIL) {
    if (order.stop === 0) order.stop = atDistance(order, tick, price, order.is_buy);
  } else if (order.kind.then === THEN_LIMIT) order.limit = atDistance(order, tick, price, !order.is_buy);
  else order.stop = atDistance(order, tick, price, order.is_buy);
}

/**
 * Starts a trail anew at a new distance: from a trigger that was given, or from the last close. Before the first bar the
 * trigger stays.
 */
export function beginAgain(order: Order, instrument: Instrument, trail: number, stop: number): void {
  if (order.trail_rate !== 0) order.trail_rate = trail;
  else order.trail_amount = trail;
  if (stop === 0 && order.active && instrument.close !== 0) {
    order.stop = atDistance(order, instrument.terms.tick, instrument.close, order.is_buy);
  }
}

/** Sets the limit of a trailing stop-limit at its distance beyond the trigger. */
export function setLimit(order: Order): void {
  if (order.kind.then !== THEN_LIMIT) return;
  const limit = order.is_buy ? order.stop + order.limit_offset : order.stop - order.limit_offset;
  order.limit = limit > EXACT_MAX ? EXACT_MAX : limit > 1 ? limit : 1;
}

/** Moves the triggers of trailing orders by the inside of the bars of the step. */
export function trailInside(state: State): void {
  for (const slot of state.orders.awake) {
    const order = state.order(slot), instrument = state.instrumentOf(order);
    // An order that its entry's price has passed fires at that price.
    const passed = order.woken_us === state.time_us && isPassed(order);
    if (!isTrailing(order) || !meets(order, instrument) || passed) continue;
    moveInside(order, instrument);
    order.trailed_us = state.time_us;
  }
}

/** Returns whether the price of the entry that woke an order is at its trigger or beyond it. */
function isPassed(order: Order): boolean {
  return order.is_buy ? order.woken_price >= order.stop : order.woken_price <= order.stop;
}

/** Moves a trigger by the inside of a bar: no further than the bar's open, if the bar reaches that trigger. */
export function moveInside(order: Order, instrument: Instrument): void {
  const { is_buy } = order, { tick } = instrument.terms, { open, high, low } = instrument;
  const opened = further(order, atDistance(order, tick, open, is_buy));
  const moved = further(order, atDistance(order, tick, is_buy ? low : high, is_buy));
  const reached = is_buy ? high >= opened : low <= opened;
  order.trailed = moved === opened ? 0 : reached ? TRAILED_AT_OPEN : TRAILED_BY_EXTREME;
  order.stop = reached ? opened : moved;
  setLimit(order);
}

/** Moves the triggers of an instrument's trailing orders by a price that its path comes to. */
export function trailTo(state: State, instrument: Instrument, price: number): void {
  for (const slot of state.orders.awake) {
    const order = state.order(slot);
    if (order.instrument !== instrument.id || !isTrailing(order) || !meets(order, instrument)) continue;
    order.stop = further(order, atDistance(order, instrument.terms.tick, price, order.is_buy));
    setLimit(order);
  }
}

/** Moves the triggers of orders whose entry filled inside a bar, or at its close: by the close, which came after it. */
export function trailAfterEntries(state: State): void {
  for (const slot of state.orders.awake) {
    const order = state.order(slot), instrument = state.instrumentOf(order);
    if (!isTrailing(order) || !meets(order, instrument) || order.trailed_us === state.time_us) continue;
    moveByClose(order, instrument);
  }
}

/** Moves a trigger by the close of a bar. */
export function moveByClose(order: Order, instrument: Instrument): void {
  order.stop = further(order, atDistance(order, instrument.terms.tick, instrument.close, order.is_buy));
  setLimit(order);
}

/** Returns the nearer to the market of an order's trigger and a new one. */
function further(order: Order, trigger: number): number {
  return (order.is_buy ? trigger < order.stop : trigger > order.stop) ? trigger : order.stop;
}

/** Returns whether the bar's extreme made the trigger that an order has. */
export function isByExtreme(state: State, order: Order): boolean {
  return order.trailed_us === state.time_us && order.trailed === TRAILED_BY_EXTREME;
}

/**
 * Returns whether the bar leaves in doubt at which trigger a trailing order fires, or whether it does: the extreme that
 * moves the trigger may have come before the other one, or after it.
 */
export function isTrailInDoubt(state: State, order: Order, instrument: Instrument): boolean {
  if (order.trailed_us !== state.time_us || order.trailed === 0) return false;
  if (order.trailed === TRAILED_AT_OPEN) return true;
  return order.is_buy ? instrument.close < order.stop : instrument.close > order.stop;
}
