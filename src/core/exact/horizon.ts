/**
 * The horizon: the first step that could make a notice if no intent comes.
 *
 * The horizon reads the packed columns ahead of the core and changes derived fields only. Of the orders that wait in a
 * book, only the nearest one of each kind is looked for, with a search that skips blocks of bars. What was found is kept
 * until another order is the nearest, so a step costs the same however many orders rest. The horizon may be early, never
 * late: a bar that the nearest order may not meet counts too.
 *
 * A bar without volume where an instrument needs volume is a hit only for an order that has not met one yet.
 *
 * @module
 */

import { COLUMN_BEGIN_US, COLUMN_SESSION_DAY, COLUMN_VOLUME, EXACT_MAX } from "../../contract/contract.gen.ts";
import { asksEachBar, isAtOnce } from "./due.ts";
import { firstLiquidation } from "./liquidation.ts";
import { unpaidCost } from "./margin.ts";
import { firstRuin } from "./ruin.ts";
import { amount } from "../state/amount.ts";
import type { Book, Found } from "../state/book.ts";
import { type Columns, nextTime } from "../state/columns.ts";
import type { Extremes } from "../state/extremes.ts";
import type { Order } from "../state/order.ts";
import type { State } from "../state/state.ts";

/** Bars that a look for the first bar of an awake order takes in. */
const WINDOW = 256;

/** A sum with the rounding of doubles that is below this one is below 2^53 without it. */
const ROUGH_MAX = 2 ** 52;
/** A product with the rounding of doubles that is below this one is below 2^96 without it. */
const ROUGH_PRODUCT_MAX = 2 ** 95;

/** The place of the volumes of an instrument that needs none. */
const NO_VOLUMES = -1;

/** Returns the time of the first step that could make a notice, or Infinity when no step of the columns could. */
export function horizonOf(state: State, loaded: Columns, columns: Float64Array): number {
  const orders_us = horizonOfOrders(state, loaded, columns), ruin_us = firstRuin(state, loaded, columns);
  return ruin_us < orders_us ? ruin_us : orders_us;
}

/**
 * Returns the horizon of orders and of liquidations, for a caller that looks at the account's value at each step by
 * itself.
 */
export function horizonOfOrders(state: State, loaded: Columns, columns: Float64Array): number {
  // Without columns there is no step to come.
  if (loaded.length === 0) return Infinity;
  if (state.account.transfer !== 0 || couldPassLimit(state, loaded)) return nextTime(state, loaded, columns);
  const { orders } = state, called_us = state.on_margin ? firstLiquidation(state, loaded, columns) : Infinity;
  if (orders.resting.length === orders.resting_ended) return called_us;
  let nearest = nextExpiry(state, loaded, columns);
  if (called_us < nearest) nearest = called_us;
  for (const slot of orders.awake) {
    const order = state.order(slot);
    if (order.ended !== 0) continue;
    const next_us = nextOfAwake(state, loaded, columns, order);
    if (next_us < nearest) nearest = next_us;
  }
  for (const id of state.books.used) {
    const row = nextOfBook(state, loaded, columns, id);
    if (row >= loaded.counts[id]!) continue;
    const next_us = columns[loaded.offsets[id]! + row]!;
    if (next_us < nearest) nearest = next_us;
  }
  return nearest;
}

/** Returns the first step after the last time of an order, or Infinity. */
function nextExpiry(state: State, loaded: Columns, columns: Float64Array): number {
  const { books } = state;
  if (books.times.top(state.orders.slots) < 0) return Infinity;
  const valid_us = books.times.key;
  if (books.expiry_of_us !== valid_us) {
    books.expiry_of_us = valid_us;
    books.expiry_us = firstStepAfter(state, loaded, columns, valid_us);
  }
  return books.expiry_us;
}

/** Returns the time of the first bar that an awake order meets, or for a day the first bar after it, or Infinity. */
function nextOfAwake(state: State, loaded: Columns, columns: Float64Array, order: Order): number {
  const id = order.instrument, count = loaded.counts[id]!, offset = loaded.offsets[id]!;
  const begins = offset + COLUMN_BEGIN_US * count, volumes = offset + COLUMN_VOLUME * count;
  const instrument = state.instrumentOf(order), needs_volume = instrument.terms.needs_volume;
  let row = instrument.bars - loaded.bases[id]!;
  // No bar begins before the last one ended, so an order of then meets the next one, whose begin need not be read.
  const meets_next = instrument.bars > 0 && order.placed_us <= instrument.time_us && !order.met_no_volume;
  if (meets_next && isAtOnce(order)) return row < count ? columns[offset + row]! : Infinity;
  const end = row + WINDOW < count ? row + WINDOW : count;
  while (row < end) {
    const empty = needs_volume && columns[volumes + row] === 0;
    if (columns[begins + row]! >= order.placed_us && !(empty && order.met_no_volume)) break;
    row++;
  }
  if (row < end && !isAtOnce(order) && !asksEachBar(order)) {
    const day = columns[offset + COLUMN_SESSION_DAY * count + row]!;
    if (day !== 0) row = firstAfterDay(state.books.of[id]!, loaded, columns, id, row, day);
  }
  return row < count ? columns[offset + row]! : Infinity;
}

