/**
 * Reach: whether a bar reaches the price of an order, and whether the order was active at that moment.
 *
 * @module
 */

import {
  CONFIG_RULE_LIMIT_FILL,
  FILL_RULE_CLOSE,
  FILL_RULE_LIMIT,
  FILL_RULE_STOP,
  FILL_RULE_STOP_LIMIT,
  FILL_RULE_TOUCH,
  FILL_RULE_TOUCH_LIMIT,
  LIMIT_FILL_TOUCH,
} from "../../contract/contract.gen.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { isStop, type Order, triggerRises, waitsForTrigger, worksAsLimit } from "../state/order.ts";
import type { State } from "../state/state.ts";

/** The price was not reached. */
export const NOT_REACHED = 0;
/** The price was reached while the order was active. */
export const CERTAIN = 1;
/** The price was reached, but perhaps before the order was active. */
export const UNCERTAIN = 2;

/** Returns whether an order meets the bar that its instrument shows, and that bar may have more for it. */
export function sees(order: Order, instrument: Instrument): boolean {
  return order.ended === 0 && order.active && instrument.has_bar && !instrument.halted &&
    hasArrived(order, instrument) && order.tried_us !== instrument.time_us;
}

/** Returns whether an order had reached the market when the bar began that its instrument shows. */
export function hasArrived(order: Order, instrument: Instrument): boolean {
  return instrument.begin_us >= order.placed_us && instrument.bars >= order.first_bar;
}

/**
 * Returns whether a market order fills at the close at which it was placed: with the first bar that it meets, or ahead of
 * it. What opens of it follows what closes in the same step, by its first fill.
 */
export function fillsAtPlacement(order: Order, instrument: Instrument): boolean {
  return order.created_close !== 0 && !order.met_no_volume &&
    (order.fills === 0 || instrument.ahead || (order.fills === 1 && order.executed_us === instrument.time_us));
}

/** Returns whether an order fills at the close of its placement now, ahead of the bars of the step. */
export function comesAhead(order: Order, instrument: Instrument): boolean {
  return instrument.ahead && order.ended === 0 && order.active && !instrument.halted &&
    fillsAtPlacement(order, instrument);
}

/** Returns the price of a market order before slippage: the open, or the close at which it was placed. */
export function marketPrice(order: Order, instrument: Instrument): number {
  return fillsAtPlacement(order, instrument) ? order.created_close : instrument.open;
}

/** Returns whether an order can match the bar that its instrument shows, or ahead of it the close of its placement. */
export function meets(order: Order, instrument: Instrument): boolean {
  return sees(order, instrument) ? !lacksVolume(instrument) : comesAhead(order, instrument);
}

/** Returns whether the bar that an instrument shows has no volume and therefore fills nothing. */
export function lacksVolume(instrument: Instrument): boolean {
  return instrument.terms.needs_volume && instrument.volume === 0;
}

/** Returns whether the entry of an order filled in this step. */
export function wokeNow(state: State, order: Order): boolean {
  return order.woken_us === state.time_us;
}

/** Returns whether a price reaches the limit. Under the rule `through`, a price equal to the limit does not. */
export function reachesLimit(state: State, order: Order, price: number): boolean {
  if (price === order.limit) return state.rule(CONFIG_RULE_LIMIT_FILL) === LIMIT_FILL_TOUCH;
  return order.is_buy ? price < order.limit : price > order.limit;
}

/** Returns whether the order woke in this step and the price of its entry is beyond its own. */
export function passedByEntry(state: State, order: Order): boolean {
  if (!wokeNow(state, order) || order.trailed_us === state.time_us) return false;
  if (isStop(order)) {
    return order.is_buy ? order.woken_price >= order.stop : order.woken_price <= order.stop;
  }
  return reachesLimit(state, order, order.woken_price);
}

/**
 * Returns whether the bar's range reaches an order's price, and whether the order was certainly active at that moment.
 */
export function reachedInside(state: State, order: Order, instrument: Instrument, price: number): number {
  const above = liesAbove(order);
  const through = price === order.limit && worksAsLimit(order) &&
    state.rule(CONFIG_RULE_LIMIT_FILL) !== LIMIT_FILL_TOUCH;
  const extreme = above ? instrument.high : instrument.low;
  if (through ? (above ? extreme <= price : extreme >= price) : above ? extreme < price : extreme > price) {
    return NOT_REACHED;
  }
  if (!wokeNow(state, order)) return CERTAIN;
  if (order.woken_rule === FILL_RULE_CLOSE) return NOT_REACHED;
  if (!isLoose(state, order, above)) return CERTAIN;
  const close = instrument.close, proven = above ? close > price : close < price;
  return proven || (close === price && !through) ? CERTAIN : UNCERTAIN;
}

/** Returns whether the entry of an order filled inside the bar of this step. */
export function wokeInside(state: State, order: Order): boolean {
  const rule = order.woken_rule;
  return wokeNow(state, order) &&
    (rule === FILL_RULE_LIMIT || rule === FILL_RULE_STOP || rule === FILL_RULE_STOP_LIMIT || isTouch(rule));
}

/** Returns whether a rule is one of an order at its touched trigger. */
function isTouch(rule: number): boolean {
  return rule === FILL_RULE_TOUCH || rule === FILL_RULE_TOUCH_LIMIT;
}

/**
 * Returns whether the price came from below to the entry of an order that woke inside the bar. The entry is on the
 * other side: the price reached a buy entry from above at its limit or a touched trigger, from below at a stop.
 */
function cameFromBelow(order: Order): boolean {
  return (order.woken_rule === FILL_RULE_LIMIT || isTouch(order.woken_rule)) === order.is_buy;
}

/**
 * Returns whether the bar was perhaps at a price above or below its open before the entry of an order filled inside it.
 * To a limit after a trigger the price of the entry came back, so it was on both sides before.
 */
export function isLoose(state: State, order: Order, above: boolean): boolean {
  return wokeInside(state, order) && (cameFromBelow(order) !== above || order.woken_trigger !== 0);
}

/**
 * Returns whether the bar was at a price above or below its open before the entry of an order filled inside it, or at
 * that moment, or with `past` beyond that price.
 */
export function beforeEntry(state: State, order: Order, price: number, above: boolean, past: boolean): boolean {
  if (!wokeInside(state, order)) return false;
  // It came to the entry from one side. To a limit after a trigger it came back, so it was on the other side before.
  const end = above === cameFromBelow(order) ? order.woken_price : order.woken_trigger;
  if (end === 0 || price === end) return end !== 0 && !past;
  return above ? price < end : price > end;
}

/** Returns whether a bar reaches an order's price from below: true for a buy stop and a sell limit. */
export function liesAbove(order: Order): boolean {
  return waitsForTrigger(order) ? triggerRises(order) : !order.is_buy;
}
