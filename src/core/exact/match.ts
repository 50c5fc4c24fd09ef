/**
 * Matching in two passes over the resting orders of all instruments.
 *
 * Pass one is the open: first the orders against the position at the start of the step, with their closing parts only,
 * then all orders by acceptance. Pass two is the inside of the bar, by acceptance. A bar does not hold the order of its
 * prices. A certain event happens; an uncertain one happens only where it hurts the account, and the trade is marked
 * ambiguous. Ties never depend on an instrument, its name or its registration.
 *
 * @module
 */

import {
  AT_CLOSE,
  CONFIG_RULE_LIMIT_FILL,
  FILL_FLAG_AMBIGUOUS,
  FILL_FLAG_CLAMPED,
  FILL_FLAG_SLIPPED,
  FILL_RULE_CLOSE,
  FILL_RULE_ENTRY_PRICE,
  FILL_RULE_LIMIT,
  FILL_RULE_LIMIT_OPEN,
  FILL_RULE_OPEN,
  FILL_RULE_STOP,
  FILL_RULE_STOP_GAP,
  FILL_RULE_STOP_LIMIT,
  LIMIT_FILL_TOUCH,
  ORDER_EVENT_TRIGGER,
  RATE_SCALE,
  REASON_TRIGGER,
  THEN_LIMIT,
  TRIGGER_NONE,
} from "../../contract/contract.gen.ts";
import { fillOrder, PART_ALL, PART_CLOSING } from "./fill.ts";
import { rated, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_UP, type Scale } from "../state/amount.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { noteOrder } from "../state/notices.ts";
import { isStop, move, type Order, waitsForTrigger, worksAsLimit } from "../state/order.ts";
import type { State } from "../state/state.ts";

/** The price was not reached. */
const NOT_REACHED = 0;
/** The price was reached while the order was active. */
const CERTAIN = 1;
/** The price was reached, but perhaps before the order was active. */
const UNCERTAIN = 2;

/** No other order of the group competes. */
const RIVAL_NONE = 0;
/** A limit of the group was reached too, and the bar does not hold which came first. */
const RIVAL_LIMIT = 1;
/** A stop of the group was reached too, and the bar does not hold which came first. */
const RIVAL_STOP = 2;
/** Another order of the group was certainly reached before. */
const RIVAL_FIRST = 3;

const UNIT: Scale = { numerator: 1, first: 1, second: 1, denominator: 1 };

/** Matches the resting orders against the bars of the step. */
export function matchStep(state: State): void {
  const resting = state.orders.resting;
  if (resting.length === state.orders.resting_ended || state.bars_of_step.length === 0) return;
  for (const id of state.bars_of_step) {
    const instrument = state.instruments[id]!;
    instrument.position_at_step = instrument.position_size;
  }
  for (const slot of resting) triggerAtOpen(state, slot);
  for (const slot of resting) matchAtOpen(state, slot, PART_CLOSING);
  for (const slot of resting) matchAtOpen(state, slot, PART_ALL);
  for (const slot of resting) matchInside(state, slot);
  for (const slot of resting) matchAtClose(state, slot);
  for (const slot of resting) matchWokenAtClose(state, slot);
}

/** Returns whether an order can match the bar that its instrument shows. */
export function meets(order: Order, instrument: Instrument): boolean {
  return order.ended === 0 && order.active && instrument.has_bar && !instrument.halted &&
    instrument.begin_us >= order.placed_us;
}

function wokeNow(state: State, order: Order): boolean {
  return order.woken_us === state.time_us;
}

function triggerAtOpen(state: State, slot: number): void {
  const order = state.order(slot), instrument = state.instrumentOf(order);
  if (order.kind.then !== THEN_LIMIT || !waitsForTrigger(order) || !meets(order, instrument)) return;
  if (order.is_buy ? instrument.open >= order.stop : instrument.open <= order.stop) trigger(state, order);
}

function trigger(state: State, order: Order): void {
  order.triggered = true;
  move(order, ORDER_EVENT_TRIGGER);
  noteOrder(state, order, REASON_TRIGGER, 0);
  order.scan = -1;
}

