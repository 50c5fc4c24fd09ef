/**
 * Checks of an intent under the exact model: prices on the grid, exactly one size, ties to known orders.
 *
 * @module
 */

import {
  AT_NEXT,
  AT_OPEN,
  EXACT_MAX,
  EXECUTION_REPORTED,
  LANE_ORDER_ID,
  ORDER_FLAG_CLOSE,
  ORDER_FLAG_EXTERNAL,
  ORDER_FLAG_HOLD,
  ORDER_FLAG_POST_ONLY,
  ORDER_FLAG_PROTECTIVE,
  ORDER_FLAG_RELATIVE,
  ORDER_FLAG_TARGET,
  ORDER_FLAG_TOGETHER,
  ORDER_FLAG_TRAIL_RATE,
  ORDER_FLAG_WHOLE,
  ORDER_KINDS,
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
  REASON_BASKET,
  REASON_BELOW_LOT,
  REASON_GROUP_REFUSED,
  REASON_NEGATIVE,
  REASON_NOT_SUPPORTED,
  REASON_NOTHING_TO_CLOSE,
  REASON_OFF_GRID,
  REASON_OFF_TICK,
  REASON_OUT_OF_RANGE,
  REASON_PRICE_MISSING,
  REASON_PRICE_RANGE,
  REASON_PRICE_UNEXPECTED,
  REASON_PROTECTIVE_PRICE,
  REASON_SIZE_SAID_TWICE,
  REASON_TRAIL_RANGE,
  REASON_UNKNOWN_OCO,
  REASON_UNKNOWN_PARENT,
  REASON_UNSIZED_REPORTED,
  REASON_VALIDITY_MISSING,
  THEN_LIMIT,
  TRIGGER_NONE,
  TRIGGER_STOP,
  TRIGGER_TOUCH,
  TRIGGER_TRAIL,
  VALIDITY_DAY,
  VALIDITY_GTD,
} from "../../contract/contract.gen.ts";
import { largestFraction } from "./margin.ts";
import type { Event } from "../state/event.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { NO_LANE, WORD_LANE } from "../state/notices.ts";
import { isTerminal, type Order, signOf } from "../state/order.ts";
import { type Refusal, refuse } from "../state/refusal.ts";
import type { State } from "../state/state.ts";

/** Checks the rest of an intent whose codes are good. */
export function checkExact(state: State, event: Event, instrument: Instrument): Refusal | undefined {
  return checkPrices(event, instrument) ?? checkTrail(event, instrument) ?? checkValidity(event) ??
    checkSize(event, instrument) ?? checkCall(state, event) ?? checkTies(state, event, instrument) ??
    checkBasket(state, event, instrument);
}

/** Flags of orders that no call takes or refuses with others: a close is never refused, a target has baskets. */
const NOT_TOGETHER = ORDER_FLAG_CLOSE | ORDER_FLAG_TARGET | ORDER_FLAG_EXTERNAL;

/** Refuses all that the model has not built: held orders, a session's end, and flags that their order cannot have. */
export function checkBuilt(event: Event): Refusal | undefined {
  const type = event.word(PLACE_ORDER_TYPE), flags = event.word(PLACE_FLAGS);
  const { trigger, then, at } = ORDER_KINDS[type]!, plain = trigger === TRIGGER_NONE || trigger === TRIGGER_STOP;
  const relative = (flags & ORDER_FLAG_RELATIVE) !== 0, protective = (flags & ORDER_FLAG_PROTECTIVE) !== 0;
  const wrong = (flags & ORDER_FLAG_HOLD) !== 0 ||
    (relative && (!protective || !plain)) ||
    ((flags & ORDER_FLAG_TRAIL_RATE) !== 0 && !relative && trigger !== TRIGGER_TRAIL) ||
    ((flags & ORDER_FLAG_TOGETHER) !== 0 && (flags & NOT_TOGETHER) !== 0) ||
    ((flags & ORDER_FLAG_POST_ONLY) !== 0 && (trigger !== TRIGGER_NONE || then !== THEN_LIMIT || protective));
  if (wrong) return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_FLAGS, flags);
  const session_end_us = event.float(PLACE_SESSION_END_US);
  if (at !== AT_OPEN) {
    return session_end_us === 0 ? undefined : refuse(REASON_NOT_SUPPORTED, PLACE_SESSION_END_US, session_end_us);
  }
  const is_day = Number.isInteger(session_end_us) && session_end_us >= 0 && session_end_us <= 0xffff_ffff;
  return is_day ? undefined : refuse(REASON_OUT_OF_RANGE, PLACE_SESSION_END_US, session_end_us);
}

