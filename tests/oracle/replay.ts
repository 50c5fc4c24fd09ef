/**
 * Replays a scenario on an engine: its actions in their calls of `next`, and the resulting event log.
 *
 * Cash, values, fills and positions are those of the engine's records. The work of the strategy's methods before an
 * order is sent (sizes, prices that default to the close) is done here.
 *
 * @module
 */

import {
  BAR_COLUMNS,
  ORDER_VIEW_TRIGGERED,
  OUT_FILL_CLOSED,
  OUT_FILL_CLOSED_COMMISSION,
  OUT_FILL_CLOSED_VALUE,
  OUT_FILL_FLAGS,
  OUT_FILL_INSTRUMENT,
  OUT_FILL_OPENED_COMMISSION,
  OUT_FILL_OPENED_VALUE,
  OUT_FILL_ORDER_ID,
  OUT_FILL_PNL,
  OUT_FILL_POSITION_BASIS,
  OUT_FILL_POSITION_SIZE,
  OUT_FILL_PRICE,
  OUT_FILL_QUANTITY,
  OUT_ORDER_AVERAGE_PRICE,
  OUT_ORDER_COMMISSION,
  OUT_ORDER_EXECUTED_US,
  OUT_ORDER_FILLED,
  OUT_ORDER_FLAGS,
  OUT_ORDER_LIMIT,
  OUT_ORDER_ORDER_ID,
  OUT_ORDER_PNL,
  OUT_ORDER_POSITION_BASIS,
  OUT_ORDER_POSITION_SIZE,
  OUT_ORDER_QUANTITY,
  OUT_ORDER_STOP,
  OUT_ORDER_VALUE,
  OUT_REFUSAL_LANE,
  OUT_REFUSAL_ORDER_ID,
  OUT_REFUSAL_VALUE,
  OUTPUT_FILL,
  OUTPUT_ORDER,
  OUTPUT_REFUSAL,
  OUTPUT_ROUND_TRIP,
  REASON_INSUFFICIENT_CASH,
  REASON_MARGIN,
  REASON_TRAILED,
  REASON_TRIGGER,
  RECORD_LANES,
  STATE_ACCEPTED,
  STATE_CANCELLED,
  STATE_CREATED,
  STATE_EXPIRED,
  STATE_FILLED,
  STATE_PARTIALLY_FILLED,
  STATE_REJECTED,
  STATE_SUBMITTED,
  STATUS_CASH,
  STATUS_CHAIN_HIGH,
  STATUS_CHAIN_LOW,
  STATUS_VALUE,
} from "../../src/contract/contract.gen.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { OutputReader } from "../../src/records/output_reader.ts";
import { IntentRecord } from "./intent_record.ts";
import { type AccountReading, bracketRequestsOf, type OrderRequest, requestOf } from "./order_request.ts";
import type { Scenario, ScenarioAction, ScenarioEvent } from "./scenario.ts";
import { packScenario, type ScenarioColumns } from "./scenario_columns.ts";
import { type Scheme, schemeOf, unitsFor, valueOfPosition } from "./commission_scheme.ts";
import { Fund } from "./fund.ts";
import { cheatsOnOpen, initialCash } from "./scenario_configuration.ts";
import { sizeBySizer } from "./sizer.ts";
import { secondText, sessionEndOf, validityOf } from "./scenario_times.ts";
import { type ExecutionBit, TradeBook, type TradeView } from "./trade_book.ts";
import { TripCheck } from "./trip_check.ts";
import { WholePrices } from "./whole_price.ts";

/** The result of a replay. */
export interface Replay {
  readonly events: readonly ScenarioEvent[];
  /** Cash, value, fund and positions at the end. */
  readonly final: Readonly<Record<string, unknown>>;
  /** Both lanes of the state chain at the end. */
  readonly chain: readonly [number, number];
}

