/**
 * Intents: what a strategy asks for. Each is checked whole before anything changes.
 *
 * @module
 */

import {
  CANCEL_IGNORED,
  CONFIG_RULE_CANCEL,
  CONFIG_RULE_MATCHING,
  EXACT_MAX,
  EXECUTION_REPORTED,
  LANE_ORDER_ID,
  LEVEL_INFO,
  LIVE_ORDERS_MAX,
  MATCHING_QUEUE,
  ORDER_EVENT_ACCEPT,
  ORDER_EVENT_CANCEL,
  ORDER_EVENT_REPLACE,
  ORDER_EVENT_REQUEST_CANCEL,
  ORDER_EVENT_REQUEST_REPLACE,
  ORDER_EVENT_SUBMIT,
  ORDER_FLAG_CLOSE,
  ORDER_FLAG_HOLD,
  ORDER_FLAG_PROTECTIVE,
  OUTCOME_ILLEGAL,
  OUTCOME_SAME,
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
  PLACE_TRAIL_AMOUNT,
  PLACE_TRAIL_RATE,
  PLACE_VALID_US,
  PLACE_VALIDITY,
  RATE_SCALE,
  REASON_ALREADY_CLOSING,
  REASON_ALREADY_ENDED,
  REASON_ALREADY_PENDING,
  REASON_BELOW_LOT,
  REASON_BY_REQUEST,
  REASON_CANCEL_IGNORED,
  REASON_ILLEGAL_TRANSITION,
  REASON_LATE_CANCEL,
  REASON_NEGATIVE,
  REASON_NONE,
  REASON_NOT_SUPPORTED,
  REASON_NOT_TRADED,
  REASON_NOTHING_TO_CLOSE,
  REASON_OFF_GRID,
  REASON_OFF_TICK,
  REASON_ORDER_ID,
  REASON_ORDER_RETIRED,
  REASON_ORDERS_LIMIT,
  REASON_OUT_OF_RANGE,
  REASON_PLACED,
  REASON_PRICE_MISSING,
  REASON_PRICE_UNEXPECTED,
  REASON_REPLACE_BELOW_FILLED,
  REASON_REPLACE_EMPTY,
  REASON_REQUESTED,
  REASON_RISK_FLAGGED,
  REASON_SIZE_SAID_TWICE,
  REASON_UNKNOWN_CODE,
  REASON_UNKNOWN_OCO,
  REASON_UNKNOWN_ORDER,
  REASON_UNKNOWN_PARENT,
  REASON_UNSIZED_REPORTED,
  REASON_VALIDITY_MISSING,
  REPLACE_LIMIT,
  REPLACE_QUANTITY,
  REPLACE_STOP,
  RISK_FLAG_HALT,
  RISK_FLAG_REDUCE_ONLY,
  RISK_FLAGS,
  SIDE_BUY,
  SIDE_SELL,
  STATE_FILLED,
  TYPE_LIMIT,
  TYPE_MARKET,
  TYPE_MARKET_ON_CLOSE,
  TYPE_STOP,
  TYPE_STOP_LIMIT,
  TYPE_STOP_TRAIL_LIMIT,
  VALIDITY_DAY,
  VALIDITY_GTC,
  VALIDITY_GTD,
} from "../contract/contract.gen.ts";
import type { Event } from "./state/event.ts";
import { endOrder } from "./exact/fill.ts";
import type { Instrument } from "./state/instrument.ts";
import { checkQueued } from "./queue/intent.ts";
import { endQueued, enqueue } from "./queue/broker.ts";
import { info, NO_LANE, noteDiagnostic, noteOrder, noteRefusal, warn, WORD_LANE } from "./state/notices.ts";
import { isTerminal, move, type Order, outcomeOf, signOf } from "./state/order.ts";
import type { State } from "./state/state.ts";
import { FINE, refuse, type Verdict } from "./state/verdict.ts";

