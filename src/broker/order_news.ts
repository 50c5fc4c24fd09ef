/**
 * News of orders for the strategy.
 *
 * @module
 */

import { CAPTURED_LANES } from "./order_lanes.ts";
import type { OrderRecord } from "./order_record.ts";

/** Numbers of one order in a saved news: its id and its lanes. */
const SAVED = 1 + CAPTURED_LANES;
/** Orders whose lanes there is room for at first. */
const ROOM_FIRST = 16;

/**
 * Changes of orders that the strategy has not received yet, each with the order and those around it (protective orders,
 * entry, group) as they were right after the change. Notices of a whole step reach the strategy together, when the records
 * are further already; so each is shown at its own moment.
 */
export class OrderNews {
  /** The orders of all news, of each the one that changed first. */
  readonly #orders: OrderRecord[] = [];
  /** Number of orders of each news. */
  readonly #counts: number[] = [];
  /** Captured lanes of the orders, one order after the other. One buffer serves the whole run. */
  #lanes: Float64Array<ArrayBuffer> = new Float64Array(ROOM_FIRST * CAPTURED_LANES);

  /** Number of changes. */
  get count(): number {
    return this.#counts.length;
  }

  /** Adds a change of an order, with the order and those around it as they are now. */
  add(order: OrderRecord, around: readonly OrderRecord[]): void {
    this.#capture(order);
    for (const other of around) this.#capture(other);
    this.#counts.push(1 + around.length);
  }

  #capture(order: OrderRecord): void {
    // The room comes first: it may be in another buffer.
    const room = this.#room();
    order.capture(this.#lanes, room);
    this.#orders.push(order);
  }

  /** Returns the place of the lanes of a further order. */
  #room(): number {
    const from = this.#orders.length * CAPTURED_LANES;
    if (from === this.#lanes.length) {
      const larger = new Float64Array(2 * from);
      larger.set(this.#lanes);
      this.#lanes = larger;
    }
    return from;
  }

  /** Calls `tell` for each change, while the orders have the values of its moment, and forgets all of them. */
  tellEach(tell: (order: OrderRecord) => void): void {
    try {
      for (let news = 0, from = 0; news < this.#counts.length; news++) {
        const until = from + this.#counts[news]!;
        this.#exchange(from, until);
        try {
          tell(this.#orders[from]!);
        } finally {
          this.#exchange(from, until);
        }
        from = until;
      }
    } finally {
      this.#orders.length = 0;
      this.#counts.length = 0;
    }
  }

  /** Exchanges the values of orders with those in their lanes. */
  #exchange(from: number, until: number): void {
    for (let at = from; at < until; at++) this.#orders[at]!.exchange(this.#lanes, at * CAPTURED_LANES);
  }

  /** Copies the news to numbers: for each the count of its orders, then their ids and lanes. */
  save(): Float64Array<ArrayBuffer> {
    const numbers = new Float64Array(this.#counts.length + this.#orders.length * SAVED);
    let at = 0, from = 0;
    for (const count of this.#counts) {
      numbers[at++] = count;
      for (const until = from + count; from < until; from++, at += SAVED) {
        numbers[at] = this.#orders[from]!.id;
        numbers.set(this.#lanes.subarray(from * CAPTURED_LANES, (from + 1) * CAPTURED_LANES), at + 1);
      }
    }
    return numbers;
  }

  /**
   * Adds the news of saved numbers; `orderOf` finds an order by its id.
   *
   * @throws {RangeError} If the numbers are none that {@linkcode OrderNews.save} has written.
   */
  load(numbers: Float64Array, orderOf: (id: number) => OrderRecord): void {
    for (let at = 0; at < numbers.length;) {
      const count = numbers[at++]!;
      if (!(Number.isInteger(count) && count > 0 && at + count * SAVED <= numbers.length)) {
        throw new RangeError(`news is about ${count} orders, and there are ${numbers.length - at} numbers left`);
      }
      for (let left = count; left > 0; left--, at += SAVED) {
        const order = orderOf(numbers[at]!), room = this.#room();
        this.#lanes.set(numbers.subarray(at + 1, at + SAVED), room);
        this.#orders.push(order);
      }
      this.#counts.push(count);
    }
  }
}
