/**
 * Orders: what the core knows of each, the lists that they stand in, and the one way in which their state changes.
 *
 * @module
 */

import {
  ORDER_EVENTS_COUNT,
  ORDER_FLAG_CLOSE,
  ORDER_FLAG_PROTECTIVE,
  ORDER_FLAG_REDUCE_ONLY,
  ORDER_TABLE,
  OUTCOME_DERIVED,
  OUTCOME_ILLEGAL,
  OUTCOME_LATE,
  OUTCOME_SAME,
  SIDE_BUY,
  STATE_ACCEPTED,
  STATE_CANCELLED,
  STATE_CREATED,
  STATE_EXPIRED,
  STATE_FILLED,
  STATE_PARTIALLY_FILLED,
  STATE_TRIGGERED,
  TERMINAL_ORDERS_MAX,
} from "../contract/contract.gen.ts";
import { KeyIndex } from "./key_index.ts";

/** Number lanes of an order, in order. Quantities are unsigned lots; `sign` is +1 for a buy and -1 for a sell. */
const NUMBER_LANES = [
  "id",
  "instrument",
  "order_type",
  "sign",
  "validity",
  "flags",
  "state",
  "parent",
  "oco",
  "round_trip",
  "quantity",
  "filled",
  "limit",
  "stop",
  "valid_us",
  "cash",
  "fraction",
  "placed_us",
  "executed_us",
  // Session day of the first bar that it met, for validity DAY; zero before.
  "day",
  "value",
  "commission",
  "pnl",
  "average_price",
  "position_size",
  "position_price",
  // Fills so far, which number the simulated ones.
  "fills",
  // Highest cumulative quantity that a venue reported.
  "reported",
  // Rank of its acceptance among all orders; zero before.
  "rank",
  // Rank of its end among all orders; zero while it lives.
  "ended",
  // A replacement on its way.
  "replace_quantity",
  "replace_limit",
  "replace_stop",
  // How its entry filled, for the step in which it woke; means nothing afterwards and is in no snapshot.
  "woken_us",
  "woken_price",
  "woken_rule",
  // Derived for the horizon: rows below `scan` were looked at; `hit_us` is the first that could make a notice.
  "scan",
  "scan_day",
  "hit_us",
  "expiry_us",
] as const;

/** Flag lanes of an order, after the numbers. */
const FLAG_LANES = [
  "triggered",
  // Whether it may fill: a protective order sleeps until its entry filled.
  "active",
  // Whether another order names it as parent.
  "has_children",
  // Whether another order names it as the leader of its group.
  "is_leader",
] as const;

/** Lanes of an order. */
const ORDER_LANES: number = NUMBER_LANES.length + FLAG_LANES.length;
/** Orders of a page. */
const PAGE_ORDERS = 256;

/**
 * One order. Its fields lie in a page of doubles that many orders share: tens of thousands of ended orders are kept, and
 * as objects with a boxed number a field they would be the garbage collector's main work.
 */
class OrderLanes {
  readonly #page: Float64Array;
  readonly #base: number;

  constructor(page: Float64Array, base: number) {
    this.#page = page;
    this.#base = base;
    this.clear();
  }

  static {
    NUMBER_LANES.forEach((name, lane) =>
      Object.defineProperty(this.prototype, name, {
        get(this: OrderLanes): number {
          return this.#page[this.#base + lane]!;
        },
        set(this: OrderLanes, value: number) {
          this.#page[this.#base + lane] = value;
        },
      })
    );
    FLAG_LANES.forEach((name, index) => {
      const lane = NUMBER_LANES.length + index;
      Object.defineProperty(this.prototype, name, {
        get(this: OrderLanes): boolean {
          return this.#page[this.#base + lane] !== 0;
        },
        set(this: OrderLanes, value: boolean) {
          this.#page[this.#base + lane] = value ? 1 : 0;
        },
      });
    });
  }

  /** Makes it an order that is new. */
  clear(): void {
    this.#page.fill(0, this.#base, this.#base + ORDER_LANES);
    const order = this as unknown as Order;
    order.sign = 1;
    order.state = STATE_CREATED;
    order.active = true;
    order.woken_us = NaN;
    order.scan = -1;
    order.hit_us = Infinity;
    order.expiry_us = Infinity;
  }

  /** Whether the order is a buy. */
  get is_buy(): boolean {
    return (this as unknown as Order).sign > 0;
  }

  /** Whether it can only reduce a position. */
  get reduces(): boolean {
    const reducing = ORDER_FLAG_REDUCE_ONLY | ORDER_FLAG_PROTECTIVE | ORDER_FLAG_CLOSE;
    return ((this as unknown as Order).flags & reducing) !== 0;
  }

  /** Whether it protects an entry. */
  get protective(): boolean {
    return ((this as unknown as Order).flags & ORDER_FLAG_PROTECTIVE) !== 0;
  }

  /** Whether its quantity is fixed at the fill. */
  get unsized(): boolean {
    const order = this as unknown as Order;
    return order.quantity === 0 && (order.cash > 0 || order.fraction > 0);
  }

  /** The order that names its one-cancels-other group: its leader, itself, or zero. */
  get group(): number {
    const order = this as unknown as Order;
    return order.oco !== 0 ? order.oco : order.is_leader ? order.id : 0;
  }
}

/** One order. */
export type Order =
  & OrderLanes
  & Record<(typeof NUMBER_LANES)[number], number>
  & Record<(typeof FLAG_LANES)[number], boolean>;

/** Makes an order that stands in no list. */
export function looseOrder(): Order {
  return new OrderLanes(new Float64Array(ORDER_LANES), 0) as Order;
}

