/**
 * Intents: the requests of a strategy. Each is checked completely before anything changes.
 *
 * @module
 */

import {
  AT_OPEN,
  CANCEL_IGNORED,
  CONFIG_RULE_CANCEL,
  EXECUTION_REPORTED,
  LANE_INSTRUMENT,
  LANE_ORDER_ID,
  LEVEL_INFO,
  LIVE_ORDERS_MAX,
  ORDER_EVENT_REQUEST_CANCEL,
  ORDER_FLAG_CLOSE,
  ORDER_FLAG_EXTERNAL,
  ORDER_FLAG_MASK,
  ORDER_FLAG_PROTECTIVE,
  ORDER_FLAG_REDUCE_ONLY,
  ORDER_FLAG_RISK_COLLAR,
  ORDER_FLAG_RISK_GROSS,
  ORDER_FLAG_RISK_NOTIONAL,
  ORDER_FLAG_RISK_OPEN_ORDERS,
  ORDER_FLAG_RISK_POSITION,
  ORDER_FLAG_RISK_RATE,
  ORDER_FLAG_RISK_SIZE,
  ORDER_FLAG_RISK_STALE,
  ORDER_FLAG_TARGET,
  ORDER_FLAG_TOGETHER,
  ORDER_FLAG_TRAIL_RATE,
  ORDER_FLAG_WHOLE,
  ORDER_KINDS,
  OUTCOME_ILLEGAL,
  OUTCOME_SAME,
  PLACE_BASKET,
  PLACE_CASH,
  PLACE_FLAGS,
  PLACE_FRACTION,
  PLACE_LIMIT,
  PLACE_OCO,
  PLACE_ORDER_TYPE,
  PLACE_PARENT,
  PLACE_QUANTITY,
  PLACE_ROUND_TRIP,
  PLACE_SESSION_END_US,
  PLACE_SIDE,
  PLACE_STOP,
  PLACE_TRAIL,
  PLACE_VALID_US,
  PLACE_VALIDITY,
  RATE_SCALE,
  REASON_ALREADY_CLOSING,
  REASON_ALREADY_ENDED,
  REASON_ALREADY_PENDING,
  REASON_CANCEL_IGNORED,
  REASON_GROUP_REFUSED,
  REASON_ILLEGAL_TRANSITION,
  REASON_LATE_CANCEL,
  REASON_NOT_TRADED,
  REASON_NOTHING_TO_CLOSE,
  REASON_ORDER_ID,
  REASON_ORDER_RETIRED,
  REASON_ORDERS_LIMIT,
  REASON_PRICE_UNEXPECTED,
  REASON_PROTECTIVE_PRICE,
  REASON_REQUESTED,
  REASON_RISK_FLAGGED,
  REASON_RISK_SIZE,
  REASON_UNKNOWN_CODE,
  REASON_UNKNOWN_ORDER,
  REPLACE_FLAGS,
  RISK_FLAG_HALT,
  RISK_FLAG_MASK,
  RISK_FLAG_REDUCE_ONLY,
  RISK_FLAGS,
  SIDE_BUY,
  SIDE_SELL,
  STATE_CREATED,
  STATE_FILLED,
  STATE_SUBMITTED,
  VALIDITY_FOK,
  VALIDITY_GTC,
} from "../contract/contract.gen.ts";
import { share } from "./state/amount.ts";
import { assert } from "./state/assert.ts";
import type { Event } from "./state/event.ts";
import type { Instrument } from "./state/fields.gen.ts";
import type { Model } from "./state/model.ts";
import { info, NO_LANE, noteDiagnostic, noteEnded, noteOrder, noteRefusal, warn, WORD_LANE } from "./state/notices.ts";
import { move, type Order, outcomeOf, signOf } from "./state/order.ts";
import { type Refusal, refuse } from "./state/refusal.ts";
import type { State } from "./state/state.ts";

/** The flags of orders that a limit of the session refuses. */
const LIMIT_FLAGS = ORDER_FLAG_RISK_SIZE | ORDER_FLAG_RISK_NOTIONAL | ORDER_FLAG_RISK_POSITION | ORDER_FLAG_RISK_GROSS |
  ORDER_FLAG_RISK_OPEN_ORDERS | ORDER_FLAG_RISK_RATE | ORDER_FLAG_RISK_COLLAR | ORDER_FLAG_RISK_STALE;