/** Places an order, or refuses it. */
export function place(state: State, event: Event, instrument: Instrument): void {
  const id = event.word(LANE_ORDER_ID);
  const verdict = checkPlace(state, event, instrument, id);
  if (id > state.orders.id_highest) state.orders.id_highest = id;
  if (verdict.reason === REASON_NOTHING_TO_CLOSE || verdict.reason === REASON_ALREADY_CLOSING) {
    // Closing what is closed, or closing already, is what was wanted: worth knowing, and no refusal.
    noteDiagnostic(state, LEVEL_INFO, verdict.reason, id, instrument.id, verdict.value, 0);
    return;
  }
  if (verdict.reason !== REASON_NONE) {
    noteRefusal(state, verdict.reason, id, instrument.id, verdict.lane, verdict.value, 0, 0);
    return;
  }
  const slot = state.orders.take(id), order = state.orders.slots[slot]!;
  fillIn(state, event, instrument, order);
  if (state.rule(CONFIG_RULE_MATCHING) === MATCHING_QUEUE) {
    enqueue(state, slot);
    return;
  }
  state.orders.live_count++;
  move(order, ORDER_EVENT_SUBMIT);
  noteOrder(state, order, REASON_PLACED, 0);
  if (instrument.execution === EXECUTION_REPORTED) return;
  move(order, ORDER_EVENT_ACCEPT);
  noteOrder(state, order, REASON_PLACED, 0);
  state.orders.rest(slot);
}

/** Copies an intent that was found good into its order and ties it to the others. */
function fillIn(state: State, event: Event, instrument: Instrument, order: Order): void {
  order.instrument = instrument.id;
  order.order_type = event.word(PLACE_ORDER_TYPE);
  order.sign = signOf(event.word(PLACE_SIDE));
  order.validity = event.word(PLACE_VALIDITY);
  order.flags = event.word(PLACE_FLAGS);
  order.parent = event.word(PLACE_PARENT);
  order.oco = event.word(PLACE_OCO);
  order.round_trip = event.word(PLACE_ROUND_TRIP);
  // Adding zero keeps -0 out of the state.
  order.quantity = event.float(PLACE_QUANTITY) + 0;
  order.limit = event.float(PLACE_LIMIT) + 0;
  order.stop = event.float(PLACE_STOP) + 0;
  order.valid_us = event.float(PLACE_VALID_US) + 0;
  order.cash = event.float(PLACE_CASH) + 0;
  order.fraction = event.float(PLACE_FRACTION) + 0;
  order.trail_amount = event.float(PLACE_TRAIL_AMOUNT) + 0;
  order.trail_rate = event.float(PLACE_TRAIL_RATE) + 0;
  order.session_end_us = event.float(PLACE_SESSION_END_US) + 0;
  order.placed_us = state.time_us;
  if ((order.flags & ORDER_FLAG_CLOSE) !== 0) {
    if (order.quantity === 0) order.quantity = Math.abs(instrument.position_size);
    instrument.closing_order = order.id;
  }
  if (order.protective) {
    const parent = state.orders.slots[state.orders.find(order.parent)]!;
    parent.has_children = true;
    order.active = parent.filled > 0;
    order.quantity = parent.filled;
  }
  if (order.oco !== 0) state.orders.slots[state.orders.find(order.oco)]!.is_leader = true;
}

function checkPlace(state: State, event: Event, instrument: Instrument, id: number): Verdict {
  if (id <= state.orders.id_highest) return refuse(REASON_ORDER_ID, WORD_LANE + LANE_ORDER_ID, id);
  if (!instrument.traded) return refuse(REASON_NOT_TRADED, NO_LANE, 0);
  if (state.orders.live_count >= LIVE_ORDERS_MAX) return refuse(REASON_ORDERS_LIMIT, NO_LANE, LIVE_ORDERS_MAX);
  const codes = checkCodes(event);
  if (codes.reason !== REASON_NONE) return codes;
  const queue = state.rule(CONFIG_RULE_MATCHING) === MATCHING_QUEUE;
  const built = queue ? FINE : checkBuilt(event);
  if (built.reason !== REASON_NONE) return built;
  const flags = event.word(PLACE_FLAGS);
  const risk = state.risk_flags;
  if ((risk & RISK_FLAG_HALT) !== 0 || ((risk & RISK_FLAG_REDUCE_ONLY) !== 0 && flags === 0)) {
    return refuse(REASON_RISK_FLAGGED, NO_LANE, risk);
  }
  if (queue) return checkQueued(state, event, instrument);
  const prices = checkPrices(event, instrument);
  if (prices.reason !== REASON_NONE) return prices;
  const validity = event.word(PLACE_VALIDITY), valid_us = event.float(PLACE_VALID_US);
  if ((validity === VALIDITY_GTD) === (valid_us === 0)) {
    return refuse(REASON_VALIDITY_MISSING, PLACE_VALID_US, valid_us);
  }
  if (!Number.isInteger(valid_us)) return refuse(REASON_OFF_GRID, PLACE_VALID_US, valid_us);
  if (Math.abs(valid_us) > EXACT_MAX) return refuse(REASON_OUT_OF_RANGE, PLACE_VALID_US, valid_us);
  const size = checkSize(event, instrument);
  if (size.reason !== REASON_NONE) return size;
  return checkTies(state, event, instrument);
}

