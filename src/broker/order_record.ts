/**
 * The edge's record of an order: the strategy's request, and the state after the core's notices.
 *
 * Its numbers lie in a page of doubles that it shares with others; order_records.ts has all orders.
 *
 * @module
 */

import {
  EXACT_MAX,
  OUT_EXECUTION_COMMISSION,
  OUT_EXECUTION_FILLED,
  OUT_EXECUTION_ORDERED,
  OUT_ORDER_COMMISSION,
  OUT_ORDER_EXECUTED_US,
  OUT_ORDER_FILLED,
  OUT_ORDER_LIMIT,
  OUT_ORDER_QUANTITY,
  OUT_ORDER_STOP,
  OUT_TIME_US,
  REASON_FILLED,
  REASON_PLACED,
  STATE_CANCEL_PENDING,
  STATE_CREATED,
  STATE_FILLED,
  STATE_REJECTED,
  STATE_REPLACE_PENDING,
  VALIDITY_DAY,
  VALIDITY_GTD,
} from "../contract/contract.gen.ts";
import { showBy, textOnly } from "../shown.ts";
import type { OrderState, OrderType, OrderView } from "../strategy/order_view.ts";
import { reasonName, stateName, typeName } from "../records/code_names.ts";
import type { InstrumentUnits } from "./instrument_units.ts";
import { isoTime } from "../records/iso_time.ts";
import type { OutputReader } from "../records/output_reader.ts";
import { averageWith } from "./average_price.ts";
import {
  ASKED,
  ASKED_NAMES,
  AVERAGE,
  AVERAGE_LOTS,
  COMMISSION,
  ENDED_US,
  FILLED,
  HIDDEN,
  INSTRUMENT,
  LIMIT,
  OCO,
  OPENED,
  PARENT,
  PLACED,
  PLACED_US,
  QUANTITY,
  REASON,
  REDUCE_ONLY,
  ROLE,
  ROLES,
  SAVED_ORDER_LANES,
  SIDE,
  STATE,
  STEP,
  STOP,
  STOP_LOSS,
  TAG,
  TAKE_PROFIT,
  TYPE,
  VALID,
  VALID_DAY,
} from "./order_lanes.ts";
import type { AskedOrder, OrderRole, OrderRow, OrderSide } from "./result_rows.ts";
import { sideOf, signOf } from "./side.ts";
import type { TagTexts } from "./tag_texts.ts";

/** The part of an order that its placement fixes. */
export interface OrderPlacement {
  readonly side: OrderSide;
  readonly type: number;
  readonly instrument: number;
  readonly role: OrderRole;
  /** Size and prices that it was asked for with. */
  readonly asked: Pick<AskedOrder, typeof ASKED_NAMES[number]>;
  /** Code of its validity, and the last time at which it may fill. Default: good till cancelled. */
  readonly lifetime?: { readonly validity: number; readonly validUs: number };
  /** True if it was asked to reduce a position only. Default: false. */
  readonly reduceOnly?: boolean;
  /** Index of the step of the placement. */
  readonly step: number;
  readonly placedUs: number;
  /** Order id of the entry that this order protects, or zero. */
  readonly parent: number;
  /** Order id of the group's leader, or zero. */
  readonly oco: number;
  /** Number of its tag, or zero. */
  readonly tag: number;
}

/** Terms of an order in the core's counts, as its event has them: zero for an absent one. */
export interface AcceptedTerms {
  readonly quantity: number;
  readonly limit: number;
  readonly stop: number;
}

/** All orders of a run, for one of them. */
export interface OrderOwner {
  /** Money units of one unit of the currency. */
  readonly moneyUnits: number;
  /** Texts of the orders' tags. */
  readonly tags: TagTexts;
  /** Returns the order with an id, or undefined. */
  get(id: number): OrderRecord | undefined;
  /** Returns the units of an instrument. */
  unitsOf(instrument: number): InstrumentUnits;
}

/** Number of lanes that {@linkcode OrderRecord.capture} copies. */
export const CAPTURED_LANES: number = ASKED - STATE;

/** An order for the strategy and for the result. Counts are in the core's units. */
export class OrderRecord implements OrderView {
  // Private, as a strategy holds the order and could write to public fields. A run has many orders, so an order is its
  // place in a page, and what all orders of a run share is asked of their owner.
  readonly #id: number;
  readonly #page: Float64Array;
  readonly #base: number;
  readonly #owner: OrderOwner;

