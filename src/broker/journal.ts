/**
 * The journal of a run: it keeps the core's notices as records and makes rows of them when they are asked for.
 *
 * While the run goes on it decodes only the part that a strategy can see: the account, its orders, and round trips if it
 * listens to them. A run of a million bars must not pay for rows that nobody reads.
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
  OUTPUT_COMMIT,
  OUTPUT_DIAGNOSTIC,
  OUTPUT_FILL,
  OUTPUT_MARK,
  OUTPUT_ORDER,
  OUTPUT_REFUSAL,
  OUTPUT_ROUND_TRIP,
  REASON_ALREADY_CLOSING,
  REASON_NOTHING_TO_CLOSE,
  REASON_UNKNOWN_PARENT,
  TRIP_OPENED,
} from "../contract/contract.gen.ts";
import type { TradeView } from "../strategy/order_view.ts";
import type { AccountView } from "./account_view.ts";
import { fillRuleName, reasonName } from "../records/code_names.ts";
import type { InstrumentSpec } from "./instrument_spec.ts";
import { CAPTURED_LANES, type OrderRecord, OrderRecords } from "./order_record.ts";
import { OutputReader } from "../records/output_reader.ts";
import { RecordLog } from "../records/record_log.ts";
import type { FillRow, OrderRow, RefusalRow, RoundTripRow } from "./result_rows.ts";
import { sideOf } from "./side.ts";
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

/** Everything that a run's journal holds, as rows. */
export interface JournalRows {
  /** Every order. */
  readonly orders: readonly OrderRow[];
  /** Every fill. */
  readonly fills: readonly FillRow[];
  /** Every round trip, open ones included. */
  readonly roundTrips: readonly RoundTripRow[];
  /** Every refusal. */
  readonly refusals: readonly RefusalRow[];
  /** Every diagnostic. */
  readonly diagnostics: readonly DiagnosticRow[];
}

/** The notices that a strategy listens to. */
export interface Listening {
  readonly orders: boolean;
  readonly trades: boolean;
}

/** A notice of an order: the order, and its lanes at that moment. */
export interface OrderNews {
  readonly order: OrderRecord;
  readonly captured: Float64Array;
}

/** A journal as it is kept between two parts of a run. */
export interface SavedJournal {
  /** Notices other than those of orders, record after record. */
  readonly records: Float64Array<ArrayBuffer>;
  /** The step of each. */
  readonly bars: Uint32Array<ArrayBuffer>;
  /** The orders. */
  readonly orders: Float64Array<ArrayBuffer>;
  /** Notices of orders that the strategy is still to be told of: the id, then the captured lanes. */
  readonly news: Float64Array<ArrayBuffer>;
  /** Round trips that it is still to be told of. */
  readonly trades: readonly TradeView[];
}

/** Keeps everything that the core said in a run. */
export class Journal {
  /** Orders by id. */
  readonly orders: OrderRecords;
  /** The reader that stands on the outputs to take in. */
  readonly reader: OutputReader;
  /** Fills so far. */
  fillsCount = 0;
  /** The notices that the strategy listens to; all of them until the run knows better. */
  listening: Listening = { orders: true, trades: true };
  /** Notices of orders of which the strategy has not been told yet, each with the order as it was then. */
  pendingOrders: OrderNews[] = [];
  /** Round trips that opened or closed of which the strategy has not been told yet. */
  pendingTrades: TradeView[] = [];
  readonly #log: RecordLog = new RecordLog();
  readonly #specs: readonly InstrumentSpec[];
  readonly #account: AccountView;
  readonly #moneyUnits: number;
  /** The open round trip of each feed, while the strategy listens. */
  readonly #trips: Trips;

  constructor(outputs: Float64Array, specs: readonly InstrumentSpec[], account: AccountView, moneyUnits: number) {
    this.reader = new OutputReader(outputs);
    this.orders = new OrderRecords(specs, moneyUnits);
    this.#specs = specs;
    this.#account = account;
    this.#moneyUnits = moneyUnits;
    this.#trips = new Trips(specs, moneyUnits);
  }