/** Returns the first row that concerns the nearest orders of a book, or the number of rows. */
function nextOfBook(state: State, loaded: Columns, columns: Float64Array, id: number): number {
  const slots = state.orders.slots,
    book = state.books.of[id]!,
    cursor = state.instruments[id]!.bars - loaded.bases[id]!;
  const count = loaded.counts[id]!, volumes = loaded.offsets[id]! + COLUMN_VOLUME * count;
  const needed = state.instruments[id]!.terms.needs_volume ? volumes : NO_VOLUMES;
  let nearest = count;
  if (book.rising.top(slots) >= 0) {
    const key = book.rising.key;
    const row = firstReach(columns, needed, loaded.highs[id]!, key, book.found_rising, cursor);
    if (row < nearest) nearest = row;
  }
  if (book.falling.top(slots) >= 0) {
    const key = book.falling.key;
    const row = firstReach(columns, needed, loaded.lows[id]!, key, book.found_falling, cursor);
    if (row < nearest) nearest = row;
  }
  if (book.days.top(slots) >= 0) {
    const row = firstAfterDay(book, loaded, columns, id, cursor, book.days.key);
    if (row < nearest) nearest = row;
  }
  if (book.unmet.top(slots) >= 0) {
    const row = firstEmpty(book, loaded, columns, id, cursor);
    if (row < nearest) nearest = row;
  }
  return nearest;
}

/** Returns whether a mark at the highest prices could pass 2^53. Each such step would emit a diagnostic. */
function couldPassLimit(state: State, loaded: Columns): boolean {
  let rough = Math.abs(state.account.cash);
  for (let id = 0; id < loaded.counts.length; id++) {
    const instrument = state.instruments[id]!, size = Math.abs(instrument.position_size);
    if (size === 0) continue;
    const { numerator, denominator } = instrument.terms.scale, highest = loaded.highest[id]!;
    const price = highest > instrument.close ? highest : instrument.close;
    // A product past its limit has no amount, however small the quotient is.
    const product = price * size * numerator;
    rough += Math.abs(unpaidCost(instrument)) + (product < ROUGH_PRODUCT_MAX ? product / denominator : Infinity);
  }
  // Far below the limit the rounding of doubles decides nothing.
  if (rough < ROUGH_MAX) return false;
  let most = Math.abs(state.account.cash);
  for (let id = 0; id < loaded.counts.length; id++) {
    const instrument = state.instruments[id]!, size = Math.abs(instrument.position_size);
    if (size === 0) continue;
    const highest = loaded.highest[id]!;
    most += Math.abs(unpaidCost(instrument));
    most += amount(highest > instrument.close ? highest : instrument.close, size, instrument.terms.scale);
  }
  return most > EXACT_MAX;
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

/** Returns the first row that reaches a key of a price. A row without volume fills nothing where there are volumes. */
function firstReach(
  columns: Float64Array,
  volumes: number,
  extremes: Extremes,
  key: number,
  found: Found,
  cursor: number,
): number {
  if (found.row >= cursor && found.key === key) return found.row;
  // No bar before the one that was found reaches a price that is farther.
  let row = extremes.firstAtLeast(columns, found.row >= cursor && found.key < key ? found.row : cursor, key);
  while (volumes !== NO_VOLUMES && row < extremes.count && columns[volumes + row] === 0) {
    row = extremes.firstAtLeast(columns, row + 1, key);
  }
  found.key = key;
  found.row = row;
  return row;
}

/** Returns the first row from a row on whose session day is after a day. */
function firstAfterDay(
  book: Book,
  loaded: Columns,
  columns: Float64Array,
  id: number,
  from: number,
  day: number,
): number {
  const count = loaded.counts[id]!, days = loaded.offsets[id]! + COLUMN_SESSION_DAY * count, found = book.found_day;
  if (found.row >= from && found.from <= from && found.key === day) return found.row;
  let row = from;
  while (row < count && columns[days + row]! <= day) row++;
  found.key = day;
  found.from = from;
  found.row = row;
  return row;
}

/** Returns the first row from a row on without volume. */
function firstEmpty(book: Book, loaded: Columns, columns: Float64Array, id: number, from: number): number {
  const count = loaded.counts[id]!, volumes = loaded.offsets[id]! + COLUMN_VOLUME * count, found = book.found_empty;
  if (found.row >= from) return found.row;
  let row = from;
  while (row < count && columns[volumes + row] !== 0) row++;
  found.row = row;
  return row;
}
