/**
 * Matching in two passes over the resting orders of all instruments.
 *
 * Pass one is the open: first the orders against the position at the start of the step, with their closing parts only,
 * then all orders by acceptance. Pass two is the inside of the bar, by acceptance. A bar does not hold the order of its
 * prices. A certain event happens; an uncertain one happens only where it hurts the account, and the trade is marked
 * ambiguous. Under another choice of the rule PATH, orders fill inside the bar along the path that it names. Ties never
 * depend on an instrument, its name or its registration.
 *
 * A bar without volume fills and triggers nothing where its instrument needs volume: nothing was traded at its prices.
 *
 * @module
 */

import {
  AT_CLOSE,
  AT_OPEN,
  CHEAT_ON_CLOSE_ON,
  CONFIG_RULE_CHEAT_ON_CLOSE,
  CONFIG_RULE_PATH,
  FILL_FLAG_AMBIGUOUS,
  FILL_RULE_CLOSE,
  FILL_RULE_LIMIT,
  FILL_RULE_LIMIT_OPEN,
  FILL_RULE_OPEN,
  FILL_RULE_PLACEMENT_CLOSE,
  FILL_RULE_SESSION_OPEN,
  FILL_RULE_STOP,
  FILL_RULE_STOP_GAP,
  FILL_RULE_STOP_LIMIT,
  FILL_RULE_TOUCH,
  FILL_RULE_TOUCH_LIMIT,
  FILL_RULE_TOUCH_OPEN,
  ORDER_EVENT_CANCEL,
  ORDER_EVENT_REJECT,
  PATH_WORST_CASE,
  REASON_NO_VOLUME,
  REASON_NOT_AT_ONCE,
  REASON_ON_TARGET,
  REASON_WOULD_TAKE,
  THEN_LIMIT,
  THEN_MARKET,
  TRIGGER_TOUCH,
} from "../../contract/contract.gen.ts";
import { readyBasket } from "./basket.ts";
import { wakeDue } from "./due.ts";
import { distanceToTarget, limitVolume, PART_ALL, PART_CLOSING } from "./size.ts";
import { endOrder, trigger } from "./tied.ts";
import { matchAlongPaths } from "./path.ts";
import {
  CERTAIN,
  fillsAtPlacement,
  lacksVolume,
  marketPrice,
  meets,
  NOT_REACHED,
  passedByEntry,
  reachedInside,
  reachesLimit,
  sees,
  UNCERTAIN,
  wokeNow,
} from "./reach.ts";
import { allowsTrigger, RIVAL_FIRST, RIVAL_NONE, RIVAL_STOP, rivalOf } from "./rival.ts";
import { fillAtEntry, fillLimit, fillSlipped } from "./slippage.ts";
import { isTrailInDoubt, trailAfterEntries, trailInside } from "./trail.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { info } from "../state/notices.ts";
import {
  isImmediate,
  isPostOnly,
  isStop,
  isTriggeredBy,
  type Order,
  waitsForTrigger,
  worksAsLimit,
} from "../state/order.ts";
import type { State } from "../state/state.ts";

/** Matches the resting orders against the bars of the step: those that a bar could concern, by acceptance. */
export function matchStep(state: State): void {
  const awake = state.orders.awake;
  if (state.bars_of_step.length === 0) return;
  for (const id of state.bars_of_step) {
    const instrument = state.instruments[id]!;
    instrument.position_at_step = instrument.position_size;
    if (instrument.terms.volume_limit_numerator !== 0) limitVolume(instrument);
  }
  wakeDue(state);
  noteWithoutVolume(state);
  if (state.rule(CONFIG_RULE_CHEAT_ON_CLOSE) === CHEAT_ON_CLOSE_ON) matchAtPlacement(state);
  // A fill wakes the protection of its entry, which was accepted after the entry, so the walk still comes to it.
  for (const slot of awake) triggerAtOpen(state, slot);
  for (const slot of awake) matchAtOpen(state, slot, PART_CLOSING);
  for (const slot of awake) matchAtOpen(state, slot, PART_ALL);
  if (state.rule(CONFIG_RULE_PATH) === PATH_WORST_CASE) {
    if (state.books.trails) trailInside(state);
    matchAgain(state, matchAllInside(state));
  } else matchAlongPaths(state);
  for (const slot of awake) matchAtClose(state, slot);
  for (const slot of awake) matchWokenAtClose(state, slot);
  // An entry that filled in this step may have woken the first order that trails.
  if (state.books.trails) trailAfterEntries(state);
  if (!state.books.firsts) return;
  for (const slot of awake) endFirstBar(state, slot);
}