function checkPrices(event: Event, instrument: Instrument): Refusal | undefined {
  const { trigger, then } = ORDER_KINDS[event.word(PLACE_ORDER_TYPE)]!;
  const relative = (event.word(PLACE_FLAGS) & ORDER_FLAG_RELATIVE) !== 0, trails = trigger === TRIGGER_TRAIL;
  return checkPrice(event, PLACE_LIMIT, then === THEN_LIMIT && !relative, trails, instrument) ??
    checkPrice(event, PLACE_STOP, trigger !== TRIGGER_NONE && !relative, trails, instrument);
}

function checkPrice(
  event: Event,
  lane: number,
  wanted: boolean,
  optional: boolean,
  instrument: Instrument,
): Refusal | undefined {
  const price = event.float(lane);
  if (price === 0) return wanted && !optional ? refuse(REASON_PRICE_MISSING, lane, 0) : undefined;
  if (!wanted) return refuse(REASON_PRICE_UNEXPECTED, lane, price);
  return checkGrid(price, lane, instrument);
}

/** Checks that an order has a distance exactly where its type or its flag needs one, and that a trail can begin. */
function checkTrail(event: Event, instrument: Instrument): Refusal | undefined {
  const flags = event.word(PLACE_FLAGS), trails = ORDER_KINDS[event.word(PLACE_ORDER_TYPE)]!.trigger === TRIGGER_TRAIL;
  const trail = event.float(PLACE_TRAIL);
  if (!trails && (flags & ORDER_FLAG_RELATIVE) === 0) {
    return trail === 0 ? undefined : refuse(REASON_PRICE_UNEXPECTED, PLACE_TRAIL, trail);
  }
  const refusal = checkDistance(trail, PLACE_TRAIL, (flags & ORDER_FLAG_TRAIL_RATE) !== 0);
  if (refusal !== undefined) return refusal;
  // Before the first bar there is no close to begin with. A venue begins a trail itself, and an entry begins it later.
  const begins = trails && event.float(PLACE_STOP) === 0 && (flags & ORDER_FLAG_PROTECTIVE) === 0;
  const unknown = begins && instrument.terms.execution !== EXECUTION_REPORTED && instrument.close === 0;
  return unknown ? refuse(REASON_PRICE_MISSING, PLACE_STOP, 0) : undefined;
}

/** Checks a distance: a whole number of steps, or a rate below one. */
export function checkDistance(trail: number, lane: number, by_rate: boolean): Refusal | undefined {
  if (trail < 0) return refuse(REASON_NEGATIVE, lane, trail);
  if (trail > EXACT_MAX) return refuse(REASON_OUT_OF_RANGE, lane, trail);
  if (!Number.isInteger(trail)) return refuse(REASON_OFF_GRID, lane, trail);
  return trail === 0 || (by_rate && trail >= RATE_SCALE) ? refuse(REASON_TRAIL_RANGE, lane, trail) : undefined;
}

/** Checks that a price lies on the grid of prices, and on the grid of order prices where a tick is declared. */
export function checkGrid(price: number, lane: number, instrument: Instrument): Refusal | undefined {
  if (price < 0) return refuse(REASON_NEGATIVE, lane, price);
  if (price > EXACT_MAX) return refuse(REASON_PRICE_RANGE, lane, price);
  if (!Number.isInteger(price)) return refuse(REASON_OFF_GRID, lane, price);
  const tick = instrument.terms.tick;
  if (tick !== 0 && price % tick !== 0) return refuse(REASON_OFF_TICK, lane, price);
  return undefined;
}

/**
 * Checks for exactly one of quantity, cash and fraction. A closing order and a target may omit it; a protective order
 * and one without a size must.
 */
