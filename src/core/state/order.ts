/**
 * Orders: the data of each order, the lists that hold them, and the only way to change their state.
 *
 * @module
 */

import {
  ORDER_EVENTS_COUNT,
  ORDER_FLAG_CLOSE,
  ORDER_FLAG_POST_ONLY,
  ORDER_FLAG_PROTECTIVE,
  ORDER_FLAG_REDUCE_ONLY,
  ORDER_FLAG_WHOLE,
  ORDER_KINDS,
  ORDER_TABLE,
  type OrderKind,
  OUTCOME_DERIVED,
  OUTCOME_ILLEGAL,
  OUTCOME_LATE,
  OUTCOME_SAME,
  SIDE_BUY,
  STATE_ACCEPTED,
  STATE_CANCELLED,
  STATE_EXPIRED,
  STATE_FILLED,
  STATE_PARTIALLY_FILLED,
  STATE_REPLACE_PENDING,
  STATE_TRIGGERED,
  TERMINAL_ORDERS_MAX,
  THEN_LIMIT,
  THEN_MARKET,
  TRIGGER_NONE,
  TRIGGER_TOUCH,
  VALIDITY_FOK,
  VALIDITY_IOC,
} from "../../contract/contract.gen.ts";
import { assert } from "./assert.ts";
import { ORDER_LANES, OrderFields } from "./fields.gen.ts";
import { FillIds } from "./fill_ids.ts";
import { IdIndex } from "./id_index.ts";
import { KeptOrders } from "./kept_orders.ts";
import { shorten } from "./shorten.ts";

/** Number of orders in a page. */
const PAGE_ORDERS = 256;
/** Stands for the slot of an ended order that has none. */
const KEPT = -1;

/** One order. `sign` is +1 for a buy and -1 for a sell. */
export class Order extends OrderFields {
  /** Makes a new order over lanes of a page that are zero. */
  constructor(page: Float64Array, base: number) {
    super(page, base);
    this.beginFromZero();
  }

  /** Returns whether the order is a buy. */
  get is_buy(): boolean {
    return this.sign > 0;
  }

  /** Returns the facets of its type. */
  get kind(): OrderKind {
    return ORDER_KINDS[this.order_type]!;
  }

  /** Returns whether it can only reduce a position. */
  get reduces(): boolean {
    return (this.flags & (ORDER_FLAG_REDUCE_ONLY | ORDER_FLAG_PROTECTIVE | ORDER_FLAG_CLOSE)) !== 0;
  }

  /** Returns whether it protects an entry. */
  get protective(): boolean {
    return (this.flags & ORDER_FLAG_PROTECTIVE) !== 0;
  }

  /** Returns whether no size was said, neither here nor as a target. */
  get whole(): boolean {
    return (this.flags & ORDER_FLAG_WHOLE) !== 0;
  }

  /** Returns whether its quantity is fixed at the fill, and is not yet. */
  get unsized(): boolean {
    return this.quantity === 0 && (this.cash > 0 || this.fraction > 0 || this.whole || this.aim !== 0);
  }

  /** Returns whether an amount of money decides its quantity, which free cash then cuts. */
  get by_money(): boolean {
    return this.cash > 0 || this.fraction > 0 || this.whole;
  }

  /** Returns whether its venue was asked for a replacement and has not decided. */
  get replacing(): boolean {
    return this.replace_quantity !== 0 || this.replace_limit !== 0 || this.replace_stop !== 0;
  }

  /** Returns the lots that its venue may fill: the largest of its quantities and of what a replacement asks for. */
  get capacity(): number {
    const most = this.quantity_most > this.quantity ? this.quantity_most : this.quantity;
    return this.replace_quantity > most ? this.replace_quantity : most;
  }

  /** Returns the order that names its one-cancels-other group: its leader, itself, or zero. */
  get group(): number {
    return this.oco !== 0 ? this.oco : this.is_leader ? this.id : 0;
  }
}

/** Returns whether an order waits for its trigger. */
export function waitsForTrigger(order: Order): boolean {
  return order.kind.trigger !== TRIGGER_NONE && !order.triggered;
}

/** Returns whether an order works as a limit order now. */
export function worksAsLimit(order: Order): boolean {
  return order.kind.then === THEN_LIMIT && !waitsForTrigger(order);
}

/** Returns whether an order has a group or a parent. */
export function isTied(order: Order): boolean {
  return order.parent !== 0 || order.group !== 0;
}

/** Returns whether an order becomes a market order at a trigger that is worse than the market, or follows it. */
export function isStop(order: Order): boolean {
  const { trigger, then } = order.kind;
  return trigger !== TRIGGER_NONE && trigger !== TRIGGER_TOUCH && then === THEN_MARKET;
}

