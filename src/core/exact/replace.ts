/**
 * Replacements: new terms for a live order, applied at once or when its venue has agreed.
 *
 * @module
 */

import {
  EXACT_MAX,
  EXECUTION_REPORTED,
  ORDER_EVENT_REPLACE,
  ORDER_EVENT_REQUEST_REPLACE,
  ORDER_FLAG_EXTERNAL,
  ORDER_FLAG_RELATIVE,
  ORDER_FLAG_TRAIL_RATE,
  ORDER_FLAG_WHOLE,
  OUTCOME_ILLEGAL,
  OUTCOME_SAME,
  REASON_ALREADY_ENDED,
  REASON_ALREADY_PENDING,
  REASON_BY_REQUEST,
  REASON_ILLEGAL_TRANSITION,
  REASON_NEGATIVE,
  REASON_NOT_SUPPORTED,
  REASON_OFF_GRID,
  REASON_OUT_OF_RANGE,
  REASON_PRICE_UNEXPECTED,
  REASON_REPLACE_BELOW_FILLED,
  REASON_REPLACE_EMPTY,
  REASON_REQUESTED,
  REASON_RISK_FLAGGED,
  REPLACE_LIMIT,
  REPLACE_QUANTITY,
  REPLACE_STOP,
  REPLACE_TRAIL,
  THEN_LIMIT,
} from "../../contract/contract.gen.ts";
import { wakeForBars, watch } from "./due.ts";
import { checkDistance, checkGrid } from "./intent.ts";
import { beginAgain, isTrailing, setLimit } from "./trail.ts";
import { enterMarket } from "./latency.ts";
import { assert } from "../state/assert.ts";
import type { Event } from "../state/event.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { info, NO_LANE, noteEnded, noteOrder, noteRefusal, warn } from "../state/notices.ts";
import { move, type Order, outcomeOf } from "../state/order.ts";
import { type Refusal, refuse } from "../state/refusal.ts";
import type { State } from "../state/state.ts";

/** Replaces quantity and prices of an order. For a reported order it records the request only. */
export function replaceOrder(state: State, event: Event, slot: number): void {
  const order = state.order(slot), instrument = state.instrumentOf(order);
  const outcome = outcomeOf(order.state, ORDER_EVENT_REQUEST_REPLACE);
  if (outcome === OUTCOME_SAME) {
    info(state, REASON_ALREADY_PENDING, order.id, instrument.id);
    return;
  }
  if (outcome === OUTCOME_ILLEGAL) {
    if (order.ended !== 0) noteEnded(state, order, REASON_ALREADY_ENDED);
    else warn(state, REASON_ILLEGAL_TRANSITION, order.id, instrument.id, order.state, ORDER_EVENT_REQUEST_REPLACE);
    return;
  }
  const quantity = event.float(REPLACE_QUANTITY), limit = event.float(REPLACE_LIMIT), stop = event.float(REPLACE_STOP);
  const held = isHeld(state, order), trail = event.float(REPLACE_TRAIL);
  const refusals = [
    quantity === 0 ? undefined : checkQuantity(quantity, order, held),
    limit === 0 ? undefined : checkLimit(limit, order, instrument, held),
    stop === 0 ? undefined : checkStop(stop, order, instrument, held),
    trail === 0 ? undefined : checkTrail(trail, order, instrument, held),
    quantity === 0 && limit === 0 && stop === 0 && trail === 0 ? refuse(REASON_REPLACE_EMPTY, NO_LANE, 0) : undefined,
  ];
  // Each term stands for itself: those that may change do, and a refusal names each other one.
  order.replace_quantity = refusals[0] === undefined ? quantity + 0 : 0;
  order.replace_limit = refusals[1] === undefined ? limit + 0 : 0;
  order.replace_stop = refusals[2] === undefined ? stop + 0 : 0;
  for (const refusal of refusals) {
    if (refusal === undefined) continue;
    noteRefusal(state, refusal.reason, order.id, instrument.id, refusal.lane, refusal.offending, 0, 0);
  }
  const new_trail = refusals[3] === undefined ? trail + 0 : 0;
  if (order.replace_quantity === 0 && order.replace_limit === 0 && order.replace_stop === 0 && new_trail === 0) return;
  move(order, ORDER_EVENT_REQUEST_REPLACE);
  if (instrument.terms.execution === EXECUTION_REPORTED) {
    noteOrder(state, order, REASON_REQUESTED, 0);
    return;
  }
  if (new_trail !== 0) beginAgain(order, instrument, new_trail, order.replace_stop);
  applyReplacement(state, order);
  wakeForBars(state, slot);
  watch(state, slot);
  move(order, ORDER_EVENT_REPLACE);
  noteOrder(state, order, REASON_BY_REQUEST, 0);
}

