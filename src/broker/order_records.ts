/**
 * All orders of a run at the edge: their records by id, their groups, and those whose acceptance no notice tells.
 *
 * Many orders share a page of numbers; an order itself is a small object with a position in the page.
 *
 * @module
 */

import { STATE_ACCEPTED, STATE_SUBMITTED } from "../contract/contract.gen.ts";
import type { InstrumentUnits } from "./instrument_units.ts";
import { checkSavedOrders, INSTRUMENT, OCO, SAVED_ORDER_LANES } from "./order_lanes.ts";
import type { AcceptedTerms, OrderPlacement } from "./order_placement.ts";
import { type OrderOwner, OrderRecord } from "./order_record.ts";
import { OrderPages } from "./order_row.ts";
import type { OrderRow } from "./result_rows.ts";
import type { TrailingPrices } from "./trailing_prices.ts";
import { TagTexts } from "./tag_texts.ts";

const NO_TERMS: AcceptedTerms = { quantity: 0, limit: 0, stop: 0 };

/** All orders of a run by id; ids rise from 1. */
export class OrderRecords implements OrderOwner {
  /** The orders by id, less the number of the ids that were let go before the first of them. */
  readonly #records: (OrderRecord | undefined)[] = [undefined];
  #first = 0;
  /** Orders that were let go; a strategy may hold them still. */
  readonly #gone: WeakSet<OrderRecord> = new WeakSet();
  readonly #specs: readonly InstrumentUnits[];
  readonly moneyUnits: number;
  readonly pages: OrderPages = new OrderPages();
  /** Texts of the orders' tags. */
  readonly tags: TagTexts = new TagTexts();
  /** Receives each accepted order, for a log. */
  onAccepted: ((order: OrderRecord) => void) | undefined;
  /** The last order that is accepted or refused. The events of those behind it are written. */
  #accepted = 0;
  /** Members of each group by the id of its leader, the leader first. */
  readonly #groups: Map<number, OrderRecord[]> = new Map();

  /** Follows the trailing triggers, where the bars are known. */
  readonly trailing: TrailingPrices | undefined;

  constructor(specs: readonly InstrumentUnits[], moneyUnits: number, trailing?: TrailingPrices) {
    this.trailing = trailing;
    this.#specs = specs;
    this.moneyUnits = moneyUnits;
  }

  /** Adds an order under the next id, with the terms that it has once it is accepted; the caller writes its event. */
  add(placement: OrderPlacement, terms: AcceptedTerms): OrderRecord {
    const record = new OrderRecord(this.#first + this.#records.length, placement, terms, this);
    this.#records.push(record);
    this.#join(record, placement.oco);
    return record;
  }

  #join(record: OrderRecord, leader: number): void {
    if (leader === 0) return;
    const members = this.#groups.get(leader) ?? [this.get(leader)!];
    members.push(record);
    this.#groups.set(leader, members);
  }

  /** Returns the orders around an order: those that protect it, the entry that it protects, and its group. */
  around(order: OrderRecord): readonly OrderRecord[] {
    const entry = this.get(order.parent), group = this.#groups.get(order.group);
    // Most orders stand alone, and their news cost no search.
    if (order.protections.length === 0 && entry === undefined && group === undefined) return [];
    const all: OrderRecord[] = [];
    const add = (other: OrderRecord | null | undefined): void => {
      if (other instanceof OrderRecord && other !== order && !all.includes(other)) all.push(other);
    };
    order.protections.forEach(add);
    add(entry);
    entry?.protections.forEach(add);
    if (group === undefined) return all;
    // A group may be large, so it is not searched member by member.
    const others = new Set(all.concat(group));
    others.delete(order);
    return [...others];
  }

  /**
   * Accepts the sent orders up to an id, and passes each one to `tell` in either state, submitted and accepted. A
   * simulated venue refuses an order or takes it at once, in the order of the ids. So a notice about an order says that
   * those before it, which were not refused, are accepted.
   */
  acceptUntil(id: number, tell: ((order: OrderRecord) => void) | undefined): void {
    // The queue model tells each state by a record.
    if (this.#specs[0]?.isPlain === true) return;
    const count = this.#first + this.#records.length, last = id < count ? id : count - 1;
    while (this.#accepted < last) {
      const order = this.get(++this.#accepted)!;
      if (!order.isSent) continue;
      if (tell !== undefined) {
        order.accept(STATE_SUBMITTED);
        tell(order);
      }
      order.accept(STATE_ACCEPTED);
      tell?.(order);
      this.onAccepted?.(order);
    }
  }

  /** Returns the order with an id, or undefined. */
  get(id: number): OrderRecord | undefined {
    return this.#records[id - this.#first];
  }

  /** Returns whether an order is one of these, also one that was let go. */
  owns(order: OrderRecord): boolean {
    return this.get(order.id) === order || this.#gone.has(order);
  }

  /**
   * Lets go of the orders that have ended with all around them, and returns their rows, in the order of their ids. What a
   * strategy holds of them it can read as before.
   */
  takeEnded(): OrderRow[] {
    const rows: OrderRow[] = [], records = this.#records;
    records.forEach((record, at) => {
      if (record === undefined || record.alive) return;
      if (this.around(record).some((other) => other.alive)) return;
      records[at] = undefined;
      this.#gone.add(record);
      this.#groups.delete(record.group);
      if (!record.hidden) rows.push(record.row());
    });
    const kept = records.findIndex((record) => record !== undefined), drop = kept < 0 ? records.length : kept;
    records.splice(0, drop);
    this.#first += drop;
    return rows;
  }

  /** Returns the units of an instrument. */
  unitsOf(instrument: number): InstrumentUnits {
    return this.#specs[instrument]!;
  }

  /** Returns the live orders by id, without those that wait for a live entry and end with it. */
  working(): OrderRecord[] {
    const live = this.#records.filter((record): record is OrderRecord => record?.alive === true);
    return live.filter(({ parent }) => this.get(parent)?.alive !== true);
  }

  /** Copies all orders: the lanes of each, and the flags `placed` and `hidden`. */
  save(): Float64Array<ArrayBuffer> {
    // A run that lets orders go makes no checkpoints.
    const lanes = new Float64Array((this.#records.length - 1) * SAVED_ORDER_LANES);
    this.#records.forEach((record, id) => record?.save(lanes, (id - 1) * SAVED_ORDER_LANES));
    return lanes;
  }

  /**
   * Restores saved orders into empty records, whose tags are restored already.
   *
   * @throws {RangeError} If a lane has a number that no order has.
   */
  load(lanes: Float64Array, nowUs: number): void {
    checkSavedOrders(lanes, this.#specs.length, this.tags.count);
    const nothing = {
      side: "buy",
      type: 0,
      role: "entry",
      asked: {},
      step: 0,
      placedUs: 0,
      parent: 0,
      oco: 0,
      tag: 0,
    } as const;
    for (let at = 0; at < lanes.length; at += SAVED_ORDER_LANES) {
      const record = this.add({ ...nothing, instrument: lanes[at + INSTRUMENT]! }, NO_TERMS);
      record.load(lanes, at);
      this.#join(record, lanes[at + OCO]!);
      this.get(record.parent)?.protect(record);
      record.followFrom(nowUs);
    }
    this.#accepted = this.#records.length - 1;
  }

  /** Returns the orders that rows have. */
  shown(): OrderRecord[] {
    return this.#records.filter((record): record is OrderRecord => record !== undefined && !record.hidden);
  }

  /** Returns the rows of the result. */
  rows(): OrderRow[] {
    return this.shown().map((record) => record.row());
  }
}
