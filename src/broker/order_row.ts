/**
 * The places of orders in pages of numbers. A run may have many orders, of which most are plain: so the numbers that few
 * of them have lie behind the others, and a plain order has no room for them.
 *
 * @module
 */

import { wordsOf } from "../contract/words.ts";

/** Floats of every order. */
export const PLACED_US = 0, QUANTITY = 1, FILLED = 2, COMMISSION = 3, ENDED_US = 4;
/** Average price of the fills in steps, exactly the price while all fills have the same, and the lots of the fills. */
export const AVERAGE = 5, AVERAGE_LOTS = 6;
/** Lots that opened a position, which its protective orders close. */
export const OPENED = 7;
/** The size that was asked for in display units, NaN without one. */
export const ASKED_SIZE = 8;
/** Words of every order, counted from its first lane: the numbers that its placement fixes, then those that change. */
export const STEP = 18, INSTRUMENT = 19, TAG = 20, STATE = 21;
/** Word of several small numbers: reason, type and role, and then the flags below. */
export const CODES = 22;
/** Number of lanes of a plain order. */
export const PLAIN_LANES = 12;
/** Floats of an order that is not plain. Prices and ids are zero for none. */
export const LIMIT = 12, STOP = 13, PARENT = 14, OCO = 15, STOP_LOSS = 16, TAKE_PROFIT = 17;
/** Targets that it has, its share of what its entry opens, its distance, and that of a trailing limit. */
export const TARGETS = 18, SHARE = 19, TRAIL = 20, OFFSET = 21;
/** Last time at which it may fill, as a saved order has it; NaN for none. */
export const VALID = 22;
/** Requested values behind the size in display units, in the order of their names; NaN for an absent one. */
export const ASKED_REST = 23;
/** Number of lanes of an order that is not plain. */
export const WIDE_LANES = 31;

/** Bits of the word of codes: 16 of the reason, 5 of the type, 4 of the role. */
export const REASON_MASK = 0xffff, TYPE_SHIFT = 16, TYPE_MASK = 31, ROLE_SHIFT = 21, ROLE_MASK = 15;
/** Flags of the word of codes. */
export const IS_BUY: number = 1 << 25,
  IS_REDUCE_ONLY: number = 1 << 26,
  IS_PLACED: number = 1 << 27,
  IS_HIDDEN: number = 1 << 28,
  IS_WIDE: number = 1 << 29,
  IS_POST_ONLY: number = 1 << 30;

/** Lanes of a page. */
const PAGE_LANES = 8_184;

/** A page of orders: floats, and words in the same memory. */
export class OrderPage {
  readonly floats: Float64Array<ArrayBuffer> = new Float64Array(PAGE_LANES);
  readonly words: Uint32Array = wordsOf(this.floats);
}

/** The pages of a run; a page goes when the last of its orders goes. */
export class OrderPages {
  /** The page of the last place that was taken. */
  page: OrderPage | undefined;
  #used = 0;

  /** Takes a place of so many lanes, all of them zero, in {@linkcode OrderPages.page}, and returns its first lane. */
  take(lanes: number): number {
    if (this.page === undefined || this.#used + lanes > PAGE_LANES) {
      this.page = new OrderPage();
      this.#used = 0;
    }
    const base = this.#used;
    this.#used += lanes;
    return base;
  }
}