/** Whether a state is terminal. Outcomes that are no state are not. */
export function isTerminal(state: number): boolean {
  return state === STATE_FILLED || (state >= STATE_CANCELLED && state <= STATE_EXPIRED);
}

/** Looks up what an order event does in a state: the next state, or an outcome. */
export function outcomeOf(state: number, order_event: number): number {
  return ORDER_TABLE[state * ORDER_EVENTS_COUNT + order_event]!;
}

/** The state that filled and triggered say. */
export function derivedState(order: Order): number {
  if (order.filled > 0) return order.filled === order.quantity ? STATE_FILLED : STATE_PARTIALLY_FILLED;
  return order.triggered ? STATE_TRIGGERED : STATE_ACCEPTED;
}

/**
 * Moves an order by the table and returns the outcome. `SAME` and `ILLEGAL` change nothing. `LATE` leaves the state,
 * or makes it Filled when nothing is left; the caller has added the fill by then.
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

/** All orders that are known, by slot. */
export class Orders {
  /** Orders by slot; a free slot holds an order with id zero. */
  readonly slots: Order[] = [];
  /** Slots of simulated orders that have not ended, by acceptance; may hold slots that ended since. */
  resting: number[] = [];
  /** Slots of ended orders in `resting`. */
  resting_ended = 0;
  /** Slots of ended orders, oldest first, from `terminal_head`. */
  terminal: number[] = [];
  terminal_head = 0;
  live_count = 0;
  id_highest = 0;
  retired_count = 0;
  retired_id_highest = 0;
  rank_highest = 0;
  ended_highest = 0;
  /** Fills of reported orders by order id and fill id; the value is not used. */
  readonly fill_ids: KeyIndex = new KeyIndex();
  /** The same per slot, so that they can be forgotten with their order: pairs of high and low word. */
  readonly #fill_ids_by_slot: Map<number, number[]> = new Map();
  readonly #by_id: KeyIndex = new KeyIndex();
  readonly #free: number[] = [];
  #page: Float64Array = new Float64Array(0);

  /** Returns the slot of an order, or -1. */
  find(id: number): number {
    return this.#by_id.get(id, 0, 0);
  }

  /** Takes a free slot for an order with this id. */
  take(id: number): number {
    let slot = this.#free.pop();
    if (slot === undefined) {
      slot = this.slots.length;
      const at = slot % PAGE_ORDERS;
      if (at === 0) this.#page = new Float64Array(PAGE_ORDERS * ORDER_LANES);
      this.slots.push(new OrderLanes(this.#page, at * ORDER_LANES) as Order);
    }
    this.slots[slot]!.id = id;
    this.#by_id.add(id, 0, 0, slot);
    return slot;
  }

  /** The fill ids of an order, as pairs of high and low word. */
  fillIdsOf(slot: number): readonly number[] {
    return this.#fill_ids_by_slot.get(slot) ?? [];
  }

  /** Notes a fill id that is new. */
  addFillId(slot: number, high: number, low: number): void {
    this.fill_ids.add(this.slots[slot]!.id, high, low, 0);
    const ids = this.#fill_ids_by_slot.get(slot);
    if (ids === undefined) this.#fill_ids_by_slot.set(slot, [high, low]);
    else ids.push(high, low);
  }

  /** Puts an order at the end of the queue of resting orders. */
  rest(slot: number): void {
    this.rank_highest++;
    this.slots[slot]!.rank = this.rank_highest;
    this.resting.push(slot);
  }

  /** Notes that an order ended, and retires the oldest ended one beyond the limit. */
  end(slot: number): void {
    const order = this.slots[slot]!;
    if (order.ended !== 0) return;
    this.ended_highest++;
    order.ended = this.ended_highest;
    this.live_count--;
    if (order.rank !== 0) this.resting_ended++;
    this.terminal.push(slot);
    if (this.terminal.length - this.terminal_head > TERMINAL_ORDERS_MAX) this.#retire();
  }

  /** Drops ended orders from the queue once they are the greater part. Never call it while walking the queue. */
  compact(): void {
    if (this.resting_ended * 2 <= this.resting.length) return;
    let kept = 0;
    for (const slot of this.resting) {
      if (this.slots[slot]!.ended === 0) this.resting[kept++] = slot;
    }
    this.resting.length = kept;
    this.resting_ended = 0;
  }

  /** Builds the queues again from the ranks, after a snapshot was read. */
  relist(): void {
    const slots = this.slots.map((_order, slot) => slot);
    this.resting = slots.filter((slot) => this.slots[slot]!.rank !== 0 && this.slots[slot]!.ended === 0);
    this.resting.sort((a, b) => this.slots[a]!.rank - this.slots[b]!.rank);
    this.resting_ended = 0;
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
    const order = this.slots[slot]!;
    this.retired_count++;
    if (order.id > this.retired_id_highest) this.retired_id_highest = order.id;
    this.#by_id.remove(order.id, 0, 0);
    const ids = this.fillIdsOf(slot);
    for (let at = 0; at < ids.length; at += 2) this.fill_ids.remove(order.id, ids[at]!, ids[at + 1]!);
    this.#fill_ids_by_slot.delete(slot);
    if (order.rank !== 0) this.#forget(slot);
    order.clear();
    this.#free.push(slot);
  }

  /** Takes a retired slot out of the queue, so that its next holder does not stand there twice. */
  #forget(slot: number): void {
    const at = this.resting.indexOf(slot);
    if (at < 0) return;
    this.resting.splice(at, 1);
    this.resting_ended--;
  }
}

/** Sign of a side code. */
export function signOf(side: number): number {
  return side === SIDE_BUY ? 1 : -1;
}

/** A signed count without -0. */
export function signed(sign: number, count: number): number {
  return count === 0 ? 0 : sign * count;
}
