/**
 * The journal of a run: it keeps the core's notices as records and makes rows of them on request.
 *
 * During the run it decodes only the parts that a strategy can read: the account, its orders, and round trips if it
 * listens to them. So a run of a million bars does not pay for rows that no code reads.
 *
 * @module
 */

import {
  EVENT_PLACE,
  EVENT_REPLACE,
  FILL_RULE_FEED_ENDED,
  FILL_RULE_LIQUIDATION,
  OUT_DIAGNOSTIC_EXPECTED,
  OUT_DIAGNOSTIC_INSTRUMENT,
  OUT_DIAGNOSTIC_ORDER_ID,
  OUT_DIAGNOSTIC_VALUE,
  OUT_EXECUTION_ORDER_ID,
  OUT_ORDER_INSTRUMENT,
  OUT_ORDER_ORDER_ID,
  OUT_REFUSAL_LANE,
  OUT_REFUSAL_ORDER_ID,
  OUT_SEQUENCE,
  OUT_TIME_US,
  OUTPUT_COMMIT,
  OUTPUT_DIAGNOSTIC,
  OUTPUT_EXECUTION,
  OUTPUT_FILL,
  OUTPUT_MARK,
  OUTPUT_ORDER,
  OUTPUT_REFUSAL,
  OUTPUT_ROUND_TRIP,
  REASON_ALREADY_CLOSING,
  REASON_AMOUNT_LIMIT,
  REASON_BORROW,
  REASON_BY_REQUEST,
  REASON_DIVIDEND,
  REASON_FUNDING,
  REASON_INTEREST,
  REASON_NOTHING_TO_CLOSE,
  REASON_PROTECTIVE_PRICE,
  REASON_RUINED,
  REASON_SPLIT,
  REASON_TRANSFER,
} from "../contract/contract.gen.ts";
import type { BarColumns } from "../feeds/feed_data.ts";
import type { TradeView } from "../strategy/order_view.ts";
import { executionTimeUs } from "./execution_time.ts";
import { type JournalStory, storyOf } from "./journal_story.ts";
import { ExecutionFacts } from "../records/execution_facts.ts";
import type { InstrumentUnits } from "./instrument_units.ts";
import { OrderNews } from "./order_news.ts";
import type { OrderRecord } from "./order_record.ts";
import { OrderRecords } from "./order_records.ts";
import { OutputReader } from "../records/output_reader.ts";
import { RecordLog } from "../records/record_log.ts";
import { RowMaker } from "./journal_rows.ts";
import type { BriefRows, JournalRows, PaymentKind } from "./result_rows.ts";
import { TrailingPrices } from "./trailing_prices.ts";
import { Trips } from "./trips.ts";

/** Kinds of notices that a journal keeps as records. Each has its order and its instrument in the same words. */
const KEPT_KINDS: readonly number[] = [
  OUTPUT_EXECUTION,
  OUTPUT_FILL,
  OUTPUT_ROUND_TRIP,
  OUTPUT_REFUSAL,
  OUTPUT_DIAGNOSTIC,
  OUTPUT_ORDER,
];

/** Kinds of notices that a strategy listens to. */
export interface Listening {
  readonly orders: boolean;
  readonly trades: boolean;
}

/** A part of a run that takes executions in. */
export interface ExecutionTaker {
  /** Applies an execution. */
  execute(facts: ExecutionFacts): void;
  /** Moves money units into the account, or below zero out of it: from outside, or a payment without a fill. */
  transfer(units: number): void;
  /** Gives a position the lots that a split made of its own, at the same cost. */
  split(instrument: number, after: number, before: number): void;
}

/** Money that came from outside or went there. */
export interface TakenFlow {
  /** Step whose orders meet it first. */
  readonly step: number;
  /** Time of its event. */
  readonly timeUs: number;
  /** Money units, below zero for money that went out. */
  readonly units: number;
}

/** A payment without a fill, which is profit or loss. */
export interface TakenPayment {
  /** Step of its event. */
  readonly step: number;
  /** Time of its event. */
  readonly timeUs: number;
  /** Kind of the payment. */
  readonly kind: PaymentKind;
  /** Name of the feed that it belongs to; null for one on the cash. */
  readonly feed: string | null;
  /** Money units, below zero for a payment out of the account. */
  readonly units: number;
}