/** Fills the market orders that fill at the close of their placement, before the open meets any order. */
function matchAtPlacement(state: State): void {
  const { awake } = state.orders;
  for (const part of [PART_CLOSING, PART_ALL]) {
    for (const slot of awake) {
      const order = state.order(slot);
      if (fillsAtPlacement(order, state.instrumentOf(order))) matchAtOpen(state, slot, part);
    }
  }
  for (const id of state.bars_of_step) {
    const instrument = state.instruments[id]!;
    instrument.position_at_step = instrument.position_size;
  }
}

/** Ends an order that had to fill in the first bar that it meets, and lets a post-only order rest from then on. */
function endFirstBar(state: State, slot: number): void {
  const order = state.order(slot);
  if (order.ended !== 0 || (!isImmediate(order) && !isPostOnly(order))) return;
  // A bar that had no more for the order was met, too.
  if (order.tried_us !== state.time_us && !meets(order, state.instrumentOf(order))) return;
  if (isImmediate(order)) endOrder(state, slot, ORDER_EVENT_CANCEL, REASON_NOT_AT_ONCE);
  else order.met_bar = true;
}

/** Ends a post-only order that the open would fill: after a fill and a new price, what is left of it is cancelled. */
function endTaker(state: State, slot: number): void {
  const filled = state.order(slot).filled > 0;
  endOrder(state, slot, filled ? ORDER_EVENT_CANCEL : ORDER_EVENT_REJECT, REASON_WOULD_TAKE);
}

/** Matches all orders inside the bar by acceptance, and returns the slots of those that gave way. */
function matchAllInside(state: State): number[] {
  const waiting: number[] = [];
  for (const slot of state.orders.awake) if (!matchInside(state, slot)) waiting.push(slot);
  return waiting;
}

/**
 * Matches again while an order that gave way gets on, since only a fill ends a group: the order ahead may have ended
 * without one. All orders are asked, because the protection of an entry that fills now woke after its turn.
 */
function matchAgain(state: State, waiting: readonly number[]): void {
  let again = waiting;
  while (again.length > 0) {
    const left = matchAllInside(state);
    if (again.every((slot) => left.includes(slot))) return;
    again = left;
  }
}

/** Tells of each order that meets a bar without volume for the first time. */
function noteWithoutVolume(state: State): void {
  if (!state.bars_of_step.some((id) => lacksVolume(state.instruments[id]!))) return;
  for (const slot of state.orders.awake) {
    const order = state.order(slot), instrument = state.instrumentOf(order);
    if (order.met_no_volume || !sees(order, instrument) || !lacksVolume(instrument)) continue;
    order.met_no_volume = true;
    info(state, REASON_NO_VOLUME, order.id, instrument.id);
  }
}

function triggerAtOpen(state: State, slot: number): void {
  const order = state.order(slot), instrument = state.instrumentOf(order);
  if (order.kind.then !== THEN_LIMIT || !waitsForTrigger(order) || !meets(order, instrument)) return;
  if (isTriggeredBy(order, instrument.open)) trigger(state, order);
}

