/**
 * Paths: the inside of a bar as a definite way of its price, under the rule PATH.
 *
 * A path has three legs, from the open over both extremes to the close. An order inside the bar fills when the path
 * reaches its price, so nothing is ambiguous. At one price orders come by acceptance. The paths of several instruments
 * advance leg by leg; within a leg the order that was accepted first comes first, as their prices have no common
 * measure. A trigger that trails follows the path from its open, or from where its order woke.
 *
 * @module
 */

import {
  CONFIG_RULE_PATH,
  FILL_RULE_LIMIT,
  FILL_RULE_STOP,
  FILL_RULE_STOP_LIMIT,
  FILL_RULE_TOUCH,
  FILL_RULE_TOUCH_LIMIT,
  PATH_ADVERSE,
  PATH_OPEN_HIGH_LOW_CLOSE,
  PATH_OPEN_LOW_HIGH_CLOSE,
  REASON_TRAILED,
  THEN_LIMIT,
  THEN_MARKET,
  TRIGGER_TOUCH,
} from "../../contract/contract.gen.ts";
import { PART_ALL } from "./size.ts";
import { trigger } from "./tied.ts";
import { liesAbove, meets, passedByEntry, reachesLimit, wokeInside } from "./reach.ts";
import { fillAtEntry, fillLimit, fillSlipped } from "./slippage.ts";
import { atDistance, isTrailing, trailTo } from "./trail.ts";
import type { Instrument } from "../state/fields.gen.ts";
import { noteOrder } from "../state/notices.ts";
import { isStop, type Order, waitsForTrigger } from "../state/order.ts";
import type { State } from "../state/state.ts";

/** Legs of a path. */
const LEGS = 3;

/** The way of an instrument through the bar of the step, and how far it has come. */
interface Path {
  readonly instrument: Instrument;
  /** Open, both extremes in their order, and close. */
  readonly prices: readonly number[];
  leg: number;
  price: number;
}

/** A moment on a path. */
interface Moment {
  readonly leg: number;
  readonly price: number;
  /** True if the path goes past the price, as it has to for a limit under the rule `through`. */
  readonly past: boolean;
  /** True if the price of the order's entry has passed its own, so that it fills at the price of its entry. */
  readonly at_entry: boolean;
}

/** Matches the orders inside the bars of the step in the order in which the paths reach their prices. */
export function matchAlongPaths(state: State): void {
  if (state.orders.awake.length === 0) return;
  const paths = state.bars_of_step.map((id) => pathOf(state, state.instruments[id]!));
  // A fill may wake protection, and may end orders that the path would reach later, so all are asked after each.
  while (matchNext(state, paths));
  for (const path of paths) advance(state, path, LEGS - 1, path.prices[LEGS]!);
  if (!state.books.trails) return;
  for (const slot of state.orders.awake) {
    const order = state.order(slot);
    if (order.ended === 0 && isTrailing(order) && wokeInside(state, order)) tellTrigger(state, order);
  }
}

/** Tells the trigger of an order that follows the market, which the bar alone does not tell on a path. */
function tellTrigger(state: State, order: Order): void {
  noteOrder(state, order, REASON_TRAILED, 0);
}

/** Advances a path to a price of a leg, and the triggers that follow it. */
function advance(state: State, path: Path, leg: number, price: number): void {
  if (state.books.trails) {
    for (let passed = path.leg; passed < leg; passed++) trailTo(state, path.instrument, path.prices[passed + 1]!);
    trailTo(state, path.instrument, price);
  }
  path.leg = leg;
  path.price = price;
}

/** Returns the path of an instrument through its bar. The fills at the open decide the position. */
function pathOf(state: State, instrument: Instrument): Path {
  const { open, high, low, close, position_size } = instrument;
  const prices = risesFirst(state.rule(CONFIG_RULE_PATH), open, high, low, position_size)
    ? [open, high, low, close]
    : [open, low, high, close];
  return { instrument, prices, leg: 0, price: open };
}

/** Returns whether a path goes to the high first. */
function risesFirst(rule: number, open: number, high: number, low: number, position_size: number): boolean {
  if (rule === PATH_OPEN_HIGH_LOW_CLOSE) return true;
  if (rule === PATH_OPEN_LOW_HIGH_CLOSE) return false;
  if (rule === PATH_ADVERSE && position_size !== 0) return position_size < 0;
  return high - open < open - low;
}

