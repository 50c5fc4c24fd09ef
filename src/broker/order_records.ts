/**
 * All orders of a run at the edge: their records by id, their groups, and those whose acceptance no notice tells.
 *
 * Many orders share a page of numbers; an order itself is a small object with a position in the page.
 *
 * @module
 */

import { OUT_TIME_US, OUTPUT_EXECUTION, STATE_ACCEPTED, STATE_SUBMITTED } from "../contract/contract.gen.ts";
import type { InstrumentUnits } from "./instrument_units.ts";
import { checkSavedOrders, INSTRUMENT, OCO, SAVED_ORDER_LANES } from "./order_lanes.ts";
import type { AcceptedTerms, OrderPlacement } from "./order_placement.ts";
import { type OrderOwner, OrderRecord } from "./order_record.ts";
import { OrderPages } from "./order_row.ts";
import type { ExecutionFacts } from "../records/execution_facts.ts";
import type { OutputReader } from "../records/output_reader.ts";
import type { OrderRow } from "./result_rows.ts";
import type { TrailingPrices } from "./trailing_prices.ts";
import { TagTexts } from "./tag_texts.ts";

const NO_TERMS: AcceptedTerms = { quantity: 0, limit: 0, stop: 0 };

/** All orders of a run by id; ids rise from 1. */
export class OrderRecords implements OrderOwner {
  /**
   * The orders by id, less the number of the ids that were let go before the first of them: null for one that was let go,
   * and undefined for a plain one of which no object is kept.
   */
  readonly #records: (OrderRecord | undefined | null)[] = [null];
  #first = 0;
  /** The only view that moves from order to order. */
  readonly #view: OrderRecord;
  /**
   * True to keep an object of each order, which is then the same for all. A run whose strategy hears of no order keeps
   * none of plain orders: few strategies hold what they place, and an object that nobody holds costs nothing.
   */
  keepsAll = true;
  readonly #specs: readonly InstrumentUnits[];
  readonly moneyUnits: number;
  readonly pages: OrderPages = new OrderPages();
  readonly askedDistances: OrderOwner["askedDistances"] = new Map();
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
    this.#view = new OrderRecord(0, this);
  }

  /** Adds an order under the next id, with the terms that it has once it is accepted; the caller writes its event. */
  add(placement: OrderPlacement, terms: AcceptedTerms): OrderRecord {
    const record = this.#addEmpty();
    record.begin(placement, terms);
    this.#join(record, placement.oco);
    return record;
  }

  /** As {@linkcode OrderRecords.add}, for a market order with nothing else: {@linkcode OrderRecord.beginPlain} has the terms. */
  addPlain(
    codes: number,
    instrument: number,
    tag: number,
    askedSize: number,
    lots: number,
    step: number,
    placedUs: number,
  ): OrderRecord {
    const record = this.#addEmpty();
    record.beginPlain(codes, instrument, tag, askedSize, lots, step, placedUs);
    return record;
  }

  #addEmpty(): OrderRecord {
    const record = new OrderRecord(this.#first + this.#records.length, this);
    this.#records.push(this.keepsAll ? record : undefined);
    return record;
  }

  keep(order: OrderRecord): void {
    if (!this.#has(order.id)) return;
    this.#records[order.id - this.#first] = order === this.#view ? new OrderRecord(order.id, this) : order;
  }

  /** Joins an order to the group of another one. */
  join(record: OrderRecord, leader: number): void {
    record.joinGroup(leader);
    this.#join(record, leader);
  }

  /** Returns whether other orders name an order as their group. */
  leads(id: number): boolean {
    return this.#groups.has(id);
  }

  /** Returns the orders of the group that an order leads, itself first. */
  membersOf(leader: number): readonly OrderRecord[] {
    return this.#groups.get(leader) ?? [];
  }

  #join(record: OrderRecord, leader: number): void {
    if (leader === 0) return;
    // Who led a group leads none from now on.
    this.#groups.delete(record.id);
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
      if (other instanceof OrderRecord && other.id !== order.id && !all.includes(other)) all.push(other);
    };
    order.protections.forEach(add);
    add(entry);
    entry?.protections.forEach(add);
    if (group === undefined) return all;
    // A group may be large, so it is not searched member by member.
    return [...new Set(all.concat(group))].filter((other) => other.id !== order.id);
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
      const view = this.#view.moveTo(++this.#accepted);
      if (!view.isSent) continue;
      if (tell !== undefined) {
        const order = this.get(view.id)!;
        order.accept(STATE_SUBMITTED);
        tell(order);
        order.accept(STATE_ACCEPTED);
        tell(order);
      } else view.accept(STATE_ACCEPTED);
      this.onAccepted?.(this.get(this.#accepted)!);
    }
  }

  /**
   * Accepts the only sent order if its execution comes next, which sets what acceptance would set; returns false, and
   * accepts none, in every other case.
   */
  acceptExecuted(id: number): boolean {
    if (id !== this.#accepted + 1 || id !== this.#first + this.#records.length - 1) return false;
    if (this.onAccepted !== undefined || this.#specs[0]?.isPlain === true) return false;
    this.#accepted = id;
    return true;
  }

  /** Applies an execution to its order, if that is one of these. */
  execute(notice: OutputReader, facts: ExecutionFacts): void {
    if (!this.#has(facts.orderId)) return;
    const view = this.#view.moveTo(facts.orderId), lots = Math.abs(facts.quantity);
    const opened = lots - Math.abs(facts.closed);
    if (notice.kind === OUTPUT_EXECUTION && view.executeWhole(notice, facts.price, opened, lots)) return;
    view.fill(facts.price, lots, opened, notice.rule, notice.float(OUT_TIME_US));
    if (notice.kind === OUTPUT_EXECUTION) view.execute(notice);
  }

  #has(id: number): boolean {
    const at = id - this.#first;
    return at >= 0 && at < this.#records.length && this.#records[at] !== null;
  }

  /** The highest id of an order. */
  get lastId(): number {
    return this.#first + this.#records.length - 1;
  }

  /** Returns the order with an id, or undefined. It is the same object from then on. */
  get(id: number): OrderRecord | undefined {
    if (!this.#has(id)) return undefined;
    return this.#records[id - this.#first] ??= new OrderRecord(id, this);
  }

  /** Returns the order with an id, or undefined, for a look: nobody keeps the object. */
  look(id: number): OrderRecord | undefined {
    return this.#has(id) ? this.#records[id - this.#first] ?? new OrderRecord(id, this) : undefined;
  }

  /** Returns whether an order is one of these, also one that was let go. */
  owns(order: OrderRecord): boolean {
    return order.isOf(this);
  }

  /** Returns the orders that are there by id, for a look. */
  #all(): OrderRecord[] {
    const all: OrderRecord[] = [];
    this.#records.forEach((record, at) => {
      if (record !== null) all.push(record ?? new OrderRecord(this.#first + at, this));
    });
    return all;
  }

  /**
   * Lets go of the orders that have ended with all around them, and returns their rows, in the order of their ids. What a
   * strategy holds of them it can read as before.
   */
  takeEnded(): OrderRow[] {
    const rows: OrderRow[] = [], records = this.#records;
    for (const record of this.#all()) {
      if (record.alive || this.around(record).some((other) => other.alive)) continue;
      record.leave();
      records[record.id - this.#first] = null;
      this.askedDistances.delete(record.id);
      this.#groups.delete(record.group);
      if (!record.hidden) rows.push(record.row());
    }
    const kept = records.findIndex((record) => record !== null), drop = kept < 0 ? records.length : kept;
    records.splice(0, drop);
    this.#first += drop;
    this.pages.dropBefore(this.#first);
    return rows;
  }

  /** Returns the units of an instrument. */
  unitsOf(instrument: number): InstrumentUnits {
    return this.#specs[instrument]!;
  }

  /** Returns the live orders by id, without those that wait for a live entry and end with it. */
  working(): OrderRecord[] {
    const live = this.#all().filter((record) => record.alive);
    return live.filter(({ parent }) => this.get(parent)?.alive !== true);
  }

  /** Copies all orders: the lanes of each, and the flags `placed` and `hidden`. */
  save(): Float64Array<ArrayBuffer> {
    // A run that lets orders go makes no checkpoints.
    const lanes = new Float64Array((this.#records.length - 1) * SAVED_ORDER_LANES);
    for (const record of this.#all()) record.save(lanes, (record.id - 1) * SAVED_ORDER_LANES);
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

  /**
   * Shows the orders that rows have, placed from a bar on, one after the other: a view that moves, so that none of them is
   * made an object.
   */
  showEach(fromBar: number, show: (order: OrderRecord) => void): void {
    const records = this.#records, view = new OrderRecord(0, this);
    for (let at = 0; at < records.length; at++) {
      if (records[at] === null) continue;
      view.moveTo(this.#first + at);
      if (!view.hidden && view.bar >= fromBar) show(view);
    }
  }

  /** Returns the rows of the result. */
  rows(): OrderRow[] {
    return this.#all().filter((record) => !record.hidden).map((record) => record.row());
  }
}