  /** Takes in the first `count` records of the reader's buffer; `step` is the one that said them. */
  take(count: number, step: number): void {
    const notice = this.reader;
    for (let index = 0; index < count; index++) {
      notice.seek(index);
      const kind = notice.kind;
      if (kind === OUTPUT_ORDER) {
        const order = this.orders.get(notice.word(OUT_ORDER_ORDER_ID))!;
        order.update(notice);
        if (this.listening.orders) this.#tell(order);
        continue;
      }
      // Marks and commits come as records only while a replay log is written, which they are for.
      if (kind === OUTPUT_MARK || kind === OUTPUT_COMMIT) continue;
      this.#log.append(notice, step);
      if (kind === OUTPUT_FILL) this.#fill(notice);
      else if (kind === OUTPUT_ROUND_TRIP && this.listening.trades) {
        this.pendingTrades.push(this.#trips.turn(notice).view());
      } else if (kind === OUTPUT_REFUSAL) this.#refusal(notice);
      else if (kind === OUTPUT_DIAGNOSTIC) this.#diagnostic(notice);
    }
  }

  #fill(notice: OutputReader): void {
    this.fillsCount++;
    this.#account.fill(notice);
    const order = this.orders.get(notice.word(OUT_FILL_ORDER_ID));
    order?.fill(notice.float(OUT_FILL_PRICE), Math.abs(notice.float(OUT_FILL_QUANTITY)));
    if (this.listening.trades) this.#trips.fill(notice);
  }

  #refusal(notice: OutputReader): void {
    const order = this.orders.get(notice.word(OUT_REFUSAL_ORDER_ID));
    if (order === undefined) return;
    if (order.refuse(notice.reason, notice.float(OUT_TIME_US))) {
      if (this.#isOrphan(notice, order)) order.hidden = true;
      else if (this.listening.orders) this.#tell(order);
    }
  }

  #tell(order: OrderRecord): void {
    this.pendingOrders.push({ order, captured: order.capture() });
  }

  /** Returns whether an order protected an entry that was refused in the same breath, so that nothing is left to say. */
  #isOrphan(notice: OutputReader, order: OrderRecord): boolean {
    if (notice.reason !== REASON_UNKNOWN_PARENT) return false;
    return this.orders.get(order.parent)?.state === "rejected";
  }

  #diagnostic(notice: OutputReader): void {
    if (notice.reason !== REASON_NOTHING_TO_CLOSE && notice.reason !== REASON_ALREADY_CLOSING) return;
    // The order never came to be; the reason is for its holder.
    const order = this.orders.get(notice.word(OUT_DIAGNOSTIC_ORDER_ID));
    if (order?.refuse(notice.reason, notice.float(OUT_TIME_US))) order.hidden = true;
  }

  /** Copies everything but the state that follows from the records. */
  save(): SavedJournal {
    const news = new Float64Array(this.pendingOrders.length * (1 + CAPTURED_LANES));
    this.pendingOrders.forEach(({ order, captured }, at) => {
      news[at * (1 + CAPTURED_LANES)] = order.id;
      news.set(captured, at * (1 + CAPTURED_LANES) + 1);
    });
    return { ...this.#log.save(), orders: this.orders.save(), news, trades: this.pendingTrades };
  }

  /** Takes a saved journal over, into one that is empty. */
  load(saved: SavedJournal): void {
    this.orders.load(saved.orders);
    const notice = new OutputReader(saved.records);
    saved.bars.forEach((step, at) => {
      notice.seek(at);
      this.#log.append(notice, step);
      if (notice.kind === OUTPUT_FILL) {
        this.fillsCount++;
        this.#account.fill(notice);
        if (this.listening.trades) this.#trips.fill(notice);
      } else if (notice.kind === OUTPUT_ROUND_TRIP && this.listening.trades) this.#trips.turn(notice);
    });
    for (let at = 0; at < saved.news.length; at += 1 + CAPTURED_LANES) {
      const order = this.orders.get(saved.news[at]!)!;
      this.pendingOrders.push({ order, captured: saved.news.slice(at + 1, at + 1 + CAPTURED_LANES) });
    }
    this.pendingTrades = [...saved.trades];
  }

  /** Turns everything into rows. */
  rows(): JournalRows {
    const trips = new Trips(this.#specs, this.#moneyUnits), all: TripRecord[] = [];
    const fills: FillRow[] = [], refusals: RefusalRow[] = [], diagnostics: DiagnosticRow[] = [];
    this.#log.forEach((notice, step) => {
      if (notice.kind === OUTPUT_FILL) {
        trips.fill(notice);
        fills.push(this.#fillRow(notice, step));
      } else if (notice.kind === OUTPUT_ROUND_TRIP) {
        const trip = trips.turn(notice);
        if (notice.detail === TRIP_OPENED) all.push(trip);
      } else if (notice.kind === OUTPUT_REFUSAL) {
        // An order that protected a refused entry was dropped from the orders and is dropped here.
        const orphan = notice.reason === REASON_UNKNOWN_PARENT &&
          this.orders.get(notice.word(OUT_REFUSAL_ORDER_ID))?.hidden === true;
        if (!orphan) refusals.push(this.#refusalRow(notice, step));
      } else if (notice.kind === OUTPUT_DIAGNOSTIC) diagnostics.push(this.#diagnosticRow(notice, step));
    });
    return {
      orders: this.orders.rows(),
      fills,
      roundTrips: all.map((trip) => trip.row()),
      refusals,
      diagnostics,
    };
  }

  #fillRow(notice: OutputReader, step: number): FillRow {
    const spec = this.#specs[notice.word(OUT_FILL_INSTRUMENT)]!;
    const quantity = notice.float(OUT_FILL_QUANTITY), closed = notice.float(OUT_FILL_CLOSED);
    const pnl = notice.float(OUT_FILL_PNL), released = Math.abs(notice.float(OUT_FILL_CLOSED_VALUE));
    const opened = Math.abs(notice.float(OUT_FILL_OPENED_VALUE)), flags = notice.word(OUT_FILL_FLAGS);
    const commission = notice.float(OUT_FILL_CLOSED_COMMISSION) + notice.float(OUT_FILL_OPENED_COMMISSION);
    // A sale that closes brings the released cost and the profit; a purchase that closes costs less by the profit.
    const closedNotional = closed === 0 ? 0 : released + (quantity < 0 ? pnl : -pnl);
    return {
      orderId: notice.word(OUT_FILL_ORDER_ID),
      feed: spec.name,
      timeUs: notice.float(OUT_TIME_US),
      bar: step,
      side: sideOf(quantity),
      size: spec.size(Math.abs(quantity)),
      price: spec.price(notice.float(OUT_FILL_PRICE)),
      notional: (closedNotional + opened) / this.#moneyUnits,
      commission: commission / this.#moneyUnits,
      rule: fillRuleName(notice.rule),
      closing: closed !== 0,
      pnl: pnl / this.#moneyUnits,
      late: (flags & FILL_FLAG_LATE) !== 0,
      ambiguous: (flags & FILL_FLAG_AMBIGUOUS) !== 0,
      slipped: (flags & FILL_FLAG_SLIPPED) !== 0,
    };
  }

  #refusalRow(notice: OutputReader, step: number): RefusalRow {
    const needed = notice.float(OUT_REFUSAL_NEEDED), available = notice.float(OUT_REFUSAL_AVAILABLE);
    const cash = needed !== 0 || available !== 0;
    return {
      orderId: notice.word(OUT_REFUSAL_ORDER_ID),
      feed: this.#specs[notice.word(OUT_REFUSAL_INSTRUMENT)]!.name,
      timeUs: notice.float(OUT_TIME_US),
      bar: step,
      reason: reasonName(notice.reason),
      needed: cash ? needed / this.#moneyUnits : null,
      available: cash ? available / this.#moneyUnits : null,
    };
  }

  #diagnosticRow(notice: OutputReader, step: number): DiagnosticRow {
    const orderId = notice.word(OUT_DIAGNOSTIC_ORDER_ID);
    return {
      timeUs: notice.float(OUT_TIME_US),
      bar: step,
      level: notice.detail,
      reason: reasonName(notice.reason),
      feed: this.#specs[notice.word(OUT_DIAGNOSTIC_INSTRUMENT)]!.name,
      orderId: orderId === 0 ? null : orderId,
    };
  }
}