/** Fills an order at the open, if the open satisfies its terms. */
export function matchAtOpen(state: State, slot: number, part: number): void {
  const order = state.order(slot), instrument = state.instrumentOf(order);
  if (!meets(order, instrument) || wokeNow(state, order)) return;
  const open = instrument.open, kind = order.kind;
  if (order.aim !== 0) {
    if (order.basket !== 0) readyBasket(state, order, part === PART_ALL);
    if (order.unsized && !turnToTarget(state, slot, instrument, part)) return;
  }
  if (part === PART_CLOSING && order.sign * instrument.position_at_step >= 0) return;
  if (kind.then === THEN_LIMIT) {
    if (worksAsLimit(order) && reachesLimit(state, order, open)) {
      if (isPostOnly(order)) endTaker(state, slot);
      else fillLimit(state, slot, instrument, open, FILL_RULE_LIMIT_OPEN, 0, part);
    }
  } else if (waitsForTrigger(order)) {
    if (isTriggeredBy(order, open)) {
      const rule = kind.trigger === TRIGGER_TOUCH ? FILL_RULE_TOUCH_OPEN : FILL_RULE_STOP_GAP;
      fillSlipped(state, slot, instrument, open, rule, 0, part);
    }
  } else if (kind.at === AT_OPEN) {
    // A session opens with the first bar of a later day than that of the placement.
    if (instrument.session_day > order.placed_day) {
      fillSlipped(state, slot, instrument, open, FILL_RULE_SESSION_OPEN, 0, part);
    }
  } else if (kind.at !== AT_CLOSE) {
    const rule = fillsAtPlacement(order, instrument) ? FILL_RULE_PLACEMENT_CLOSE : FILL_RULE_OPEN;
    fillSlipped(state, slot, instrument, marketPrice(order, instrument), rule, 0, part);
  }
}

/**
 * Turns an order to the side that takes the position to its target at the price of its fill, because the side decides the slippage.
 * Returns false for an order that is there.
 */
function turnToTarget(state: State, slot: number, instrument: Instrument, part: number): boolean {
  const order = state.order(slot),
    distance = distanceToTarget(state, order, instrument, marketPrice(order, instrument));
  if (distance === 0) {
    if (part === PART_ALL) endOrder(state, slot, ORDER_EVENT_CANCEL, REASON_ON_TARGET);
    return false;
  }
  order.sign = distance > 0 ? 1 : -1;
  return true;
}

/**
 * Fills an order inside the bar if the bar's range reaches its price. Returns false if the order gives way to another
 * member of its group, which comes first.
 */
function matchInside(state: State, slot: number): boolean {
  const order = state.order(slot), instrument = state.instrumentOf(order);
  if (!meets(order, instrument)) return true;
  if (passedByEntry(state, order)) {
    const rival = rivalOf(state, order, instrument);
    if (rival === RIVAL_FIRST) return false;
    fillAtEntry(state, slot, instrument, rival !== RIVAL_NONE ? FILL_FLAG_AMBIGUOUS : 0);
    return true;
  }
  if (isStop(order)) return !waitsForTrigger(order) || matchStopInside(state, slot, order, instrument);
  if (order.kind.trigger === TRIGGER_TOUCH && waitsForTrigger(order)) {
    return matchTouchInside(state, slot, order, instrument);
  }
  if (order.kind.then !== THEN_LIMIT) return true;
  if (waitsForTrigger(order)) return matchStopLimitInside(state, slot, order, instrument);
  // The bar that triggered a stop-limit matched it at once, and has nothing left for it.
  if (order.triggered_us === state.time_us) return true;
  if (reachedInside(state, order, instrument, order.limit) !== CERTAIN) return true;
  const rival = rivalOf(state, order, instrument);
  if (rival === RIVAL_FIRST || rival === RIVAL_STOP) return false;
  const flags = rival !== RIVAL_NONE ? FILL_FLAG_AMBIGUOUS : 0;
  fillLimit(state, slot, instrument, order.limit, FILL_RULE_LIMIT, flags, PART_ALL);
  return true;
}