function checkCodes(event: Event): Verdict {
  const type = event.word(PLACE_ORDER_TYPE), side = event.word(PLACE_SIDE), validity = event.word(PLACE_VALIDITY);
  const flags = event.word(PLACE_FLAGS);
  if (type < TYPE_MARKET || type > TYPE_STOP_TRAIL_LIMIT) {
    return refuse(REASON_UNKNOWN_CODE, WORD_LANE + PLACE_ORDER_TYPE, type);
  }
  if (side < SIDE_BUY || side > SIDE_SELL) return refuse(REASON_UNKNOWN_CODE, WORD_LANE + PLACE_SIDE, side);
  if (validity < VALIDITY_GTC || validity > VALIDITY_DAY) {
    return refuse(REASON_UNKNOWN_CODE, WORD_LANE + PLACE_VALIDITY, validity);
  }
  if (flags > 15) return refuse(REASON_UNKNOWN_CODE, WORD_LANE + PLACE_FLAGS, flags);
  return FINE;
}

/** Refuses what only queue matching does: trailing stops, orders that are held, a session's end. */
function checkBuilt(event: Event): Verdict {
  const type = event.word(PLACE_ORDER_TYPE), flags = event.word(PLACE_FLAGS);
  if (type > TYPE_MARKET_ON_CLOSE) return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_ORDER_TYPE, type);
  if ((flags & ORDER_FLAG_HOLD) !== 0) return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_FLAGS, flags);
  const session_end_us = event.float(PLACE_SESSION_END_US);
  if (session_end_us !== 0) return refuse(REASON_NOT_SUPPORTED, PLACE_SESSION_END_US, session_end_us);
  for (let lane = PLACE_TRAIL_AMOUNT; lane <= PLACE_TRAIL_RATE; lane++) {
    if (event.float(lane) !== 0) return refuse(REASON_NOT_SUPPORTED, lane, event.float(lane));
  }
  return FINE;
}

function checkPrices(event: Event, instrument: Instrument): Verdict {
  const type = event.word(PLACE_ORDER_TYPE);
  const limit = checkPrice(event, PLACE_LIMIT, type === TYPE_LIMIT || type === TYPE_STOP_LIMIT, instrument);
  if (limit.reason !== REASON_NONE) return limit;
  return checkPrice(event, PLACE_STOP, type === TYPE_STOP || type === TYPE_STOP_LIMIT, instrument);
}

function checkPrice(event: Event, lane: number, wanted: boolean, instrument: Instrument): Verdict {
  const price = event.float(lane);
  if (price === 0) return wanted ? refuse(REASON_PRICE_MISSING, lane, 0) : FINE;
  if (!wanted) return refuse(REASON_PRICE_UNEXPECTED, lane, price);
  return checkGrid(price, lane, instrument);
}

function checkGrid(price: number, lane: number, instrument: Instrument): Verdict {
  if (price < 0) return refuse(REASON_NEGATIVE, lane, price);
  if (price > EXACT_MAX) return refuse(REASON_OUT_OF_RANGE, lane, price);
  if (!Number.isInteger(price)) return refuse(REASON_OFF_GRID, lane, price);
  if (price % instrument.tick !== 0) return refuse(REASON_OFF_TICK, lane, price);
  return FINE;
}

/** Exactly one of quantity, cash and fraction says the size; a closing or protective order may leave it out. */
function checkSize(event: Event, instrument: Instrument): Verdict {
  const flags = event.word(PLACE_FLAGS);
  let said = 0;
  for (const lane of [PLACE_QUANTITY, PLACE_CASH, PLACE_FRACTION]) {
    const value = event.float(lane);
    if (value < 0) return refuse(REASON_NEGATIVE, lane, value);
    if (value > EXACT_MAX || (lane === PLACE_FRACTION && value > RATE_SCALE)) {
      return refuse(REASON_OUT_OF_RANGE, lane, value);
    }
    if (!Number.isInteger(value)) return refuse(REASON_OFF_GRID, lane, value);
    if (value > 0) said++;
  }
  if ((flags & ORDER_FLAG_PROTECTIVE) !== 0) {
    return said > 0 ? refuse(REASON_SIZE_SAID_TWICE, PLACE_QUANTITY, event.float(PLACE_QUANTITY)) : FINE;
  }
  if (said > 1) return refuse(REASON_SIZE_SAID_TWICE, PLACE_QUANTITY, event.float(PLACE_QUANTITY));
  if (said === 0 && (flags & ORDER_FLAG_CLOSE) === 0) return refuse(REASON_BELOW_LOT, PLACE_QUANTITY, 0);
  const unsized = said === 1 && event.float(PLACE_QUANTITY) === 0;
  if (unsized && (flags !== 0)) return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_FLAGS, flags);
  if (unsized && instrument.execution === EXECUTION_REPORTED) {
    return refuse(REASON_UNSIZED_REPORTED, PLACE_QUANTITY, 0);
  }
  return FINE;
}

