/**
 * Matching in one queue. The broker checks the cash of submitted orders, then tries the orders of all instruments by
 * acceptance. Each order expires, fills or waits before the next one is tried.
 *
 * @module
 */

import {
  AFFORDABILITY_AT_SUBMISSION,
  AT_NEXT,
  CHEAT_ON_OPEN_ON,
  CONFIG_RULE_AFFORDABILITY,
  CONFIG_RULE_CHEAT_ON_OPEN,
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
import { showBars } from "./filler.ts";
import { endGroup } from "./group.ts";
import { cashAfter, executeFloat, type FloatPosition, positionRead } from "./ledger.ts";
import { queuePrice } from "./price.ts";
import { beginTrail, followClose, isTrailing } from "./trail.ts";
import { chargeInterest, settlePositions, shortTakesCash } from "./valuation.ts";
import { assert } from "../state/assert.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { NO_LANE, noteOrder, noteRefusal } from "../state/notices.ts";
import { isTerminal, move, type Order } from "../state/order.ts";
import type { State } from "../state/state.ts";

/** Adds a new order. It is submitted at once, or with the last order of its bracket. */
export function enqueue(state: State, slot: number): void {
  const order = state.order(slot), instrument = state.instrumentOf(order);
  if (isTrailing(order)) beginTrail(order);
  const given = order.stop !== 0 ? order.stop : order.limit;
  order.placement_price = given !== 0 ? given : instrument.close;
  order.created_close = instrument.close;
  order.created_us = instrument.time_us;
  order.left = order.quantity;
  // The price of a market order serves its cash check only, so the record of the order holds none.
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

/** Puts an order where the next step finds it: before the cash check, or in the queue if there is no check. */
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

/** Runs the event `step` with queue matching, up to the marks. */
export function runQueue(state: State): void {
  showBars(state);
  checkSubmitted(state);
  chargeInterest(state);
  for (const slot of state.orders.resting) tryOrder(state, slot);
  settlePositions(state);
}

/**
 * Checks the cash of submitted orders, first in first out, as if each filled at its placement price. Cash and positions
 * carry over from order to order, even from a failed one. So an order that costs too much can also fail the next.
 */
function checkSubmitted(state: State): void {
  if (state.submitted.length === 0) return;
  const positions: Map<number, FloatPosition> = new Map();
  const taken = shortTakesCash(state);
  let cash = state.account.cash;
  for (const slot of state.submitted) {
    const order = state.order(slot), instrument = state.instrumentOf(order);
    // The order was cancelled before its check.
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
    const size = order.sign * order.left;
    cash = cashAfter(instrument, position, cash, size, checkPrice(state, order, instrument), taken);
    if (cash >= 0) accept(state, slot);
    else refuse(state, slot, REASON_MARGIN, before - cash, before);
  }
  // Cleared only now: the end of a group has to find the orders that still wait for their check.
  state.submitted.length = 0;
}

/** Returns the price at which an order's cash is checked. */
function checkPrice(state: State, order: Order, instrument: Instrument): number {
  const at_open = state.rule(CONFIG_RULE_CHEAT_ON_OPEN) === CHEAT_ON_OPEN_ON && fillsAtNextOpen(order);
  return at_open ? instrument.open : order.placement_price;
}

/** Emits a refusal with the cash that the order needed and the cash available, and ends the order. */
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
  // An order may rest before the first bar of its instrument, which it waits for.
  if (instrument.bars === 0) return;
  if (isOver(order, instrument)) {
    endQueued(state, slot, ORDER_EVENT_EXPIRE, REASON_VALIDITY_OVER);
    return;
  }
  if (!order.active || order.woken_us === state.time_us || instrument.halted) return;
  const trails = isTrailing(order) && !order.triggered;
  const found = queuePrice(state, order, instrument);
  if (found !== undefined) {
    const outcome = executeFloat(state, order, instrument, found);
    if (isTerminal(order.state)) state.orders.end(slot);
    if (outcome.executed) endGroup(state, slot, finish);
    if (outcome.refused) refuse(state, slot, REASON_INSUFFICIENT_CASH, outcome.needed, outcome.available);
  }
  if (order.ended === 0 && trails) followClose(state, order, instrument);
  if (order.state !== STATE_FILLED) return;
  if (order.parent === 0) wakeBracket(state, order);
  else endBracket(state, slot, endMember);
}

/** Returns whether an order is a market order that fills at the next open. */
function fillsAtNextOpen(order: Order): boolean {
  const { trigger, then, at } = order.kind;
  return trigger === TRIGGER_NONE && then === THEN_MARKET && at === AT_NEXT;
}

/** Returns whether the bar that the instrument shows lies past the order's validity. A market order has none. */
function isOver(order: Order, instrument: Instrument): boolean {
  return !fillsAtNextOpen(order) && order.validity !== VALIDITY_GTC && instrument.time_us > order.valid_us;
}

/** Ends an order by the table, with its group and its bracket. */
export function endQueued(state: State, slot: number, order_event: number, reason: number): void {
  endMember(state, slot, order_event, reason);
  endBracket(state, slot, endMember);
}

/** Ends an order and its group, but not its bracket, which the caller ends. */
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
