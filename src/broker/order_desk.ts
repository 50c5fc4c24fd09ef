/**
 * The order desk: where a strategy's requests become events for the core.
 *
 * @module
 */

import {
  ORDER_FLAG_CLOSE,
  ORDER_FLAG_PROTECTIVE,
  ORDER_FLAG_REDUCE_ONLY,
  SIDE_BUY,
  SIDE_SELL,
  TYPE_LIMIT,
  TYPE_MARKET,
  TYPE_MARKET_ON_CLOSE,
  TYPE_STOP,
  VALIDITY_GTC,
} from "../contract/contract.gen.ts";
import type { FeedLines } from "../lines/feed_lines.ts";
import type { CloseOptions, OrderOptions, ReplaceOptions } from "../strategy/order_options.ts";
import type { BrokerView, OrderView, PositionView } from "../strategy/order_view.ts";
import type { Params, StrategyContext } from "../strategy/strategy.ts";
import type { AccountView } from "./account_view.ts";
import type { EventWriter } from "../records/event_writer.ts";
import type { InstrumentSpec } from "./instrument_spec.ts";
import type { OrderRecord, OrderRecords } from "./order_record.ts";
import { lotsOf, snapPrice, snapTerms } from "./order_terms.ts";
import type { Rational } from "./rational.ts";
import type { AskedOrder, OrderRole } from "./result_rows.ts";
import type { RunClock } from "./run_clock.ts";
import { quoted } from "../records/quoted.ts";

/** What an order desk works with. */
export interface OrderDeskParts {
  readonly params: Params;
  readonly feeds: Readonly<Record<string, FeedLines>>;
  readonly clock: RunClock;
  readonly specs: readonly InstrumentSpec[];
  readonly moneyUnit: Rational;
  readonly account: AccountView;
  readonly records: OrderRecords;
  readonly writer: EventWriter;
}

/** Takes orders from a strategy and writes the events that ask for them. */
export class OrderDesk implements StrategyContext {
  readonly params: Params;
  readonly feeds: Readonly<Record<string, FeedLines>>;
  readonly broker: BrokerView;
  readonly #clock: RunClock;
  readonly #names: readonly string[];
  readonly #specs: readonly InstrumentSpec[];
  readonly #moneyUnit: Rational;
  readonly #account: AccountView;
  readonly #records: OrderRecords;
  readonly #writer: EventWriter;

  constructor(parts: OrderDeskParts) {
    this.params = parts.params;
    this.feeds = parts.feeds;
    this.broker = parts.account;
    this.#clock = parts.clock;
    this.#names = parts.specs.map((spec) => spec.name);
    this.#specs = parts.specs;
    this.#moneyUnit = parts.moneyUnit;
    this.#account = parts.account;
    this.#records = parts.records;
    this.#writer = parts.writer;
  }

  positionOf(feed: string): PositionView {
    return this.#account.positions[this.#feedId(feed)]!;
  }