/** A split of an instrument. */
export interface TakenSplit {
  /** Step of its event. */
  readonly step: number;
  /** Time of its event. */
  readonly timeUs: number;
  /** Place of the instrument. */
  readonly instrument: number;
  /** Signed lots of the position before it and after it. */
  readonly before: number;
  readonly after: number;
}

/** The kinds of payments by the reasons of their notices. */
const PAYMENT_KINDS: ReadonlyMap<number, PaymentKind> = new Map([
  [REASON_FUNDING, "funding"],
  [REASON_BORROW, "borrow"],
  [REASON_INTEREST, "interest"],
  [REASON_DIVIDEND, "dividend"],
]);

/** What happened to positions without an order: a count by kind. */
export interface PositionEvents {
  /** Positions that were liquidated. */
  liquidations: number;
  /** Positions that were closed because the bars of their feed ended. */
  feedEnds: number;
  /** Marks and payments that passed the largest amount: their number, and the time of the first, NaN without one. */
  readonly amountLimits: { count: number; firstUs: number };
}

/** A journal between two parts of a run. */
export interface SavedJournal {
  /** Notices, record after record: of orders those that an order outlived, as when it was replaced. */
  readonly records: Float64Array<ArrayBuffer>;
  /** Step of each record. */
  readonly bars: Uint32Array<ArrayBuffer>;
  /** The orders. */
  readonly orders: Float64Array<ArrayBuffer>;
  /** Order notices that the strategy has not received yet, as {@linkcode OrderNews.save} writes them. */
  readonly news: Float64Array<ArrayBuffer>;
  /** Round trips that the strategy has not received yet. */
  readonly trades: readonly TradeView[];
  /** Texts of the orders' tags, by their numbers. */
  readonly tags: readonly string[];
}

/** Keeps all notices of the core in a run. */
export class Journal {
  /** Orders by id. */
  readonly orders: OrderRecords;
  /** Cursor over the outputs that {@linkcode take} reads. */
  readonly reader: OutputReader;
  /** Number of fills so far. */
  fillsCount = 0;
  /** True once the account was worth nothing or less at the end of a step. */
  ruined = false;
  /** Money that came from outside or went there, in order. */
  readonly flows: TakenFlow[] = [];
  /** Payments without a fill, in order. */
  readonly payments: TakenPayment[] = [];
  /** What happened to positions without an order. */
  readonly events: PositionEvents = { liquidations: 0, feedEnds: 0, amountLimits: { count: 0, firstUs: NaN } };
  /** Splits of instruments, in order. */
  readonly splits: TakenSplit[] = [];
  /** The position of an instrument from a step on, for each change where {@linkcode Journal.keepsPositions} is set. */
  readonly positions: { readonly step: number; readonly instrument: number; readonly lots: number }[] = [];
  /** True to keep the changes of positions, which margin and leverage are worked out from. */
  keepsPositions = false;
  #listening: Listening = { orders: true, trades: true };
  /** Tells of a fill of an order that closes a position as `flatAt` says whether it came late. */
  isLateExit: ((order: OrderRecord, filledUs: number) => boolean) | undefined;
  /** Tells by state and reason whether the strategy hears of an order record; of each where this is absent. */
  isTold: ((state: number, reason: number) => boolean) | undefined;
  /** Order notices that the strategy has not received yet. */
  readonly news: OrderNews = new OrderNews();
  /** Round trips that opened or closed since the last notification. */
  pendingTrades: TradeView[] = [];
  #log: RecordLog = new RecordLog();
  /** Makes rows as the run goes on, where its bars come block by block. */
  #rowMaker: RowMaker | undefined;
  /** Facts of the execution that is read at the moment. */
  readonly #facts: ExecutionFacts = new ExecutionFacts();
  readonly #telling = (order: OrderRecord): void => this.#tell(order, order.placedUs);
  readonly #specs: readonly InstrumentUnits[];
  /** The bars of each feed. */
  readonly #bars: readonly BarColumns[];
  readonly #account: ExecutionTaker;
  readonly #moneyUnits: number;
  /** Open round trip of each feed, kept while the strategy listens. */
  readonly #trips: Trips;

