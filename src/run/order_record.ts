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
} from "../contract/contract.gen.ts";
import type { OrderState, OrderType, OrderView } from "../strategy/order_view.ts";
import { AveragePrice } from "./average_price.ts";
import { reasonName, stateName } from "./code_names.ts";
import type { InstrumentSpec } from "./instrument_spec.ts";
import type { OutputReader } from "./output_reader.ts";
import type { AskedOrder, OrderRole, OrderRow } from "./result_rows.ts";

/** What is fixed when an order is placed. */
export interface OrderTerms {
  readonly id: number;
  readonly feed: string;
  readonly instrument: number;
  readonly side: "buy" | "sell";
  readonly type: OrderType;
  readonly asked: AskedOrder;
  readonly role: OrderRole;
  readonly placedUs: number;
  readonly bar: number;
  readonly parent: number | null;
  readonly oco: number | null;
}

/** An order as the strategy holds it and as the result lists it. */
export class OrderRecord implements OrderView {
  readonly terms: OrderTerms;
  state: OrderState = "created";
  reason = "none";
  size: number | null = null;
  filled = 0;
  limit: number | null;
  stop: number | null;
  commission = 0;
  endedUs: number | null = null;
  stopLoss: OrderRecord | null = null;
  takeProfit: OrderRecord | null = null;
  readonly #average: AveragePrice = new AveragePrice();
  readonly #spec: InstrumentSpec;
  readonly #moneyUnits: number;

  constructor(terms: OrderTerms, spec: InstrumentSpec, moneyUnits: number) {
    this.terms = terms;
    this.limit = terms.asked.limit ?? null;
    this.stop = terms.asked.stop ?? null;
    this.#spec = spec;
    this.#moneyUnits = moneyUnits;
  }

  get id(): number {
    return this.terms.id;
  }

  get feed(): string {
    return this.terms.feed;
  }

  get side(): "buy" | "sell" {
    return this.terms.side;
  }

  get type(): OrderType {
    return this.terms.type;
  }

  get alive(): boolean {
    return !["filled", "cancelled", "rejected", "expired"].includes(this.state);
  }

  get averagePrice(): number | null {
    return this.#average.value;
  }

  /** Takes a fill in. */
  fill(price: number, lots: number): void {
    this.#average.add(price, lots);
  }

  /** Takes an order notice in. */
  update(notice: OutputReader): void {
    this.state = stateName(notice.detail);
    this.reason = reasonName(notice.reason);
    const quantity = Math.abs(notice.float(OUT_ORDER_QUANTITY)), filled = Math.abs(notice.float(OUT_ORDER_FILLED));
    this.size = quantity === 0 ? null : this.#spec.size(quantity);
    this.filled = this.#spec.size(filled);
    const limit = notice.float(OUT_ORDER_LIMIT), stop = notice.float(OUT_ORDER_STOP);
    this.limit = limit === 0 ? null : this.#spec.price(limit);
    this.stop = stop === 0 ? null : this.#spec.price(stop);
    this.commission = notice.float(OUT_ORDER_COMMISSION) / this.#moneyUnits;
    if (!this.alive) this.endedUs = notice.float(OUT_ORDER_EXECUTED_US);
  }

  /** Notes that the core refused the order at its placement. */
  refuse(reason: string, timeUs: number): void {
    if (this.state !== "created") return;
    this.state = "rejected";
    this.reason = reason;
    this.endedUs = timeUs;
  }

  /** The row of the result. */
  row(): OrderRow {
    const { id, feed, side, type, asked, placedUs, bar, parent, oco, role } = this.terms;
    return {
      id,
      feed,
      side,
      type,
      asked,
      size: this.size,
      limit: this.limit,
      stop: this.stop,
      placedUs,
      bar,
      endedUs: this.endedUs,
      state: this.state === "created" ? "submitted" : this.state,
      reason: this.reason,
      filled: this.filled,
      averagePrice: this.averagePrice,
      commission: this.commission,
      parent,
      oco,
      role,
    };
  }
}
