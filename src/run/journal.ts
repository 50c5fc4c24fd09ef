/**
 * The journal of a run: every notice turned into the records that strategies see and results list.
 *
 * @module
 */

import {
  FILL_FLAG_AMBIGUOUS,
  FILL_FLAG_LATE,
  FILL_FLAG_SLIPPED,
  OUT_DIAGNOSTIC_INSTRUMENT,
  OUT_DIAGNOSTIC_ORDER_ID,
  OUT_FILL_CLOSED,
  OUT_FILL_CLOSED_COMMISSION,
  OUT_FILL_CLOSED_VALUE,
  OUT_FILL_FLAGS,
  OUT_FILL_INSTRUMENT,
  OUT_FILL_OPENED_COMMISSION,
  OUT_FILL_OPENED_VALUE,
  OUT_FILL_ORDER_ID,
  OUT_FILL_PNL,
  OUT_FILL_PRICE,
  OUT_FILL_QUANTITY,
  OUT_ORDER_ORDER_ID,
  OUT_REFUSAL_AVAILABLE,
  OUT_REFUSAL_INSTRUMENT,
  OUT_REFUSAL_NEEDED,
  OUT_REFUSAL_ORDER_ID,
  OUT_ROUND_TRIP_INSTRUMENT,
  OUT_TIME_US,
  OUTPUT_DIAGNOSTIC,
  OUTPUT_FILL,
  OUTPUT_ORDER,
  OUTPUT_REFUSAL,
  OUTPUT_ROUND_TRIP,
  REASON_ALREADY_CLOSING,
  REASON_NOTHING_TO_CLOSE,
  REASON_UNKNOWN_PARENT,
  TRIP_OPENED,
} from "../contract/contract.gen.ts";
import type { AccountView } from "./account_view.ts";
import { fillRuleName, reasonName } from "./code_names.ts";
import type { InstrumentSpec } from "./instrument_spec.ts";
import type { OrderRecord } from "./order_record.ts";
import { OutputReader } from "./output_reader.ts";
import type { FillRow, RefusalRow } from "./result_rows.ts";
import { TripRecord } from "./trip_record.ts";

/** One diagnostic, as the result lists it. */
export interface DiagnosticRow {
  /** When it was said. */
  readonly timeUs: number;
  /** Index of the step. */
  readonly bar: number;
  /** DEBUG 1, INFO 2, WARNING 3, ERROR 4. */
  readonly level: number;
  /** Name of the reason. */
  readonly reason: string;
  /** Name of the feed. */
  readonly feed: string;
  /** Id of the order, or null. */
  readonly orderId: number | null;
}

/** What a strategy is to be told, in order. */
export type Notification =
  | { readonly kind: "order"; readonly order: OrderRecord }
  | { readonly kind: "trade"; readonly trade: TripRecord };

/** Everything that the core said in a run. */
export class Journal {
  /** Orders by id; ids are given by the run, from 1. */
  readonly orders: Map<number, OrderRecord> = new Map();
  readonly fills: FillRow[] = [];
  readonly trips: TripRecord[] = [];
  readonly refusals: RefusalRow[] = [];
  readonly diagnostics: DiagnosticRow[] = [];
  /** What the strategy has not been told yet. */
  pending: Notification[] = [];
  /** The reader whose buffer outputs are read to. */
  readonly reader: OutputReader = new OutputReader();
  readonly #specs: readonly InstrumentSpec[];
  readonly #account: AccountView;
  readonly #moneyUnits: number;
  readonly #openTrips: (TripRecord | undefined)[];

  constructor(specs: readonly InstrumentSpec[], account: AccountView, moneyUnits: number) {
    this.#specs = specs;
    this.#account = account;
    this.#moneyUnits = moneyUnits;
    this.#openTrips = specs.map(() => undefined);
  }

  /** Takes in the first `count` records of the reader's buffer; `bar` is the step that said them. */
  take(count: number, bar: number): void {
    const notice = this.reader;
    for (let index = 0; index < count; index++) {
      notice.seek(index);
      switch (notice.kind) {
        case OUTPUT_ORDER:
          this.#order(notice);
          break;
        case OUTPUT_FILL:
          this.#fill(notice, bar);
          break;
        case OUTPUT_ROUND_TRIP:
          this.#trip(notice);
          break;
        case OUTPUT_REFUSAL:
          this.#refusal(notice, bar);
          break;
        case OUTPUT_DIAGNOSTIC:
          this.#diagnostic(notice, bar);
          break;
      }
    }
  }