/** What ties an order to the position and to other orders. */
function checkTies(state: State, event: Event, instrument: Instrument): Verdict {
  const flags = event.word(PLACE_FLAGS), parent_id = event.word(PLACE_PARENT), oco = event.word(PLACE_OCO);
  const sign = signOf(event.word(PLACE_SIDE)), type = event.word(PLACE_ORDER_TYPE);
  const reported = instrument.execution === EXECUTION_REPORTED;
  if ((flags & ORDER_FLAG_CLOSE) !== 0) {
    if (sign * instrument.position_size >= 0) return refuse(REASON_NOTHING_TO_CLOSE, NO_LANE, 0);
    const closing = state.orders.find(instrument.closing_order);
    if (closing >= 0 && !isTerminal(state.orders.slots[closing]!.state)) {
      return refuse(REASON_ALREADY_CLOSING, NO_LANE, instrument.closing_order);
    }
  }
  const protective = (flags & ORDER_FLAG_PROTECTIVE) !== 0;
  if (protective !== (parent_id !== 0)) return refuse(REASON_UNKNOWN_PARENT, WORD_LANE + PLACE_PARENT, parent_id);
  if (protective) {
    if (reported || (type !== TYPE_LIMIT && type !== TYPE_STOP) || (flags & ORDER_FLAG_CLOSE) !== 0) {
      return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_FLAGS, flags);
    }
    const slot = state.orders.find(parent_id);
    const parent = slot >= 0 ? state.orders.slots[slot]! : undefined;
    if (
      parent === undefined || parent.ended !== 0 || parent.instrument !== instrument.id || parent.sign === sign ||
      parent.reduces
    ) return refuse(REASON_UNKNOWN_PARENT, WORD_LANE + PLACE_PARENT, parent_id);
  }
  if (oco !== 0) {
    if (reported) return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_OCO, oco);
    const slot = state.orders.find(oco);
    const leader = slot >= 0 ? state.orders.slots[slot]! : undefined;
    if (leader === undefined || leader.ended !== 0 || leader.rank === 0 || leader.oco !== 0) {
      return refuse(REASON_UNKNOWN_OCO, WORD_LANE + PLACE_OCO, oco);
    }
  }
  return FINE;
}

/** Finds the order that an event names; says why not and returns -1 otherwise. */
export function findOrder(state: State, event: Event, instrument: Instrument): number {
  const id = event.word(LANE_ORDER_ID), slot = state.orders.find(id);
  if (slot >= 0 && state.orders.slots[slot]!.instrument === instrument.id) return slot;
  const retired = slot < 0 && id !== 0 && id <= state.orders.retired_id_highest;
  const reason = retired ? REASON_ORDER_RETIRED : REASON_UNKNOWN_ORDER;
  noteRefusal(state, reason, id, instrument.id, WORD_LANE + LANE_ORDER_ID, id, 0, 0);
  return -1;
}

/** Cancels an order, or asks its venue to. */
export function cancel(state: State, event: Event, instrument: Instrument): void {
  const slot = findOrder(state, event, instrument);
  if (slot < 0) return;
  const order = state.orders.slots[slot]!;
  const outcome = outcomeOf(order.state, ORDER_EVENT_REQUEST_CANCEL);
  if (outcome === OUTCOME_SAME) {
    info(state, REASON_ALREADY_PENDING, order.id, instrument.id);
  } else if (outcome === OUTCOME_ILLEGAL && order.ended === 0) {
    warn(state, REASON_ILLEGAL_TRANSITION, order.id, instrument.id, order.state, ORDER_EVENT_REQUEST_CANCEL);
  } else if (outcome === OUTCOME_ILLEGAL) {
    noteEnded(state, order, order.state === STATE_FILLED ? REASON_LATE_CANCEL : REASON_ALREADY_ENDED);
  } else if (instrument.execution === EXECUTION_REPORTED) {
    move(order, ORDER_EVENT_REQUEST_CANCEL);
    noteOrder(state, order, REASON_REQUESTED, 0);
  } else if (state.rule(CONFIG_RULE_CANCEL) === CANCEL_IGNORED && order.placed_us === state.time_us) {
    info(state, REASON_CANCEL_IGNORED, order.id, instrument.id);
  } else if (state.rule(CONFIG_RULE_MATCHING) === MATCHING_QUEUE) {
    endQueued(state, slot, ORDER_EVENT_CANCEL, REASON_BY_REQUEST);
  } else {
    endOrder(state, slot, ORDER_EVENT_CANCEL, REASON_BY_REQUEST);
  }
}

