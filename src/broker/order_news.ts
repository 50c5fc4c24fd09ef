/**
 * News of an order for the strategy.
 *
 * @module
 */

import { CAPTURED_LANES } from "./order_lanes.ts";
import type { OrderRecord } from "./order_record.ts";

/** Numbers of one order in a saved news: its id and its lanes. */
const SAVED = 1 + CAPTURED_LANES;

/**
 * A change of an order, with the order and those around it (protective orders, entry, group) as they were right after
 * the change. Notices of a whole step reach the strategy together, when the records are further already; so each is
 * shown at its own moment.
 */
export class OrderNews {
  /** The order that changed. */
  readonly order: OrderRecord;
  readonly #orders: readonly OrderRecord[];
  readonly #lanes: readonly Float64Array[];

  private constructor(orders: readonly OrderRecord[], lanes: readonly Float64Array[]) {
    this.order = orders[0]!;
    this.#orders = orders;
    this.#lanes = lanes;
  }

  /** Keeps an order and those around it as they are now. */
  static now(order: OrderRecord, around: readonly OrderRecord[]): OrderNews {
    const orders = [order, ...around];
    return new OrderNews(orders, orders.map((each) => each.capture()));
  }

  /** Calls `act` while the orders have the values of this moment. */
  show(act: () => void): void {
    const now = this.#orders.map((order, at) => order.exchange(this.#lanes[at]!));
    try {
      act();
    } finally {
      this.#orders.forEach((order, at) => order.exchange(now[at]!));
    }
  }

  /** Copies news to numbers: for each the count of its orders, then their ids and lanes. */
  static save(news: readonly OrderNews[]): Float64Array<ArrayBuffer> {
    const numbers = new Float64Array(news.reduce((sum, each) => sum + 1 + each.#orders.length * SAVED, 0));
    let at = 0;
    for (const each of news) {
      numbers[at++] = each.#orders.length;
      each.#orders.forEach((order, index) => {
        numbers[at] = order.id;
        numbers.set(each.#lanes[index]!, at + 1);
        at += SAVED;
      });
    }
    return numbers;
  }

  /**
   * Returns the news of saved numbers; `orderOf` finds an order by its id.
   *
   * @throws {RangeError} If the numbers are none that {@linkcode OrderNews.save} has written.
   */
  static load(numbers: Float64Array, orderOf: (id: number) => OrderRecord): OrderNews[] {
    const news: OrderNews[] = [];
    for (let at = 0; at < numbers.length;) {
      const orders: OrderRecord[] = [], lanes: Float64Array[] = [], count = numbers[at++]!;
      if (!(Number.isInteger(count) && count > 0 && at + count * SAVED <= numbers.length)) {
        throw new RangeError(`news is about ${count} orders, and there are ${numbers.length - at} numbers left`);
      }
      for (let left = count; left > 0; left--, at += SAVED) {
        orders.push(orderOf(numbers[at]!));
        lanes.push(numbers.slice(at + 1, at + SAVED));
      }
      news.push(new OrderNews(orders, lanes));
    }
    return news;
  }
}
