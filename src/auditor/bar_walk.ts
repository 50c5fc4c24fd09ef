/**
 * A bar walked along a path: the next point at which an order is reached, found by a look at each point on the way.
 *
 * Points are doubled prices, so that the odd ones between two prices are "just past" a price.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";
import type { AuditedOrder } from "./audited_order.ts";
import { type AuditedBar, filledBy } from "./bar_path.ts";
import { pulledBy } from "./trail_path.ts";

/** An order that a walk has come to. */
export interface Visit {
  readonly order: AuditedOrder;
  readonly leg: number;
  readonly point: bigint;
  /** True if the price of the order's entry has passed its own: it fills there before the walk goes on. */
  readonly at_entry: boolean;
}

/** Returns the corners of a bar's path in price steps: open, both extremes, close. */
export function cornersOf(bar: AuditedBar, path: number, position: bigint): readonly bigint[] {
  const { open, high, low, close } = bar, up = [open, high, low, close], down = [open, low, high, close];
  const nearer = high - open < open - low ? up : down;
  switch (path) {
    case contract.PATH_OPEN_HIGH_LOW_CLOSE:
      return up;
    case contract.PATH_OPEN_LOW_HIGH_CLOSE:
      return down;
    case contract.PATH_ADVERSE:
      return position > 0n ? down : position < 0n ? up : nearer;
    default:
      return nearer;
  }
}

/** A walk through one bar. */
export class BarWalk {
  readonly bar: AuditedBar;
  readonly #corners: readonly bigint[];
  readonly #through: boolean;
  readonly #tick: bigint;
  #leg = 0;
  #point: bigint;
  /** Price at which the walk stands; between two prices it is the one that it has just passed. */
  price: bigint;

  constructor(bar: AuditedBar, corners: readonly bigint[], through: boolean, tick: bigint) {
    this.bar = bar;
    this.#corners = corners;
    this.#through = through;
    this.#tick = tick;
    this.price = corners[0]!;
    this.#point = this.price * 2n;
  }

  /**
   * Returns the first of some orders, given by acceptance, that the rest of the walk comes to.
   *
   * @param woken Those of them whose entry filled in this bar.
   */
  next(orders: readonly AuditedOrder[], woken: readonly AuditedOrder[]): Visit | undefined {
    const passed = woken.find((order) => this.#isPassed(order));
    if (passed !== undefined) return { order: passed, leg: this.#leg, point: this.#point, at_entry: true };
    for (let leg = this.#leg; leg < 3; leg++) {
      const from = leg === this.#leg ? this.#point : this.#corners[leg]! * 2n, to = this.#corners[leg + 1]! * 2n;
      const stops = orders.map((order) => this.#stopOn(order, leg));
      for (const point of pointsBetween(from, to, orders.flatMap(({ limit }, at) => [limit, stops[at]!]))) {
        const order = orders.find((each, at) => this.#reached(each, stops[at]!, point));
        if (order !== undefined) return { order, leg, point, at_entry: false };
      }
    }
    return undefined;
  }

  /** Stands at a price, which pulls the triggers of orders that are new there. */
  stand(orders: readonly AuditedOrder[]): void {
    this.#pull(orders, this.price);
  }

  /** Goes on to the close. */
  end(orders: readonly AuditedOrder[]): void {
    for (let leg = this.#leg; leg < 3; leg++) this.#pull(orders, this.#corners[leg + 1]!);
  }

  /** Goes to an order, or stays where it woke beyond its price. */
  goTo({ order, leg, point, at_entry }: Visit, orders: readonly AuditedOrder[]): void {
    for (let passed = this.#leg; passed < leg; passed++) this.#pull(orders, this.#corners[passed + 1]!);
    const level = this.#waits(order) ? order.stop : order.limit, stays = leg === this.#leg && point === this.#point;
    this.#leg = leg;
    this.#point = point;
    if (at_entry || stays && this.price !== level) return;
    this.price = level;
    this.#pull(orders, level);
  }

  /** Returns whether the price of an order's entry has passed its own, as it was before the walk moved a trigger. */
  #isPassed(order: AuditedOrder): boolean {
    const { price } = order.entry!;
    if (order.trails) return order.beyond(price) && order.beyond(this.price) && this.price !== order.stop;
    return order.type === contract.TYPE_STOP ? order.beyond(price) : filledBy(order, price, this.#through);
  }

  #pull(orders: readonly AuditedOrder[], price: bigint): void {
    for (const order of orders) if (order.trails) order.pull(pulledBy(order, order.stop, price, this.#tick));
  }

  /** Returns the trigger of an order at the begin of a leg, as the corners on the way pull it. */
  #stopOn(order: AuditedOrder, leg: number): bigint {
    let { stop } = order;
    if (!order.trails) return stop;
    for (let passed = this.#leg; passed < leg; passed++) {
      stop = pulledBy(order, stop, this.#corners[passed + 1]!, this.#tick);
    }
    return stop;
  }

  #waits(order: AuditedOrder): boolean {
    return order.type !== contract.TYPE_LIMIT && !order.triggered;
  }

  #reached(order: AuditedOrder, stop: bigint, point: bigint): boolean {
    if (order.limit === 0n && (stop === 0n && !order.trails || order.triggered)) return false;
    const level = 2n * (this.#waits(order) ? stop : order.limit);
    const rises = this.#waits(order) ? order.sign > 0n !== isTouch(order) : order.sign < 0n;
    const past = rises ? point - level : level - point;
    return past > 0n || past === 0n && (this.#waits(order) || !this.#through);
  }
}

function isTouch({ type }: AuditedOrder): boolean {
  return type === contract.TYPE_MARKET_IF_TOUCHED || type === contract.TYPE_LIMIT_IF_TOUCHED;
}

/** Returns the points on a leg at which an order may be reached, its ends included. */
function pointsBetween(from: bigint, to: bigint, prices: readonly bigint[]): bigint[] {
  const up = to >= from, near = prices.map((price) => price * 2n);
  const points = near.flatMap((point) => [point - 1n, point, point + 1n])
    .filter((point) => up ? point > from && point < to : point < from && point > to);
  const sorted = [...new Set([from, ...points, to])].sort((a, b) => a < b ? -1 : a > b ? 1 : 0);
  return up ? sorted : sorted.reverse();
}
