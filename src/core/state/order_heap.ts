/**
 * A heap of orders by a key, the least key first.
 *
 * An entry stays when its order ends or changes its price. It is dropped when it comes to the top, and all such entries
 * are dropped when the heap has doubled. So no order is ever searched for, and the heap holds at most twice its orders.
 *
 * @module
 */

import type { Order } from "./order.ts";

/** Entries up to which nothing is dropped. */
const LEAST_LIMIT = 64;

/** An entry. The rank of acceptance tells an order from a later one in its slot. */
interface Entry {
  readonly key: number;
  readonly slot: number;
  readonly rank: number;
}

/** A heap of orders. A heap of prices holds an order under the key that the order is watched by. */
export class OrderHeap {
  readonly #of_prices: boolean;
  #entries: Entry[] = [];
  #limit = LEAST_LIMIT;

  constructor(of_prices: boolean) {
    this.#of_prices = of_prices;
  }

  /** The least key. Only after `top` found an order. */
  get key(): number {
    return this.#entries[0]!.key;
  }

  /** Adds an order. */
  push(orders: readonly Order[], slot: number, key: number): void {
    if (this.#entries.length >= this.#limit) this.#dropStale(orders);
    this.#add({ key, slot, rank: orders[slot]!.rank });
  }

  /** Returns the slot of a live order with the least key, or -1. */
  top(orders: readonly Order[]): number {
    while (this.#entries.length > 0) {
      const entry = this.#entries[0]!;
      if (this.#holds(orders, entry)) return entry.slot;
      this.pop();
    }
    return -1;
  }

  /** Removes the entry with the least key. */
  pop(): void {
    const entries = this.#entries, last = entries.pop()!, size = entries.length;
    if (size === 0) return;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && entries[child + 1]!.key < entries[child]!.key) child++;
      if (entries[child]!.key >= last.key) break;
      entries[at] = entries[child]!;
      at = child;
    }
    entries[at] = last;
  }

  #add(entry: Entry): void {
    const entries = this.#entries;
    let at = entries.length;
    entries.push(entry);
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (entries[parent]!.key <= entry.key) break;
      entries[at] = entries[parent]!;
      at = parent;
    }
    entries[at] = entry;
  }

  /** Returns whether the order of an entry lives, and is still watched by the key. */
  #holds(orders: readonly Order[], { key, slot, rank }: Entry): boolean {
    const order = orders[slot]!;
    return order.rank === rank && order.ended === 0 && (!this.#of_prices || order.watched === key);
  }

  /** Drops all entries that hold no more, and one of two for an order that left its price and came back. */
  #dropStale(orders: readonly Order[]): void {
    const kept: Entry[] = [];
    for (const entry of this.#entries) {
      if (!this.#holds(orders, entry)) continue;
      kept.push(entry);
      if (this.#of_prices) orders[entry.slot]!.watched = 0;
    }
    this.#entries = [];
    for (const entry of kept) {
      if (this.#of_prices) orders[entry.slot]!.watched = entry.key;
      this.#add(entry);
    }
    this.#limit = Math.max(LEAST_LIMIT, 2 * kept.length);
  }
}
