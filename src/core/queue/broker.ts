/**
 * Matching in one queue: the broker checks what was submitted, then tries the orders of all instruments in the order of
 * their acceptance, each expiring, filling or waiting before the next one is looked at.
 *
 * @module
 */

import {
  AFFORDABILITY_AT_SUBMISSION,
  AT_NEXT,
  CONFIG_RULE_AFFORDABILITY,
  ORDER_EVENT_ACCEPT,
  ORDER_EVENT_CANCEL,
  ORDER_EVENT_EXPIRE,
  ORDER_EVENT_REJECT,
  ORDER_EVENT_SUBMIT,
  REASON_BRACKET,
  REASON_INSUFFICIENT_CASH,
  REASON_MARGIN,
  REASON_PLACED,
  REASON_VALIDITY_OVER,
  STATE_FILLED,
  THEN_MARKET,
  TRIGGER_NONE,
  VALIDITY_GTC,
} from "../../contract/contract.gen.ts";
import { bracketOf, endBracket, isHeld, isOrphan, wakeBracket } from "./bracket.ts";
import { endGroup } from "./group.ts";
import { cashAfter, executeFloat, type FloatPosition, positionRead } from "./ledger.ts";
import { queuePrice } from "./price.ts";
import { beginTrail, followClose, isTrailing } from "./trail.ts";
import { assert } from "../state/assert.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { NO_LANE, noteOrder, noteRefusal } from "../state/notices.ts";
import { isTerminal, move, type Order } from "../state/order.ts";
import type { State } from "../state/state.ts";

/** Takes a new order in. It is submitted at once, or with the last order of its bracket. */
export function enqueue(state: State, slot: number): void {
  const order = state.order(slot), instrument = state.instrumentOf(order);
  if (isTrailing(order)) beginTrail(order);
  const given = order.stop !== 0 ? order.stop : order.limit;
  order.placement_price = given !== 0 ? given : instrument.close;
  // A market order's price is that of its cash check, and its record shows none.
  if (order.kind.trigger === TRIGGER_NONE && order.kind.then === THEN_MARKET) order.limit = 0;
  order.in_group = true;
  if (order.parent !== 0) {
    order.active = false;
    state.order(state.orders.find(order.parent)).has_children = true;
  }
  assert(order.quantity > 0, "An order of nothing enters the queue");
  state.orders.live_count++;
  if (isHeld(order)) noteOrder(state, order, REASON_PLACED, 0);
  else for (const member of bracketOf(state, slot)) submit(state, member);
}

/** Puts an order where the next step finds it: before the cash check, or into the queue when there is none. */
function submit(state: State, slot: number): void {
  const order = state.order(slot);
  move(order, ORDER_EVENT_SUBMIT);
  noteOrder(state, order, REASON_PLACED, 0);
  if (state.rule(CONFIG_RULE_AFFORDABILITY) === AFFORDABILITY_AT_SUBMISSION) state.submitted.push(slot);
  else accept(state, slot);
}

function accept(state: State, slot: number): void {
  const order = state.order(slot);
  assert(order.ended === 0, "An order that has ended is accepted");
  move(order, ORDER_EVENT_ACCEPT);
  noteOrder(state, order, REASON_PLACED, 0);
  state.orders.rest(slot);
}

/** What the event `step` means with queue matching, up to the marks. */
export function runQueue(state: State): void {
  checkSubmitted(state);
  for (const slot of state.orders.resting) tryOrder(state, slot);
}

/**
 * Checks the cash of what was submitted, first in first out, as if each filled at its placement price. Cash and
 * positions carry over from order to order even when one fails, so that one which asks too much also fails the next.
 */
function checkSubmitted(state: State): void {
  if (state.submitted.length === 0) return;
  const positions: Map<number, FloatPosition> = new Map();
  let cash = state.account.cash;
  for (const slot of state.submitted) {
    const order = state.order(slot), instrument = state.instrumentOf(order);
    // It was cancelled before its check.
    if (order.ended !== 0) continue;
    if (isOrphan(state, order)) {
      finish(state, slot, ORDER_EVENT_REJECT, REASON_BRACKET);
      continue;
    }
    let position = positions.get(instrument.id);
    if (position === undefined) {
      positionRead(state, instrument.id);
      position = { size: instrument.position_size, price: instrument.position_price };
      positions.set(instrument.id, position);
    }
    const before = cash;
    cash = cashAfter(instrument, position, cash, order.sign * order.quantity, order.placement_price);
    if (cash >= 0) accept(state, slot);
    else refuse(state, slot, REASON_MARGIN, before - cash, before);
  }
  // Only now: the end of a group has to find those that still wait for their check.
  state.submitted.length = 0;
}

/** Says what an order would have taken and what there was, and ends it. */
function refuse(state: State, slot: number, reason: number, needed: number, available: number): void {
  const order = state.order(slot);
  noteRefusal(state, reason, order.id, order.instrument, NO_LANE, order.placement_price, needed, available);
  endQueued(state, slot, order.filled > 0 ? ORDER_EVENT_CANCEL : ORDER_EVENT_REJECT, reason);
}

function tryOrder(state: State, slot: number): void {
  const order = state.order(slot), instrument = state.instrumentOf(order);
  if (order.ended !== 0) return;
  assert(order.tried_us !== state.time_us, "The queue tries an order twice in one step");
  order.tried_us = state.time_us;
  if (isOver(order, instrument)) {
    endQueued(state, slot, ORDER_EVENT_EXPIRE, REASON_VALIDITY_OVER);
    return;
  }
  if (!order.active || order.woken_us === state.time_us || instrument.halted) return;
  const trails = isTrailing(order) && !order.triggered;
  const found = queuePrice(state, order, instrument);
  if (found !== undefined) {
    const outcome = executeFloat(state, order, instrument, found.price, found.rule, found.executed_us);
    if (isTerminal(order.state)) state.orders.end(slot);
    if (outcome.executed) endGroup(state, slot, finish);
    if (outcome.refused) refuse(state, slot, REASON_INSUFFICIENT_CASH, outcome.needed, outcome.available);
  }
  if (order.ended === 0 && trails) followClose(state, order, instrument);
  if (order.state !== STATE_FILLED) return;
  if (order.parent === 0) wakeBracket(state, order);
  else endBracket(state, slot, endMember);
}

/** Whether an order is a market order, which takes whatever price comes next. */
function fillsAtNextOpen(order: Order): boolean {
  const { trigger, then, at } = order.kind;
  return trigger === TRIGGER_NONE && then === THEN_MARKET && at === AT_NEXT;
}

/** Whether the bar that the instrument shows lies past the order's time. A market order has none. */
function isOver(order: Order, instrument: Instrument): boolean {
  return !fillsAtNextOpen(order) && order.validity !== VALIDITY_GTC && instrument.time_us > order.valid_us;
}

/** Ends an order by the table, and its group and its bracket with it. */
export function endQueued(state: State, slot: number, order_event: number, reason: number): void {
  endMember(state, slot, order_event, reason);
  endBracket(state, slot, endMember);
}

/** Ends an order and its group, but not the bracket that it is ended with. */
function endMember(state: State, slot: number, order_event: number, reason: number): void {
  finish(state, slot, order_event, reason);
  endGroup(state, slot, finish);
}

/** Ends an order alone, at the time of the bar that its instrument shows. */
function finish(state: State, slot: number, order_event: number, reason: number): void {
  const order = state.order(slot);
  move(order, order_event);
  order.executed_us = state.instrumentOf(order).time_us;
  noteOrder(state, order, reason, 0);
  state.orders.end(slot);
}
