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
  CHEAT_ON_CLOSE_ON,
  CHEAT_ON_OPEN_ON,
  CONFIG_RULE_CHEAT_ON_CLOSE,
  CONFIG_RULE_CHEAT_ON_OPEN,
  FILL_RULE_CLOSE,
  FILL_RULE_LIMIT,
  FILL_RULE_LIMIT_OPEN,
  FILL_RULE_OPEN,
  FILL_RULE_PLACEMENT_CLOSE,
  FILL_RULE_STOP,
  FILL_RULE_STOP_GAP,
  FILL_RULE_STOP_LIMIT,
  ORDER_EVENT_TRIGGER,
  REASON_TRIGGER,
  THEN_LIMIT,
  THEN_MARKET,
  TRIGGER_NONE,
} from "../../contract/contract.gen.ts";
import { slip, slipsAtOpen } from "./slippage.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { noteOrder } from "../state/notices.ts";
import { move, type Order, waitsForTrigger } from "../state/order.ts";
import type { State } from "../state/state.ts";

/** A fill price, the rule that set it, its flags, and the time of the execution. */
export interface QueuePrice {
  readonly price: number;
  readonly rule: number;
  readonly flags: number;
  readonly executed_us: number;
  /** True if the bar before the shown one fills the order, with its volume. */
  readonly is_late: boolean;
}

/**
 * Returns the price at which an order fills now, if any. Records the trigger of a stop-limit, and the last close for an
 * order at the close.
 */
export function queuePrice(state: State, order: Order, instrument: Instrument): QueuePrice | undefined {
  const kind = order.kind;
  if (kind.trigger === TRIGGER_NONE && kind.then === THEN_MARKET) {
    return kind.at === AT_CLOSE ? closePrice(order, instrument) : marketPrice(state, order, instrument);
  }
  if (kind.then === THEN_MARKET) return stopPrice(order, instrument);
  return waitsForTrigger(order) ? stopLimitPrice(state, order, instrument) : limitPrice(order, instrument);
}

function at(instrument: Instrument, price: number, rule: number): QueuePrice {
  return { price, rule, flags: 0, executed_us: instrument.time_us, is_late: false };
}

/** Returns a fill whose price slips up to a bound; none if slippage refuses it. */
function slipped(
  instrument: Instrument,
  order: Order,
  price: number,
  bound: number,
  rule: number,
): QueuePrice | undefined {
  const found = slip(instrument, order.is_buy, price, bound, order.kind.then === THEN_LIMIT);
  return found === undefined ? undefined : { ...at(instrument, found.price, rule), flags: found.flags };
}

/** Returns the end of the bar's range that a price of an order slips towards. */
function farEnd(instrument: Instrument, order: Order): number {
  return order.is_buy ? instrument.high : instrument.low;
}

/** Returns a fill at the open, or at a price that stands for it. It slips where the switches say so. */
function atOpen(
  instrument: Instrument,
  order: Order,
  price: number,
  bound: number,
  rule: number,
): QueuePrice | undefined {
  return slipsAtOpen(instrument) ? slipped(instrument, order, price, bound, rule) : at(instrument, price, rule);
}

/** Returns the open of a later bar, or, under the rules that cheat, another price. */
function marketPrice(state: State, order: Order, instrument: Instrument): QueuePrice | undefined {
  const bound = farEnd(instrument, order);
  if (state.rule(CONFIG_RULE_CHEAT_ON_CLOSE) === CHEAT_ON_CLOSE_ON) {
    // The bar at hand bounds the slippage of a price that is older.
    const found = atOpen(instrument, order, order.created_close, bound, FILL_RULE_PLACEMENT_CLOSE);
    return found === undefined ? undefined : { ...found, executed_us: order.created_us };
  }
  const any_bar = state.rule(CONFIG_RULE_CHEAT_ON_OPEN) === CHEAT_ON_OPEN_ON;
  if (!any_bar && instrument.time_us <= order.placed_us) return undefined;
  return atOpen(instrument, order, instrument.open, bound, FILL_RULE_OPEN);
}

/**
 * Returns the close of the bar at the session's end. If no bar ends there, the first later bar fills the order at the
 * close and time of the bar before it.
 */
function closePrice(order: Order, instrument: Instrument): QueuePrice | undefined {
  if (instrument.time_us > order.placed_us && instrument.time_us >= order.session_end_us) {
    if (order.annotated_close !== 0 && instrument.time_us > order.session_end_us) {
      const late = at(instrument, order.annotated_close, FILL_RULE_CLOSE);
      return { ...late, executed_us: instrument.before_us, is_late: true };
    }
    return at(instrument, instrument.close, FILL_RULE_CLOSE);
  }
  order.annotated_close = instrument.close;
  return undefined;
}

function limitPrice(order: Order, instrument: Instrument): QueuePrice | undefined {
  const { open, high, low } = instrument, limit = order.limit;
  if (order.is_buy ? limit >= open : limit <= open) {
    // The limit alone bounds a sale, so that a price may slip below the low of the bar.
    const bound = order.is_buy && high < limit ? high : limit;
    return atOpen(instrument, order, open, bound, FILL_RULE_LIMIT_OPEN);
  }
  if (order.is_buy ? limit >= low : limit <= high) return at(instrument, limit, FILL_RULE_LIMIT);
  return undefined;
}

function stopPrice(order: Order, instrument: Instrument): QueuePrice | undefined {
  const { open } = instrument, stop = order.stop, end = farEnd(instrument, order);
  if (order.is_buy ? open >= stop : open <= stop) return atOpen(instrument, order, open, end, FILL_RULE_STOP_GAP);
  if (order.is_buy ? end >= stop : end <= stop) return slipped(instrument, order, stop, end, FILL_RULE_STOP);
  return undefined;
}

/** Returns the price of a stop-limit whose trigger was not reached before this bar. */
function stopLimitPrice(state: State, order: Order, instrument: Instrument): QueuePrice | undefined {
  const { open, close } = instrument, { stop, limit } = order, end = farEnd(instrument, order);
  if (order.is_buy ? open >= stop : open <= stop) {
    trigger(state, order);
    return limitPrice(order, instrument);
  }
  if (order.is_buy ? end < stop : end > stop) return undefined;
  trigger(state, order);
  if (order.is_buy ? limit >= stop : limit <= stop) {
    return slipped(instrument, order, stop, end, FILL_RULE_STOP_LIMIT);
  }
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