/** Places an order, or refuses it. */
export function place(state: State, model: Model, event: Event, instrument: Instrument): void {
  const id = event.word(LANE_ORDER_ID);
  const refusal = checkPlace(state, model, event, instrument, id);
  if (id > state.orders.id_highest) state.orders.id_highest = id;
  if (refusal?.reason === REASON_NOTHING_TO_CLOSE || refusal?.reason === REASON_ALREADY_CLOSING) {
    // The position is closed or closing already, so the request is met: a diagnostic, no refusal.
    noteDiagnostic(state, LEVEL_INFO, refusal.reason, id, instrument.id, refusal.offending, 0);
  } else if (refusal !== undefined) {
    const entry = entryOf(state, event, refusal), of_price = entry >= 0 && isOfPrice(refusal);
    const reason = of_price ? REASON_PROTECTIVE_PRICE : refusal.reason;
    noteRefusal(state, reason, id, instrument.id, refusal.lane, refusal.offending, 0, 0);
    if (entry >= 0) model.rejectTaken(state, entry, of_price ? REASON_PROTECTIVE_PRICE : REASON_GROUP_REFUSED);
    rejectCall(state, model, callOf(state, event, entry));
  } else {
    const slot = state.orders.take(id);
    fillIn(state, event, instrument, state.order(slot));
    model.place(state, slot);
  }
}

/**
 * Returns the slot of the entry that a protective order takes along, or -1. An entry that has not filled does not go on
 * without the protection that it was to have: one with a bad price, or one that was given together with it.
 */
function entryOf(state: State, event: Event, refusal: Refusal): number {
  const flags = event.word(PLACE_FLAGS), bound = isOfPrice(refusal) || (flags & ORDER_FLAG_TOGETHER) !== 0;
  if (!bound || (flags & ORDER_FLAG_PROTECTIVE) === 0) return -1;
  const slot = state.orders.find(event.word(PLACE_PARENT));
  if (slot < 0) return -1;
  const entry = state.order(slot);
  return entry.instrument === event.word(LANE_INSTRUMENT) && canFall(state, entry) ? slot : -1;
}

/** Returns whether an order is refused for its price or its distance. */
function isOfPrice({ reason, lane }: Refusal): boolean {
  return (lane === PLACE_LIMIT || lane === PLACE_STOP || lane === PLACE_TRAIL) && reason !== REASON_PRICE_UNEXPECTED;
}

/** Returns whether an order that was taken can still be rejected: it has not filled, and no venue may know of it. */
function canFall(state: State, order: Order): boolean {
  if (order.ended !== 0 || order.filled !== 0) return false;
  // An order that its venue may know of is the venue's to end.
  const is_new = order.state === STATE_SUBMITTED && order.placed_us === state.time_us;
  const at_venue = state.instrumentOf(order).terms.execution === EXECUTION_REPORTED;
  return !((at_venue && !is_new) || (order.flags & ORDER_FLAG_EXTERNAL) !== 0);
}

/** Returns the call that a refused order, or the entry that it took along, was given in: its first order's id, or zero. */
function callOf(state: State, event: Event, entry: number): number {
  if (entry >= 0) {
    const { flags, round_trip } = state.order(entry);
    return (flags & ORDER_FLAG_TOGETHER) !== 0 ? round_trip : 0;
  }
  const own = (event.word(PLACE_FLAGS) & (ORDER_FLAG_TOGETHER | ORDER_FLAG_PROTECTIVE)) === ORDER_FLAG_TOGETHER;
  return own ? event.word(PLACE_ROUND_TRIP) : 0;
}

/** Rejects the orders of a call that were taken, as a call is taken whole or refused whole. */
function rejectCall(state: State, model: Model, call: number): void {
  if (call === 0) return;
  for (const slots of [state.orders.resting, state.orders.at_venue]) {
    for (const slot of slots) {
      const order = state.order(slot);
      const is_member = order.round_trip === call && (order.flags & ORDER_FLAG_TOGETHER) !== 0 && !order.protective;
      if (!is_member || order.placed_us !== state.time_us || !canFall(state, order)) continue;
      model.rejectTaken(state, slot, REASON_GROUP_REFUSED);
    }
  }
}

