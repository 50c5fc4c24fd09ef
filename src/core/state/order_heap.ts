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

/** A heap of orders. A heap of prices holds an order under the key that the order is watched by. */
export class OrderHeap {
  readonly #of_prices: boolean;
  #keys: number[] = [];
  #slots: number[] = [];
  /** Ranks of acceptance, which tell an order from a later one in its slot. */
  #ranks: number[] = [];
  #limit = LEAST_LIMIT;

  constructor(of_prices: boolean) {
    this.#of_prices = of_prices;
  }

  /** The least key. Only after `top` found an order. */
  get key(): number {
    return this.#keys[0]!;
  }

  /** Adds an order. */
  push(orders: readonly Order[], slot: number, key: number): void {
    if (this.#keys.length >= this.#limit) this.#drop(orders);
    this.#add(slot, orders[slot]!.rank, key);
  }

  /** Returns the slot of a live order with the least key, or -1. */
  top(orders: readonly Order[]): number {
    while (this.#keys.length > 0) {
      if (this.#holds(orders, 0)) return this.#slots[0]!;
      this.pop();
    }
    return -1;
  }

  /** Removes the entry with the least key. */
  pop(): void {
    const keys = this.#keys, slots = this.#slots, ranks = this.#ranks;
    const key = keys.pop()!, slot = slots.pop()!, rank = ranks.pop()!, size = keys.length;
    if (size === 0) return;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && keys[child + 1]! < keys[child]!) child++;
      if (keys[child]! >= key) break;
      keys[at] = keys[child]!;
      slots[at] = slots[child]!;
      ranks[at] = ranks[child]!;
      at = child;
    }
    keys[at] = key;
    slots[at] = slot;
    ranks[at] = rank;
  }

  #add(slot: number, rank: number, key: number): void {
    const keys = this.#keys, slots = this.#slots, ranks = this.#ranks;
    let at = keys.length;
    keys.push(key);
    slots.push(slot);
    ranks.push(rank);
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (keys[parent]! <= key) break;
      keys[at] = keys[parent]!;
      slots[at] = slots[parent]!;
      ranks[at] = ranks[parent]!;
      at = parent;
    }
    keys[at] = key;
    slots[at] = slot;
    ranks[at] = rank;
  }

  /** Returns whether the order of an entry lives, and is still watched by the key. */
  #holds(orders: readonly Order[], at: number): boolean {
    const order = orders[this.#slots[at]!]!;
    return order.rank === this.#ranks[at] && order.ended === 0 &&
      (!this.#of_prices || order.watched === this.#keys[at]);
  }

  /** Drops all entries that hold no more, and one of two for an order that left its price and came back. */
  #drop(orders: readonly Order[]): void {
    const keys = this.#keys, slots = this.#slots, ranks = this.#ranks, kept: number[] = [];
    for (let at = 0; at < keys.length; at++) {
      if (!this.#holds(orders, at)) continue;
      kept.push(at);
      if (this.#of_prices) orders[slots[at]!]!.watched = 0;
    }
    this.#keys = [];
    this.#slots = [];
    this.#ranks = [];
    for (const at of kept) {
      if (this.#of_prices) orders[slots[at]!]!.watched = keys[at]!;
      this.#add(slots[at]!, ranks[at]!, keys[at]!);
    }
    this.#limit = Math.max(LEAST_LIMIT, 2 * kept.length);
  }
}