function checkSize(event: Event, instrument: Instrument): Refusal | undefined {
  const flags = event.word(PLACE_FLAGS), quantity = event.float(PLACE_QUANTITY);
  const protective = (flags & ORDER_FLAG_PROTECTIVE) !== 0;
  // The fraction of a protective order is its share of what its entry opens, which no leverage makes more than all.
  const largest = protective ? RATE_SCALE : largestFraction(instrument.terms);
  const refusal = checkWhole(event, PLACE_QUANTITY, EXACT_MAX) ?? checkWhole(event, PLACE_CASH, EXACT_MAX) ??
    checkWhole(event, PLACE_FRACTION, largest);
  if (refusal !== undefined) return refusal;
  const said = (quantity > 0 ? 1 : 0) + (event.float(PLACE_CASH) > 0 ? 1 : 0) +
    (event.float(PLACE_FRACTION) > 0 && !protective ? 1 : 0);
  if (protective && event.float(PLACE_FRACTION) > 0 && instrument.terms.execution === EXECUTION_REPORTED) {
    return refuse(REASON_NOT_SUPPORTED, PLACE_FRACTION, event.float(PLACE_FRACTION));
  }
  const whole = (flags & ORDER_FLAG_WHOLE) !== 0, target = (flags & ORDER_FLAG_TARGET) !== 0;
  if (protective || whole) {
    if (said > 0) return refuse(REASON_SIZE_SAID_TWICE, PLACE_QUANTITY, quantity);
  }
  if (said > 1) return refuse(REASON_SIZE_SAID_TWICE, PLACE_QUANTITY, quantity);
  const omits = (flags & (ORDER_FLAG_CLOSE | ORDER_FLAG_PROTECTIVE)) !== 0 || whole || target;
  if (said === 0 && !omits) return refuse(REASON_BELOW_LOT, PLACE_QUANTITY, 0);
  const unsized = whole || target || (said === 1 && quantity === 0);
  const allowed = ORDER_FLAG_TRAIL_RATE | ORDER_FLAG_POST_ONLY | ORDER_FLAG_TOGETHER |
    (whole ? ORDER_FLAG_WHOLE : target ? ORDER_FLAG_TARGET : 0);
  if (unsized && (flags & ~allowed) !== 0) {
    return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_FLAGS, flags);
  }
  if (unsized && instrument.terms.execution === EXECUTION_REPORTED) {
    return refuse(REASON_UNSIZED_REPORTED, PLACE_QUANTITY, 0);
  }
  // Where prices may be zero and below, they tell no worth of a unit.
  if ((whole || (said === 1 && quantity === 0)) && instrument.terms.price_zero !== 0) {
    return refuse(REASON_NOT_SUPPORTED, PLACE_QUANTITY, 0);
  }
  // A target is reached at the next open: at a price of its own its side would not be known.
  const kind = ORDER_KINDS[event.word(PLACE_ORDER_TYPE)]!;
  if (target && (kind.trigger !== TRIGGER_NONE || kind.then === THEN_LIMIT || kind.at !== AT_NEXT)) {
    return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_ORDER_TYPE, event.word(PLACE_ORDER_TYPE));
  }
  return undefined;
}

/** Refuses an order of a call whose first order is not there: it was refused, or fell with another one. */
function checkCall(state: State, event: Event): Refusal | undefined {
  const flags = event.word(PLACE_FLAGS), call = event.word(PLACE_ROUND_TRIP);
  if ((flags & (ORDER_FLAG_TOGETHER | ORDER_FLAG_PROTECTIVE)) !== ORDER_FLAG_TOGETHER) return undefined;
  if (call === event.word(LANE_ORDER_ID)) return undefined;
  const slot = state.orders.find(call), first = slot >= 0 ? state.order(slot) : undefined;
  const stands = first !== undefined && first.ended === 0 && first.placed_us === state.time_us &&
    first.round_trip === call && (first.flags & ORDER_FLAG_TOGETHER) !== 0;
  return stands ? undefined : refuse(REASON_GROUP_REFUSED, WORD_LANE + PLACE_ROUND_TRIP, call);
}

/** Checks that an order of a basket is one of its legs: a target by fraction, and no second one in its instrument. */
function checkBasket(state: State, event: Event, instrument: Instrument): Refusal | undefined {
  const basket = event.word(PLACE_BASKET);
  if (basket === 0) return undefined;
  const said = event.float(PLACE_QUANTITY) !== 0 || event.float(PLACE_CASH) !== 0;
  const is_leg = event.word(PLACE_FLAGS) === ORDER_FLAG_TARGET && !said && event.word(PLACE_OCO) === 0;
  const is_second = state.orders.awake.some((slot) => {
    const order = state.order(slot);
    return order.basket === basket && order.instrument === instrument.id && order.ended === 0;
  });
  return is_leg && !is_second ? undefined : refuse(REASON_BASKET, WORD_LANE + PLACE_BASKET, basket);
}

/** Checks that a lane holds a whole number up to a limit. */
function checkWhole(event: Event, lane: number, most: number): Refusal | undefined {
  const value = event.float(lane);
  if (value < 0) return refuse(REASON_NEGATIVE, lane, value);
  if (value > most) return refuse(REASON_OUT_OF_RANGE, lane, value);
  if (!Number.isInteger(value)) return refuse(REASON_OFF_GRID, lane, value);
  return undefined;
}