/** Returns whether rising prices reach the trigger of an order: a worse price of a stop, a better one of a touch. */
export function triggerRises(order: Order): boolean {
  return order.is_buy !== (order.kind.trigger === TRIGGER_TOUCH);
}

/** Returns whether a price is at the trigger of an order or beyond it. */
export function isTriggeredBy(order: Order, price: number): boolean {
  return triggerRises(order) ? price >= order.stop : price <= order.stop;
}

/** Returns whether an order fills in the first bar that it meets, or not at all. */
export function isImmediate(order: Order): boolean {
  return order.validity === VALIDITY_IOC || order.validity === VALIDITY_FOK;
}

/** Returns whether an order rests only if the open of the first bar that it meets does not fill it. */
export function isPostOnly(order: Order): boolean {
  return (order.flags & ORDER_FLAG_POST_ONLY) !== 0 && !order.met_bar;
}

/** Makes an order that is in no list. */
export function looseOrder(): Order {
  return new Order(new Float64Array(ORDER_LANES), 0);
}

/** Returns whether a state is terminal. DERIVED, LATE, SAME and ILLEGAL are outcomes, so they return false. */
export function isTerminal(state: number): boolean {
  return state === STATE_FILLED || (state >= STATE_CANCELLED && state <= STATE_EXPIRED);
}

/** Returns the effect of an order event in a state: the next state, or an outcome. */
export function outcomeOf(state: number, order_event: number): number {
  return ORDER_TABLE[state * ORDER_EVENTS_COUNT + order_event]!;
}

/** Returns the state that follows from `filled` and `triggered`, unless a replacement is undecided. */
export function derivedState(order: Order): number {
  if (order.replacing) return STATE_REPLACE_PENDING;
  if (order.filled > 0) return order.filled === order.quantity ? STATE_FILLED : STATE_PARTIALLY_FILLED;
  return order.triggered ? STATE_TRIGGERED : STATE_ACCEPTED;
}

/**
 * Moves an order by the table and returns the outcome. `SAME` and `ILLEGAL` change nothing. `LATE` keeps the state, or
 * makes it Filled if nothing is left; the caller has already added the fill.
 */
export function move(order: Order, order_event: number): number {
  const outcome = outcomeOf(order.state, order_event);
  if (outcome === OUTCOME_SAME || outcome === OUTCOME_ILLEGAL) return outcome;
  if (outcome === OUTCOME_DERIVED) order.state = derivedState(order);
  else if (outcome === OUTCOME_LATE) {
    if (order.filled === order.quantity) order.state = STATE_FILLED;
  } else order.state = outcome;
  return outcome;
}

/** All known orders, by slot. */
export class Orders {
  /** Orders by slot; a free slot holds an order with id zero. */
  readonly slots: Order[] = [];
  /** Slots of live simulated orders, by acceptance; may hold slots that ended since. */
  resting: number[] = [];
  /** Slots of ended orders in `resting`. */
  resting_ended = 0;
  /** Slots of live simulated orders with a group or a parent, by acceptance; may hold slots that ended since. */
  tied: number[] = [];
  /** Slots of ended orders in `tied`. */
  tied_ended = 0;
  /** Slots of the resting orders that each bar concerns, by acceptance; may hold slots that ended since. */
  readonly awake: number[] = [];
  /** Slots of live orders of reported instruments, by id, those that sleep included; may hold some that ended since. */
  at_venue: number[] = [];
  /** Ended orders since `at_venue` was made compact. */
  at_venue_ended = 0;
  /** Slots of ended orders, oldest first, from `terminal_head`; {@linkcode KEPT} for the next one of `kept`. */
  terminal: number[] = [];
  terminal_head = 0;
  /** Ended orders that were plain. */
  readonly kept: KeptOrders = new KeptOrders();
  /** True once an order of a basket was placed. It is derived, and may be true longer than such an order lives. */
  has_baskets = false;
  /** Slot of the only live order if it is plain (exact/plain.ts) and no other event has come since, else -1. It is derived. */
  plain = -1;
  live_count = 0;
  id_highest = 0;
  retired_count = 0;
  retired_id_highest = 0;
  rank_highest = 0;
  ended_highest = 0;
  lost_reports = 0;
  /** Fill ids of reported orders by slot. */
  readonly #fill_ids: (FillIds | undefined)[] = [];
  readonly #by_id: IdIndex = new IdIndex();
  readonly #free: number[] = [];
  #page: Float64Array = new Float64Array(0);

  /** Returns the slot of an order, or -1. */
  find(id: number): number {
    return this.#by_id.get(id);
  }

  /** Takes a free slot for an order with this id. */
  take(id: number): number {
    const slot = this.takeUnlisted(id);
    this.#by_id.add(id, slot);
    return slot;
  }