/** The open round trips of all feeds, moved on by fills and round-trip notices. */
class Trips {
  readonly #open: (TripRecord | undefined)[];
  readonly #specs: readonly InstrumentSpec[];
  readonly #moneyUnits: number;
  #price = 0;

  constructor(specs: readonly InstrumentSpec[], moneyUnits: number) {
    this.#specs = specs;
    this.#moneyUnits = moneyUnits;
    this.#open = specs.map(() => undefined);
  }

  /** Takes a fill in. */
  fill(notice: OutputReader): void {
    const id = notice.word(OUT_FILL_INSTRUMENT), closed = notice.float(OUT_FILL_CLOSED);
    this.#price = this.#specs[id]!.price(notice.float(OUT_FILL_PRICE));
    this.#open[id]?.addFill(
      this.#price,
      Math.abs(notice.float(OUT_FILL_QUANTITY) - closed),
      Math.abs(closed),
      notice.float(OUT_FILL_PNL),
      notice.float(OUT_FILL_CLOSED_COMMISSION) + notice.float(OUT_FILL_OPENED_COMMISSION),
    );
  }

  /** Takes a round-trip notice in and returns the round trip. */
  turn(notice: OutputReader): TripRecord {
    const id = notice.word(OUT_ROUND_TRIP_INSTRUMENT), known = this.#open[id];
    if (notice.detail === TRIP_OPENED || known === undefined) {
      const trip = new TripRecord(notice, this.#specs[id]!, this.#moneyUnits, this.#price);
      this.#open[id] = trip;
      return trip;
    }
    known.update(notice);
    this.#open[id] = undefined;
    return known;
  }
}