  constructor(
    id: number,
    page: Float64Array,
    base: number,
    placement: OrderPlacement,
    terms: AcceptedTerms,
    owner: OrderOwner,
  ) {
    this.#id = id;
    this.#page = page;
    this.#base = base;
    this.#owner = owner;
    page[base + SIDE] = signOf(placement.side);
    page[base + TYPE] = placement.type;
    page[base + INSTRUMENT] = placement.instrument;
    page[base + ROLE] = ROLES.indexOf(placement.role);
    page[base + STEP] = placement.step;
    page[base + PLACED_US] = placement.placedUs;
    page[base + PARENT] = placement.parent;
    page[base + OCO] = placement.oco;
    page[base + STATE] = STATE_CREATED;
    page[base + QUANTITY] = terms.quantity;
    page[base + LIMIT] = terms.limit;
    page[base + STOP] = terms.stop;
    page[base + ENDED_US] = NaN;
    const { size, cash, fraction, limit, stop, value } = placement.asked;
    page[base + ASKED] = size ?? NaN;
    page[base + ASKED + 1] = cash ?? NaN;
    page[base + ASKED + 2] = fraction ?? NaN;
    page[base + ASKED + 3] = limit ?? NaN;
    page[base + ASKED + 4] = stop ?? NaN;
    page[base + ASKED + 5] = value ?? NaN;
    const { lifetime, reduceOnly } = placement, validity = lifetime?.validity;
    page[base + VALID] = validity === VALIDITY_DAY ? VALID_DAY : validity === VALIDITY_GTD ? lifetime!.validUs : NaN;
    page[base + REDUCE_ONLY] = reduceOnly === true ? 1 : 0;
    page[base + TAG] = placement.tag;
    page[base + PLACED] = 1;
  }

  /** Copies the order to lanes. */
  save(target: Float64Array, from: number): void {
    target.set(this.#page.subarray(this.#base, this.#base + SAVED_ORDER_LANES), from);
  }

  /** Restores a saved order from lanes. */
  load(source: Float64Array, from: number): void {
    this.#page.set(source.subarray(from, from + SAVED_ORDER_LANES), this.#base);
  }

  get id(): number {
    return this.#id;
  }

  /** False once the core refused the order at its placement. */
  get placed(): boolean {
    return this.#lane(PLACED) === 1;
  }

  /** True while the order waits for the answer of the core; its terms are those that it asked for. */
  get isSent(): boolean {
    return this.#lane(STATE) === STATE_CREATED;
  }

  /** True for an order that never came to be: rows leave it out. A strategy that holds it can still read it. */
  get hidden(): boolean {
    return this.#lane(HIDDEN) === 1;
  }

  get stopLoss(): OrderRecord | null {
    return this.#owner.get(this.#lane(STOP_LOSS)) ?? null;
  }

  get takeProfit(): OrderRecord | null {
    return this.#owner.get(this.#lane(TAKE_PROFIT)) ?? null;
  }

  /** Leaves the order out of the rows. */
  hide(): void {
    this.#page[this.#base + HIDDEN] = 1;
  }

  /** Keeps an order that protects this one, by its role. */
  protect(by: OrderRecord): void {
    if (by.role === "stopLoss") this.#page[this.#base + STOP_LOSS] = by.id;
    else if (by.role === "takeProfit") this.#page[this.#base + TAKE_PROFIT] = by.id;
  }

  /** Purpose of the order. */
  get role(): OrderRole {
    return ROLES[this.#lane(ROLE)]!;
  }

  get #spec(): InstrumentUnits {
    return this.#owner.unitsOf(this.#lane(INSTRUMENT));
  }

  #lane(lane: number): number {
    return this.#page[this.#base + lane]!;
  }

  /** Instrument id. */
  get instrument(): number {
    return this.#lane(INSTRUMENT);
  }

  get feed(): string {
    return this.#spec.name;
  }