function noteEnded(state: State, order: Order, reason: number): void {
  noteDiagnostic(state, LEVEL_INFO, reason, order.id, order.instrument, order.state, 0);
}

/** Replaces quantity and prices of an order, or asks its venue to. */
export function replace(state: State, event: Event, instrument: Instrument): void {
  const slot = findOrder(state, event, instrument);
  if (slot < 0) return;
  const order = state.orders.slots[slot]!;
  if (state.rule(CONFIG_RULE_MATCHING) === MATCHING_QUEUE) {
    noteRefusal(state, REASON_NOT_SUPPORTED, order.id, instrument.id, NO_LANE, 0, 0, 0);
    return;
  }
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
  const verdict = checkReplace(event, order, instrument);
  if (verdict.reason !== REASON_NONE) {
    noteRefusal(state, verdict.reason, order.id, instrument.id, verdict.lane, verdict.value, 0, 0);
    return;
  }
  order.replace_quantity = event.float(REPLACE_QUANTITY) + 0;
  order.replace_limit = event.float(REPLACE_LIMIT) + 0;
  order.replace_stop = event.float(REPLACE_STOP) + 0;
  move(order, ORDER_EVENT_REQUEST_REPLACE);
  if (instrument.execution === EXECUTION_REPORTED) {
    noteOrder(state, order, REASON_REQUESTED, 0);
    return;
  }
  applyReplacement(state, order);
  move(order, ORDER_EVENT_REPLACE);
  noteOrder(state, order, REASON_BY_REQUEST, 0);
}

function checkReplace(event: Event, order: Order, instrument: Instrument): Verdict {
  const quantity = event.float(REPLACE_QUANTITY), limit = event.float(REPLACE_LIMIT), stop = event.float(REPLACE_STOP);
  if (quantity === 0 && limit === 0 && stop === 0) return refuse(REASON_REPLACE_EMPTY, NO_LANE, 0);
  if (quantity !== 0) {
    if (quantity < 0) return refuse(REASON_NEGATIVE, REPLACE_QUANTITY, quantity);
    if (quantity > EXACT_MAX) return refuse(REASON_OUT_OF_RANGE, REPLACE_QUANTITY, quantity);
    if (!Number.isInteger(quantity)) return refuse(REASON_OFF_GRID, REPLACE_QUANTITY, quantity);
    if (order.protective) return refuse(REASON_NOT_SUPPORTED, REPLACE_QUANTITY, quantity);
    if (quantity <= order.filled) return refuse(REASON_REPLACE_BELOW_FILLED, REPLACE_QUANTITY, quantity);
  }
  if (limit !== 0) {
    if (order.limit === 0) return refuse(REASON_PRICE_UNEXPECTED, REPLACE_LIMIT, limit);
    const verdict = checkGrid(limit, REPLACE_LIMIT, instrument);
    if (verdict.reason !== REASON_NONE) return verdict;
  }
  if (stop !== 0) {
    if (order.stop === 0 || order.triggered) return refuse(REASON_PRICE_UNEXPECTED, REPLACE_STOP, stop);
    return checkGrid(stop, REPLACE_STOP, instrument);
  }
  return FINE;
}

/** Takes a replacement over. Fills that came in between keep their lots: the quantity never falls below them. */
export function applyReplacement(state: State, order: Order): void {
  if (order.replace_quantity !== 0) {
    order.quantity = order.replace_quantity > order.filled ? order.replace_quantity : order.filled;
    order.cash = 0;
    order.fraction = 0;
  }
  if (order.replace_limit !== 0) order.limit = order.replace_limit;
  if (order.replace_stop !== 0) order.stop = order.replace_stop;
  order.replace_quantity = 0;
  order.replace_limit = 0;
  order.replace_stop = 0;
  // The new terms were decided now, so they meet bars that begin from now on.
  order.placed_us = state.time_us;
  order.scan = -1;
}

/** Sets the risk flags. */
export function setRisk(state: State, event: Event): void {
  const flags = event.word(RISK_FLAGS);
  if (flags > 3) noteRefusal(state, REASON_UNKNOWN_CODE, 0, 0, WORD_LANE + RISK_FLAGS, flags, 0, 0);
  else state.risk_flags = flags;
}
