/**
 * The places of orders in pages of numbers. An order lies where its id says, so nothing else has to be kept for it. A run
 * may have many orders, of which most are plain: so the numbers that few of them have lie apart, and a plain order has no
 * room for them.
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
/** Number of its place for the numbers that few orders have, from 1 on; zero for a plain order. */
export const WIDE = 23;
/** Number of lanes of every order. */
export const PLAIN_LANES = 12;
/** Floats of an order that is not plain, from its other place on. Prices and ids are zero for none. */
export const LIMIT = 0, STOP = 1, PARENT = 2, OCO = 3, STOP_LOSS = 4, TAKE_PROFIT = 5;
/** Targets that it has, its share of what its entry opens, its distance, and that of a trailing limit. */
export const TARGETS = 6, SHARE = 7, TRAIL = 8, OFFSET = 9;
/** Last time at which it may fill, as a saved order has it; NaN for none. */
export const VALID = 10;
/** Requested values behind the size in display units, in the order of their names; NaN for an absent one. */
export const ASKED_REST = 11;
/** Number of lanes of the other place of an order that is not plain. */
export const WIDE_LANES = 19;

/** Bits of the word of codes: 16 of the reason, 5 of the type, 4 of the role. */
export const REASON_MASK = 0xffff, TYPE_SHIFT = 16, TYPE_MASK = 31, ROLE_SHIFT = 21, ROLE_MASK = 15;
/** Flags of the word of codes. */
export const IS_BUY: number = 1 << 25,
  IS_REDUCE_ONLY: number = 1 << 26,
  IS_PLACED: number = 1 << 27,
  IS_HIDDEN: number = 1 << 28,
  IS_POST_ONLY: number = 1 << 30;

const NO_PLACES = new Float64Array(0);

/** Bits of an id that tell its place in a page. */
const PAGE_BITS = 9;
/** Orders of a page, and lanes of them. */
const PAGE_ORDERS = 1 << PAGE_BITS, PAGE_LANES = PAGE_ORDERS * PLAIN_LANES;
/** Places for the numbers that few orders have, of which a page gets room for so many first, and twice as many each time. */
const PLACES_FIRST = 32;

/** A page of orders: floats, and words in the same memory, and the numbers that few of its orders have. */
export class OrderPage {
  readonly floats: Float64Array<ArrayBuffer> = new Float64Array(PAGE_LANES);
  readonly words: Uint32Array = wordsOf(this.floats);
  #rare: Float64Array = NO_PLACES;
  #taken = 0;

  /** Takes a place for the numbers that few orders have, all of them zero, and returns its number, from 1 on. */
  take(): number {
    if (this.#taken * WIDE_LANES === this.#rare.length) {
      const larger = new Float64Array(Math.max(PLACES_FIRST, 2 * this.#taken) * WIDE_LANES);
      larger.set(this.#rare);
      this.#rare = larger;
    }
    return ++this.#taken;
  }

  /** Reads a lane of such a place. */
  rare(place: number, lane: number): number {
    return this.#rare[(place - 1) * WIDE_LANES + lane]!;
  }

  /** Writes a lane of such a place. */
  setRare(place: number, lane: number, value: number): void {
    this.#rare[(place - 1) * WIDE_LANES + lane] = value;
  }
}

/** The pages of a run by the ids of their orders. */
export class OrderPages {
  readonly #pages: (OrderPage | undefined)[] = [];
  /** The last page that was asked for, and its number: most questions are about one order after the other. */
  #page: OrderPage | undefined;
  #number = -1;

  /** Returns the page of an order, which is made if it is new. */
  of(id: number): OrderPage {
    const number = id >>> PAGE_BITS;
    if (number !== this.#number || this.#page === undefined) {
      this.#page = this.#pages[number] ??= new OrderPage();
      this.#number = number;
    }
    return this.#page;
  }

  /** Lets go of the pages whose orders all come before an id; who holds one of these orders holds its page. */
  dropBefore(id: number): void {
    const kept = id >>> PAGE_BITS;
    for (let number = kept - 1; number >= 0 && this.#pages[number] !== undefined; number--) {
      this.#pages[number] = undefined;
    }
    if (this.#number < kept) this.#page = undefined;
  }
}

/** Returns the first lane of an order in its page. */
export function baseOf(id: number): number {
  return (id & PAGE_ORDERS - 1) * PLAIN_LANES;
}