  constructor(
    outputs: Float64Array,
    specs: readonly InstrumentUnits[],
    bars: readonly BarColumns[],
    account: ExecutionTaker,
    moneyUnits: number,
  ) {
    this.reader = new OutputReader(outputs);
    this.orders = new OrderRecords(specs, moneyUnits, new TrailingPrices(specs, bars));
    this.#specs = specs;
    this.#bars = bars;
    this.#account = account;
    this.#moneyUnits = moneyUnits;
    this.#trips = this.#newTrips();
  }

  /** Notices that the strategy listens to; every kind until the run sets this, before its first order. */
  get listening(): Listening {
    return this.#listening;
  }

  set listening(listening: Listening) {
    this.#listening = listening;
    this.orders.keepsAll = listening.orders;
  }

  #newTrips(): Trips {
    return new Trips(this.#specs, this.#moneyUnits, (notice, facts) => this.#timeOf(notice, facts));
  }

  /** Returns the moment of an execution. */
  #timeOf(notice: OutputReader, facts: ExecutionFacts): number {
    return executionTimeUs(notice.rule, notice.float(OUT_TIME_US), this.#bars[facts.instrument]!);
  }

  /**
   * Applies the first `count` records of the reader's buffer, which a step emitted.
   *
   * @param waitedUntilUs Time of the step if the intents of the step before it waited for it, else minus infinity.
   * Records before that time tell what came of these intents, and those from it on find their orders accepted.
   */
  take(count: number, lastStep: number, waitedUntilUs: number): void {
    const notice = this.reader;
    let step = waitedUntilUs === -Infinity ? lastStep : lastStep - 1;
    for (let index = 0; index < count; index++) {
      notice.seek(index);
      const kind = notice.kind;
      if (step !== lastStep && notice.float(OUT_TIME_US) >= waitedUntilUs) {
        step = lastStep;
        // An execution says of its order more than that it was accepted.
        const isAlone = kind === OUTPUT_EXECUTION && !this.#listening.orders;
        if (!isAlone || !this.orders.acceptExecuted(notice.word(OUT_EXECUTION_ORDER_ID))) this.acceptSent();
      }
      if (kind === OUTPUT_ORDER) {
        const id = notice.word(OUT_ORDER_ORDER_ID), order = this.orders.get(id)!;
        this.#acceptUntil(id);
        order.update(notice);
        // Rows have the last terms of an order; those that it had on its way are kept for the few that change.
        if (order.alive) this.#log.append(notice, step);
        if (this.listening.orders && this.isTold?.(notice.detail, notice.reason) !== false) {
          this.#tell(order, notice.float(OUT_TIME_US));
        }
        continue;
      }
      // Marks and commits become records only for a replay log, and the journal has no use for them.
      if (kind === OUTPUT_MARK || kind === OUTPUT_COMMIT) continue;
      this.#log.append(notice, step);
      if (this.#facts.read(notice)) this.#execution(notice, step);
      else if (kind === OUTPUT_ROUND_TRIP && this.listening.trades) {
        this.pendingTrades.push(this.#trips.turn(notice, step).view());
      } else if (kind === OUTPUT_REFUSAL) this.#refusal(notice);
      else if (kind === OUTPUT_DIAGNOSTIC) this.#diagnostic(notice, step);
    }
  }

  /** Accepts the sent orders that no notice has refused. The core has taken all events, and its outputs are read. */
  acceptSent(): void {
    this.#acceptUntil(Infinity);
  }

  #acceptUntil(id: number): void {
    this.orders.acceptUntil(id, this.listening.orders ? this.#telling : undefined);
  }

  #execution(notice: OutputReader, step: number): void {
    const facts = this.#facts;
    this.#acceptUntil(facts.orderId);
    this.fillsCount++;
    this.#account.execute(facts);
    this.#countClosed(notice.rule);
    this.#keepPosition(step, facts.instrument, facts.positionSize);
    this.orders.execute(notice, facts);
    if (this.listening.orders && notice.kind === OUTPUT_EXECUTION) {
      const order = this.orders.get(facts.orderId);
      if (order !== undefined) this.#tell(order, notice.float(OUT_TIME_US));
    }
    if (!this.listening.trades) return;
    const turned = this.#trips.execute(notice, facts, step);
    if (turned !== undefined) this.pendingTrades.push(turned.view());
  }

  #refusal(notice: OutputReader): void {
    const id = notice.word(OUT_REFUSAL_ORDER_ID), order = this.orders.get(id);
    if (order === undefined) return;
    this.#acceptUntil(notice.detail === EVENT_PLACE ? id - 1 : id);
    if (notice.detail === EVENT_REPLACE) order.keepDistance(notice.word(OUT_REFUSAL_LANE));
    if (order.refuse(notice.reason, notice.float(OUT_TIME_US))) {
      if (notice.reason === REASON_PROTECTIVE_PRICE || this.#isOrphan(order)) order.hide();
      else if (this.listening.orders) this.#tell(order, notice.float(OUT_TIME_US));
    }
  }

  /** Keeps the news of an order, with the prices of a time: those that bars behind it moved come later. */
  #tell(order: OrderRecord, timeUs: number): void {
    const trailing = this.orders.trailing!;
    trailing.newsUs = timeUs;
    this.news.add(order, this.orders.around(order));
    trailing.newsUs = Infinity;
  }