/** Returns whether the limit of an order is a distance from its trailing trigger. At a venue the venue moves both. */
function isTrailingLimit(order: Order): boolean {
  return isTrailing(order) && order.kind.then === THEN_LIMIT && order.rank !== 0;
}

/** Returns whether the risk flags hold an order to its terms: one that could open a position may only become smaller. */
function isHeld(state: State, order: Order): boolean {
  return state.risk_flags !== 0 && !order.reduces && (order.flags & ORDER_FLAG_EXTERNAL) === 0;
}

function checkQuantity(quantity: number, order: Order, held: boolean): Refusal | undefined {
  if (quantity < 0) return refuse(REASON_NEGATIVE, REPLACE_QUANTITY, quantity);
  if (quantity > EXACT_MAX) return refuse(REASON_OUT_OF_RANGE, REPLACE_QUANTITY, quantity);
  if (!Number.isInteger(quantity)) return refuse(REASON_OFF_GRID, REPLACE_QUANTITY, quantity);
  // A position or a target decides the size of these orders.
  if (order.protective || order.aim !== 0) return refuse(REASON_NOT_SUPPORTED, REPLACE_QUANTITY, quantity);
  if (quantity <= order.filled) return refuse(REASON_REPLACE_BELOW_FILLED, REPLACE_QUANTITY, quantity);
  const raises = order.quantity === 0 || quantity > order.quantity;
  return held && raises ? refuse(REASON_RISK_FLAGGED, REPLACE_QUANTITY, quantity) : undefined;
}

function checkTrail(trail: number, order: Order, instrument: Instrument, held: boolean): Refusal | undefined {
  // A venue moves the trigger itself, and the distance from an entry that has filled is a price now.
  const fixed = !isTrailing(order) && (order.active || (order.flags & ORDER_FLAG_RELATIVE) === 0);
  if (fixed) return refuse(REASON_PRICE_UNEXPECTED, REPLACE_TRAIL, trail);
  if (instrument.terms.execution === EXECUTION_REPORTED) return refuse(REASON_NOT_SUPPORTED, REPLACE_TRAIL, trail);
  return checkDistance(trail, REPLACE_TRAIL, (order.flags & ORDER_FLAG_TRAIL_RATE) !== 0) ??
    (held ? refuse(REASON_RISK_FLAGGED, REPLACE_TRAIL, trail) : undefined);
}

function checkLimit(limit: number, order: Order, instrument: Instrument, held: boolean): Refusal | undefined {
  if (order.limit === 0 && !isTrailingLimit(order)) return refuse(REASON_PRICE_UNEXPECTED, REPLACE_LIMIT, limit);
  return checkGrid(limit, REPLACE_LIMIT, instrument) ??
    (held ? refuse(REASON_RISK_FLAGGED, REPLACE_LIMIT, limit) : undefined);
}

function checkStop(stop: number, order: Order, instrument: Instrument, held: boolean): Refusal | undefined {
  if ((order.stop === 0 && !isTrailing(order)) || order.triggered) {
    return refuse(REASON_PRICE_UNEXPECTED, REPLACE_STOP, stop);
  }
  return checkGrid(stop, REPLACE_STOP, instrument) ??
    (held ? refuse(REASON_RISK_FLAGGED, REPLACE_STOP, stop) : undefined);
}

/** Applies a replacement. The quantity never falls below the lots that were filled in between. */
export function applyReplacement(state: State, order: Order): void {
  if (order.replace_quantity !== 0) {
    order.quantity = order.replace_quantity > order.filled ? order.replace_quantity : order.filled;
    order.cash = 0;
    order.fraction = 0;
    order.flags &= ~ORDER_FLAG_WHOLE;
  }
  if (order.replace_limit !== 0) {
    if (isTrailingLimit(order)) order.limit_offset = order.replace_limit;
    else order.limit = order.replace_limit;
  }
  if (order.replace_stop !== 0) order.stop = order.replace_stop;
  if (isTrailingLimit(order)) setLimit(order);
  assert(order.quantity === 0 || order.quantity >= order.filled, "A replacement takes fills away");
  order.replace_quantity = 0;
  order.replace_limit = 0;
  order.replace_stop = 0;
  order.met_bar = false;
  // The new terms were decided now, so they match only bars that begin from now on.
  order.placed_us = state.time_us;
  enterMarket(state, order, state.instrumentOf(order));
}
