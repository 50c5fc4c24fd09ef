/**
 * Makes the rows of a result from the records of a run.
 *
 * @module
 */

import {
  EVENT_PLACE,
  EVENT_REPLACE,
  FILL_FLAG_AMBIGUOUS,
  FILL_FLAG_CLAMPED,
  FILL_FLAG_LATE,
  FILL_FLAG_SLIPPED,
  FILL_RULE_CLOSE_AT_END,
  FILL_RULE_FEED_ENDED,
  FILL_RULE_LIQUIDATION,
  FILL_RULE_PLACEMENT_CLOSE,
  FILL_RULE_SPLIT,
  OUT_DIAGNOSTIC_INSTRUMENT,
  OUT_DIAGNOSTIC_ORDER_ID,
  OUT_DIAGNOSTIC_VALUE,
  OUT_REFUSAL_AVAILABLE,
  OUT_REFUSAL_INSTRUMENT,
  OUT_REFUSAL_LANE,
  OUT_REFUSAL_NEEDED,
  OUT_REFUSAL_ORDER_ID,
  OUT_REFUSAL_VALUE,
  OUT_ROUND_TRIP_INSTRUMENT,
  OUT_TIME_US,
  OUTPUT_DIAGNOSTIC,
  OUTPUT_REFUSAL,
  OUTPUT_ROUND_TRIP,
  PLACE_LIMIT,
  PLACE_QUANTITY,
  PLACE_STOP,
  REASON_AMOUNT_LIMIT,
  REASON_BELOW_LOT,
  REASON_DUST,
  REASON_INSUFFICIENT_CASH,
  REASON_MARGIN,
  REASON_PROTECTIVE_PRICE,
  REASON_SPLIT,
  REPLACE_LIMIT,
  REPLACE_QUANTITY,
  REPLACE_STOP,
  TRIP_OPENED,
} from "../contract/contract.gen.ts";
import type { BarColumns } from "../feeds/feed_data.ts";
import { DAY_US, formatWallTime, SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import { lastUntil } from "../feeds/time/ordered_times.ts";
import { fillRuleName, reasonName } from "../records/code_names.ts";
import { ExecutionFacts } from "../records/execution_facts.ts";
import { isoTime } from "../records/iso_time.ts";
import type { OutputReader } from "../records/output_reader.ts";
import type { RecordLog } from "../records/record_log.ts";
import { BriefTrades } from "./brief_trades.ts";
import { Excursion } from "./excursion.ts";
import { executionTimeUs } from "./execution_time.ts";
import { type FillPlace, fillPlace, fillWay } from "./fill_place.ts";
import { fillPriceSource } from "./fill_price_source.ts";
import { fillSlippage } from "./fill_slippage.ts";
import type { InstrumentUnits } from "./instrument_units.ts";
import type { OrderRecord } from "./order_record.ts";
import type { OrderRecords } from "./order_records.ts";
import type { BriefRows, DiagnosticRow, FillReason, FillRow, JournalRows, RefusalRow } from "./result_rows.ts";
import { type PositionMoney, positionMoney, worthOf } from "./position_money.ts";
import { sideOf } from "./side.ts";
import { type StoryFill, TradeStory } from "./trade_story.ts";
import type { TripRecord } from "./trip_record.ts";
import { Trips } from "./trips.ts";

/** Reasons of refusals that compare two amounts of money. */
const AMOUNT_REASONS: readonly number[] = [
  REASON_AMOUNT_LIMIT,
  REASON_BELOW_LOT,
  REASON_DUST,
  REASON_INSUFFICIENT_CASH,
  REASON_MARGIN,
];

/** The parts of a run that its rows are made of. */
export interface RowParts {
  readonly orders: OrderRecords;
  readonly specs: readonly InstrumentUnits[];
  /** The bars of each feed. */
  readonly columns: readonly BarColumns[];
  readonly moneyUnits: number;
  /** Tells of a fill of an order that closes a position as `flatAt` says whether it came late. */
  readonly isLateExit: ((order: OrderRecord, filledUs: number) => boolean) | undefined;
}

/** An execution with what its rows tell. */
interface ToldFill extends StoryFill {
  /** Row of the bar on which it changes what is held, and the place on that bar. */
  readonly row: number;
  readonly place: FillPlace;
  readonly timeUs: number;
}

/** Makes the rows of one run. */
export class RowMaker {
  readonly #parts: RowParts;
  readonly #orders: OrderRecords;
  readonly #specs: readonly InstrumentUnits[];
  readonly #moneyUnits: number;
  readonly #facts: ExecutionFacts = new ExecutionFacts();
  readonly #trips: Trips;
  /** The last execution that was read, with the code of its rule. */
  #last: { readonly told: ToldFill; readonly rule: number } | undefined;
  #all: TripRecord[] = [];
  #fills: FillRow[] = [];
  #refusals: RefusalRow[] = [];
  #diagnostics: DiagnosticRow[] = [];
  readonly #moneys: readonly PositionMoney[];
  /** The bar of the last record of each instrument. */
  readonly #rows: number[];
  /** Stories of the open trades by instrument, and of all trades by their records. */
  readonly #open: (TradeStory | undefined)[];
  readonly #stories: Map<TripRecord, TradeStory> = new Map();
  /** Price in steps at which an entry with protection last filled, by its id. */
  readonly #entryPrices: Map<number, number> = new Map();

  /** Keeps the parts. */
  constructor(parts: RowParts) {
    this.#parts = parts;
    this.#orders = parts.orders;
    this.#specs = parts.specs;
    this.#moneyUnits = parts.moneyUnits;
    this.#moneys = parts.specs.map(positionMoney);
    this.#open = parts.specs.map(() => undefined);
    this.#rows = parts.specs.map(() => -1);
    this.#trips = new Trips(
      this.#specs,
      this.#moneyUnits,
      (notice, { instrument }) => this.#timeOf(notice, instrument),
    );
  }

  /** Returns all rows of a log. */
  rows(log: RecordLog): JournalRows {
    this.read(log);
    return this.end();
  }

  /** Reads the records of a log, behind those that were read before. */
  read(log: RecordLog): void {
    const facts = this.#facts, trips = this.#trips, all = this.#all;
    log.forEach((notice, step) => {
      if (facts.read(notice)) {
        const turned = trips.execute(notice, facts, step), trip = turned ?? trips.openOf(facts.instrument);
        if (turned?.isOpen) all.push(turned);
        const lateExit = this.#cameLate(notice), told = this.#told(notice);
        this.#last = { told, rule: notice.rule };
        this.#fills.push(this.#fillRow(notice, told, step, lateExit));
        if (lateExit) trip!.lateExit = true;
        if (trip !== undefined) this.#tell(trip, notice.rule, told);
      } else if (notice.kind === OUTPUT_ROUND_TRIP) {
        const trip = trips.turn(notice, step);
        if (notice.detail !== TRIP_OPENED) this.#open[notice.word(OUT_ROUND_TRIP_INSTRUMENT)] = undefined;
        else {
          all.push(trip);
          // The notice follows its fill.
          this.#tell(trip, this.#last!.rule, this.#last!.told);
        }
      } else if (notice.kind === OUTPUT_REFUSAL) {
        if (!this.#isOrphan(notice)) this.#refusals.push(this.#refusalRow(notice, step));
      } else if (notice.kind === OUTPUT_DIAGNOSTIC) {
        if (notice.reason === REASON_SPLIT) this.#split(notice);
        this.#diagnostics.push(this.#diagnosticRow(notice, step));
      }
    });
  }

  /**
   * Returns what statistics read of the rows of a log, in a small part of the time that rows take.
   *
   * @param fillsCount Number of fills in the log.
   */
  brief(log: RecordLog, fillsCount: number): BriefRows {
    const facts = this.#facts, units = this.#moneyUnits, refusals: RefusalRow[] = [];
    const column = (): Float64Array => new Float64Array(fillsCount);
    const fills = { bar: column(), notional: column(), commission: column() }, trades = new BriefTrades(fillsCount);
    // No figure tells the moment of a fill.
    const trips = new Trips(this.#specs, units, () => 0);
    let fill = 0;
    log.forEach((notice, step) => {
      if (facts.read(notice)) {
        const turned = trips.execute(notice, facts, step);
        if (turned !== undefined) trades.turn(turned);
        fills.bar[fill] = step;
        fills.notional[fill] = Math.abs(this.#notional()) / units;
        fills.commission[fill++] = facts.commission / units;
      } else if (notice.kind === OUTPUT_ROUND_TRIP) trades.turn(trips.turn(notice, step));
      else if (notice.kind === OUTPUT_REFUSAL && !this.#isOrphan(notice)) {
        refusals.push(this.#refusalRow(notice, step));
      } else if (notice.kind === OUTPUT_DIAGNOSTIC && notice.reason === REASON_SPLIT) trips.split(notice);
    });
    return {
      orders: (fromBar, show) => this.#orders.showEach(fromBar, show),
      ...{ refusals, fills, trades: trades.end() },
    };
  }

  /** Follows the open trades up to the last bar that there is, so that the columns may go on with that bar first. */
  carry(): void {
    for (const story of this.#open) story?.excursion.carry();
  }

  /** Returns all rows at the end of the run. */
  end(): JournalRows {
    for (const story of this.#open) story?.excursion.end();
    return {
      orders: this.#orders.rows(),
      fills: this.#fills,
      trades: this.#all.map((trip) => trip.row(this.#stories.get(trip)!)),
      refusals: this.#refusals,
      diagnostics: this.#diagnostics,
    };
  }

  /** Takes the rows that will not change any more, for a receiver: nothing of them is kept. */
  takeSettled(): Pick<JournalRows, "fills" | "trades" | "refusals" | "diagnostics"> {
    const closed = this.#all.filter((trip) => !trip.isOpen);
    this.#all = this.#all.filter((trip) => trip.isOpen);
    const trades = closed.map((trip) => {
      const row = trip.row(this.#stories.get(trip)!);
      this.#stories.delete(trip);
      return row;
    });
    const taken = { fills: this.#fills, trades, refusals: this.#refusals, diagnostics: this.#diagnostics };
    this.#fills = [];
    this.#refusals = [];
    this.#diagnostics = [];
    // A protective order is worked out with the price of its entry as long as both are there.
    for (const id of this.#entryPrices.keys()) if (this.#orders.look(id) === undefined) this.#entryPrices.delete(id);
    return taken;
  }

  /** Gives the open trade of an instrument the lots that a split made of its own, ahead of the bar of its step. */
  #split(notice: OutputReader): void {
    const instrument = notice.word(OUT_DIAGNOSTIC_INSTRUMENT), row = this.#rowOf(notice, instrument);
    this.#trips.split(notice);
    this.#open[instrument]?.excursion.split(notice.float(OUT_DIAGNOSTIC_VALUE), row - 1);
  }

  /** Adds the execution that is read to the story of its trade. */
  #tell(trip: TripRecord, rule: number, told: ToldFill): void {
    const facts = this.#facts, { instrument } = facts, order = this.#orders.look(facts.orderId);
    let story = this.#stories.get(trip);
    if (story === undefined) {
      const excursion = new Excursion(this.#parts.columns[instrument]!, this.#moneys[instrument]!);
      story = new TradeStory(told, excursion);
      this.#stories.set(trip, story);
    }
    story.add(told);
    const way = fillWay(rule, facts.quantity > 0, order?.type === "stopLimit" || order?.type === "stopTrailLimit");
    story.excursion.fill(facts, told.row, told.place, way);
    this.#open[instrument] = trip.isOpen ? story : undefined;
  }

  /** Returns what the rows tell of the execution that is read. */
  #told(notice: OutputReader): ToldFill {
    const facts = this.#facts, { instrument, orderId } = facts, columns = this.#parts.columns[instrument]!;
    // What a split pays in cash is paid ahead of the bar of its step.
    const last = this.#rowOf(notice, instrument), row = Math.max(0, notice.rule === FILL_RULE_SPLIT ? last - 1 : last);
    // What was decided at a close fills there, and the next bar books it, or an event ahead of that bar.
    const placed = columns.timeUs[row] === notice.float(OUT_TIME_US) ? Math.max(0, row - 1) : row;
    const order = this.#orders.look(orderId), spec = this.#specs[instrument]!;
    const prices = {
      open: spec.wholeSteps(columns.open[row]!),
      close: spec.wholeSteps(columns.close[row]!),
      placementClose: spec.wholeSteps(columns.close[placed]!),
      stop: order?.stopSteps ?? 0,
      entry: this.#entryPrices.get(order?.parent ?? 0),
    };
    if (order !== undefined && (order.stopLoss !== null || order.takeProfit !== null)) {
      this.#entryPrices.set(orderId, facts.price);
    }
    return {
      orderId,
      reason: reasonOf(order, notice.rule),
      tag: order?.tag ?? null,
      rule: fillRuleName(notice.rule),
      date: formatWallTime((columns.sessionDay[row]! - SESSION_DAY_OFFSET) * DAY_US),
      slippage: fillSlippage(notice.rule, facts, prices, this.#moneys[instrument]!),
      ...(notice.rule === FILL_RULE_PLACEMENT_CLOSE
        ? { row: placed, place: "close" }
        : { row, place: fillPlace(notice.rule) }),
      timeUs: this.#timeOf(notice, instrument),
    };
  }

  /** Returns the moment of an execution. */
  #timeOf(notice: OutputReader, instrument: number): number {
    const near = this.#rowOf(notice, instrument);
    return executionTimeUs(notice.rule, notice.float(OUT_TIME_US), this.#parts.columns[instrument]!, near);
  }

  /** Returns the last bar up to a record, -1 without any. Records come in the order of time. */
  #rowOf(notice: OutputReader, instrument: number): number {
    const { timeUs } = this.#parts.columns[instrument]!;
    return this.#rows[instrument] = lastUntil(timeUs, notice.float(OUT_TIME_US), this.#rows[instrument]!);
  }

  #cameLate(notice: OutputReader): boolean {
    const order = this.#orders.look(this.#facts.orderId);
    return order?.role === "flatAt" && this.#parts.isLateExit?.(order, notice.float(OUT_TIME_US)) === true;
  }

  #fillRow(notice: OutputReader, told: ToldFill, step: number, lateExit: boolean): FillRow {
    const facts = this.#facts, spec = this.#specs[facts.instrument]!, { quantity, flags } = facts;
    const rule = fillRuleName(notice.rule), side = sideOf(quantity), clamped = (flags & FILL_FLAG_CLAMPED) !== 0;
    return {
      orderId: facts.orderId,
      feed: spec.name,
      timeUs: told.timeUs,
      time: isoTime(told.timeUs),
      date: told.date,
      bar: step,
      side,
      size: spec.size(Math.abs(quantity)),
      price: spec.price(facts.price),
      notional: this.#notional() / this.#moneyUnits,
      commission: facts.commission / this.#moneyUnits,
      slippage: told.slippage === null ? null : told.slippage / this.#moneyUnits,
      rule,
      reason: told.reason,
      tag: told.tag,
      closing: facts.closed !== 0,
      pnl: facts.pnl / this.#moneyUnits,
      late: (flags & FILL_FLAG_LATE) !== 0,
      ambiguous: (flags & FILL_FLAG_AMBIGUOUS) !== 0,
      slipped: (flags & FILL_FLAG_SLIPPED) !== 0,
      clamped,
      lateExit,
      ...fillPriceSource({ rule, side, type: this.#orders.get(facts.orderId)?.type, clamped }),
    };
  }

  /** Returns the notional of the execution that is read. With doubles its record tells what was set aside. */
  #notional(): number {
    const facts = this.#facts, spec = this.#specs[facts.instrument]!;
    if (spec.isPlain === true) return Math.abs(facts.quantity) * facts.price * spec.pointValue;
    return spec.zero === 0 ? facts.value : worthOf(spec, facts.price, Math.abs(facts.quantity));
  }

  /** The rows of orders leave out a protective order of a refused entry, so its refusal is left out too. */
  #isOrphan(notice: OutputReader): boolean {
    return notice.reason !== REASON_PROTECTIVE_PRICE &&
      this.#orders.look(notice.word(OUT_REFUSAL_ORDER_ID))?.hidden === true;
  }

  #refusalRow(notice: OutputReader, step: number): RefusalRow {
    const needed = notice.float(OUT_REFUSAL_NEEDED), available = notice.float(OUT_REFUSAL_AVAILABLE);
    const spec = this.#specs[notice.word(OUT_REFUSAL_INSTRUMENT)]!, id = notice.word(OUT_REFUSAL_ORDER_ID);
    const order = this.#orders.look(id), event = notice.detail, lane = notice.word(OUT_REFUSAL_LANE);
    const value = notice.float(OUT_REFUSAL_VALUE), places = event === EVENT_PLACE, replaces = event === EVENT_REPLACE;
    const money = !places && !replaces && AMOUNT_REASONS.includes(notice.reason);
    const isPrice = places && (lane === PLACE_LIMIT || lane === PLACE_STOP) ||
      replaces && (lane === REPLACE_LIMIT || lane === REPLACE_STOP);
    const size = places && lane === PLACE_QUANTITY ? order?.askedSize ?? null : null;
    return {
      // A protective price that is refused refuses its whole entry.
      orderId: notice.reason === REASON_PROTECTIVE_PRICE ? order?.parent ?? id : id,
      feed: spec.name,
      timeUs: notice.float(OUT_TIME_US),
      time: isoTime(notice.float(OUT_TIME_US)),
      bar: step,
      reason: reasonName(notice.reason),
      needed: money ? needed / this.#moneyUnits : null,
      available: money ? available / this.#moneyUnits : null,
      price: isPrice ? spec.price(value) : null,
      size: replaces && lane === REPLACE_QUANTITY ? spec.size(value) : size,
    };
  }

  #diagnosticRow(notice: OutputReader, step: number): DiagnosticRow {
    const orderId = notice.word(OUT_DIAGNOSTIC_ORDER_ID);
    return {
      timeUs: notice.float(OUT_TIME_US),
      time: isoTime(notice.float(OUT_TIME_US)),
      bar: step,
      level: notice.detail,
      reason: reasonName(notice.reason),
      feed: this.#specs[notice.word(OUT_DIAGNOSTIC_INSTRUMENT)]!.name,
      orderId: orderId === 0 ? null : orderId,
    };
  }
}

/** Returns the cause of a fill. */
function reasonOf(order: OrderRecord | undefined, rule: number): FillReason | null {
  if (rule === FILL_RULE_CLOSE_AT_END) return "closeAtEnd";
  if (rule === FILL_RULE_LIQUIDATION) return "liquidation";
  if (rule === FILL_RULE_FEED_ENDED) return "feedEnd";
  if (rule === FILL_RULE_SPLIT) return "split";
  if (order === undefined) return null;
  return order.role === "entry" ? order.side : order.role;
}
