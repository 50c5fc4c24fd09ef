/**
 * The horizon: the first step that could make a notice if no intent comes.
 *
 * The horizon reads the packed columns ahead of the core. It changes derived fields only: each resting order keeps its
 * scanned row and its hit. The horizon may be early, never late. If a scan finds nothing, its end is the horizon, and
 * the next scan starts there and is twice as long. So each bar is scanned once per order, and an order costs at most
 * twice the bars of its life. An order that rests for a million bars is scanned about a dozen times.
 *
 * A bar without volume where an instrument needs volume is a hit only for an order that has not met one yet.
 *
 * @module
 */

import {
  COLUMN_BEGIN_US,
  COLUMN_HIGH,
  COLUMN_LOW,
  COLUMN_SESSION_DAY,
  COLUMN_VOLUME,
  CONFIG_RULE_LIMIT_FILL,
  EXACT_MAX,
  LIMIT_FILL_TOUCH,
  THEN_MARKET,
  VALIDITY_DAY,
  VALIDITY_GTD,
} from "../../contract/contract.gen.ts";
import { amount } from "../state/amount.ts";
import { assert } from "../state/assert.ts";
import { type Columns, nextTime } from "../state/columns.ts";
import { firstRuin } from "./ruin.ts";
import { type Order, waitsForTrigger } from "../state/order.ts";
import type { State } from "../state/state.ts";

/** Bars in the first scan of an order. Most orders end within it; each further scan is twice as long. */
const FIRST_WINDOW = 256;

/** Returns the time of the first step that could make a notice, or Infinity when no step of the columns could. */
export function horizonOf(state: State, loaded: Columns, columns: Float64Array): number {
  const orders_us = horizonOfOrders(state, loaded, columns), ruin_us = firstRuin(state, loaded, columns);
  return ruin_us < orders_us ? ruin_us : orders_us;
}

/** Returns the horizon for a caller that looks at the account's value at each step by itself. */
export function horizonOfOrders(state: State, loaded: Columns, columns: Float64Array): number {
  // Without columns there is no step to come.
  if (loaded.length === 0) return Infinity;
  if (couldPassLimit(state, loaded)) return nextTime(state, loaded, columns);
  let nearest = Infinity;
  for (const slot of state.orders.resting) {
    const order = state.order(slot);
    if (order.ended !== 0 || !order.active) continue;
    prepareScan(state, loaded, columns, order);
    const found_us = foundSoFar(state, loaded, columns, order);
    if (found_us < nearest) nearest = found_us;
    if (order.expiry_us < nearest) nearest = order.expiry_us;
  }
  return nearest;
}

/**
 * Returns the time of the first bar that could make a notice for an order, or of the first unscanned bar, or Infinity.
 */
function foundSoFar(state: State, loaded: Columns, columns: Float64Array, order: Order): number {
  const cursor = state.instrumentOf(order).bars - loaded.bases[order.instrument]!;
  if (order.hit_us === Infinity && order.scan === cursor) {
    scan(state, loaded, columns, order);
    order.window *= 2;
  }
  if (order.hit_us !== Infinity) return order.hit_us;
  assert(order.scan >= cursor, "A scan stands behind the bars that were pulled");
  if (order.scan >= loaded.counts[order.instrument]!) return Infinity;
  return columns[loaded.offsets[order.instrument]! + order.scan]!;
}

/** Returns whether a mark at the highest prices could pass 2^53. Each such step would emit a diagnostic. */
function couldPassLimit(state: State, loaded: Columns): boolean {
  let most = Math.abs(state.account.cash);
  for (let id = 0; id < loaded.counts.length; id++) {
    const instrument = state.instruments[id]!, size = Math.abs(instrument.position_size);
    if (size === 0) continue;
    const highest = loaded.highest[id]!;
    most += amount(highest > instrument.close ? highest : instrument.close, size, instrument.terms.scale);
  }
  return most > EXACT_MAX;
}

/** Starts the scan of an order, or resumes it after a predicted bar that produced no notice. */
function prepareScan(state: State, loaded: Columns, columns: Float64Array, order: Order): void {
  const cursor = state.instrumentOf(order).bars - loaded.bases[order.instrument]!;
  if (order.scan < 0) {
    order.scan = cursor;
    order.scan_day = order.day;
    order.hit_us = Infinity;
    order.window = FIRST_WINDOW;
    order.expiry_us = order.validity === VALIDITY_GTD
      ? firstStepAfter(state, loaded, columns, order.valid_us)
      : Infinity;
    return;
  }
  if (order.scan < cursor) order.scan = cursor;
  // A scan looks at the first bar that the order meets, which sets its day, before that bar is pulled.
  assert(order.day === 0 || order.scan_day === order.day, "A scan missed the bar that set an order's day");
  if (state.step_seen && order.hit_us <= state.step_us) order.hit_us = Infinity;
}

/** Returns the time of the first coming step that is later than a time, or Infinity. */
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

/** Scans the next window of an order's bars, up to the first that could make a notice. */
function scan(state: State, loaded: Columns, columns: Float64Array, order: Order): void {
  const count = loaded.counts[order.instrument]!, offset = loaded.offsets[order.instrument]!;
  const begins = offset + COLUMN_BEGIN_US * count, days = offset + COLUMN_SESSION_DAY * count;
  const volumes = offset + COLUMN_VOLUME * count, needs_volume = state.instrumentOf(order).terms.needs_volume;
  const on_trigger = waitsForTrigger(order), at_once = !on_trigger && order.kind.then === THEN_MARKET;
  const rising = on_trigger === order.is_buy;
  const extremes = offset + (rising ? COLUMN_HIGH : COLUMN_LOW) * count;
  const price = on_trigger ? order.stop : order.limit;
  const through = !on_trigger && state.rule(CONFIG_RULE_LIMIT_FILL) !== LIMIT_FILL_TOUCH;
  const end = order.scan + order.window < count ? order.scan + order.window : count;
  let row = order.scan;
  for (; row < end; row++) {
    if (columns[begins + row]! < order.placed_us) continue;
    const extreme = columns[extremes + row]!;
    let hit = needs_volume && columns[volumes + row] === 0
      ? !order.met_no_volume
      : at_once || (rising ? extreme > price : extreme < price) || (extreme === price && !through);
    if (order.validity === VALIDITY_DAY) {
      if (order.scan_day === 0) order.scan_day = columns[days + row]!;
      else if (columns[days + row]! > order.scan_day) hit = true;
    }
    if (hit) {
      order.hit_us = columns[offset + row]!;
      break;
    }
  }
  order.scan = row;
}
