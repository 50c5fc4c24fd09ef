/**
 * Plain orders: a market order of a size, or a close of all there is, while no other order lives.
 *
 * Most orders of most runs are plain, and fill whole at the next open. What a general way asks of each order and of each
 * step is answered for them by a few comparisons: at the placement, that nothing can refuse it; at the step, that nothing
 * can cut it, split it or refuse it. Whatever is not so goes the general way, from the same state. Where invariants are
 * checked every order goes the general way, so a run with checks is the proof of a run without.
 *
 * @module
 */

import {
  COLUMN_CLOSE,
  COLUMN_OPEN,
  COLUMN_VOLUME,
  EVENT_PLACE,
  EVENT_STEP,
  EXACT_MAX,
  FILL_RULE_OPEN,
  LANE_INSTRUMENT,
  LANE_KIND,
  LANE_ORDER_ID,
  LANE_PRODUCER,
  LANE_PRODUCER_SEQUENCE,
  LANE_TIME_US,
  ORDER_EVENT_ACCEPT,
  ORDER_EVENT_FILL_ALL,
  ORDER_EVENT_SUBMIT,
  ORDER_FLAG_CLOSE,
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
  SIDE_BUY,
  SIDE_SELL,
  TYPE_MARKET,
  VALIDITY_GTC,
} from "../../contract/contract.gen.ts";
import { commissionOf } from "./commission.ts";
import { addToOrder, beginExecution, book, canBook, freeCash, markInstrument } from "./ledger.ts";
import { amount } from "../state/amount.ts";
import type { Columns } from "../state/columns.ts";
import type { Event } from "../state/event.ts";
import { noteExecution } from "../state/notices.ts";
import { move, signed, signOf } from "../state/order.ts";
import type { State } from "../state/state.ts";

/** Places the order of an event if it is plain; returns false, and changes nothing, for every other event. */
export function placePlain(state: State, event: Event): boolean {
  if (!saysPlain(event) || !canPlace(state, event)) return false;
  const { orders } = state, instrument = state.instruments[0]!, id = event.word(LANE_ORDER_ID);
  const flags = event.word(PLACE_FLAGS), quantity = event.float(PLACE_QUANTITY);
  state.event_kind = EVENT_PLACE;
  state.event_producer = 0;
  state.event_producer_sequence = 0;
  state.event_refused = false;
  state.sequence++;
  if (state.chain_on) state.chain.mix(state.sequence, 0);
  state.time_us = state.step_us;
  orders.id_highest = id;
  const slot = orders.takeUnlisted(id), order = orders.slots[slot]!;
  order.instrument = 0;
  order.order_type = TYPE_MARKET;
  order.sign = signOf(event.word(PLACE_SIDE));
  order.validity = VALIDITY_GTC;
  order.flags = flags;
  order.placed_us = state.time_us;
  if (flags === ORDER_FLAG_CLOSE) {
    order.quantity = Math.abs(instrument.position_size);
    instrument.closing_order = id;
  } else order.quantity = quantity;
  move(order, ORDER_EVENT_SUBMIT);
  move(order, ORDER_EVENT_ACCEPT);
  orders.live_count++;
  orders.rest(slot);
  orders.wake(slot);
  orders.plain = slot;
  if (state.chain_on) event.mixMeaning(state.chain);
  orders.retireOldest();
  return true;
}

/** Returns whether an event asks for a market order of a size or for a close of all there is, and for nothing else. */
function saysPlain(event: Event): boolean {
  if (event.word(LANE_KIND) !== EVENT_PLACE || event.word(PLACE_ORDER_TYPE) !== TYPE_MARKET) return false;
  const side = event.word(PLACE_SIDE), flags = event.word(PLACE_FLAGS), quantity = event.float(PLACE_QUANTITY);
  if ((side !== SIDE_BUY && side !== SIDE_SELL) || event.word(PLACE_VALIDITY) !== VALIDITY_GTC) return false;
  const ties = event.word(LANE_INSTRUMENT) | event.word(LANE_PRODUCER) | event.word(LANE_PRODUCER_SEQUENCE) |
    event.word(PLACE_PARENT) | event.word(PLACE_OCO) | event.word(PLACE_ROUND_TRIP) | event.word(PLACE_BASKET);
  if (ties !== 0) return false;
  const says_more = event.float(PLACE_LIMIT) !== 0 || event.float(PLACE_STOP) !== 0 ||
    event.float(PLACE_VALID_US) !== 0 || event.float(PLACE_TRAIL) !== 0 || event.float(PLACE_CASH) !== 0 ||
    event.float(PLACE_FRACTION) !== 0 || event.float(PLACE_SESSION_END_US) !== 0;
  if (says_more) return false;
  if (flags === ORDER_FLAG_CLOSE) return quantity === 0;
  return flags === 0 && quantity > 0 && quantity <= EXACT_MAX && Math.floor(quantity) === quantity;
}

