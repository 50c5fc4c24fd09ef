/**
 * Ends of orders, and the effect of a fill or an end on the orders that are tied to it: group, entry and protection.
 *
 * @module
 */

import {
  EXECUTION_REPORTED,
  FILL_RULE_LIMIT,
  FILL_RULE_PLACEMENT_CLOSE,
  ORDER_EVENT_CANCEL,
  ORDER_EVENT_REQUEST_CANCEL,
  ORDER_EVENT_SUBMIT,
  ORDER_EVENT_TRIGGER,
  ORDER_FLAG_PROTECTIVE,
  RATE_SCALE,
  REASON_BELOW_SHARE,
  REASON_NOTHING_OPENED,
  REASON_OCO,
  REASON_PARENT_ENDED,
  REASON_POSITION_CLOSED,
  REASON_PROTECTION_FILLED,
  REASON_SHARE_TAKEN,
  REASON_TO_BE_PLACED,
  REASON_TRIGGER,
  REASON_UNPROTECTED,
  STATE_CANCEL_PENDING,
  STATE_CREATED,
  TRIGGER_TOUCH,
} from "../../contract/contract.gen.ts";
import { enter } from "./due.ts";
import { beginAtEntry, isAtDistance } from "./trail.ts";
import { share } from "../state/amount.ts";
import { assert } from "../state/assert.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { type Execution, noteOrder, warn } from "../state/notices.ts";
import { isTerminal, move, type Order, outcomeOf } from "../state/order.ts";
import type { State } from "../state/state.ts";

/** Tells that the trigger of an order was reached: it is a limit order from now on. */
export function trigger(state: State, order: Order): void {
  order.triggered = true;
  move(order, ORDER_EVENT_TRIGGER);
  noteOrder(state, order, REASON_TRIGGER, 0);
}

/** Ends an order by the table, emits its notice, and ends the children that wait for it. */
export function endOrder(state: State, slot: number, order_event: number, reason: number): void {
  const order = state.order(slot);
  move(order, order_event);
  order.executed_us = state.time_us;
  noteOrder(state, order, reason, 0);
  state.orders.end(slot);
  if (order.entry_share > 0) leaveShare(state, order);
  if (order.has_children) endSleepingChildren(state, order);
}

/**
 * Leaves the share of a target that ends to no other one: of what its entry opens from now on, the next one takes its
 * own share behind it. Shares of several that ended are one, rounded once.
 */
function leaveShare(state: State, ended: Order): void {
  const parent = state.orders.find(ended.parent);
  if (parent < 0 || state.order(parent).ended !== 0) return;
  for (const slot of state.orders.tied) {
    const order = state.order(slot), follows = order.parent === ended.parent && order.rank > ended.rank;
    if (!follows || order.ended !== 0 || order.entry_share === 0) continue;
    for (const share_of of [ended.share_before, ended.entry_share]) {
      order.share_before += share(RATE_SCALE - order.share_before, share_of, RATE_SCALE);
    }
    return;
  }
}

/** Returns the slots of the live orders that fills in an instrument can lead to, and of some that ended. */
function tiedTo(state: State, instrument: Instrument): readonly number[] {
  return instrument.terms.execution === EXECUTION_REPORTED ? state.orders.at_venue : state.orders.tied;
}

/** Cancels an order because of another one. At a venue it is told as to be cancelled, and a report decides. */
function drop(state: State, slot: number, reason: number): void {
  const order = state.order(slot), reported = state.instrumentOf(order).terms.execution === EXECUTION_REPORTED;
  if (!reported || order.state === STATE_CREATED) endOrder(state, slot, ORDER_EVENT_CANCEL, reason);
  else if (outcomeOf(order.state, ORDER_EVENT_REQUEST_CANCEL) === STATE_CANCEL_PENDING) {
    move(order, ORDER_EVENT_REQUEST_CANCEL);
    noteOrder(state, order, reason, 0);
  }
}

/** Drops the other members of an order's one-cancels-other group. */
export function endGroup(state: State, slot: number): void {
  const { group } = state.order(slot);
  for (const other of tiedTo(state, state.instrumentOf(state.order(slot)))) {
    const order = state.order(other);
    if (other === slot || order.ended !== 0 || order.group !== group) continue;
    if (isTerminal(outcomeOf(order.state, ORDER_EVENT_CANCEL))) drop(state, other, REASON_OCO);
  }
}

/** Takes the lots of a target for a share from the order that protects all of its entry. */
export function shrinkGroup(state: State, slot: number, lots: number): void {
  const { group } = state.order(slot);
  for (const other of tiedTo(state, state.instrumentOf(state.order(slot)))) {
    const order = state.order(other);
    if (other === slot || order.ended !== 0 || order.group !== group || order.entry_share > 0) continue;
    if (order.quantity - lots <= order.filled) drop(state, other, REASON_OCO);
    else {
      order.quantity -= lots;
      noteOrder(state, order, REASON_SHARE_TAKEN, 0);
    }
  }
}