/** An order that the engine accepted. */
interface PlacedOrder {
  readonly orderId: number;
  readonly request: OrderRequest;
  readonly leader: number;
  /** Price and price limit. They move with a trailing order, and every notification shows their current values. */
  readonly created: { price: number; pricelimit: number };
  /** Executions for its next notification. */
  bits: ExecutionBit[];
  /** Signed size that is left, less each execution by itself. */
  remaining: number;
}

/** A notification that waits: an order or an execution of it, and the trades that follow from it. */
interface Waiting {
  readonly event: ScenarioEvent;
  readonly order: PlacedOrder;
  readonly trades: readonly TradeView[];
}

/**
 * Replays a scenario on an engine that was made with its configuration.
 *
 * @param between called after every step with the engine; it returns the engine to continue with, the same one or one
 * with the same state
 * @param strategist returns more actions of a call of `next`, from its number and the account
 * @throws {Error} if the engine rejects an order that the recording program accepted
 */
export function replay(
  scenario: Scenario,
  engine: Engine,
  between?: (engine: Engine) => Engine,
  strategist?: (call: number, account: AccountReading) => readonly ScenarioAction[],
): Replay {
  return new Replayer(scenario, engine, strategist ?? (() => [])).run(between);
}

class Replayer implements AccountReading {
  readonly #scenario: Scenario;
  readonly #strategist: (call: number, account: AccountReading) => readonly ScenarioAction[];
  #engine: Engine;
  readonly #columns: ScenarioColumns;
  readonly #events: ScenarioEvent[] = [];
  readonly #record: IntentRecord = new IntentRecord();
  readonly #reader: OutputReader = new OutputReader(new Float64Array(64 * RECORD_LANES));
  readonly #orders: Map<number, PlacedOrder> = new Map();
  readonly #by_name: Map<string, PlacedOrder> = new Map();
  readonly #positions: { size: number; price: number }[];
  readonly #bars: number[];
  readonly #touched: Set<number> = new Set();
  readonly #trades: TradeBook;
  readonly #trips: TripCheck;
  readonly #whole: WholePrices = new WholePrices();
  readonly #marks: Float64Array<ArrayBuffer> = new Float64Array(2);
  readonly #schemes: readonly Scheme[];
  readonly #fund: Fund;
  /** Notices of intents and of the step after them, in the order of their delivery. */
  #pending: Waiting[] = [];
  #call = 0;
  #timeUs = 0;

  constructor(
    scenario: Scenario,
    engine: Engine,
    strategist: (call: number, account: AccountReading) => readonly ScenarioAction[],
  ) {
    this.#scenario = scenario;
    this.#strategist = strategist;
    this.#engine = engine;
    this.#columns = packScenario(scenario);
    this.#positions = scenario.datas.map(() => ({ size: 0, price: 0 }));
    this.#bars = scenario.datas.map(() => 0);
    this.#schemes = scenario.datas.map((feed) => schemeOf(scenario, feed));
    this.#trades = new TradeBook(this.#schemes);
    this.#fund = new Fund(initialCash(scenario));
    this.#trips = new TripCheck(scenario);
  }

