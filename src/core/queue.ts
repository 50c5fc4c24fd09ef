/**
 * Matching in one queue: the broker checks what was submitted, then tries the orders of all instruments in the order of
 * their acceptance, each expiring, filling or waiting before the next one is looked at.
 *
 * @module
 */

import {
  AFFORDABILITY_AT_SUBMISSION,
  CONFIG_RULE_AFFORDABILITY,
  ORDER_EVENT_ACCEPT,
  ORDER_EVENT_CANCEL,
  ORDER_EVENT_EXPIRE,
  ORDER_EVENT_REJECT,
  ORDER_EVENT_SUBMIT,
  REASON_INSUFFICIENT_CASH,
  REASON_MARGIN,
  REASON_OCO,
  REASON_PLACED,
  REASON_VALIDITY_OVER,
  TYPE_LIMIT,
  TYPE_MARKET,
  VALIDITY_GTC,
} from "../contract/contract.gen.ts";
import { cashAfter, executeFloat, type FloatPosition, touch } from "./float_ledger.ts";
import type { Instrument } from "./instrument.ts";
import { NO_LANE, noteOrder, noteRefusal } from "./notices.ts";
import { isTerminal, move, type Order } from "./order.ts";
import { queuePrice } from "./queue_price.ts";
import type { State } from "./state.ts";

/** Puts a new order where the next step finds it: before the cash check, or into the queue when there is none. */
export function enqueue(state: State, slot: number): void {
  const order = state.orders.slots[slot]!, instrument = state.instruments[order.instrument]!;
  // A market order keeps no price but the one of its cash check, so that its record shows none.
  const given = order.order_type === TYPE_LIMIT || order.stop === 0 ? order.limit : order.stop;
  order.placement_price = given !== 0 ? given : instrument.close;
  if (order.order_type !== TYPE_LIMIT && order.stop === 0) order.limit = 0;
  order.in_group = true;
  state.orders.live_count++;
  move(order, ORDER_EVENT_SUBMIT);
  noteOrder(state, order, REASON_PLACED, 0);
  if (state.rule(CONFIG_RULE_AFFORDABILITY) === AFFORDABILITY_AT_SUBMISSION) state.submitted.push(slot);
  else accept(state, slot);
}

function accept(state: State, slot: number): void {
  const order = state.orders.slots[slot]!;
  move(order, ORDER_EVENT_ACCEPT);
  noteOrder(state, order, REASON_PLACED, 0);
  state.orders.rest(slot);
}

/** What the event `step` means with queue matching, up to the marks. */
export function runQueue(state: State): void {
  checkSubmitted(state);
  // A copy, as an order that ends may drop another one, long ended, from the list.
  for (const slot of state.orders.resting.slice()) tryOrder(state, slot);
}

/**
 * Checks the cash of what was submitted, first in first out, as if each filled at its placement price. Cash and
 * positions carry over from order to order even when one fails, so that one which asks too much also fails the next.
 */
function checkSubmitted(state: State): void {
  if (state.submitted.length === 0) return;
  const positions: Map<number, FloatPosition> = new Map();
  let cash = state.cash;
  for (const slot of state.submitted.splice(0)) {
    const order = state.orders.slots[slot]!, instrument = state.instruments[order.instrument]!;
    let position = positions.get(instrument.id);
    if (position === undefined) {
      touch(state, instrument.id);
      position = { size: instrument.position_size, price: instrument.position_price };
      positions.set(instrument.id, position);
    }
    const before = cash;
    cash = cashAfter(instrument, position, cash, order.sign * order.quantity, order.placement_price);
    if (cash >= 0) accept(state, slot);
    else refuse(state, slot, REASON_MARGIN, before - cash, before);
  }
}

/** Says what an order would have taken and what there was, and ends it. */
function refuse(state: State, slot: number, reason: number, needed: number, available: number): void {
  const order = state.orders.slots[slot]!;
  noteRefusal(state, reason, order.id, order.instrument, NO_LANE, order.placement_price, needed, available);
  endQueued(state, slot, order.filled > 0 ? ORDER_EVENT_CANCEL : ORDER_EVENT_REJECT, reason);
}

function tryOrder(state: State, slot: number): void {
  const order = state.orders.slots[slot]!, instrument = state.instruments[order.instrument]!;
  if (order.ended !== 0 || order.rank === 0 || instrument.bars === 0) return;
  if (isOver(order, instrument)) {
    endQueued(state, slot, ORDER_EVENT_EXPIRE, REASON_VALIDITY_OVER);
    return;
  }
  if (instrument.halted) return;
  const found = queuePrice(state, order, instrument);
  if (found === undefined) return;
  const fills = order.fills;
  const outcome = executeFloat(state, order, instrument, found.price, found.rule, found.executed_us);
  if (isTerminal(order.state)) state.orders.end(slot);
  if (order.fills > fills) endGroup(state, slot);
  if (outcome.refused) refuse(state, slot, REASON_INSUFFICIENT_CASH, outcome.needed, outcome.available);
}

/** Whether the bar that the instrument shows lies past the order's time. A market order has none. */
function isOver(order: Order, instrument: Instrument): boolean {
  return order.order_type !== TYPE_MARKET && order.validity !== VALIDITY_GTC && instrument.time_us > order.valid_us;
}

/** Ends an order by the table at the time of the bar that its instrument shows, and its group with it. */
export function endQueued(state: State, slot: number, order_event: number, reason: number): void {
  const order = state.orders.slots[slot]!;
  move(order, order_event);
  order.executed_us = state.instruments[order.instrument]!.time_us;
  noteOrder(state, order, reason, 0);
  state.orders.end(slot);
  endGroup(state, slot);
}

/**
 * Ends the accepted members of an order's group, the last one in the queue first: those that were tried in this step
 * stand behind those that were not. The group is done with; members that still wait for their check leave it and live.
 */
function endGroup(state: State, slot: number): void {
  const order = state.orders.slots[slot]!, group = order.oco !== 0 ? order.oco : order.id;
  if (!order.is_leader && order.oco === 0) {
    order.in_group = false;
    return;
  }
  const members: number[] = [];
  for (const other of state.orders.resting) {
    const member = state.orders.slots[other]!;
    if (member.ended === 0 && member.in_group && other !== slot && inGroup(member, group)) members.push(other);
  }
  for (const other of state.submitted) leaveGroup(state.orders.slots[other]!, group);
  order.in_group = false;
  for (const member of members) state.orders.slots[member]!.in_group = false;
  const tried = members.filter((member) => state.orders.slots[member]!.rank < order.rank).reverse();
  const untried = members.filter((member) => state.orders.slots[member]!.rank > order.rank).reverse();
  for (const member of [...tried, ...untried]) {
    const ended = state.orders.slots[member]!;
    if (ended.ended === 0) endQueued(state, member, ORDER_EVENT_CANCEL, REASON_OCO);
  }
}

function inGroup(order: Order, group: number): boolean {
  return order.id === group || order.oco === group;
}

function leaveGroup(order: Order, group: number): void {
  if (inGroup(order, group)) order.in_group = false;
}
