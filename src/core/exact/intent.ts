/**
 * Checks of an intent under the exact model: prices on the grid, exactly one size, ties to known orders.
 *
 * @module
 */

import {
  AT_OPEN,
  EXACT_MAX,
  EXECUTION_REPORTED,
  ORDER_FLAG_CLOSE,
  ORDER_FLAG_EXTERNAL,
  ORDER_FLAG_HOLD,
  ORDER_FLAG_PROTECTIVE,
  ORDER_KINDS,
  PLACE_CASH,
  PLACE_FLAGS,
  PLACE_FRACTION,
  PLACE_LIMIT,
  PLACE_OCO,
  PLACE_ORDER_TYPE,
  PLACE_PARENT,
  PLACE_QUANTITY,
  PLACE_SESSION_END_US,
  PLACE_SIDE,
  PLACE_STOP,
  PLACE_TRAIL_AMOUNT,
  PLACE_TRAIL_RATE,
  PLACE_VALID_US,
  PLACE_VALIDITY,
  RATE_SCALE,
  REASON_ALREADY_CLOSING,
  REASON_BELOW_LOT,
  REASON_NEGATIVE,
  REASON_NOT_SUPPORTED,
  REASON_NOTHING_TO_CLOSE,
  REASON_OFF_GRID,
  REASON_OFF_TICK,
  REASON_OUT_OF_RANGE,
  REASON_PRICE_MISSING,
  REASON_PRICE_UNEXPECTED,
  REASON_SIZE_SAID_TWICE,
  REASON_UNKNOWN_OCO,
  REASON_UNKNOWN_PARENT,
  REASON_UNSIZED_REPORTED,
  REASON_VALIDITY_MISSING,
  THEN_LIMIT,
  TRIGGER_NONE,
  TRIGGER_TOUCH,
  TRIGGER_TRAIL,
  VALIDITY_GTD,
} from "../../contract/contract.gen.ts";
import type { Event } from "../state/event.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { NO_LANE, WORD_LANE } from "../state/notices.ts";
import { isTerminal, signOf } from "../state/order.ts";
import { type Refusal, refuse } from "../state/refusal.ts";
import type { State } from "../state/state.ts";

/** Checks the rest of an intent whose codes are good. */
export function checkExact(state: State, event: Event, instrument: Instrument): Refusal | undefined {
  return checkPrices(event, instrument) ?? checkValidity(event) ?? checkSize(event, instrument) ??
    checkTies(state, event, instrument);
}

/** Refuses all that the model has not built: facets of order types, held orders, a session's end. */
export function checkBuilt(event: Event): Refusal | undefined {
  const type = event.word(PLACE_ORDER_TYPE), flags = event.word(PLACE_FLAGS);
  const { trigger, at } = ORDER_KINDS[type]!;
  // A facet that the model has not built would match as another one, so its types are refused.
  if (trigger === TRIGGER_TRAIL || trigger === TRIGGER_TOUCH || at === AT_OPEN) {
    return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_ORDER_TYPE, type);
  }
  if ((flags & ORDER_FLAG_HOLD) !== 0) return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_FLAGS, flags);
  const session_end_us = event.float(PLACE_SESSION_END_US);
  if (session_end_us !== 0) return refuse(REASON_NOT_SUPPORTED, PLACE_SESSION_END_US, session_end_us);
  for (let lane = PLACE_TRAIL_AMOUNT; lane <= PLACE_TRAIL_RATE; lane++) {
    if (event.float(lane) !== 0) return refuse(REASON_NOT_SUPPORTED, lane, event.float(lane));
  }
  return undefined;
}

function checkPrices(event: Event, instrument: Instrument): Refusal | undefined {
  const kind = ORDER_KINDS[event.word(PLACE_ORDER_TYPE)]!;
  return checkPrice(event, PLACE_LIMIT, kind.then === THEN_LIMIT, instrument) ??
    checkPrice(event, PLACE_STOP, kind.trigger !== TRIGGER_NONE, instrument);
}

function checkPrice(event: Event, lane: number, wanted: boolean, instrument: Instrument): Refusal | undefined {
  const price = event.float(lane);
  if (price === 0) return wanted ? refuse(REASON_PRICE_MISSING, lane, 0) : undefined;
  if (!wanted) return refuse(REASON_PRICE_UNEXPECTED, lane, price);
  return checkGrid(price, lane, instrument);
}

/** Checks that a price lies on the grid of order prices. */
export function checkGrid(price: number, lane: number, instrument: Instrument): Refusal | undefined {
  if (price < 0) return refuse(REASON_NEGATIVE, lane, price);
  if (price > EXACT_MAX) return refuse(REASON_OUT_OF_RANGE, lane, price);
  if (!Number.isInteger(price)) return refuse(REASON_OFF_GRID, lane, price);
  if (price % instrument.terms.tick !== 0) return refuse(REASON_OFF_TICK, lane, price);
  return undefined;
}

/** Checks for exactly one of quantity, cash and fraction. A closing order may omit it; a protective order must. */
function checkSize(event: Event, instrument: Instrument): Refusal | undefined {
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
    return said > 0 ? refuse(REASON_SIZE_SAID_TWICE, PLACE_QUANTITY, event.float(PLACE_QUANTITY)) : undefined;
  }
  if (said > 1) return refuse(REASON_SIZE_SAID_TWICE, PLACE_QUANTITY, event.float(PLACE_QUANTITY));
  if (said === 0 && (flags & ORDER_FLAG_CLOSE) === 0) return refuse(REASON_BELOW_LOT, PLACE_QUANTITY, 0);
  const unsized = said === 1 && event.float(PLACE_QUANTITY) === 0;
  if (unsized && (flags !== 0)) return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_FLAGS, flags);
  if (unsized && instrument.terms.execution === EXECUTION_REPORTED) {
    return refuse(REASON_UNSIZED_REPORTED, PLACE_QUANTITY, 0);
  }
  return undefined;
}

/** Checks the ties of an order to the position and to other orders. */
function checkTies(state: State, event: Event, instrument: Instrument): Refusal | undefined {
  const flags = event.word(PLACE_FLAGS), parent_id = event.word(PLACE_PARENT), oco = event.word(PLACE_OCO);
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
    if (!one_price || (flags & ORDER_FLAG_CLOSE) !== 0) {
      return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_FLAGS, flags);
    }
    const slot = state.orders.find(parent_id);
    const parent = slot >= 0 ? state.order(slot) : undefined;
    if (
      parent === undefined || parent.ended !== 0 || parent.instrument !== instrument.id || parent.sign === sign ||
      parent.reduces
    ) return refuse(REASON_UNKNOWN_PARENT, WORD_LANE + PLACE_PARENT, parent_id);
  }
  if (oco !== 0) {
    const slot = state.orders.find(oco);
    const leader = slot >= 0 ? state.order(slot) : undefined;
    // Market data ends the members of a simulated group, reports those of a reported one: no group is of both.
    if (leader === undefined || leader.ended !== 0 || (leader.rank === 0) !== reported || leader.oco !== 0) {
      return refuse(REASON_UNKNOWN_OCO, WORD_LANE + PLACE_OCO, oco);
    }
  }
  return undefined;
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