  run(between?: (engine: Engine) => Engine): Replay {
    this.#load(this.#engine);
    for (const timeUs of this.#columns.steps) {
      this.#step(timeUs);
      const next = between?.(this.#engine) ?? this.#engine;
      if (next !== this.#engine) this.#load(next);
    }
    const status = this.#engine.status();
    return {
      events: this.#events,
      final: { ...this.#accountFields(), positions: this.#finalPositions() },
      chain: [status[STATUS_CHAIN_LOW]!, status[STATUS_CHAIN_HIGH]!],
    };
  }

  #load(engine: Engine): void {
    this.#engine = engine;
    engine.loadColumns(this.#columns.packed, this.#columns.counts);
  }

  sizeOf(data: number): number {
    this.#touch(data);
    return this.#positions[data]!.size;
  }

  valueOf(data: number): number {
    this.#touched.add(data);
    this.#engine.apply(this.#record.touch(this.#timeUs, data, true));
    this.#fund.takeTransfers();
    const short_cash = this.#scenario.broker?.shortcash !== false;
    return valueOfPosition(this.#schemes[data]!, this.#positions[data]!, this.closeOf(data), short_cash);
  }

  unitsFor(data: number, price: number, money: number): number {
    return unitsFor(this.#schemes[data]!, price, money);
  }

  sizing(data: number): number {
    return sizeBySizer(this.#scenario, data, this);
  }

  cashNow(): number {
    return this.#engine.status()[STATUS_CASH]!;
  }

  closeOf(data: number): number {
    return this.#scenario.datas[data]!.bars.at(this.#bars[data]! - 1)![4];
  }

  get value(): number {
    return this.#marks[1]!;
  }

  /** Makes one cycle: the broker, its notifications, then `next` with its reads and actions. */
  #step(timeUs: number): void {
    this.#call++;
    this.#timeUs = timeUs;
    // The recorded strategy has no `prenext_open`, which is called while a feed had no bar in the call before.
    const opens = this.#bars.every((bars) => bars > 0);
    this.#columns.times.forEach((times, data) => {
      if (times[this.#bars[data]!] === timeUs) this.#bars[data]!++;
    });
    const call = this.#call;
    if (cheatsOnOpen(this.#scenario)) this.#stepAfterOpen(timeUs, opens);
    else this.#engine.advance(this.#columns.packed, { marks: this.#marks, untilUs: timeUs });
    this.#readOutputs();
    this.#fund.value(this.#marks[1]!);
    this.#deliver();
    this.#events.push({ ev: "cashvalue", len: call, ...this.#accountFields() });
    this.#events.push({ ev: "next", call, len: call, dlens: null });
    this.#bars.forEach((bars, data) => {
      if (bars === 0) return;
      this.#touch(data);
      const { size, price } = this.#positions[data]!;
      this.#events.push({ ev: "pos", data, dlen: bars, size, price });
    });
    for (const action of this.#scenario.actions) {
      if (action.call === call && action.when !== "next_open") this.#act(action);
    }
    for (const action of this.#strategist(call, this)) this.#act(action);
  }

  /** Shows the bars of a step, acts on them, and closes the step. */
  #stepAfterOpen(timeUs: number, opens: boolean): void {
    const { packed, counts, times } = this.#columns;
    let offset = 0;
    times.forEach((own, data) => {
      const row = this.#bars[data]! - 1, count = counts[data]!;
      if (own[row] === timeUs) this.#engine.apply(this.#record.bar(packed, offset + row, count, data));
      offset += count * BAR_COLUMNS;
    });
    for (const action of opens ? this.#scenario.actions : []) {
      if (action.call === this.#call && action.when === "next_open") this.#act(action);
    }
    this.#engine.apply(this.#record.step(timeUs));
    const status = this.#engine.status();
    this.#marks[0] = status[STATUS_CASH]!;
    this.#marks[1] = status[STATUS_VALUE]!;
  }

  #accountFields(): Record<string, number> {
    const [cash, value] = this.#marks;
    return { cash: cash!, value: value!, fundvalue: this.#fund.share, fundshares: this.#fund.shares };
  }

  #finalPositions(): Record<string, [number, number]> {
    return Object.fromEntries(
      this.#scenario.datas.map((
        feed,
        data,
      ) => [feed.name, [this.#positions[data]!.size, this.#positions[data]!.price]]),
    );
  }

  #touch(data: number): void {
    if (this.#touched.has(data)) return;
    this.#touched.add(data);
    this.#engine.apply(this.#record.touch(this.#timeUs, data));
  }

  #act(action: ScenarioAction): void {
    if (action.op === "cancel") {
      const order = this.#by_name.get(action.id ?? "");
      if (order === undefined) return;
      this.#engine.apply(this.#record.cancel(this.#timeUs, order.request.data, order.orderId));
      this.#readOutputs();
      return;
    }
    if (action.op === "add_cash") {
      const amount = Number(action.amount);
      this.#engine.apply(this.#record.transfer(this.#timeUs, amount));
      this.#fund.transfer(amount);
      return;
    }
    if (action.op.endsWith("_bracket")) {
      for (const request of bracketRequestsOf(action, this)) this.#place(request);
      return;
    }
    const request = requestOf(action, this);
    this.#events.push({ ev: "issued", id: action.id, none: request === undefined, size: request?.size ?? null });
    if (request !== undefined) this.#place(request);
  }

  #place(request: OrderRequest): void {
    const orderId = this.#orders.size + 1, { args, data, id } = request;
    const leader = args.oco === undefined ? 0 : this.#by_name.get(args.oco)?.leader ?? 0;
    const parent = request.parent === undefined ? 0 : this.#by_name.get(request.parent)!.orderId;
    const created = { price: request.price, pricelimit: request.pricelimit };
    const placed = {
      orderId,
      request,
      leader: leader === 0 ? orderId : leader,
      created,
      bits: [],
      remaining: request.size,
    };
    this.#orders.set(orderId, placed);
    this.#by_name.set(id, this.#orders.get(orderId)!);
    // Before its first bar, a preloaded feed shows its last one.
    const feed = this.#scenario.datas[data]!, createdUs = this.#columns.times[data]!.at(this.#bars[data]! - 1)!;
    const validity = validityOf(args.valid, createdUs, `validity of order ${id}`);
    this.#engine.apply(
      this.#record.place(this.#timeUs, orderId, request, validity, sessionEndOf(feed, createdUs), leader, parent),
    );
    this.#readOutputs();
  }

  /** Delivers the waiting notifications: orders, then trades; or, if it is to be quick, each order with its trades. */
  #deliver(): void {
    const quick = this.#scenario.cerebro?.quicknotify === true, trades: TradeView[] = [];
    // A quick notification comes before the strategy counts the bar.
    const len = quick ? this.#call - 1 : this.#call;
    const tell = (trade: TradeView): number => this.#events.push({ ev: "trade", len, ...trade });
    for (const { event, order, trades: own } of this.#pending) {
      const { price, pricelimit } = order.created;
      const moved = { len, created_price: price, created_pricelimit: pricelimit };
      this.#events.push(event.ev === "order" ? { ...event, ...moved } : event);
      if (quick) own.forEach(tell);
      trades.push(...own);
    }
    if (!quick) trades.forEach(tell);
    this.#trips.expect(trades);
    this.#pending = [];
  }

  #readOutputs(): void {
    for (let count = this.#engine.read(this.#reader.buffer); count > 0;) {
      for (let index = 0; index < count; index++) {
        this.#reader.seek(index);
        this.#readOutput();
      }
      count = this.#engine.read(this.#reader.buffer);
    }
  }

  #readOutput(): void {
    switch (this.#reader.kind) {
      case OUTPUT_ORDER:
        return this.#readOrder();
      case OUTPUT_FILL:
        return this.#readFill();
      case OUTPUT_ROUND_TRIP:
        return this.#trips.take(this.#reader);
      case OUTPUT_REFUSAL:
        return this.#readRefusal();
      default:
        // A strategy gets no notification of diagnostics and marks.
        return;
    }
  }

