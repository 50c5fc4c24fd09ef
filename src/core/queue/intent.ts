/**
 * Checks of an intent under the queue model: plain doubles, no grid, a size in units.
 *
 * @module
 */

import {
  AT_CLOSE,
  AT_OPEN,
  EXACT_MAX,
  LANE_ORDER_ID,
  ORDER_FLAG_HOLD,
  ORDER_FLAG_TRAIL_RATE,
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
  PLACE_SESSION_END_US,
  PLACE_STOP,
  PLACE_TRAIL,
  PLACE_VALID_US,
  PLACE_VALIDITY,
  REASON_BELOW_LOT,
  REASON_NEGATIVE,
  REASON_NOT_SUPPORTED,
  REASON_OFF_GRID,
  REASON_OUT_OF_RANGE,
  REASON_PRICE_MISSING,
  REASON_PRICE_UNEXPECTED,
  REASON_UNKNOWN_OCO,
  REASON_UNKNOWN_PARENT,
  REASON_VALIDITY_MISSING,
  STATE_CREATED,
  THEN_LIMIT,
  TRIGGER_NONE,
  TRIGGER_TOUCH,
  TRIGGER_TRAIL,
  VALIDITY_DAY,
  VALIDITY_GTC,
} from "../../contract/contract.gen.ts";
import type { Event } from "../state/event.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { NO_LANE, WORD_LANE } from "../state/notices.ts";
import { type Refusal, refuse } from "../state/refusal.ts";
import type { State } from "../state/state.ts";

/** Refuses what the model has not built: facets of order types, and baskets. */
export function checkQueuedBuilt(event: Event): Refusal | undefined {
  const type = event.word(PLACE_ORDER_TYPE), { trigger, at } = ORDER_KINDS[type]!;
  const missing = trigger === TRIGGER_TOUCH || at === AT_OPEN;
  if (missing) return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_ORDER_TYPE, type);
  const validity = event.word(PLACE_VALIDITY);
  if (validity > VALIDITY_DAY) return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_VALIDITY, validity);
  const basket = event.word(PLACE_BASKET);
  return basket === 0 ? undefined : refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_BASKET, basket);
}

/** Checks the rest of an intent whose codes are good. */
export function checkQueued(state: State, event: Event, instrument: Instrument): Refusal | undefined {
  // Before the first bar, the cash check needs a price that the order says itself.
  const { trigger, then } = ORDER_KINDS[event.word(PLACE_ORDER_TYPE)]!;
  const priced = trigger !== TRIGGER_NONE || then === THEN_LIMIT;
  if (instrument.bars === 0 && !priced) return refuse(REASON_PRICE_MISSING, NO_LANE, 0);
  const flags = event.word(PLACE_FLAGS);
  if ((flags & ~(ORDER_FLAG_HOLD | ORDER_FLAG_TRAIL_RATE)) !== 0) {
    return refuse(REASON_NOT_SUPPORTED, WORD_LANE + PLACE_FLAGS, flags);
  }
  // Children join while their parent is held; the first order that is not held submits the whole bracket.
  const parent_id = event.word(PLACE_PARENT), slot = parent_id === 0 ? -1 : state.orders.find(parent_id);
  const parent = slot < 0 ? undefined : state.order(slot);
  if (parent_id !== 0 && (parent === undefined || parent.state !== STATE_CREATED || parent.parent !== 0)) {
    return refuse(REASON_UNKNOWN_PARENT, WORD_LANE + PLACE_PARENT, parent_id);
  }
  for (const lane of [PLACE_CASH, PLACE_FRACTION]) {
    if (event.float(lane) !== 0) return refuse(REASON_NOT_SUPPORTED, lane, event.float(lane));
  }
  const refusal = checkPrices(event) ?? checkTimes(event);
  if (refusal !== undefined) return refusal;
  const quantity = event.float(PLACE_QUANTITY);
  if (quantity < 0) return refuse(REASON_NEGATIVE, PLACE_QUANTITY, quantity);
  if (quantity === 0) return refuse(REASON_BELOW_LOT, PLACE_QUANTITY, 0);
  const oco = event.word(PLACE_OCO);
  // An ended leader still names its group: a later member forms a group with the members after it.
  const known = oco === 0 || (oco < event.word(LANE_ORDER_ID) && state.orders.find(oco) >= 0);
  return known ? undefined : refuse(REASON_UNKNOWN_OCO, WORD_LANE + PLACE_OCO, oco);
}

/** Checks that trigger and limit match the type. A market order may have a limit: the price of its cash check. */
function checkPrices(event: Event): Refusal | undefined {
  const kind = ORDER_KINDS[event.word(PLACE_ORDER_TYPE)]!, triggers = kind.trigger !== TRIGGER_NONE;
  const limit = event.float(PLACE_LIMIT), stop = event.float(PLACE_STOP), limits = kind.then === THEN_LIMIT;
  if (limit === 0 && limits) return refuse(REASON_PRICE_MISSING, PLACE_LIMIT, 0);
  if (limit !== 0 && triggers && !limits) return refuse(REASON_PRICE_UNEXPECTED, PLACE_LIMIT, limit);
  if (stop === 0 && triggers) return refuse(REASON_PRICE_MISSING, PLACE_STOP, 0);
  if (stop !== 0 && !triggers) return refuse(REASON_PRICE_UNEXPECTED, PLACE_STOP, stop);
  const trails = kind.trigger === TRIGGER_TRAIL;
  const trail = event.float(PLACE_TRAIL);
  if (!trails && trail !== 0) return refuse(REASON_PRICE_UNEXPECTED, PLACE_TRAIL, trail);
  return undefined;
}

/** Checks that every validity but GTC has a time, and that only an order at the close has a session end. */
function checkTimes(event: Event): Refusal | undefined {
  for (const lane of [PLACE_VALID_US, PLACE_SESSION_END_US]) {
    const time_us = event.float(lane);
    if (!Number.isInteger(time_us)) return refuse(REASON_OFF_GRID, lane, time_us);
    if (Math.abs(time_us) > EXACT_MAX) return refuse(REASON_OUT_OF_RANGE, lane, time_us);
  }
  const valid_us = event.float(PLACE_VALID_US), session_end_us = event.float(PLACE_SESSION_END_US);
  if ((event.word(PLACE_VALIDITY) !== VALIDITY_GTC) !== (valid_us !== 0)) {
    return refuse(REASON_VALIDITY_MISSING, PLACE_VALID_US, valid_us);
  }
  const on_close = ORDER_KINDS[event.word(PLACE_ORDER_TYPE)]!.at === AT_CLOSE;
  if (on_close || session_end_us === 0) return undefined;
  return refuse(REASON_NOT_SUPPORTED, PLACE_SESSION_END_US, session_end_us);
}