/** Copies a checked intent into its order and links it to the other orders. */
function fillIn(state: State, event: Event, instrument: Instrument, order: Order): void {
  order.instrument = instrument.id;
  order.order_type = event.word(PLACE_ORDER_TYPE);
  order.sign = signOf(event.word(PLACE_SIDE));
  order.validity = event.word(PLACE_VALIDITY);
  order.flags = event.word(PLACE_FLAGS);
  order.parent = event.word(PLACE_PARENT);
  order.oco = event.word(PLACE_OCO);
  order.round_trip = event.word(PLACE_ROUND_TRIP);
  order.basket = event.word(PLACE_BASKET);
  if (order.basket !== 0) state.orders.has_baskets = true;
  // Adding zero keeps -0 out of the state.
  order.quantity = event.float(PLACE_QUANTITY) + 0;
  order.limit = event.float(PLACE_LIMIT) + 0;
  order.stop = event.float(PLACE_STOP) + 0;
  order.valid_us = event.float(PLACE_VALID_US) + 0;
  order.cash = event.float(PLACE_CASH) + 0;
  order.fraction = event.float(PLACE_FRACTION) + 0;
  const by_rate = (order.flags & ORDER_FLAG_TRAIL_RATE) !== 0, trail = event.float(PLACE_TRAIL) + 0;
  order.trail_amount = by_rate ? 0 : trail;
  order.trail_rate = by_rate ? trail : 0;
  const session_end_us = event.float(PLACE_SESSION_END_US) + 0, at_open = order.kind.at === AT_OPEN;
  order.session_end_us = at_open ? 0 : session_end_us;
  order.placed_day = at_open ? session_end_us : 0;
  order.placed_us = state.time_us;
  if ((order.flags & ORDER_FLAG_CLOSE) !== 0) {
    if (order.quantity === 0) order.quantity = Math.abs(instrument.position_size);
    instrument.closing_order = order.id;
  }
  if ((order.flags & ORDER_FLAG_TARGET) !== 0) {
    order.aim = order.sign;
    order.target = order.quantity;
    order.quantity = 0;
  }
  // Placed against a position, an order without a size only closes, however the position changes until its fill.
  if (order.whole && order.sign * instrument.position_size < 0) order.flags |= ORDER_FLAG_REDUCE_ONLY;
  if (order.protective) {
    const parent = state.order(state.orders.find(order.parent));
    assert(parent.instrument === order.instrument, "An order protects an entry in another instrument");
    parent.has_children = true;
    order.entry_share = order.fraction;
    order.fraction = 0;
    order.quantity = order.entry_share > 0 ? share(parent.opened, order.entry_share, RATE_SCALE) : parent.opened;
    order.active = order.quantity > 0;
  }
  const leader = order.oco === 0 ? -1 : state.orders.find(order.oco);
  if (leader >= 0) state.order(leader).is_leader = true;
}

function checkPlace(
  state: State,
  model: Model,
  event: Event,
  instrument: Instrument,
  id: number,
): Refusal | undefined {
  if (id <= state.orders.id_highest) return refuse(REASON_ORDER_ID, WORD_LANE + LANE_ORDER_ID, id);
  if (!instrument.terms.traded) return refuse(REASON_NOT_TRADED, NO_LANE, 0);
  if (state.orders.live_count >= LIVE_ORDERS_MAX) return refuse(REASON_ORDERS_LIMIT, NO_LANE, LIVE_ORDERS_MAX);
  return checkCodes(event) ?? model.built(event) ?? checkLimits(event.word(PLACE_FLAGS), PLACE_FLAGS) ??
    checkRisk(state, event) ?? model.check(state, event, instrument);
}

/** Refuses what a limit of the session refuses, by the first such flag. */
function checkLimits(flags: number, lane: number): Refusal | undefined {
  const limits = flags & LIMIT_FLAGS;
  if (limits === 0) return undefined;
  const first = Math.clz32(ORDER_FLAG_RISK_SIZE) - Math.clz32(limits & -limits);
  return refuse(REASON_RISK_SIZE + first, WORD_LANE + lane, limits);
}

/** Checks the risk flags. A venue's own order is there already, so no flag keeps it out. */
function checkRisk(state: State, event: Event): Refusal | undefined {
  if ((event.word(PLACE_FLAGS) & ORDER_FLAG_EXTERNAL) !== 0) return undefined;
  const risk = state.risk_flags;
  const refused = (risk & RISK_FLAG_HALT) !== 0 || ((risk & RISK_FLAG_REDUCE_ONLY) !== 0 && couldOpen(state, event));
  return refused ? refuse(REASON_RISK_FLAGGED, NO_LANE, risk) : undefined;
}

/** Returns whether an order could open a position or flip one. */
function couldOpen(state: State, event: Event): boolean {
  const flags = event.word(PLACE_FLAGS);
  if ((flags & (ORDER_FLAG_REDUCE_ONLY | ORDER_FLAG_PROTECTIVE | ORDER_FLAG_CLOSE)) !== 0) return false;
  const size = state.instruments[event.word(LANE_INSTRUMENT)]!.position_size;
  if ((flags & ORDER_FLAG_WHOLE) !== 0) return signOf(event.word(PLACE_SIDE)) * size >= 0;
  // A target of nothing closes.
  const aimed = event.float(PLACE_QUANTITY) !== 0 || event.float(PLACE_CASH) !== 0 || event.float(PLACE_FRACTION) !== 0;
  return aimed || (flags & ORDER_FLAG_TARGET) === 0;
}