  #order(notice: OutputReader): void {
    const order = this.orders.get(notice.word(OUT_ORDER_ORDER_ID))!;
    order.update(notice);
    this.pending.push({ kind: "order", order });
  }

  #fill(notice: OutputReader, bar: number): void {
    this.#account.fill(notice);
    const id = notice.word(OUT_FILL_INSTRUMENT), spec = this.#specs[id]!;
    const quantity = notice.float(OUT_FILL_QUANTITY), closed = notice.float(OUT_FILL_CLOSED);
    const pnl = notice.float(OUT_FILL_PNL), released = notice.float(OUT_FILL_CLOSED_VALUE);
    const opened = notice.float(OUT_FILL_OPENED_VALUE), flags = notice.word(OUT_FILL_FLAGS);
    const commission = notice.float(OUT_FILL_CLOSED_COMMISSION) + notice.float(OUT_FILL_OPENED_COMMISSION);
    const price = spec.price(notice.float(OUT_FILL_PRICE));
    this.orders.get(notice.word(OUT_FILL_ORDER_ID))?.fill(price, Math.abs(quantity));
    // What was paid or received for the closing part: a sale brings released cost and profit, a purchase costs less by it.
    const closedNotional = closed === 0 ? 0 : Math.abs(released) + (quantity < 0 ? pnl : -pnl);
    this.fills.push({
      orderId: notice.word(OUT_FILL_ORDER_ID),
      feed: spec.name,
      timeUs: notice.float(OUT_TIME_US),
      bar,
      side: quantity > 0 ? "buy" : "sell",
      size: spec.size(Math.abs(quantity)),
      price,
      notional: (closedNotional + Math.abs(opened)) / this.#moneyUnits,
      commission: commission / this.#moneyUnits,
      rule: fillRuleName(notice.reason),
      closing: closed !== 0,
      pnl: pnl / this.#moneyUnits,
      late: (flags & FILL_FLAG_LATE) !== 0,
      ambiguous: (flags & FILL_FLAG_AMBIGUOUS) !== 0,
      slipped: (flags & FILL_FLAG_SLIPPED) !== 0,
    });
    this.#openTrips[id]?.addFill(price, Math.abs(quantity - closed), Math.abs(closed), pnl, commission);
  }

  #trip(notice: OutputReader): void {
    const id = notice.word(OUT_ROUND_TRIP_INSTRUMENT);
    let trade = this.#openTrips[id];
    if (notice.detail === TRIP_OPENED) {
      trade = new TripRecord(notice, this.#specs[id]!, this.#moneyUnits, this.fills[this.fills.length - 1]!.price);
      this.trips.push(trade);
      this.#openTrips[id] = trade;
    } else {
      trade!.update(notice);
      this.#openTrips[id] = undefined;
    }
    this.pending.push({ kind: "trade", trade: trade! });
  }

  #refusal(notice: OutputReader, bar: number): void {
    const orderId = notice.word(OUT_REFUSAL_ORDER_ID), order = this.orders.get(orderId);
    const parent = order?.terms.parent ?? null;
    if (notice.reason === REASON_UNKNOWN_PARENT && parent !== null && this.orders.get(parent)?.state === "rejected") {
      // Its entry was refused in the same breath, so there is nothing to protect and nothing more to say.
      this.orders.delete(orderId);
      return;
    }
    const reason = reasonName(notice.reason), timeUs = notice.float(OUT_TIME_US);
    const needed = notice.float(OUT_REFUSAL_NEEDED), available = notice.float(OUT_REFUSAL_AVAILABLE);
    const cash = needed !== 0 || available !== 0;
    this.refusals.push({
      orderId,
      feed: this.#specs[notice.word(OUT_REFUSAL_INSTRUMENT)]!.name,
      timeUs,
      bar,
      reason,
      needed: cash ? needed / this.#moneyUnits : null,
      available: cash ? available / this.#moneyUnits : null,
    });
    if (order === undefined || order.state !== "created") return;
    order.refuse(reason, timeUs);
    this.pending.push({ kind: "order", order });
  }

  #diagnostic(notice: OutputReader, bar: number): void {
    const orderId = notice.word(OUT_DIAGNOSTIC_ORDER_ID);
    if (notice.reason === REASON_NOTHING_TO_CLOSE || notice.reason === REASON_ALREADY_CLOSING) {
      // The order never came to be; whoever holds it sees why.
      this.orders.get(orderId)?.refuse(reasonName(notice.reason), notice.float(OUT_TIME_US));
      this.orders.delete(orderId);
    }
    this.diagnostics.push({
      timeUs: notice.float(OUT_TIME_US),
      bar,
      level: notice.detail,
      reason: reasonName(notice.reason),
      feed: this.#specs[notice.word(OUT_DIAGNOSTIC_INSTRUMENT)]!.name,
      orderId: orderId === 0 ? null : orderId,
    });
  }
}