  /**
   * Returns whether an order protected an entry that the core refused together with it, so that a notice would repeat
   * it.
   */
  #isOrphan(order: OrderRecord): boolean {
    return this.orders.get(order.parent)?.state === "rejected";
  }

  #diagnostic(notice: OutputReader, step: number): void {
    this.#takeMoney(notice, step);
    if (notice.reason !== REASON_NOTHING_TO_CLOSE && notice.reason !== REASON_ALREADY_CLOSING) return;
    // Left out of `result.orders`; a strategy that holds the order can still read the reason.
    const id = notice.word(OUT_DIAGNOSTIC_ORDER_ID), order = this.orders.get(id);
    this.#acceptUntil(id - 1);
    if (order?.refuse(notice.reason, notice.float(OUT_TIME_US))) order.hide();
  }

  /** Takes what a diagnostic tells of the account. */
  #takeMoney(notice: OutputReader, step: number): void {
    const { reason } = notice, payment = PAYMENT_KINDS.get(reason);
    if (reason === REASON_RUINED) this.ruined = true;
    else if (reason === REASON_TRANSFER) this.#transfer(notice, step);
    else if (reason === REASON_AMOUNT_LIMIT) {
      const { amountLimits } = this.events;
      if (amountLimits.count++ === 0) amountLimits.firstUs = notice.float(OUT_TIME_US);
    } else if (payment !== undefined) this.#pay(notice, step, payment);
    else if (reason === REASON_SPLIT) {
      const instrument = notice.word(OUT_DIAGNOSTIC_INSTRUMENT), after = notice.float(OUT_DIAGNOSTIC_VALUE);
      const before = notice.float(OUT_DIAGNOSTIC_EXPECTED);
      this.#account.split(instrument, after, before);
      this.#keepPosition(step, instrument, after);
      if (this.listening.trades) this.#trips.split(notice);
      this.splits.push({ step, timeUs: notice.float(OUT_TIME_US), instrument, before, after });
    }
  }

  #pay(notice: OutputReader, step: number, kind: PaymentKind): void {
    const units = notice.float(OUT_DIAGNOSTIC_VALUE), timeUs = notice.float(OUT_TIME_US);
    const feed = kind === "interest" ? null : this.#specs[notice.word(OUT_DIAGNOSTIC_INSTRUMENT)]!.name;
    this.#account.transfer(units);
    this.payments.push({ step, timeUs, kind, feed, units });
  }

  #keepPosition(step: number, instrument: number, lots: number): void {
    if (this.keepsPositions) this.positions.push({ step, instrument, lots });
  }

  /** Counts an execution that no order asked for. */
  #countClosed(rule: number): void {
    if (rule === FILL_RULE_LIQUIDATION) this.events.liquidations++;
    else if (rule === FILL_RULE_FEED_ENDED) this.events.feedEnds++;
  }

  /** Takes money from outside, of the step of its notice. */
  #transfer(notice: OutputReader, step: number): void {
    const units = notice.float(OUT_DIAGNOSTIC_VALUE);
    this.#account.transfer(units);
    this.flows.push({ step, timeUs: notice.float(OUT_TIME_US), units });
  }

  /** Copies all state that does not follow from the records. */
  save(): SavedJournal {
    return {
      ...this.#log.save(),
      orders: this.orders.save(),
      news: this.news.save(),
      trades: this.pendingTrades,
      tags: this.orders.tags.from(1),
    };
  }

  /**
   * Restores a saved journal into an empty one. The saved round trips are asked for when the orders are there.
   *
   * @throws {RangeError} If it is none that a journal has saved; the message names the place.
   */
  load(saved: Omit<SavedJournal, "trades"> & { readonly trades: () => readonly TradeView[] }, nowUs: number): void {
    this.orders.tags.load(saved.tags);
    this.orders.load(saved.orders, nowUs);
    const notice = new OutputReader(saved.records), lots = new Map<number, number>();
    let sequence = 0;
    saved.bars.forEach((step, at) => {
      notice.seek(at);
      this.#checkSaved(notice, at, sequence);
      sequence = notice.word(OUT_SEQUENCE);
      this.#log.append(notice, step);
      if (this.#facts.read(notice)) {
        const { orderId, quantity } = this.#facts;
        lots.set(orderId, (lots.get(orderId) ?? 0) + Math.abs(quantity));
        this.fillsCount++;
        this.#account.execute(this.#facts);
        this.#countClosed(notice.rule);
        this.#keepPosition(step, this.#facts.instrument, this.#facts.positionSize);
        if (this.listening.trades) this.#trips.execute(notice, this.#facts, step);
      } else if (notice.kind === OUTPUT_ROUND_TRIP && this.listening.trades) this.#trips.turn(notice, step);
      else if (notice.kind === OUTPUT_DIAGNOSTIC) this.#takeMoney(notice, step);
      else if (notice.kind === OUTPUT_ORDER && notice.reason === REASON_BY_REQUEST) {
        this.orders.trailing?.enterAgain(notice.word(OUT_ORDER_ORDER_ID), notice.float(OUT_TIME_US));
      }
    });
    for (let id = 1, order = this.orders.get(id); order !== undefined; order = this.orders.get(++id)) {
      const filled = lots.get(id) ?? 0;
      if (order.filledLots === filled) continue;
      throw new RangeError(`the records fill ${filled} lots of order ${id}, and it has ${order.filledLots}`);
    }
    this.news.load(saved.news, (id) => {
      const order = this.orders.get(id);
      if (order === undefined) throw new RangeError(`news is about order ${id}, which does not exist`);
      return order;
    });
    this.pendingTrades = [...saved.trades()];
  }

  /** Checks a saved record: its kind, and the numbers by which it names something. */
  #checkSaved(notice: OutputReader, at: number, sequence: number): void {
    const { kind } = notice, id = notice.word(OUT_ORDER_ORDER_ID), instrument = notice.word(OUT_ORDER_INSTRUMENT);
    const problem = !KEPT_KINDS.includes(kind)
      ? `kind is ${kind}, which no journal keeps`
      : notice.word(OUT_SEQUENCE) <= sequence
      ? `sequence is ${notice.word(OUT_SEQUENCE)} behind ${sequence}`
      : id !== 0 && this.orders.get(id) === undefined
      ? `order is ${id}, which does not exist`
      : this.#specs[instrument] === undefined
      ? `instrument is ${instrument}, which does not exist`
      : undefined;
    if (problem !== undefined) throw new RangeError(`records[${at}].${problem}`);
  }

  /** Returns all rows. */
  rows(): JournalRows {
    return this.#newRowMaker().rows(this.#log);
  }

  /** Returns what statistics read of the rows, without making them. */
  brief(): BriefRows {
    return this.#newRowMaker().brief(this.#log, this.fillsCount);
  }

  #newRowMaker(): RowMaker {
    const { orders, isLateExit } = this, specs = this.#specs, columns = this.#bars, moneyUnits = this.#moneyUnits;
    return new RowMaker({ orders, specs, columns, moneyUnits, isLateExit });
  }

  /**
   * Makes the rows of the records so far and lets go of the records, as the bars that the rows tell of go on.
   *
   * @returns The maker of the rows.
   */
  settle(): RowMaker {
    this.orders.trailing?.settle();
    const maker = this.#rowMaker ??= this.#newRowMaker();
    maker.read(this.#log);
    this.#log = new RecordLog();
    return maker;
  }

  /** Gives the memory of the records back. No row is made any more. */
  giveBack(): void {
    this.#log.giveBack();
  }

  /** Returns what the records tell beside the rows. */
  story(): JournalStory {
    return storyOf(this.#log, this.#specs, this.#moneyUnits);
  }
}