  /** Takes a free slot for an order that {@linkcode Orders.find} need not find: one that is plain. */
  takeUnlisted(id: number): number {
    let slot = this.#free.pop();
    if (slot === undefined) {
      slot = this.slots.length;
      const at = slot % PAGE_ORDERS;
      if (at === 0) this.#page = new Float64Array(PAGE_ORDERS * ORDER_LANES);
      this.slots.push(new Order(this.#page, at * ORDER_LANES));
      this.#fill_ids.push(undefined);
    }
    assert(id !== 0 && this.slots[slot]!.id === 0, "A slot that is taken is taken again");
    this.slots[slot]!.id = id;
    return slot;
  }

  /** Lets the plain order go the general way. */
  leavePlain(): void {
    if (this.plain < 0) return;
    this.#by_id.add(this.slots[this.plain]!.id, this.plain);
    this.plain = -1;
  }

  /** Records that the plain order, the only live one, has filled, and keeps what says something of it. */
  keepPlain(): void {
    const slot = this.plain, order = this.slots[slot]!;
    assert(this.live_count === 1 && order.ended === 0, "A plain order ends that is not the only live one");
    this.ended_highest++;
    order.ended = this.ended_highest;
    this.live_count = 0;
    this.terminal.push(KEPT);
    this.kept.add(order);
    order.begin();
    this.#free.push(slot);
    this.plain = -1;
    this.resting_ended = 0;
    shorten(this.resting, 0);
    shorten(this.awake, 0);
  }

  /** Gives a kept order a slot again, if an id is that of one. Called before an event that names it. */
  revive(id: number): void {
    const place = this.kept.find(id);
    if (place < 0) return;
    const slot = this.take(id), order = this.slots[slot]!;
    this.kept.copy(place, order);
    this.kept.comeBack(place);
    // Each order that ended since has its place behind it.
    this.terminal[this.terminal.length - 1 - (this.ended_highest - order.ended)] = slot;
  }

  /** Returns the fill ids of an order as pairs of high and low word, ascending. */
  fillIdsOf(slot: number): readonly number[] {
    return this.#fill_ids[slot]?.words ?? [];
  }

  /** Returns whether an order has a fill id. */
  hasFillId(slot: number, high: number, low: number): boolean {
    const ids = this.#fill_ids[slot];
    return ids !== undefined && ids.has(high, low);
  }

  /** Adds a fill id to an order. */
  addFillId(slot: number, high: number, low: number): void {
    const ids = this.#fill_ids[slot] ??= new FillIds();
    ids.add(high, low);
  }

  /** Puts an order at the end of the queue of resting orders. */
  rest(slot: number): void {
    const order = this.slots[slot]!;
    assert(order.rank === 0 && order.ended === 0, "An order rests that rests already or has ended");
    this.rank_highest++;
    order.rank = this.rank_highest;
    this.resting.push(slot);
  }

  /** Lists a live order that rests with those that have a group or a parent, unless it is listed. */
  tie(slot: number): void {
    const order = this.slots[slot]!;
    if (order.rank === 0 || order.ended !== 0) return;
    const at = this.#rankedAt(this.tied, order.rank);
    if (this.tied[at] !== slot) this.tied.splice(at, 0, slot);
  }

  /** Wakes an order, between the awake ones by its rank. */
  wake(slot: number): void {
    const { awake } = this, { rank } = this.slots[slot]!;
    if (!this.wakeUnsorted(slot)) return;
    let at = awake.length - 1;
    for (; at > 0 && this.slots[awake[at - 1]!]!.rank > rank; at--) awake[at] = awake[at - 1]!;
    awake[at] = slot;
  }

  /** Wakes an order for a walk that begins with `sortAwake`; returns false if it is awake. */
  wakeUnsorted(slot: number): boolean {
    const order = this.slots[slot]!;
    if (order.awake) return false;
    order.awake = true;
    this.awake.push(slot);
    return true;
  }

  /** Sorts the awake orders by acceptance. */
  sortAwake(): void {
    this.awake.sort((a, b) => this.slots[a]!.rank - this.slots[b]!.rank);
  }

  /** Records that an order ended. */
  end(slot: number): void {
    const order = this.slots[slot]!;
    if (order.ended !== 0) return;
    assert(this.live_count > 0, "An order ends although none lives");
    this.ended_highest++;
    order.ended = this.ended_highest;
    this.live_count--;
    if (order.rank === 0) this.at_venue_ended++;
    else {
      this.resting_ended++;
      if (isTied(order)) this.tied_ended++;
    }
    this.terminal.push(slot);
  }

  /**
   * Retires the oldest ended orders beyond the limit, and drops ended ones from the orders of venues. Called between
   * events, outside of any walk.
   */
  retireOldest(): void {
    if (this.at_venue_ended * 2 > this.at_venue.length) this.#compactVenue();
    while (this.terminal.length - this.terminal_head > TERMINAL_ORDERS_MAX) this.#retire();
  }

  /** Drops ended orders from each list once they are the greater part. Never call it during a walk. */
  compact(): void {
    if (this.tied_ended * 2 > this.tied.length) {
      this.#keepLive(this.tied);
      this.tied_ended = 0;
    }
    if (this.resting_ended * 2 <= this.resting.length) return;
    this.#keepLive(this.resting);
    this.resting_ended = 0;
  }

  /** Builds the lists again from ranks and ids, after a snapshot was read. */
  relist(): void {
    const slots = this.slots.map((_order, slot) => slot);
    this.resting = slots.filter((slot) => this.slots[slot]!.rank !== 0 && this.slots[slot]!.ended === 0);
    this.resting.sort((a, b) => this.slots[a]!.rank - this.slots[b]!.rank);
    this.resting_ended = 0;
    this.tied = this.resting.filter((slot) => isTied(this.slots[slot]!));
    this.tied_ended = 0;
    this.at_venue = slots.filter((slot) => this.slots[slot]!.rank === 0 && this.slots[slot]!.ended === 0);
    this.at_venue.sort((a, b) => this.slots[a]!.id - this.slots[b]!.id);
    this.at_venue_ended = 0;
    this.terminal = slots.filter((slot) => this.slots[slot]!.ended !== 0);
    this.terminal.sort((a, b) => this.slots[a]!.ended - this.slots[b]!.ended);
    this.terminal_head = 0;
  }

  #retire(): void {
    const slot = this.terminal[this.terminal_head]!;
    this.terminal_head++;
    if (this.terminal_head * 2 > this.terminal.length) {
      this.terminal.splice(0, this.terminal_head);
      this.terminal_head = 0;
    }
    this.retired_count++;
    if (slot === KEPT) {
      const id = this.kept.dropOldest();
      if (id > this.retired_id_highest) this.retired_id_highest = id;
      return;
    }
    const order = this.slots[slot]!;
    assert(order.ended !== 0, "An order that lives is retired");
    if (order.id > this.retired_id_highest) this.retired_id_highest = order.id;
    this.#by_id.remove(order.id);
    this.#fill_ids[slot] = undefined;
    if (order.rank !== 0) this.#forget(slot);
    else this.#leave(slot);
    order.begin();
    this.#free.push(slot);
  }

  #keepLive(list: number[]): void {
    let kept = 0;
    for (const slot of list) if (this.slots[slot]!.ended === 0) list[kept++] = slot;
    shorten(list, kept);
  }