  #readFill(): void {
    const reader = this.#reader, order = this.#orders.get(reader.word(OUT_FILL_ORDER_ID))!;
    const size = reader.float(OUT_FILL_QUANTITY), closed = reader.float(OUT_FILL_CLOSED);
    const position = this.#positions[reader.word(OUT_FILL_INSTRUMENT)]!;
    position.size = reader.float(OUT_FILL_POSITION_SIZE);
    position.price = reader.float(OUT_FILL_POSITION_BASIS);
    const opened = closed === 0 ? size : closed === size ? 0 : position.size;
    const pnl = reader.float(OUT_FILL_PNL), flags = reader.word(OUT_FILL_FLAGS);
    order.remaining -= size;
    order.bits.push({
      size,
      price: reader.float(OUT_FILL_PRICE),
      closed,
      opened,
      closedvalue: reader.float(OUT_FILL_CLOSED_VALUE),
      openedvalue: reader.float(OUT_FILL_OPENED_VALUE),
      closedcomm: reader.float(OUT_FILL_CLOSED_COMMISSION),
      openedcomm: reader.float(OUT_FILL_OPENED_COMMISSION),
      pnl: this.#whole.profitOf(order.request, reader.rule, { size, opened, pnl, flags }, position.size),
    });
  }

  #readOrder(): void {
    const reader = this.#reader, state = reader.detail;
    const order = this.#orders.get(reader.word(OUT_ORDER_ORDER_ID))!, { request } = order, id = request.id;
    if (request.exectype.startsWith("StopTrail")) {
      order.created.price = reader.float(OUT_ORDER_STOP);
      if (request.exectype === "StopTrailLimit") order.created.pricelimit = reader.float(OUT_ORDER_LIMIT);
    }
    // There is no notification of a trigger or its move, nor of an order that waits for its bracket.
    if (reader.reason === REASON_TRIGGER || reader.reason === REASON_TRAILED || state === STATE_CREATED) return;
    // Without the check at submission an order is accepted at once.
    if (state === STATE_SUBMITTED && this.#scenario.broker?.checksubmit === false) return;
    const size = reader.float(OUT_ORDER_QUANTITY), filled = reader.float(OUT_ORDER_FILLED);
    const psize = reader.float(OUT_ORDER_POSITION_SIZE), pprice = reader.float(OUT_ORDER_POSITION_BASIS);
    const waits = state === STATE_SUBMITTED || (state === STATE_ACCEPTED && filled === 0);
    this.#tell(order, {
      ev: "order",
      len: 0,
      id,
      status: statusOf(state, reader.reason),
      size,
      ex_size: filled,
      ex_price: reader.float(OUT_ORDER_AVERAGE_PRICE),
      ex_value: reader.float(OUT_ORDER_VALUE),
      ex_comm: reader.float(OUT_ORDER_COMMISSION),
      ex_pnl: reader.float(OUT_ORDER_PNL),
      remsize: state === STATE_FILLED ? 0 : order.remaining,
      psize,
      pprice,
      triggered: (reader.word(OUT_ORDER_FLAGS) & ORDER_VIEW_TRIGGERED) !== 0,
      ex_dt: waits ? null : secondText(reader.float(OUT_ORDER_EXECUTED_US)),
    });
    for (const bit of order.bits) {
      const { data, args } = request;
      const trades = this.#trades.execute(data, args.tradeid ?? 0, bit, this.#bars[data]!);
      this.#tell(order, { ev: "bit", id, ...bit, psize, pprice }, trades);
    }
    order.bits = [];
  }

  #tell(order: PlacedOrder, event: ScenarioEvent, trades: readonly TradeView[] = []): void {
    this.#pending.push({ event, order, trades });
  }

  /** The order's own notification covers a lack of cash; any other rejection is a fault. */
  #readRefusal(): void {
    const reader = this.#reader, reason = reader.reason;
    if (reason === REASON_MARGIN || reason === REASON_INSUFFICIENT_CASH) return;
    const order = this.#orders.get(reader.word(OUT_REFUSAL_ORDER_ID));
    const named = order === undefined ? "an event" : `order ${order.request.id}`;
    throw new Error(
      `Cannot replay "${this.#scenario.name}" as the engine refused ${named} in call ${this.#call}: ` +
        `reason ${reason}, lane ${reader.word(OUT_REFUSAL_LANE)}, value ${reader.float(OUT_REFUSAL_VALUE)}`,
    );
  }
}

/** Returns the recorded name of an order's state. */
function statusOf(state: number, reason: number): string {
  const noCash = reason === REASON_MARGIN || reason === REASON_INSUFFICIENT_CASH;
  switch (state) {
    case STATE_SUBMITTED:
      return "Submitted";
    case STATE_PARTIALLY_FILLED:
      return "Partial";
    case STATE_FILLED:
      return "Completed";
    case STATE_CANCELLED:
      return noCash ? "Margin" : "Canceled";
    case STATE_REJECTED:
      return noCash ? "Margin" : "Rejected";
    case STATE_EXPIRED:
      return "Expired";
    default:
      return "Accepted";
  }
}