/** Fills an order at the open, if the open satisfies its terms. */
function matchAtOpen(state: State, slot: number, part: number): void {
  const order = state.order(slot), instrument = state.instrumentOf(order);
  if (!meets(order, instrument) || wokeNow(state, order)) return;
  if (part === PART_CLOSING && order.sign * instrument.position_at_step >= 0) return;
  const open = instrument.open, kind = order.kind;
  if (kind.then === THEN_LIMIT) {
    if (worksAsLimit(order) && reachesLimit(state, order, open)) {
      fillOrder(state, slot, open, FILL_RULE_LIMIT_OPEN, 0, part);
    }
  } else if (kind.trigger !== TRIGGER_NONE) {
    if (order.is_buy ? open >= order.stop : open <= order.stop) {
      fillSlipped(state, slot, instrument, open, FILL_RULE_STOP_GAP, 0, part);
    }
  } else if (kind.at !== AT_CLOSE) {
    fillSlipped(state, slot, instrument, open, FILL_RULE_OPEN, 0, part);
  }
}

/** Fills an order inside the bar if the bar's range reaches its price. */
function matchInside(state: State, slot: number): void {
  const order = state.order(slot), instrument = state.instrumentOf(order);
  if (!meets(order, instrument)) return;
  const kind = order.kind;
  if (kind.then === THEN_LIMIT && waitsForTrigger(order)) {
    matchStopLimitInside(state, slot, order, instrument);
  } else if (isStop(order)) {
    if (passedByEntry(state, order)) fillAtEntry(state, slot, order);
    else {
      const reached = reachedInside(state, order, instrument, order.stop);
      if (reached === NOT_REACHED) return;
      const rival = rivalOf(state, slot, order, instrument);
      if (rival === RIVAL_FIRST) return;
      const flags = reached === UNCERTAIN || rival !== RIVAL_NONE ? FILL_FLAG_AMBIGUOUS : 0;
      fillSlipped(state, slot, instrument, order.stop, FILL_RULE_STOP, flags, PART_ALL);
    }
  } else if (kind.then === THEN_LIMIT) {
    if (passedByEntry(state, order)) fillAtEntry(state, slot, order);
    else if (reachedInside(state, order, instrument, order.limit) === CERTAIN) {
      const rival = rivalOf(state, slot, order, instrument);
      if (rival === RIVAL_FIRST || rival === RIVAL_STOP) return;
      const flags = rival !== RIVAL_NONE ? FILL_FLAG_AMBIGUOUS : 0;
      fillOrder(state, slot, order.limit, FILL_RULE_LIMIT, flags, PART_ALL);
    }
  }
}

/**
 * Matches a stop-limit that the inside of the bar triggers. It fills at the trigger if the limit allows it, or at the
 * limit if the close proves that price.
 */
function matchStopLimitInside(state: State, slot: number, order: Order, instrument: Instrument): void {
  if (reachedInside(state, order, instrument, order.stop) === NOT_REACHED) return;
  trigger(state, order);
  const within = order.is_buy ? order.limit >= order.stop : order.limit <= order.stop;
  if (within) fillOrder(state, slot, order.stop, FILL_RULE_STOP_LIMIT, 0, PART_ALL);
  else if (reachesLimit(state, order, instrument.close)) {
    fillOrder(state, slot, order.limit, FILL_RULE_LIMIT, 0, PART_ALL);
  }
}

function matchAtClose(state: State, slot: number): void {
  const order = state.order(slot), instrument = state.instrumentOf(order);
  if (order.kind.at !== AT_CLOSE || !meets(order, instrument)) return;
  fillOrder(state, slot, instrument.close, FILL_RULE_CLOSE, 0, PART_ALL);
}

/**
 * Fills a protective order at the price of its entry, if the entry filled at the close beyond the price of the order.
 */
function matchWokenAtClose(state: State, slot: number): void {
  const order = state.order(slot), instrument = state.instrumentOf(order);
  if (order.woken_rule !== FILL_RULE_CLOSE || !meets(order, instrument)) return;
  if (passedByEntry(state, order)) fillAtEntry(state, slot, order);
}

/** Returns whether a price reaches the limit. Under the rule `through`, a price equal to the limit does not. */
function reachesLimit(state: State, order: Order, price: number): boolean {
  if (price === order.limit) return state.rule(CONFIG_RULE_LIMIT_FILL) === LIMIT_FILL_TOUCH;
  return order.is_buy ? price < order.limit : price > order.limit;
}

/** Returns whether the order woke in this step and the price of its entry is beyond its own. */
function passedByEntry(state: State, order: Order): boolean {
  if (!wokeNow(state, order)) return false;
  if (isStop(order)) {
    return order.is_buy ? order.woken_price >= order.stop : order.woken_price <= order.stop;
  }
  return order.is_buy ? order.woken_price <= order.limit : order.woken_price >= order.limit;
}