  /** Drops ended orders from the orders of venues. */
  #compactVenue(): void {
    this.at_venue = this.at_venue.filter((slot) => this.slots[slot]!.ended === 0);
    this.at_venue_ended = 0;
  }

  /** Removes a retired slot from the orders of venues, so that the next order in the slot is not listed twice. */
  #leave(slot: number): void {
    const { id } = this.slots[slot]!;
    let at = 0, end = this.at_venue.length;
    while (at < end) {
      const middle = Math.floor((at + end) / 2);
      if (this.slots[this.at_venue[middle]!]!.id < id) at = middle + 1;
      else end = middle;
    }
    if (this.at_venue[at] !== slot) return;
    this.at_venue.splice(at, 1);
    this.at_venue_ended--;
  }

  /** Removes a retired slot from the lists by rank, so that the next order in the slot is not listed twice. */
  #forget(slot: number): void {
    const order = this.slots[slot]!;
    if (this.#unlist(this.resting, slot)) this.resting_ended--;
    if (isTied(order) && this.#unlist(this.tied, slot)) this.tied_ended--;
    if (order.awake) this.#unlist(this.awake, slot);
  }

  #unlist(list: number[], slot: number): boolean {
    const at = this.#rankedAt(list, this.slots[slot]!.rank);
    if (list[at] !== slot) return false;
    list.splice(at, 1);
    return true;
  }

  /** Returns the place of the first order in a list by rank whose rank is not below one. */
  #rankedAt(list: readonly number[], rank: number): number {
    let at = 0, end = list.length;
    while (at < end) {
      const middle = (at + end) >>> 1;
      if (this.slots[list[middle]!]!.rank < rank) at = middle + 1;
      else end = middle;
    }
    return at;
  }
}

/** Returns the sign of a side code. */
export function signOf(side: number): number {
  return side === SIDE_BUY ? 1 : -1;
}

/** Returns a signed count without -0. */
export function signed(sign: number, count: number): number {
  return count === 0 ? 0 : sign * count;
}