/** Drops the awake protective orders of an instrument whose position is closed or has changed sign. */
export function endProtection(state: State, instrument: Instrument): void {
  for (const slot of tiedTo(state, instrument)) {
    const order = state.order(slot);
    if (order.ended !== 0 || order.instrument !== instrument.id) continue;
    if ((order.flags & ORDER_FLAG_PROTECTIVE) === 0 || !order.active) continue;
    drop(state, slot, REASON_POSITION_CLOSED);
  }
}

/** Ends what is left of an entry whose protection has closed what it opened. */
export function endEntry(state: State, order: Order): void {
  const slot = state.orders.find(order.parent);
  if (slot >= 0 && state.order(slot).ended === 0) endOrder(state, slot, ORDER_EVENT_CANCEL, REASON_PROTECTION_FILLED);
}

/** Tells that the edge has to place a protective order at its venue, or to replace it with its new quantity. */
export function tellPlacement(state: State, order: Order): void {
  if (order.state === STATE_CREATED) move(order, ORDER_EVENT_SUBMIT);
  noteOrder(state, order, REASON_TO_BE_PLACED, 0);
}

/** Gives the protective orders at a venue the lots that their entry has opened so far. */
export function raiseChildren(state: State, parent: Order, execution: Execution): void {
  let told = 0;
  for (const slot of tiedTo(state, state.instrumentOf(parent))) {
    const order = state.order(slot);
    if (order.ended !== 0 || order.parent !== parent.id || !order.protective) continue;
    if (order.state === STATE_CANCEL_PENDING) continue;
    if (!order.active && isAtDistance(order)) {
      beginAtEntry(order, state.instrumentOf(order).terms.tick, execution.price);
    }
    order.active = true;
    order.quantity = parent.opened;
    tellPlacement(state, order);
    told++;
  }
  const opened = Math.abs(execution.quantity) - Math.abs(execution.closed) - execution.fee_lots;
  if (told === 0) warn(state, REASON_UNPROTECTED, parent.id, parent.instrument, opened, 0);
}

/**
 * Wakes the protective orders of an entry. Each takes the lots that the entry opened; those for a share take theirs of
 * all that it has opened so far and the ones before them left. One whose share is no lot yet sleeps on.
 */
export function wakeChildren(state: State, parent: Order, execution: Execution): void {
  const opened = parent.opened;
  assert(opened > 0, "An entry that has opened nothing wakes its protection");
  let woken = 0;
  const came_back = execution.rule === FILL_RULE_LIMIT && parent.triggered_us === state.time_us &&
    parent.kind.trigger !== TRIGGER_TOUCH;
  const newly = Math.abs(execution.quantity) - Math.abs(execution.closed);
  let left = opened;
  for (const slot of state.orders.tied) {
    const order = state.order(slot);
    if (order.ended !== 0 || order.parent !== parent.id || !order.protective) continue;
    if (order.entry_share > 0) {
      left -= share(left, order.share_before, RATE_SCALE);
      const lots = share(left, order.entry_share, RATE_SCALE);
      if (lots > order.quantity) order.quantity = lots;
      left = order.quantity < left ? left - order.quantity : 0;
    } else order.quantity += newly;
    woken++;
    if (order.quantity === 0) continue;
    if (!order.active) {
      order.active = true;
      if (isAtDistance(order)) beginAtEntry(order, state.instrumentOf(order).terms.tick, execution.price);
      enter(state, slot);
    }
    state.orders.wake(slot);
    // An entry at the close of its placement was there before this bar, so its protection meets the whole of it.
    if (execution.rule !== FILL_RULE_PLACEMENT_CLOSE) order.woken_us = state.time_us;
    order.woken_price = execution.price;
    order.woken_rule = execution.rule;
    order.woken_trigger = came_back ? parent.stop : 0;
  }
  const lots = Math.abs(execution.quantity);
  if (woken === 0 && opened > lots) warn(state, REASON_UNPROTECTED, parent.id, parent.instrument, lots, 0);
}

/**
 * Ends the protective orders of an entry that ended before they woke, unless fills of the entry are on their way. An
 * entry that filled has closed a position only, or has opened too little for their shares.
 */
export function endSleepingChildren(state: State, parent: Order): void {
  if (parent.reported > parent.filled) return;
  const reason = parent.opened > 0
    ? REASON_BELOW_SHARE
    : parent.filled > 0
    ? REASON_NOTHING_OPENED
    : REASON_PARENT_ENDED;
  for (const slot of tiedTo(state, state.instrumentOf(parent))) {
    const order = state.order(slot);
    if (order.ended !== 0 || order.parent !== parent.id || order.active) continue;
    endOrder(state, slot, ORDER_EVENT_CANCEL, reason);
  }
}
