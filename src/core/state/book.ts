/**
 * Books: by instrument the resting orders that wait for a price, for a bar without volume or for the end of their day.
 *
 * A step and the horizon ask the nearest order of each kind, and not all orders. A book follows from the orders, so no
 * snapshot holds it.
 *
 * @module
 */

import { OrderHeap } from "./order_heap.ts";

/** The row that a search found, and the key that it searched for. */
export class Found {
  key = 0;
  /** Row at which the search began. */
  from = 0;
  /** First row from there on; -1 before the first search. */
  row = -1;

  /** Forgets the row, because other columns were loaded. */
  forget(): void {
    this.row = -1;
  }
}

/** The orders of an instrument that wait. */
export class Book {
  /** Whether it held an order at any time. */
  used = false;
  /** Orders that a price reaches from below, by price. */
  readonly rising: OrderHeap = new OrderHeap(true);
  /** Orders that a price reaches from above, by price with its sign turned. */
  readonly falling: OrderHeap = new OrderHeap(true);
  /** Orders for a day whose day is known, by day. */
  readonly days: OrderHeap = new OrderHeap(false);
  /** Orders that have not met a bar without volume, by rank, where the instrument needs volume. */
  readonly unmet: OrderHeap = new OrderHeap(false);
  readonly found_rising: Found = new Found();
  readonly found_falling: Found = new Found();
  /** First row after a day. */
  readonly found_day: Found = new Found();
  /** First row without volume. */
  readonly found_empty: Found = new Found();
}

/** The books of all instruments, and the orders that wait for a time. */
export class Books {
  /** Books by instrument. */
  readonly of: Book[] = [];
  /** Instruments whose book held an order at any time, in the order of their first one. */
  readonly used: number[] = [];
  /** Whether an order with a trailing trigger was active at any time. */
  trails = false;
  /** Whether an order that its first bar decides was active at any time. */
  firsts = false;
  /** Orders with a last time, by that time. */
  readonly times: OrderHeap = new OrderHeap(false);
  /** First step after the last time of an order, and that time. */
  expiry_us: number = Infinity;
  expiry_of_us: number = NaN;

  constructor(instruments: number) {
    for (let id = 0; id < instruments; id++) this.of.push(new Book());
  }

  /** Forgets all that was found in columns, because other ones were loaded. */
  forgetRows(): void {
    this.expiry_of_us = NaN;
    for (const book of this.of) {
      for (const found of [book.found_rising, book.found_falling, book.found_day, book.found_empty]) found.forget();
    }
  }
}