function matchStopInside(state: State, slot: number, order: Order, instrument: Instrument): boolean {
  const reached = reachedInside(state, order, instrument, order.stop);
  if (reached === NOT_REACHED) return true;
  const rival = rivalOf(state, order, instrument);
  if (rival === RIVAL_FIRST) return false;
  const doubt = reached === UNCERTAIN || rival !== RIVAL_NONE || isTrailInDoubt(state, order, instrument);
  fillSlipped(state, slot, instrument, order.stop, FILL_RULE_STOP, doubt ? FILL_FLAG_AMBIGUOUS : 0, PART_ALL);
  return true;
}

/**
 * Matches an order whose trigger the bar touches from its better side. As a market order it fills there. As a limit order
 * it fills there if its limit allows it, else at its limit, if the bar goes on to it.
 */
function matchTouchInside(state: State, slot: number, order: Order, instrument: Instrument): boolean {
  if (reachedInside(state, order, instrument, order.stop) === NOT_REACHED) return true;
  const is_market = order.kind.then === THEN_MARKET, at_trigger = is_market || allowsTrigger(state, order);
  const fills = at_trigger || reachesLimit(state, order, order.is_buy ? instrument.low : instrument.high);
  const rival = fills ? rivalOf(state, order, instrument) : RIVAL_NONE;
  if (rival === RIVAL_FIRST || rival === RIVAL_STOP) return false;
  const flags = rival !== RIVAL_NONE ? FILL_FLAG_AMBIGUOUS : 0;
  if (is_market) {
    fillSlipped(state, slot, instrument, order.stop, FILL_RULE_TOUCH, flags, PART_ALL);
    return true;
  }
  order.triggered_us = state.time_us;
  trigger(state, order);
  if (!fills) return true;
  const price = at_trigger ? order.stop : order.limit, rule = at_trigger ? FILL_RULE_TOUCH_LIMIT : FILL_RULE_LIMIT;
  fillLimit(state, slot, instrument, price, rule, flags, PART_ALL);
  return true;
}

/**
 * Matches a stop-limit that the inside of the bar triggers. It fills at the trigger if the limit allows it, or at the
 * limit if the close proves that price.
 */
function matchStopLimitInside(state: State, slot: number, order: Order, instrument: Instrument): boolean {
  if (reachedInside(state, order, instrument, order.stop) === NOT_REACHED) return true;
  const at_trigger = allowsTrigger(state, order), fills = at_trigger || reachesLimit(state, order, instrument.close);
  const rival = rivalOf(state, order, instrument);
  if (rival === RIVAL_FIRST || (rival === RIVAL_STOP && fills && !at_trigger)) return false;
  order.triggered_us = state.time_us;
  trigger(state, order);
  if (!fills) return true;
  const price = at_trigger ? order.stop : order.limit, rule = at_trigger ? FILL_RULE_STOP_LIMIT : FILL_RULE_LIMIT;
  const doubt = rival !== RIVAL_NONE || isTrailInDoubt(state, order, instrument);
  fillLimit(state, slot, instrument, price, rule, doubt ? FILL_FLAG_AMBIGUOUS : 0, PART_ALL);
  return true;
}

function matchAtClose(state: State, slot: number): void {
  const order = state.order(slot), instrument = state.instrumentOf(order);
  if (order.kind.at !== AT_CLOSE || !meets(order, instrument)) return;
  fillSlipped(state, slot, instrument, instrument.close, FILL_RULE_CLOSE, 0, PART_ALL);
}

/**
 * Fills a protective order at the price of its entry, if the entry filled at the close beyond the price of the order.
 */
function matchWokenAtClose(state: State, slot: number): void {
  const order = state.order(slot), instrument = state.instrumentOf(order);
  if (order.woken_rule !== FILL_RULE_CLOSE || !meets(order, instrument)) return;
  if (passedByEntry(state, order)) fillAtEntry(state, slot, instrument, 0);
}