/** Checks the ties of an order to the position and to other orders. */
function checkTies(state: State, event: Event, instrument: Instrument): Refusal | undefined {
  const flags = event.word(PLACE_FLAGS), parent_id = event.word(PLACE_PARENT), oco = event.word(PLACE_OCO);
  // Most orders have no ties.
  const tied = (flags & (ORDER_FLAG_EXTERNAL | ORDER_FLAG_CLOSE | ORDER_FLAG_PROTECTIVE)) !== 0;
  if (!tied && parent_id === 0 && oco === 0) return undefined;
  const sign = signOf(event.word(PLACE_SIDE)), kind = ORDER_KINDS[event.word(PLACE_ORDER_TYPE)]!;
  const reported = instrument.terms.execution === EXECUTION_REPORTED;
  // A venue's own order has a size of its own and waits for no entry.
  const sized = (flags & (ORDER_FLAG_PROTECTIVE | ORDER_FLAG_CLOSE)) === 0;
  if ((flags & ORDER_FLAG_EXTERNAL) !== 0 && (!reported || !sized)) {
    return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_FLAGS, flags);
  }
  if ((flags & ORDER_FLAG_CLOSE) !== 0) {
    if (sign * instrument.position_size >= 0) return refuse(REASON_NOTHING_TO_CLOSE, NO_LANE, 0);
    const closing = state.orders.find(instrument.closing_order);
    if (closing >= 0 && !isTerminal(state.order(closing).state)) {
      return refuse(REASON_ALREADY_CLOSING, NO_LANE, instrument.closing_order);
    }
  }
  const protective = (flags & ORDER_FLAG_PROTECTIVE) !== 0;
  if (protective !== (parent_id !== 0)) return refuse(REASON_UNKNOWN_PARENT, WORD_LANE + PLACE_PARENT, parent_id);
  if (protective) {
    // A protective order has one price: either a stop or a limit, never both.
    const one_price = (kind.trigger !== TRIGGER_NONE) !== (kind.then === THEN_LIMIT);
    const immediate = event.word(PLACE_VALIDITY) > VALIDITY_DAY;
    if (!one_price || kind.trigger === TRIGGER_TOUCH || immediate || (flags & ORDER_FLAG_CLOSE) !== 0) {
      return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_FLAGS, flags);
    }
    const slot = state.orders.find(parent_id);
    const parent = slot >= 0 ? state.order(slot) : undefined;
    if (
      parent === undefined || parent.ended !== 0 || parent.instrument !== instrument.id || parent.sign === sign ||
      parent.aim !== 0 || (parent.reduces && !parent.whole)
    ) return refuse(REASON_UNKNOWN_PARENT, WORD_LANE + PLACE_PARENT, parent_id);
    const refusal = checkProtectivePrice(event, parent, instrument);
    if (refusal !== undefined) return refusal;
  }
  return oco === 0 || isGroup(state, oco, reported)
    ? undefined
    : refuse(REASON_UNKNOWN_OCO, WORD_LANE + PLACE_OCO, oco);
}

/**
 * Returns whether an order id names a group of which a member lives: the leader, or others after its end. Market data
 * ends the members of a simulated group, reports those of a reported one: no group is of both.
 */
function isGroup(state: State, oco: number, reported: boolean): boolean {
  const slot = state.orders.find(oco), leader = slot >= 0 ? state.order(slot) : undefined;
  if (leader !== undefined && leader.ended === 0) return leader.oco === 0 && (leader.rank === 0) === reported;
  return (reported ? state.orders.at_venue : state.orders.tied).some((at) => {
    const order = state.order(at);
    return order.ended === 0 && order.oco === oco;
  });
}

/**
 * Checks the price of a protective order against its entry's price: the limit, else the trigger, else the last close.
 * An entry that only closes has nothing to protect, one that has filled has met its price, and an adopted one is the
 * venue's.
 */
function checkProtectivePrice(event: Event, parent: Order, instrument: Instrument): Refusal | undefined {
  const held = instrument.position_size,
    closes = parent.sign * held < 0 &&
      (parent.reduces || (parent.quantity > 0 && parent.quantity <= Math.abs(held)));
  if (parent.filled > 0 || closes || (parent.flags & ORDER_FLAG_EXTERNAL) !== 0) return undefined;
  const reference = parent.limit !== 0 ? parent.limit : parent.stop !== 0 ? parent.stop : instrument.close;
  const stops = event.float(PLACE_STOP) !== 0, lane = stops ? PLACE_STOP : PLACE_LIMIT, price = event.float(lane);
  // A price at a distance from the entry's lies on its right side.
  if (reference === 0 || price === 0 || (stops === parent.is_buy ? price < reference : price > reference)) {
    return undefined;
  }
  return refuse(REASON_PROTECTIVE_PRICE, lane, price);
}

/** Checks that GTD has a time and that no other validity has one. */
function checkValidity(event: Event): Refusal | undefined {
  const validity = event.word(PLACE_VALIDITY), valid_us = event.float(PLACE_VALID_US);
  if ((validity === VALIDITY_GTD) === (valid_us === 0)) {
    return refuse(REASON_VALIDITY_MISSING, PLACE_VALID_US, valid_us);
  }
  if (!Number.isInteger(valid_us)) return refuse(REASON_OFF_GRID, PLACE_VALID_US, valid_us);
  if (Math.abs(valid_us) > EXACT_MAX) return refuse(REASON_OUT_OF_RANGE, PLACE_VALID_US, valid_us);
  return undefined;
}