  place(side: "buy" | "sell", options: OrderOptions): OrderView {
    this.#checkPhase(side);
    const instrument = options.feed === undefined ? 0 : this.#feedId(options.feed), spec = this.#specs[instrument]!;
    const terms = snapTerms(side, options, spec, this.#moneyUnit);
    const opposite = side === "buy" ? "sell" : "buy";
    const stopLoss = options.stopLoss === undefined
      ? 0
      : snapPrice(opposite, "stop", options.stopLoss, "stopLoss", spec);
    const takeProfit = options.takeProfit === undefined
      ? 0
      : snapPrice(opposite, "limit", options.takeProfit, "takeProfit", spec);
    const oco = options.oco === undefined ? 0 : this.#own(options.oco).group;
    const order = this.#record(side, terms.type, instrument, "entry", options, 0, oco);
    terms.orderId = order.id;
    terms.instrument = instrument;
    terms.flags = options.reduceOnly === true ? ORDER_FLAG_REDUCE_ONLY : 0;
    terms.oco = oco;
    this.#writer.place(this.#clock.timeUs, terms);
    if (stopLoss > 0) {
      order.stopLoss = this.#protect(order, opposite, "stopLoss", options.stopLoss!, stopLoss, 0);
    }
    if (takeProfit > 0) {
      const leader = order.stopLoss?.id ?? 0;
      order.takeProfit = this.#protect(order, opposite, "takeProfit", options.takeProfit!, takeProfit, leader);
    }
    return order;
  }

  /** Places an order that protects what an entry opens. */
  #protect(
    entry: OrderRecord,
    side: "buy" | "sell",
    role: "stopLoss" | "takeProfit",
    asked: number,
    price: number,
    oco: number,
  ): OrderRecord {
    const stop = role === "stopLoss", type = stop ? TYPE_STOP : TYPE_LIMIT, instrument = entry.instrument;
    const order = this.#record(side, type, instrument, role, stop ? { stop: asked } : { limit: asked }, entry.id, oco);
    this.#writer.place(this.#clock.timeUs, {
      orderId: order.id,
      instrument,
      type,
      side: side === "buy" ? SIDE_BUY : SIDE_SELL,
      validity: VALIDITY_GTC,
      validUs: 0,
      flags: ORDER_FLAG_PROTECTIVE,
      quantity: 0,
      cash: 0,
      fraction: 0,
      limit: stop ? 0 : price,
      stop: stop ? price : 0,
      parent: entry.id,
      oco,
    });
    return order;
  }

  close(options: CloseOptions): OrderView | null {
    this.#checkPhase("close");
    const instrument = options.feed === undefined ? 0 : this.#feedId(options.feed);
    const held = this.#account.lots(instrument), side = held > 0 ? "sell" : "buy";
    const type = options.onClose === true ? TYPE_MARKET_ON_CLOSE : TYPE_MARKET;
    const quantity = options.size === undefined ? 0 : lotsOf(options.size, this.#specs[instrument]!);
    const order = this.#record(side, type, instrument, "close", options, 0, 0);
    this.#writer.place(this.#clock.timeUs, {
      orderId: order.id,
      instrument,
      type,
      side: side === "buy" ? SIDE_BUY : SIDE_SELL,
      validity: VALIDITY_GTC,
      validUs: 0,
      flags: ORDER_FLAG_CLOSE,
      quantity,
      cash: 0,
      fraction: 0,
      limit: 0,
      stop: 0,
      parent: 0,
      oco: 0,
    });
    return held === 0 ? null : order;
  }

  cancel(order: OrderView): void {
    this.#checkPhase("cancel");
    const record = this.#own(order);
    // An order that never came to be has nothing to cancel, and said so when it was refused.
    if (!record.placed) return;
    this.#writer.cancel(this.#clock.timeUs, record.instrument, record.id);
  }

  replace(order: OrderView, options: ReplaceOptions): void {
    this.#checkPhase("replace");
    const record = this.#own(order), { instrument, side } = record, spec = this.#specs[instrument]!;
    if (!record.placed) return;
    this.#writer.replace(this.#clock.timeUs, instrument, record.id, {
      quantity: options.size === undefined ? 0 : lotsOf(options.size, spec),
      limit: options.limit === undefined ? 0 : snapPrice(side, "limit", options.limit, "limit", spec),
      stop: options.stop === undefined ? 0 : snapPrice(side, "stop", options.stop, "stop", spec),
    });
  }

  /** Notes an order that is about to be placed. */
  #record(
    side: "buy" | "sell",
    type: number,
    instrument: number,
    role: OrderRole,
    asked: AskedOrder,
    parent: number,
    oco: number,
  ): OrderRecord {
    const placedUs = this.#clock.timeUs;
    return this.#records.add({ side, type, instrument, role, asked, bar: this.#clock.step, placedUs, parent, oco });
  }

  #own(order: OrderView): OrderRecord {
    const record = this.#records.get(order?.id);
    if (record === undefined || record !== order) {
      throw new TypeError(
        `Cannot use ${Deno.inspect(order)} as an order: pass what buy, sell or close returned in this run`,
      );
    }
    return record;
  }

  #feedId(feed: string): number {
    const id = this.#names.indexOf(feed);
    if (id < 0) throw new RangeError(`Cannot find feed "${feed}": there are ${quoted(this.#names)}`);
    return id;
  }

  #checkPhase(action: string): void {
    if (this.#clock.phase === "bars") return;
    throw new TypeError(
      `Cannot ${action} in ${this.#clock.phase}: orders are placed on bars, in next() and notifications`,
    );
  }
}