  get side(): OrderSide {
    return sideOf(this.#lane(SIDE));
  }

  get type(): OrderType {
    return typeName(this.#lane(TYPE));
  }

  get state(): OrderState {
    return stateName(this.#lane(STATE));
  }

  get reason(): string {
    return reasonName(this.#lane(REASON));
  }

  get size(): number | null {
    const quantity = this.#lane(QUANTITY);
    return quantity === 0 || this.isSent ? null : this.#spec.size(quantity);
  }

  get filled(): number {
    return this.#spec.size(this.#lane(FILLED));
  }

  get averagePrice(): number | null {
    return this.#lane(AVERAGE_LOTS) === 0 ? null : this.#spec.price(this.#lane(AVERAGE));
  }

  get limit(): number | null {
    return this.#price(LIMIT, ASKED + 3);
  }

  get stop(): number | null {
    return this.#price(STOP, ASKED + 4);
  }

  get tag(): string | null {
    return this.#owner.tags.text(this.#lane(TAG));
  }

  /** Trigger price in use, in steps; zero without one. */
  get stopSteps(): number {
    return this.isSent ? 0 : this.#lane(STOP);
  }

  /** Returns a price in use in display units; until the core has reported one, the requested price. */
  #price(used: number, asked: number): number | null {
    const steps = this.#lane(used), wanted = this.#lane(asked);
    if (steps !== 0 && !this.isSent) return this.#spec.price(steps);
    return Number.isNaN(wanted) ? null : wanted;
  }

  get commission(): number {
    return this.#lane(COMMISSION) / this.#owner.moneyUnits;
  }

  get alive(): boolean {
    const state = this.#lane(STATE);
    return state < STATE_FILLED || state === STATE_CANCEL_PENDING || state === STATE_REPLACE_PENDING;
  }

  /** When it was placed, in microseconds since the epoch. */
  get placedUs(): number {
    return this.#lane(PLACED_US);
  }

  /** Index of the step of its placement. */
  get bar(): number {
    return this.#lane(STEP);
  }

  /** When it ended, in microseconds since the epoch; null while it is open. */
  get endedUs(): number | null {
    const endedUs = this.#lane(ENDED_US);
    return Number.isNaN(endedUs) ? null : endedUs;
  }

  /** Size of the filled part that opened a position. */
  get opened(): number {
    return this.#spec.size(this.#lane(OPENED));
  }

  /** Request of the strategy. */
  get asked(): AskedOrder {
    return this.#asked();
  }

  /** Order id of the entry that this order protects, or zero. */
  get parent(): number {
    return this.#lane(PARENT);
  }

  /** Order id that a further member of the group names: the leader's id, or its own. */
  get group(): number {
    return this.#lane(OCO) || this.id;
  }

  /** Lots of all fills so far. */
  get filledLots(): number {
    return this.#lane(AVERAGE_LOTS);
  }

  /** Size that the strategy asked for, in units; null if it said none. */
  get askedSize(): number | null {
    const size = this.#lane(ASKED);
    return Number.isNaN(size) ? null : size;
  }

  /** Applies a fill: price in steps, unsigned lots, and those among them that opened a position. */
  fill(price: number, lots: number, opened: number): void {
    // The average lies in the page, as an AveragePrice would be one more object for each order.
    const page = this.#page, base = this.#base, before = page[base + AVERAGE_LOTS]!;
    page[base + AVERAGE] = averageWith(page[base + AVERAGE]!, before, price, lots);
    page[base + AVERAGE_LOTS] = before + lots;
    page[base + OPENED] = page[base + OPENED]! + opened;
    // A protective order closes the part that its entry opened; one that has ended keeps its size.
    if (page[base + STOP_LOSS] === 0 && page[base + TAKE_PROFIT] === 0) return;
    for (const protection of [this.stopLoss, this.takeProfit]) if (protection?.alive) protection.#sizedBy(this);
  }

  /** Applies an order notice. */
  update(notice: OutputReader): void {
    const page = this.#page, base = this.#base;
    page[base + STATE] = notice.detail;
    page[base + REASON] = notice.reason;
    const quantity = Math.abs(notice.float(OUT_ORDER_QUANTITY));
    // An order of the run for all there is has no size before its fill.
    page[base + QUANTITY] = quantity === EXACT_MAX && this.role === "flatAt" ? 0 : quantity;
    page[base + FILLED] = Math.abs(notice.float(OUT_ORDER_FILLED));
    page[base + LIMIT] = notice.float(OUT_ORDER_LIMIT);
    page[base + STOP] = notice.float(OUT_ORDER_STOP);
    page[base + COMMISSION] = notice.float(OUT_ORDER_COMMISSION);
    // The fill decides the side of a target.
    if (page[base + QUANTITY] !== 0) page[base + SIDE] = Math.sign(notice.float(OUT_ORDER_QUANTITY));
    if (!this.alive) page[base + ENDED_US] = notice.float(OUT_ORDER_EXECUTED_US);
  }

  /** Applies an execution of simulated trading, which is the only notice of it. */
  execute(notice: OutputReader): void {
    const page = this.#page, base = this.#base, quantity = notice.float(OUT_EXECUTION_ORDERED);
    page[base + STATE] = notice.detail;
    page[base + REASON] = REASON_FILLED;
    page[base + QUANTITY] = Math.abs(quantity);
    page[base + FILLED] = Math.abs(notice.float(OUT_EXECUTION_FILLED));
    page[base + COMMISSION] = page[base + COMMISSION]! + notice.float(OUT_EXECUTION_COMMISSION);
    // The fill decides the side of a target.
    page[base + SIDE] = Math.sign(quantity);
    if (!this.alive) page[base + ENDED_US] = notice.float(OUT_TIME_US);
  }

  /** Sets the state of an order that a simulated venue takes, which no notice tells. */
  accept(state: number): void {
    this.#page[this.#base + STATE] = state;
    this.#page[this.#base + REASON] = REASON_PLACED;
  }

  /** Copies the lanes that notices change, so that a later notification can show the order at this moment. */
  capture(): Float64Array {
    return this.#page.slice(this.#base + STATE, this.#base + ASKED);
  }

  /** Gives the order captured values, and returns those that it had. */
  exchange(captured: Float64Array): Float64Array {
    const now = this.capture();
    this.#page.set(captured, this.#base + STATE);
    return now;
  }

  #sizedBy(entry: OrderRecord): void {
    this.#page[this.#base + QUANTITY] = entry.#lane(OPENED);
  }

  /** Marks the order as refused at its placement. Returns false if the refusal concerns a later request. */
  refuse(reason: number, timeUs: number): boolean {
    if (!this.isSent) return false;
    const page = this.#page, base = this.#base;
    page[base + PLACED] = 0;
    page[base + STATE] = STATE_REJECTED;
    page[base + REASON] = reason;
    page[base + ENDED_US] = timeUs;
    // An order that was never taken has no terms but those that it asked for.
    page[base + QUANTITY] = 0;
    page[base + LIMIT] = 0;
    page[base + STOP] = 0;
    return true;
  }

  #asked(): AskedOrder {
    const asked: Record<string, number | string | true> = {}, valid = this.#lane(VALID);
    ASKED_NAMES.forEach((name, index) => {
      const value = this.#lane(ASKED + index);
      if (!Number.isNaN(value)) asked[name] = value;
    });
    if (!Number.isNaN(valid)) asked["valid"] = valid === VALID_DAY ? "day" : isoTime(valid);
    if (this.#lane(REDUCE_ONLY) === 1) asked["reduceOnly"] = true;
    return asked;
  }

  /** Returns the row of the result. */
  row(): OrderRow {
    const { state, endedUs } = this;
    return {
      id: this.id,
      feed: this.feed,
      side: this.side,
      type: this.type,
      asked: this.asked,
      size: this.size,
      limit: this.limit,
      stop: this.stop,
      placedUs: this.placedUs,
      placedAt: isoTime(this.placedUs),
      bar: this.bar,
      endedUs,
      endedAt: endedUs === null ? null : isoTime(endedUs),
      state: state === "created" ? "submitted" : state,
      reason: this.reason,
      filled: this.filled,
      opened: this.opened,
      averagePrice: this.averagePrice,
      commission: this.commission,
      parent: this.#lane(PARENT) || null,
      oco: this.#lane(OCO) || null,
      role: this.role,
      tag: this.tag,
    };
  }

  /** Returns the order as a strategy reads it, as plain data. */
  toJSON(): OrderView {
    const { id, feed, side, type, state, reason, size, filled, averagePrice, limit, stop, commission, alive } = this;
    const { stopLoss, takeProfit, tag } = this;
    return {
      ...{ id, feed, side, type, state, reason, size, filled, averagePrice, limit, stop, commission, alive },
      ...{ stopLoss, takeProfit, tag },
    };
  }

  /** @throws {TypeError} If the order itself is compared or computed with. */
  [Symbol.toPrimitive](hint: string): string {
    return textOnly(hint, `order ${this.id}`, `order ${this.id}`, "read what is meant, such as order.filled");
  }

  static {
    showBy(OrderRecord.prototype, (order) => ({ title: "Order", facts: { ...order.toJSON() } }));
  }
}
