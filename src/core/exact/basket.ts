/**
 * Baskets: targets of several instruments that share the account.
 *
 * In the first step in which any order of a basket can fill, each of them gets a budget: its fraction of the account's
 * value. An order without a bar in that step keeps its budget. Closing parts fill first. Where the openings cost more than
 * the free cash, each gets a part of it in the ratio of its cost, those that are still to come too. So neither the order
 * of the legs nor that of the bars within a step changes anything.
 *
 * @module
 */

import { EXACT_MAX, FILL_RULE_OPEN, RATE_SCALE } from "../../contract/contract.gen.ts";
import { beginCharge, commissionOf } from "./commission.ts";
import { distanceToTarget, targetLots } from "./size.ts";
import { freeCash, signedValue } from "./ledger.ts";
import { equityGain, openingNeed } from "./margin.ts";
import { marketPrice, meets } from "./reach.ts";
import { marketFillPrice } from "./slippage.ts";
import { amount, lostBySum, shareDown } from "../state/amount.ts";
import type { Order } from "../state/order.ts";
import type { State } from "../state/state.ts";

/** Readies the basket of an order that can fill now: its budgets, and with the openings the shares of the free cash. */
export function readyBasket(state: State, order: Order, opens: boolean): void {
  if (order.budgeted_us !== state.time_us) giveBudgets(state, order.basket);
  if (opens && order.shared_us !== state.time_us) shareCash(state, order.basket);
}

/** Returns the live orders of a basket. Market targets are awake from their placement on. */
function legsOf(state: State, basket: number): Order[] {
  const legs: Order[] = [];
  for (const slot of state.orders.awake) {
    const order = state.order(slot);
    if (order.basket === basket && order.ended === 0) legs.push(order);
  }
  return legs;
}

/** Turns the fractions of a basket into money, unless that happened in an earlier step. */
function giveBudgets(state: State, basket: number): void {
  const legs = legsOf(state, basket), value = valueAtFills(state, legs);
  for (const order of legs) {
    order.budgeted_us = state.time_us;
    if (order.fraction === 0) continue;
    const budget = value > 0 ? shareDown(value, order.fraction, RATE_SCALE) : 0;
    order.cash = budget <= EXACT_MAX ? budget : EXACT_MAX;
    order.fraction = 0;
  }
}

/**
 * Returns the account's value with the instruments that can fill at the prices of their orders; the others as they are
 * marked, and so is a position whose value at that price passes the range of amounts.
 */
function valueAtFills(state: State, legs: readonly Order[]): number {
  const { cash, marks } = state.account;
  let value = cash + marks, lost = lostBySum(cash, marks, value);
  for (const order of legs) {
    const instrument = state.instrumentOf(order);
    if (!meets(order, instrument)) continue;
    const filled = signedValue(instrument, marketPrice(order, instrument));
    if (Math.abs(filled) > EXACT_MAX) continue;
    const without = value - instrument.mark, next = without + filled;
    lost += lostBySum(value, -instrument.mark, without) + lostBySum(without, filled, next);
    value = next;
  }
  value += lost;
  return value <= EXACT_MAX ? value : EXACT_MAX;
}

/** Gives each opening of a basket the free cash, or its part of it where all of them need more. */
function shareCash(state: State, basket: number): void {
  const legs = legsOf(state, basket);
  let total = 0, all = freeCash(state);
  for (const order of legs) {
    const instrument = state.instrumentOf(order);
    order.shared_us = state.time_us;
    order.share = needToOpen(state, order);
    total += order.share;
    // With margin the values of positions count for what is free.
    if (state.on_margin && meets(order, instrument)) all += equityGain(instrument, marketPrice(order, instrument));
  }
  const free = all > 0 ? all : 0;
  for (const order of legs) {
    if (total <= free) order.share = free;
    else order.share = total <= EXACT_MAX ? shareDown(free, order.share, total) : 0;
  }
}

/**
 * Returns the free cash that the opening part of an order takes: at the price of its fill, or without a bar at the last
 * close; before the first one its budget.
 */
function needToOpen(state: State, order: Order): number {
  const instrument = state.instrumentOf(order), fills = meets(order, instrument);
  if (!fills && instrument.close === 0) return order.cash;
  let price = fills ? marketPrice(order, instrument) : instrument.close, lots = order.quantity - order.filled;
  if (order.unsized) {
    const distance = distanceToTarget(state, order, instrument, price);
    if (distance === 0) return 0;
    order.sign = distance > 0 ? 1 : -1;
  }
  if (fills) price = marketFillPrice(order, instrument);
  if (order.unsized) {
    // Where a position turns, the distance may pass the range of amounts, and the target does not.
    const target = targetLots(state, order, instrument, price) * order.sign,
      held = order.sign * instrument.position_size;
    const opens = held > 0 ? target - held : target;
    lots = opens > 0 ? opens : 0;
  }
  if (lots === 0) return 0;
  beginCharge(state, instrument, order.charged, FILL_RULE_OPEN);
  const need = openingNeed(instrument, amount(price, lots, instrument.terms.scale), lots) +
    commissionOf(instrument, price, lots, order.filled);
  return need <= EXACT_MAX ? need : EXACT_MAX;
}
