/**
 * The edge's record of an order: what the strategy asked for, and what the core's notices made of it.
 *
 * @module
 */

import {
  OUT_ORDER_COMMISSION,
  OUT_ORDER_EXECUTED_US,
  OUT_ORDER_FILLED,
  OUT_ORDER_LIMIT,
  OUT_ORDER_QUANTITY,
  OUT_ORDER_STOP,
  STATE_CREATED,
  STATE_FILLED,
  STATE_REJECTED,
} from "../contract/contract.gen.ts";
import type { OrderState, OrderType, OrderView } from "../strategy/order_view.ts";
import { reasonName, stateName, typeName } from "./code_names.ts";
import type { InstrumentSpec } from "./instrument_spec.ts";
import type { OutputReader } from "./output_reader.ts";
import type { AskedOrder, OrderRole, OrderRow } from "./result_rows.ts";

/** An order as the strategy holds it and as the result lists it. Counts are kept as the core says them. */
export class OrderRecord implements OrderView {
  readonly id: number;
  readonly side: "buy" | "sell";
  /** Instrument id. */
  readonly instrument: number;
  readonly role: OrderRole;
  readonly asked: AskedOrder;
  /** Index of the step of its placement. */
  readonly bar: number;
  readonly placedUs: number;
  readonly parent: number | null;
  /** Id of the leader of its group, or null. */
  readonly oco: number | null;
  stopLoss: OrderRecord | null = null;
  takeProfit: OrderRecord | null = null;
  readonly #spec: InstrumentSpec;
  readonly #moneyUnits: number;
  readonly #type: number;
  #state: number = STATE_CREATED;
  #reason: number | string = 0;
  #quantity = 0;
  #filled = 0;
  #limit = 0;
  #stop = 0;
  #commission = 0;
  #endedUs: number | null = null;
  /** Average price of the fills in steps, which is the price itself while all fills have the same. */
  #average = 0;
  #averageLots = 0;

  constructor(
    id: number,
    side: "buy" | "sell",
    type: number,
    instrument: number,
    role: OrderRole,
    asked: AskedOrder,
    bar: number,
    placedUs: number,
    parent: number | null,
    oco: number | null,
    spec: InstrumentSpec,
    moneyUnits: number,
  ) {
    this.id = id;
    this.side = side;
    this.#type = type;
    this.instrument = instrument;
    this.role = role;
    this.asked = asked;
    this.bar = bar;
    this.placedUs = placedUs;
    this.parent = parent;
    this.oco = oco;
    this.#spec = spec;
    this.#moneyUnits = moneyUnits;
  }

  get feed(): string {
    return this.#spec.name;
  }

  get type(): OrderType {
    return typeName(this.#type);
  }

  get state(): OrderState {
    return stateName(this.#state);
  }

  get reason(): string {
    return typeof this.#reason === "string" ? this.#reason : reasonName(this.#reason);
  }

  get size(): number | null {
    return this.#quantity === 0 ? null : this.#spec.size(this.#quantity);
  }

  get filled(): number {
    return this.#spec.size(this.#filled);
  }

  get averagePrice(): number | null {
    return this.#averageLots === 0 ? null : this.#spec.price(this.#average);
  }

  get limit(): number | null {
    return this.#limit === 0 ? this.asked.limit ?? null : this.#spec.price(this.#limit);
  }

  get stop(): number | null {
    return this.#stop === 0 ? this.asked.stop ?? null : this.#spec.price(this.#stop);
  }

  get commission(): number {
    return this.#commission / this.#moneyUnits;
  }

  get alive(): boolean {
    return this.#state < STATE_FILLED || (this.#state > STATE_FILLED && this.#state < STATE_FILLED + 3);
  }

  /** Takes a fill in: price in steps, unsigned lots. */
  fill(price: number, lots: number): void {
    const total = this.#averageLots + lots;
    if (this.#averageLots === 0) this.#average = price;
    else if (price !== this.#average) this.#average = (this.#average * this.#averageLots + price * lots) / total;
    this.#averageLots = total;
  }

  /** Takes an order notice in. */
  update(notice: OutputReader): void {
    this.#state = notice.detail;
    this.#reason = notice.reason;
    this.#quantity = Math.abs(notice.float(OUT_ORDER_QUANTITY));
    this.#filled = Math.abs(notice.float(OUT_ORDER_FILLED));
    this.#limit = notice.float(OUT_ORDER_LIMIT);
    this.#stop = notice.float(OUT_ORDER_STOP);
    this.#commission = notice.float(OUT_ORDER_COMMISSION);
    if (!this.alive) this.#endedUs = notice.float(OUT_ORDER_EXECUTED_US);
    // What protects an order is sized by what that order has filled.
    if (this.stopLoss !== null) this.stopLoss.#quantity = this.#filled;
    if (this.takeProfit !== null) this.takeProfit.#quantity = this.#filled;
  }

  /** Notes that the core refused the order at its placement; returns whether it did, as it may refuse a request. */
  refuse(reason: string, timeUs: number): boolean {
    if (this.#state !== STATE_CREATED) return false;
    this.#state = STATE_REJECTED;
    this.#reason = reason;
    this.#endedUs = timeUs;
    return true;
  }

  /** The row of the result. */
  row(): OrderRow {
    const state = this.state;
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
      bar: this.bar,
      endedUs: this.#endedUs,
      state: state === "created" ? "submitted" : state,
      reason: this.reason,
      filled: this.filled,
      averagePrice: this.averagePrice,
      commission: this.commission,
      parent: this.parent,
      oco: this.oco,
      role: this.role,
    };
  }
}
