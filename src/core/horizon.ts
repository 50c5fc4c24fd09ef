/**
 * The horizon: the first step at which something could be said if no intent comes.
 *
 * It reads the packed columns ahead of the core and changes nothing that counts: each resting order keeps how far it has
 * been looked at and what was found, both derived. Windows double, and a bar is looked at most once per order, so an
 * order that rests for a million bars costs a million looks however often the horizon is asked for.
 *
 * @module
 */

import {
  CONFIG_RULE_LIMIT_FILL,
  CONFIG_RULE_MATCHING,
  EXACT_MAX,
  LIMIT_FILL_TOUCH,
  MATCHING_QUEUE,
  TYPE_MARKET,
  TYPE_MARKET_ON_CLOSE,
  TYPE_STOP,
  VALIDITY_DAY,
  VALIDITY_GTD,
} from "../contract/contract.gen.ts";
import { amount } from "./amount.ts";
import { type Columns, nextTime } from "./columns.ts";
import type { Order } from "./order.ts";
import type { State } from "./state.ts";

const FIRST_WINDOW = 64;

/** Returns the time of the first step that could make a notice, or Infinity when no step of the columns could. */
export function horizonOf(state: State, loaded: Columns, columns: Float64Array): number {
  if (state.rule(CONFIG_RULE_MATCHING) === MATCHING_QUEUE) {
    return state.orders.live_count > 0 ? nextTime(state, loaded, columns) : Infinity;
  }
  // Without columns no step of theirs comes.
  if (loaded.length === 0) return Infinity;
  if (couldPassLimit(state, loaded)) return nextTime(state, loaded, columns);
  let nearest = Infinity;
  for (const slot of state.orders.resting) {
    const order = state.orders.slots[slot]!;
    if (order.ended !== 0 || !order.active) continue;
    prepareScan(state, loaded, columns, order);
    if (order.hit_us < nearest) nearest = order.hit_us;
    if (order.expiry_us < nearest) nearest = order.expiry_us;
  }
  for (let window = FIRST_WINDOW;; window *= 2) {
    let unfinished = false;
    for (const slot of state.orders.resting) {
      const order = state.orders.slots[slot]!;
      if (order.ended !== 0 || !order.active || order.hit_us !== Infinity) continue;
      if (!scan(state, loaded, columns, order, window, nearest)) unfinished = true;
      if (order.hit_us < nearest) nearest = order.hit_us;
    }
    if (!unfinished) return nearest;
  }
}

/** Whether a mark at the highest prices could pass 2^53, which every step would say. */
function couldPassLimit(state: State, loaded: Columns): boolean {
  let most = Math.abs(state.cash);
  for (let id = 0; id < loaded.counts.length; id++) {
    const instrument = state.instruments[id]!, size = Math.abs(instrument.position_size);
    if (size === 0) continue;
    const highest = loaded.highest[id]!;
    most += amount(highest > instrument.close ? highest : instrument.close, size, instrument.scale);
  }
  return most > EXACT_MAX;
}

/** Starts an order's scan, or takes it up again behind a bar that was found and came to nothing. */
function prepareScan(state: State, loaded: Columns, columns: Float64Array, order: Order): void {
  const cursor = state.instruments[order.instrument]!.bars - loaded.bases[order.instrument]!;
  if (order.scan < 0) {
    order.scan = cursor;
    order.scan_day = order.day;
    order.hit_us = Infinity;
    order.expiry_us = order.validity === VALIDITY_GTD
      ? firstStepAfter(state, loaded, columns, order.valid_us)
      : Infinity;
    return;
  }
  if (order.scan < cursor) order.scan = cursor;
  // The bar that set the order's day may have been pulled without being looked at.
  if (order.day !== 0) order.scan_day = order.day;
  if (state.step_seen && order.hit_us <= state.step_us) order.hit_us = Infinity;
}

/** Time of the first step to come that is later than a time, or Infinity. */
function firstStepAfter(state: State, loaded: Columns, columns: Float64Array, after_us: number): number {
  let least = Infinity;
  for (let id = 0; id < loaded.counts.length; id++) {
    const offset = loaded.offsets[id]!, count = loaded.counts[id]!;
    let low = state.instruments[id]!.bars - loaded.bases[id]!, high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (columns[offset + middle]! > after_us) high = middle;
      else low = middle + 1;
    }
    if (low < count && columns[offset + low]! < least) least = columns[offset + low]!;
  }
  return least;
}

/** Looks at the next bars of an order; returns true when it found one, or none is left before `nearest`. */
function scan(
  state: State,
  loaded: Columns,
  columns: Float64Array,
  order: Order,
  window: number,
  nearest: number,
): boolean {
  const count = loaded.counts[order.instrument]!, offset = loaded.offsets[order.instrument]!;
  const begins = offset + count, days = offset + 2 * count;
  const at_once = order.order_type === TYPE_MARKET || order.order_type === TYPE_MARKET_ON_CLOSE;
  const on_trigger = order.order_type === TYPE_STOP || waitsForTrigger(order);
  const rising = on_trigger === order.is_buy;
  const extremes = offset + (rising ? 4 : 5) * count;
  const price = on_trigger ? order.stop : order.limit;
  const through = !on_trigger && state.rule(CONFIG_RULE_LIMIT_FILL) !== LIMIT_FILL_TOUCH;
  const end = order.scan + window < count ? order.scan + window : count;
  let row = order.scan;
  for (; row < end; row++) {
    const time_us = columns[offset + row]!;
    if (time_us >= nearest) {
      order.scan = row;
      return true;
    }
    if (columns[begins + row]! < order.placed_us) continue;
    const extreme = columns[extremes + row]!;
    let hit = at_once || (rising ? extreme > price : extreme < price) || (extreme === price && !through);
    if (order.validity === VALIDITY_DAY) {
      if (order.scan_day === 0) order.scan_day = columns[days + row]!;
      else if (columns[days + row]! > order.scan_day) hit = true;
    }
    if (hit) {
      order.scan = row;
      order.hit_us = time_us;
      return true;
    }
  }
  order.scan = row;
  return row === count;
}

function waitsForTrigger(order: Order): boolean {
  return order.stop !== 0 && order.limit !== 0 && !order.triggered;
}