function checkCodes(event: Event): Refusal | undefined {
  const type = event.word(PLACE_ORDER_TYPE), side = event.word(PLACE_SIDE), validity = event.word(PLACE_VALIDITY);
  const flags = event.word(PLACE_FLAGS);
  if (type === 0 || type >= ORDER_KINDS.length) {
    return refuse(REASON_UNKNOWN_CODE, WORD_LANE + PLACE_ORDER_TYPE, type);
  }
  if (side < SIDE_BUY || side > SIDE_SELL) return refuse(REASON_UNKNOWN_CODE, WORD_LANE + PLACE_SIDE, side);
  if (validity < VALIDITY_GTC || validity > VALIDITY_FOK) {
    return refuse(REASON_UNKNOWN_CODE, WORD_LANE + PLACE_VALIDITY, validity);
  }
  if ((flags & ~ORDER_FLAG_MASK) !== 0) return refuse(REASON_UNKNOWN_CODE, WORD_LANE + PLACE_FLAGS, flags);
  return undefined;
}

/** Returns the slot of the order that an event names. Refuses the event and returns -1 if there is none. */
export function findOrder(state: State, event: Event, instrument: Instrument): number {
  const id = event.word(LANE_ORDER_ID), slot = state.orders.find(id);
  if (slot >= 0 && state.order(slot).instrument === instrument.id) return slot;
  const retired = slot < 0 && id !== 0 && id <= state.orders.retired_id_highest;
  const reason = retired ? REASON_ORDER_RETIRED : REASON_UNKNOWN_ORDER;
  noteRefusal(state, reason, id, instrument.id, WORD_LANE + LANE_ORDER_ID, id, 0, 0);
  return -1;
}

/** Cancels an order. For an order that is at its venue it records the request only. */
export function cancel(state: State, model: Model, event: Event, instrument: Instrument): void {
  const slot = findOrder(state, event, instrument);
  if (slot < 0) return;
  const order = state.order(slot);
  const outcome = outcomeOf(order.state, ORDER_EVENT_REQUEST_CANCEL);
  const reported = instrument.terms.execution === EXECUTION_REPORTED;
  if (reported && order.state === STATE_CREATED) {
    model.cancel(state, slot);
  } else if (outcome === OUTCOME_SAME) {
    info(state, REASON_ALREADY_PENDING, order.id, instrument.id);
  } else if (outcome === OUTCOME_ILLEGAL && order.ended === 0) {
    warn(state, REASON_ILLEGAL_TRANSITION, order.id, instrument.id, order.state, ORDER_EVENT_REQUEST_CANCEL);
  } else if (outcome === OUTCOME_ILLEGAL) {
    noteEnded(state, order, order.state === STATE_FILLED ? REASON_LATE_CANCEL : REASON_ALREADY_ENDED);
  } else if (reported) {
    move(order, ORDER_EVENT_REQUEST_CANCEL);
    noteOrder(state, order, REASON_REQUESTED, 0);
  } else if (state.rule(CONFIG_RULE_CANCEL) === CANCEL_IGNORED && isNew(state, order)) {
    info(state, REASON_CANCEL_IGNORED, order.id, instrument.id);
  } else {
    model.cancel(state, slot);
  }
}

/** Returns whether an order is so new that a rule lets its cancel do nothing. */
function isNew(state: State, order: Order): boolean {
  // Before its acceptance an order is not in the queue, where a cancel looks for it.
  return state.exact ? order.placed_us === state.time_us : order.rank === 0;
}

/** Replaces quantity and prices of an order. */
export function replace(state: State, model: Model, event: Event, instrument: Instrument): void {
  const slot = findOrder(state, event, instrument);
  if (slot < 0) return;
  const flags = event.word(REPLACE_FLAGS), lane = WORD_LANE + REPLACE_FLAGS;
  const refusal = (flags & ~LIMIT_FLAGS) === 0
    ? checkLimits(flags, REPLACE_FLAGS)
    : refuse(REASON_UNKNOWN_CODE, lane, flags);
  if (refusal === undefined) return model.replace(state, event, slot);
  noteRefusal(state, refusal.reason, state.order(slot).id, instrument.id, refusal.lane, refusal.offending, 0, 0);
}

/** Sets the risk flags. */
export function setRisk(state: State, event: Event): void {
  const flags = event.word(RISK_FLAGS);
  if ((flags & ~RISK_FLAG_MASK) !== 0) {
    noteRefusal(state, REASON_UNKNOWN_CODE, 0, 0, WORD_LANE + RISK_FLAGS, flags, 0, 0);
  } else state.risk_flags = flags;
}
