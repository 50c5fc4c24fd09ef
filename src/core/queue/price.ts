/**
 * Fill rules of queue matching: the price at which an order fills against the bar that its instrument shows.
 *
 * Only market orders need a later bar than the one at placement; the others match any shown bar, an old one too. The
 * colour of the bar decides a stop-limit that the inside of the bar triggers.
 *
 * @module
 */

import {
  AT_CLOSE,
  FILL_RULE_CLOSE,
  FILL_RULE_LIMIT,
  FILL_RULE_LIMIT_OPEN,
  FILL_RULE_OPEN,
  FILL_RULE_STOP,
  FILL_RULE_STOP_GAP,
  FILL_RULE_STOP_LIMIT,
  ORDER_EVENT_TRIGGER,
  REASON_TRIGGER,
  THEN_MARKET,
  TRIGGER_NONE,
} from "../../contract/contract.gen.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { noteOrder } from "../state/notices.ts";
import { move, type Order, waitsForTrigger } from "../state/order.ts";
import type { State } from "../state/state.ts";

/** A fill price, the rule that set it, and the time of the execution. */
export interface QueuePrice {
  readonly price: number;
  readonly rule: number;
  readonly executed_us: number;
}

/**
 * Returns the price at which an order fills now, if any. Records the trigger of a stop-limit, and the last close for an
 * order at the close.
 */
export function queuePrice(state: State, order: Order, instrument: Instrument): QueuePrice | undefined {
  const kind = order.kind;
  if (kind.trigger === TRIGGER_NONE && kind.then === THEN_MARKET) {
    if (kind.at === AT_CLOSE) return closePrice(order, instrument);
    return instrument.time_us <= order.placed_us ? undefined : at(instrument, instrument.open, FILL_RULE_OPEN);
  }
  if (kind.then === THEN_MARKET) return stopPrice(order, instrument);
  return waitsForTrigger(order) ? stopLimitPrice(state, order, instrument) : limitPrice(order, instrument);
}

function at(instrument: Instrument, price: number, rule: number): QueuePrice {
  return { price, rule, executed_us: instrument.time_us };
}

/**
 * Returns the close of the bar at the session's end. If no bar ends there, the first later bar fills the order at the
 * close and time of the bar before it.
 */
function closePrice(order: Order, instrument: Instrument): QueuePrice | undefined {
  if (instrument.time_us > order.placed_us && instrument.time_us >= order.session_end_us) {
    if (order.annotated_close !== 0 && instrument.time_us > order.session_end_us) {
      return { price: order.annotated_close, rule: FILL_RULE_CLOSE, executed_us: order.annotated_us };
    }
    return at(instrument, instrument.close, FILL_RULE_CLOSE);
  }
  order.annotated_close = instrument.close;
  order.annotated_us = instrument.time_us;
  return undefined;
}

function limitPrice(order: Order, instrument: Instrument): QueuePrice | undefined {
  const { open, high, low } = instrument, limit = order.limit;
  if (order.is_buy ? limit >= open : limit <= open) return at(instrument, open, FILL_RULE_LIMIT_OPEN);
  if (order.is_buy ? limit >= low : limit <= high) return at(instrument, limit, FILL_RULE_LIMIT);
  return undefined;
}

function stopPrice(order: Order, instrument: Instrument): QueuePrice | undefined {
  const { open, high, low } = instrument, stop = order.stop;
  if (order.is_buy ? open >= stop : open <= stop) return at(instrument, open, FILL_RULE_STOP_GAP);
  if (order.is_buy ? high >= stop : low <= stop) return at(instrument, stop, FILL_RULE_STOP);
  return undefined;
}

/** Returns the price of a stop-limit whose trigger was not reached before this bar. */
function stopLimitPrice(state: State, order: Order, instrument: Instrument): QueuePrice | undefined {
  const { open, high, low, close } = instrument, { stop, limit } = order;
  if (order.is_buy ? open >= stop : open <= stop) {
    trigger(state, order);
    return limitPrice(order, instrument);
  }
  if (order.is_buy ? high < stop : low > stop) return undefined;
  trigger(state, order);
  if (order.is_buy ? limit >= stop : limit <= stop) return at(instrument, stop, FILL_RULE_STOP_LIMIT);
  // The bar passed the trigger and came back: a falling bar for a buy, a rising one for a sell.
  const came_back = order.is_buy ? open > close : open <= close;
  if (came_back && (order.is_buy ? limit >= close : limit <= close)) return at(instrument, limit, FILL_RULE_LIMIT);
  return undefined;
}

function trigger(state: State, order: Order): void {
  order.triggered = true;
  move(order, ORDER_EVENT_TRIGGER);
  noteOrder(state, order, REASON_TRIGGER, 0);
}