/** Returns whether nothing refuses a plain order, and nothing else waits for the next step. */
function canPlace(state: State, event: Event): boolean {
  const { orders } = state, instrument = state.instruments[0]!;
  if (state.shut_down || state.step_open || !state.step_seen || event.float(LANE_TIME_US) !== state.step_us) {
    return false;
  }
  if (state.risk_flags !== 0 || state.sequence === 0xffff_ffff) return false;
  // Money that waits moves ahead of the orders of a full step.
  if (state.account.transfer !== 0) return false;
  if (orders.live_count !== 0 || orders.resting.length + orders.awake.length + orders.tied.length !== 0) return false;
  if (event.word(LANE_ORDER_ID) <= orders.id_highest) return false;
  // A close of nothing is told, and one against a position is not refused where no other order lives.
  return event.word(PLACE_FLAGS) === 0 || signOf(event.word(PLACE_SIDE)) * instrument.position_size < 0;
}

/**
 * Pulls the bar of the next step and fills the plain order that was placed last, up to the marks of the positions; returns
 * false, and changes nothing, if anything else could happen.
 */
export function stepPlain(state: State, loaded: Columns, columns: Float64Array, time_us: number): boolean {
  const { account, orders } = state, instrument = state.instruments[0]!, { terms } = instrument;
  const order = orders.slots[orders.plain]!;
  const count = loaded.counts[0]!, from = instrument.bars - loaded.bases[0]!;
  // The bar begins where the last one ended, or later; a halted instrument fills nothing.
  if (instrument.bars === 0 || instrument.halted || order.placed_us > instrument.time_us) return false;
  if (terms.needs_volume && columns[from + COLUMN_VOLUME * count] === 0) return false;
  if (state.sequence > 0xffff_fffd || account.accruals !== 0) return false;
  const price = columns[from + COLUMN_OPEN * count]!, lots = order.quantity, size = instrument.position_size;
  const closes = order.sign * size < 0;
  // An order against the position that is larger than it is cut, or takes two executions.
  if (closes ? lots > Math.abs(size) : order.flags !== 0) return false;
  const notional = amount(price, lots, terms.scale), commission = commissionOf(instrument, price, lots, 0);
  const opening = closes ? 0 : lots, cost = notional + commission;
  if (!canBook(state, instrument, notional + Math.abs(commission), opening)) return false;
  if (!closes && (notional === 0 || freeCash(state) < cost)) return false;
  // A purchase that closes a short may take more cash than there is, which is told.
  if (order.sign > 0 ? account.cash < cost : account.cash + notional < commission) return false;
  const figure = closes ? instrument.trip_exit_value : instrument.trip_entry_value;
  if (figure + notional > EXACT_MAX || Math.abs(instrument.trip_entry_quantity) + opening > EXACT_MAX) return false;
  takeBar(state, time_us, columns[from + COLUMN_CLOSE * count]!);
  const execution = beginExecution(order, price, closes ? lots : 0, opening, FILL_RULE_OPEN, 0);
  if (closes) execution.closed_commission = commission;
  else execution.opened_commission = commission;
  book(state, instrument, execution, closes ? notional : 0, closes ? 0 : notional);
  addToOrder(state, order, instrument, execution, notional);
  move(order, ORDER_EVENT_FILL_ALL);
  execution.order_state = order.state;
  const filled = signed(order.sign, lots);
  noteExecution(state, instrument, execution, filled, filled);
  orders.keepPlain();
  if (instrument.position_size !== 0 || instrument.mark !== 0) markInstrument(state, instrument);
  return true;
}

/** Takes the events of a bar and of its step in, and leaves of the bar what stays of one when its step has closed. */
function takeBar(state: State, time_us: number, close: number): void {
  const instrument = state.instruments[0]!;
  for (let event = 0; event < 2; event++) {
    state.sequence++;
    if (state.chain_on) state.chain.mix(state.sequence, 0);
  }
  state.event_kind = EVENT_STEP;
  state.event_producer = 0;
  state.event_producer_sequence = 0;
  state.time_us = time_us;
  state.step_us = time_us;
  instrument.time_us = time_us;
  instrument.close = close;
  instrument.bars++;
  instrument.position_at_step = instrument.position_size;
}