function fillAtEntry(state: State, slot: number, order: Order): void {
  fillOrder(state, slot, order.woken_price, FILL_RULE_ENTRY_PRICE, 0, PART_ALL);
}

/**
 * Returns whether the bar's range reaches an order's price, and whether the order was certainly active at that moment.
 */
function reachedInside(state: State, order: Order, instrument: Instrument, price: number): number {
  const above = liesAbove(order);
  const through = price === order.limit && worksAsLimit(order) &&
    state.rule(CONFIG_RULE_LIMIT_FILL) !== LIMIT_FILL_TOUCH;
  const extreme = above ? instrument.high : instrument.low;
  if (through ? (above ? extreme <= price : extreme >= price) : above ? extreme < price : extreme > price) {
    return NOT_REACHED;
  }
  if (!wokeNow(state, order)) return CERTAIN;
  if (order.woken_rule === FILL_RULE_CLOSE) return NOT_REACHED;
  const inside = order.woken_rule === FILL_RULE_LIMIT || order.woken_rule === FILL_RULE_STOP ||
    order.woken_rule === FILL_RULE_STOP_LIMIT;
  if (!inside) return CERTAIN;
  // The entry is on the other side: the price reached a buy entry from above at its limit, from below at its trigger.
  const came_from_below = (order.woken_rule === FILL_RULE_LIMIT) === order.is_buy;
  if (came_from_below === above) return CERTAIN;
  const close = instrument.close, proven = above ? close > price : close < price;
  return proven || (close === price && !through) ? CERTAIN : UNCERTAIN;
}

/** Returns whether a bar reaches an order's price from below: true for a buy stop and a sell limit. */
function liesAbove(order: Order): boolean {
  return worksAsLimit(order) !== order.is_buy;
}

/**
 * Returns the effect of another order of the group that the bar reaches too. Of two prices on one side, the nearer one
 * certainly came first. The order of two prices on different sides is unknown: a stop fills and a limit yields to it,
 * because that hurts the account. Of two orders of a kind, the first by acceptance fills.
 */
function rivalOf(state: State, slot: number, order: Order, instrument: Instrument): number {
  if (order.group === 0) return RIVAL_NONE;
  const above = liesAbove(order), price = isStop(order) ? order.stop : order.limit;
  let rival = RIVAL_NONE;
  for (const other_slot of state.orders.resting) {
    const other = state.order(other_slot), is_stop = isStop(other);
    if (other_slot === slot || other.group !== order.group || other.instrument !== order.instrument) continue;
    if ((!is_stop && !worksAsLimit(other)) || !meets(other, instrument)) continue;
    const other_price = is_stop ? other.stop : other.limit;
    const reached = reachedInside(state, other, instrument, other_price);
    if (reached === NOT_REACHED) continue;
    if (liesAbove(other) === above && other_price !== price) {
      if (reached === CERTAIN && (above ? other_price < price : other_price > price)) return RIVAL_FIRST;
    } else if (rival !== RIVAL_STOP) rival = is_stop ? RIVAL_STOP : RIVAL_LIMIT;
  }
  return rival;
}

/** Returns a price that slippage moves: against the trader to a tick, or without a tick to the nearest step. */
function slippedPrice(order: Order, instrument: Instrument, price: number): number {
  const { slippage_rate, tick } = instrument.terms;
  if (slippage_rate === 0) return price;
  const rate = order.is_buy ? RATE_SCALE + slippage_rate : RATE_SCALE - slippage_rate;
  if (rate <= 0) return 0;
  const rounding = tick === 0 ? ROUND_HALF_EVEN : order.is_buy ? ROUND_UP : ROUND_DOWN;
  const moved = rated(price, 1, UNIT, rate, rounding);
  if (tick === 0 || moved === Infinity) return moved;
  const beyond = moved % tick;
  if (beyond === 0) return moved;
  return order.is_buy ? moved - beyond + tick : moved - beyond;
}

/** Fills at a price that slippage moves against the trader, within the range of the bar. */
function fillSlipped(
  state: State,
  slot: number,
  instrument: Instrument,
  price: number,
  rule: number,
  flags: number,
  part: number,
): void {
  const order = state.order(slot);
  const wanted = slippedPrice(order, instrument, price);
  const used = order.is_buy
    ? (wanted > instrument.high ? instrument.high : wanted)
    : (wanted < instrument.low ? instrument.low : wanted);
  let all = flags;
  if (used !== price) all |= FILL_FLAG_SLIPPED;
  if (used !== wanted) all |= FILL_FLAG_CLAMPED;
  fillOrder(state, slot, used, rule, all, part);
}