/** Advances one path to its next order and matches that. Returns false if no path reaches another one. */
function matchNext(state: State, paths: readonly Path[]): boolean {
  // The trigger of an order that woke now begins where its path stands, as all begin at the open.
  if (state.books.trails) {
    for (const { instrument, price } of paths) trailTo(state, instrument, price);
  }
  let next = -1, next_path: Path | undefined, next_moment: Moment | undefined;
  for (const path of paths) {
    let first = -1, first_moment: Moment | undefined;
    for (const slot of state.orders.awake) {
      const order = state.order(slot);
      if (order.instrument !== path.instrument.id || !meets(order, path.instrument)) continue;
      const moment = momentOf(state, order, path);
      if (moment === undefined || (first_moment !== undefined && !comesBefore(path, moment, first_moment))) continue;
      first = slot;
      first_moment = moment;
    }
    if (first_moment === undefined) continue;
    if (next_moment !== undefined) {
      const { leg } = next_moment,
        ahead = first_moment.leg === leg ? state.order(first).rank < state.order(next).rank : first_moment.leg < leg;
      if (!ahead) continue;
    }
    next = first;
    next_path = path;
    next_moment = first_moment;
  }
  if (next_path === undefined || next_moment === undefined) return false;
  advance(state, next_path, next_moment.leg, next_moment.price);
  matchAt(state, next, next_path.instrument, next_moment);
  return true;
}

/** Returns the moment in which a path reaches the price that an order waits for, or undefined if it never does. */
function momentOf(state: State, order: Order, path: Path): Moment | undefined {
  if (isTrailing(order)) return momentOfTrail(state, order, path);
  if (passedByEntry(state, order)) return { leg: path.leg, price: path.price, past: false, at_entry: true };
  const waits = waitsForTrigger(order);
  // An order without a price fills at the open or at the close.
  if (!waits && order.kind.then !== THEN_LIMIT) return undefined;
  const level = waits ? order.stop : order.limit, above = liesAbove(order);
  const past = !waits && !reachesLimit(state, order, level);
  // Slippage can leave an entry short of a stop that the path is beyond: that one fills at its trigger.
  if (isBeyond(path.price, level, above, past)) {
    return { leg: path.leg, price: path.price, past: false, at_entry: false };
  }
  for (let leg = path.leg; leg < LEGS; leg++) {
    if (isBeyond(path.prices[leg + 1]!, level, above, past)) return { leg, price: level, past, at_entry: false };
  }
  return undefined;
}

/**
 * Returns the moment in which a path comes back to the trigger that follows it, or undefined if it never does. A leg in
 * the good direction moves the trigger as far as its end.
 */
function momentOfTrail(state: State, order: Order, path: Path): Moment | undefined {
  const { is_buy } = order, { tick } = path.instrument.terms;
  let level = order.stop;
  if (isBeyond(path.price, level, is_buy, false)) {
    // The path is past a trigger only where the order woke; later it comes to it, wherever the entry was.
    const at_entry = path.price !== level && passedByEntry(state, order);
    return { leg: path.leg, price: path.price, past: false, at_entry };
  }
  for (let leg = path.leg; leg < LEGS; leg++) {
    const end = path.prices[leg + 1]!;
    if (isBeyond(end, level, is_buy, false)) return { leg, price: level, past: false, at_entry: false };
    const moved = atDistance(order, tick, end, is_buy);
    if (is_buy ? moved < level : moved > level) level = moved;
  }
  return undefined;
}

/** Returns whether a price is at a level or beyond it, or with `past` beyond it only. */
function isBeyond(price: number, level: number, above: boolean, past: boolean): boolean {
  if (price === level) return !past;
  return above ? price > level : price < level;
}

/** Returns whether a path comes to one moment before another one. What the entry passed comes before all after it. */
function comesBefore(path: Path, one: Moment, other: Moment): boolean {
  if (one.at_entry !== other.at_entry) return one.at_entry;
  if (one.leg !== other.leg) return one.leg < other.leg;
  if (one.price === other.price) return !one.past && other.past;
  return path.prices[one.leg + 1]! > path.prices[one.leg]! ? one.price < other.price : one.price > other.price;
}

/** Matches an order at the moment in which the path reaches its price. */
function matchAt(state: State, slot: number, instrument: Instrument, moment: Moment): void {
  const order = state.order(slot), { price, at_entry } = moment;
  if (isStop(order)) {
    if (isTrailing(order)) tellTrigger(state, order);
    if (at_entry) fillAtEntry(state, slot, instrument, 0);
    else fillSlipped(state, slot, instrument, order.stop, FILL_RULE_STOP, 0, PART_ALL);
  } else if (at_entry) {
    fillAtEntry(state, slot, instrument, 0);
  } else if (waitsForTrigger(order)) {
    const touches = order.kind.trigger === TRIGGER_TOUCH;
    if (touches && order.kind.then === THEN_MARKET) {
      fillSlipped(state, slot, instrument, price, FILL_RULE_TOUCH, 0, PART_ALL);
      return;
    }
    trigger(state, order);
    const rule = touches ? FILL_RULE_TOUCH_LIMIT : FILL_RULE_STOP_LIMIT;
    if (reachesLimit(state, order, price)) fillLimit(state, slot, instrument, price, rule, 0, PART_ALL);
  } else {
    fillLimit(state, slot, instrument, price, FILL_RULE_LIMIT, 0, PART_ALL);
  }
}
