/**
 * Plain orders that have filled (exact/plain.ts), as few numbers.
 *
 * Tens of thousands of ended orders are kept, as a request may name one that has ended. Of a plain one most fields say
 * nothing, and to write them all again and again takes the room of a whole cache. So these orders lie in a queue of their
 * own, oldest first, from which one comes back whole when an event names it.
 *
 * @module
 */

import { STATE_FILLED, TYPE_MARKET, VALIDITY_GTC } from "../../contract/contract.gen.ts";
import type { OrderFields } from "./fields.gen.ts";

/** Orders of a page. */
const PAGE_ORDERS = 512;
const ID = 0, FLAGS = 1, LOTS = 2, PLACED_US = 3, EXECUTED_US = 4, NOTIONAL = 5, COMMISSION = 6, PNL = 7;
const POSITION_SIZE = 8, POSITION_BASIS = 9, OPENED = 10, RANK = 11, ENDED = 12, CAME_BACK = 13;
/** Lanes of an order. Its lots have the sign of its side. */
const LANES = 14;

/** Filled plain orders in the order of their ends, which is that of their ids. */
export class KeptOrders {
  /** Pages from that of the oldest order on. */
  readonly #pages: Float64Array[] = [];
  #page: Float64Array = new Float64Array(0);
  /** Place of the oldest order in the first page, and of the next one in the last. */
  #first = 0;
  #used = PAGE_ORDERS;

  /** Number of orders, those that came back included, until the oldest of all passes them. */
  get length(): number {
    return this.#pages.length === 0 ? 0 : (this.#pages.length - 1) * PAGE_ORDERS + this.#used - this.#first;
  }

  /** Adds an order. */
  add(order: OrderFields): void {
    if (this.#used === PAGE_ORDERS) {
      this.#page = new Float64Array(PAGE_ORDERS * LANES);
      this.#pages.push(this.#page);
      this.#used = 0;
    }
    const page = this.#page, base = this.#used++ * LANES;
    page[base + ID] = order.id;
    page[base + FLAGS] = order.flags;
    page[base + LOTS] = order.sign * order.quantity;
    page[base + PLACED_US] = order.placed_us;
    page[base + EXECUTED_US] = order.executed_us;
    page[base + NOTIONAL] = order.notional;
    page[base + COMMISSION] = order.commission;
    page[base + PNL] = order.pnl;
    page[base + POSITION_SIZE] = order.position_size;
    page[base + POSITION_BASIS] = order.position_basis;
    page[base + OPENED] = order.opened;
    page[base + RANK] = order.rank;
    page[base + ENDED] = order.ended;
  }

  /** Returns the place of an order, counted from the oldest, or -1 if it is not here. */
  find(id: number): number {
    let low = 0, high = this.length;
    // An event names no order, or a new one, far more often than one of these.
    if (high === 0 || id < this.#lane(0, ID) || id > this.#lane(high - 1, ID)) return -1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#lane(middle, ID) < id) low = middle + 1;
      else high = middle;
    }
    return this.#lane(low, ID) === id && this.#lane(low, CAME_BACK) === 0 ? low : -1;
  }

  #lane(place: number, lane: number): number {
    const at = this.#first + place;
    return this.#pages[Math.floor(at / PAGE_ORDERS)]![at % PAGE_ORDERS * LANES + lane]!;
  }

  /** Writes an order at a place to one that is new. */
  copy(place: number, to: OrderFields): void {
    const lots = this.#lane(place, LOTS);
    to.id = this.#lane(place, ID);
    to.order_type = TYPE_MARKET;
    to.sign = lots < 0 ? -1 : 1;
    to.validity = VALIDITY_GTC;
    to.flags = this.#lane(place, FLAGS);
    to.state = STATE_FILLED;
    to.quantity = to.filled = Math.abs(lots);
    to.fills = 1;
    to.placed_us = this.#lane(place, PLACED_US);
    to.executed_us = this.#lane(place, EXECUTED_US);
    to.notional = this.#lane(place, NOTIONAL);
    to.commission = this.#lane(place, COMMISSION);
    to.pnl = this.#lane(place, PNL);
    to.position_size = this.#lane(place, POSITION_SIZE);
    to.position_basis = this.#lane(place, POSITION_BASIS);
    to.opened = this.#lane(place, OPENED);
    to.rank = this.#lane(place, RANK);
    to.ended = this.#lane(place, ENDED);
  }

  /** Gives up the order at a place, which came back. */
  comeBack(place: number): void {
    const at = this.#first + place;
    this.#pages[Math.floor(at / PAGE_ORDERS)]![at % PAGE_ORDERS * LANES + CAME_BACK] = 1;
  }

  /** Returns whether the order at a place came back. */
  cameBack(place: number): boolean {
    return this.#lane(place, CAME_BACK) !== 0;
  }

  /** Drops the oldest order that has not come back, and returns its id. */
  dropOldest(): number {
    while (this.cameBack(0)) this.#drop();
    const id = this.#lane(0, ID);
    this.#drop();
    return id;
  }

  #drop(): void {
    if (++this.#first < PAGE_ORDERS) return;
    this.#pages.shift();
    this.#first = 0;
  }
}
