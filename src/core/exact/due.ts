/**
 * Due orders: those of the resting orders that a step could fill, trigger or end.
 *
 * The awake orders are those that each bar of their instrument concerns: orders at the next open or at the close, orders
 * for a day that have not met their first bar, those that their first bar decides, and trailing ones. All others wait in
 * books by their price until a bar reaches it. So a step costs as much as its due orders, however many others rest.
 *
 * @module
 */

import {
  CONFIG_RULE_LIMIT_FILL,
  LIMIT_FILL_TOUCH,
  THEN_MARKET,
  VALIDITY_DAY,
  VALIDITY_GTD,
} from "../../contract/contract.gen.ts";
import { lacksVolume, sees } from "./reach.ts";
import { isTrailing } from "./trail.ts";
import type { Book } from "../state/book.ts";
import type { Instrument } from "../state/fields.gen.ts";
import type { OrderHeap } from "../state/order_heap.ts";
import { isImmediate, isPostOnly, type Order, triggerRises, waitsForTrigger } from "../state/order.ts";
import { shorten } from "../state/shorten.ts";
import type { State } from "../state/state.ts";

/** Returns whether an order needs no price. */
export function isAtOnce(order: Order): boolean {
  return order.kind.then === THEN_MARKET && !waitsForTrigger(order);
}

/** Returns whether an order for a day has not met the bar that sets its day. */
export function lacksDay(order: Order): boolean {
  return order.validity === VALIDITY_DAY && order.day === 0;
}

/** Returns whether each bar concerns an order, though it has a price: its trigger trails, or its first bar decides. */
export function asksEachBar(order: Order): boolean {
  return isTrailing(order) || isImmediate(order) || isPostOnly(order);
}

/** Lets each bar concern an active order, if its trigger trails or its first bar decides; a new price may ask for that anew. */
export function wakeForBars(state: State, slot: number): void {
  const order = state.orders.slots[slot]!;
  if (!order.active || !asksEachBar(order)) return;
  if (isTrailing(order)) state.books.trails = true;
  if (isImmediate(order) || isPostOnly(order)) state.books.firsts = true;
  state.orders.wake(slot);
}

/** Enters an order that is active from now on where it waits for its price, its time, its day and a bar. */
export function enter(state: State, slot: number): void {
  const orders = state.orders, order = orders.slots[slot]!, slots = orders.slots;
  if (!order.active) return;
  const book = state.books.of[order.instrument]!;
  if (!book.used && (!isAtOnce(order) || order.validity === VALIDITY_DAY)) {
    book.used = true;
    state.books.used.push(order.instrument);
  }
  wakeForBars(state, slot);
  if (isAtOnce(order) || lacksDay(order)) orders.wake(slot);
  if (order.validity === VALIDITY_DAY && order.day !== 0) book.days.push(slots, slot, order.day);
  if (order.validity === VALIDITY_GTD) state.books.times.push(slots, slot, order.valid_us);
  if (isAtOnce(order)) return;
  if (state.instrumentOf(order).terms.needs_volume && !order.met_no_volume) book.unmet.push(slots, slot, order.rank);
  watch(state, slot);
}

/** Watches for the price of an order, which may be a new one. */
export function watch(state: State, slot: number): void {
  const order = state.order(slot), key = keyOf(state, order);
  if (!order.active || order.watched === key) return;
  order.watched = key;
  if (key === 0) return;
  const book = state.books.of[order.instrument]!;
  (key > 0 ? book.rising : book.falling).push(state.orders.slots, slot, key);
}

/**
 * Returns the key of the price that an order waits for, or zero without one: the price if it is reached from below, else
 * the price with its sign turned. Under the rule `through`, it is the next price beyond a limit.
 */
function keyOf(state: State, order: Order): number {
  if (isAtOnce(order) || isTrailing(order)) return 0;
  if (waitsForTrigger(order)) return triggerRises(order) ? order.stop : -order.stop;
  const past = state.rule(CONFIG_RULE_LIMIT_FILL) === LIMIT_FILL_TOUCH ? 0 : 1;
  return order.is_buy ? past - order.limit : past + order.limit;
}

/** Wakes the orders that the bars of the step could concern. Of a halted instrument, no bar concerns any. */
export function wakeDue(state: State): void {
  const { orders } = state, awake_before = orders.awake.length;
  for (const id of state.bars_of_step) {
    const instrument = state.instruments[id]!, book = state.books.of[id]!;
    if (instrument.halted) continue;
    if (lacksVolume(instrument)) wakeUnmet(state, instrument, book);
    else {
      wakeReached(state, book.rising, instrument.high);
      wakeReached(state, book.falling, -instrument.low);
    }
  }
  if (orders.awake.length !== awake_before) orders.sortAwake();
}

function wakeReached(state: State, heap: OrderHeap, most: number): void {
  const { orders } = state, slots = orders.slots;
  for (let slot = heap.top(slots); slot >= 0 && heap.key <= most; slot = heap.top(slots)) {
    heap.pop();
    slots[slot]!.watched = 0;
    orders.wakeUnsorted(slot);
  }
}

/** Wakes the orders that meet a bar without volume for the first time, which tell of it. */
function wakeUnmet(state: State, instrument: Instrument, book: Book): void {
  const { orders } = state, slots = orders.slots, later: number[] = [];
  for (let slot = book.unmet.top(slots); slot >= 0; slot = book.unmet.top(slots)) {
    book.unmet.pop();
    if (sees(slots[slot]!, instrument)) orders.wakeUnsorted(slot);
    else later.push(slot);
  }
  for (const slot of later) book.unmet.push(slots, slot, slots[slot]!.rank);
}

/** Lets the orders sleep again that the next bar does not concern, after the step. */
export function sleepAgain(state: State): void {
  const { orders } = state, awake = orders.awake;
  let kept = 0;
  for (const slot of awake) {
    const order = orders.slots[slot]!;
    if (order.ended === 0) {
      watch(state, slot);
      if (isAtOnce(order) || lacksDay(order) || asksEachBar(order)) {
        awake[kept++] = slot;
        continue;
      }
    }
    order.awake = false;
  }
  shorten(awake, kept);
}

/** Enters all resting orders anew, after a snapshot was read. */
export function enterAll(state: State): void {
  state.orders.has_baskets = state.orders.resting.some((slot) => state.order(slot).basket !== 0);
  for (const slot of state.orders.resting) enter(state, slot);
}
