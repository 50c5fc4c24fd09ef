/**
 * The edge's record of a trade.
 *
 * @module
 */

import {
  EXACT_MAX,
  FILL_FLAG_AMBIGUOUS,
  OUT_ROUND_TRIP_BARS_CLOSED,
  OUT_ROUND_TRIP_BARS_OPENED,
  OUT_ROUND_TRIP_COMMISSION,
  OUT_ROUND_TRIP_ENTRY_QUANTITY,
  OUT_ROUND_TRIP_FLAGS,
  OUT_ROUND_TRIP_PNL,
  OUT_ROUND_TRIP_PRICE,
  OUT_ROUND_TRIP_QUANTITY_MAX,
  OUT_ROUND_TRIP_ROUND_TRIP,
  TRIP_OPENED,
} from "../contract/contract.gen.ts";
import type { TradeView } from "../strategy/order_view.ts";
import { AveragePrice } from "./average_price.ts";
import type { InstrumentUnits } from "./instrument_units.ts";
import type { ExecutionFacts } from "../records/execution_facts.ts";
import { isoTime } from "../records/iso_time.ts";
import type { OutputReader } from "../records/output_reader.ts";
import type { TradeRow } from "./result_rows.ts";
import type { TradeStory } from "./trade_story.ts";

/** The moment of an execution and the step that told it. */
export interface ExecutionPlace {
  /** The moment in microseconds since the epoch. */
  readonly timeUs: number;
  /** Index of the step. */
  readonly step: number;
}

/** The place of an execution that opens or closes a trade. */
export interface TripTurn extends ExecutionPlace {
  /** Bars of the instrument up to it. */
  readonly bars: number;
}

/** A trade for the strategy and for the result. Amounts are in money units, sizes in lots. */
export class TripRecord implements TradeView {
  readonly id: number;
  readonly feed: string;
  readonly long: boolean;
  isOpen = true;
  ambiguous = false;
  /** Place in columns of trades; below zero for none. */
  place = -1;
  /** True once a late exit has filled. */
  lateExit = false;
  readonly #opening: TripTurn;
  #closing: TripTurn | undefined;
  #largest = 0;
  readonly #entry: AveragePrice = new AveragePrice();
  readonly #exit: AveragePrice = new AveragePrice();
  /** Average entry price as the core has it, with doubles. */
  #plainPrice: number | undefined;
  #pnl = 0;
  #commission = 0;
  readonly #spec: InstrumentUnits;
  readonly #moneyUnits: number;

  /** Makes an open trade without fills. */
  constructor(id: number, long: boolean, opening: TripTurn, spec: InstrumentUnits, moneyUnits: number) {
    this.id = id;
    this.feed = spec.name;
    this.long = long;
    this.#opening = opening;
    this.#spec = spec;
    this.#moneyUnits = moneyUnits;
  }

  /** Makes an open trade from its opening notice, and the place and price of the fill that opened it. */
  static fromNotice(
    notice: OutputReader,
    place: ExecutionPlace,
    spec: InstrumentUnits,
    moneyUnits: number,
    price: number,
  ): TripRecord {
    const lots = notice.float(OUT_ROUND_TRIP_ENTRY_QUANTITY), id = notice.word(OUT_ROUND_TRIP_ROUND_TRIP);
    const opening = { ...place, bars: notice.float(OUT_ROUND_TRIP_BARS_OPENED) };
    const trip = new TripRecord(id, lots > 0, opening, spec, moneyUnits);
    trip.#entry.add(price, Math.abs(lots));
    trip.update(notice, place);
    return trip;
  }

  /** Applies a trade notice about the fill at a place. */
  update(notice: OutputReader, place: ExecutionPlace): void {
    this.#largest = Math.abs(notice.float(OUT_ROUND_TRIP_QUANTITY_MAX));
    if (this.#spec.isPlain === true) this.#plainPrice = notice.float(OUT_ROUND_TRIP_PRICE);
    this.#pnl = notice.float(OUT_ROUND_TRIP_PNL);
    this.#commission = notice.float(OUT_ROUND_TRIP_COMMISSION);
    this.ambiguous = (notice.word(OUT_ROUND_TRIP_FLAGS) & FILL_FLAG_AMBIGUOUS) !== 0;
    if (notice.detail !== TRIP_OPENED) this.close({ ...place, bars: notice.float(OUT_ROUND_TRIP_BARS_CLOSED) });
  }

  /** Applies an execution at a price, so that an open trade is up to date too. */
  execute(facts: ExecutionFacts, price: number): void {
    this.#entry.add(price, Math.abs(facts.quantity - facts.closed));
    this.#exit.add(price, Math.abs(facts.closed));
    this.#pnl += facts.pnl;
    this.#commission += facts.commission;
    if ((facts.flags & FILL_FLAG_AMBIGUOUS) !== 0) this.ambiguous = true;
    this.#largest = Math.max(this.#largest, this.#entry.lots - this.#exit.lots);
  }

  /**
   * Applies an execution with doubles, in the core's order of operations. Of one that changes the position's sign the
   * closing part alone belongs to this trade, and its notice tells the sums.
   */
  executePlain(facts: ExecutionFacts): void {
    this.#exit.add(facts.price, Math.abs(facts.closed));
    this.#pnl += facts.pnl;
    this.#commission += facts.commission;
    if (facts.closed !== 0) return;
    const { positionSize: size, quantity: opened, price } = facts;
    this.#plainPrice = ((size - opened) * this.#plainPrice! + opened * price) / size;
    this.#largest = Math.max(this.#largest, Math.abs(facts.positionSize));
  }

  /** Makes other lots of the trade at the same value, as a split does: `after` for each `before`. */
  split(after: number, before: number): void {
    this.#entry.split(after, before);
    this.#exit.split(after, before);
    this.#largest = this.#largest * after / before;
  }

  /** Ends the trade. */
  close(closing: TripTurn): void {
    this.isOpen = false;
    this.#closing = closing;
  }

  get size(): number {
    return this.#spec.size(this.#largest);
  }

  get entryPrice(): number {
    return this.#plainPrice ?? this.#entry.value!;
  }

  /**
   * Value of the largest size at the entry price, with the multiplier and without commission; 0 where prices may be zero and
   * below, so that they tell no worth.
   */
  get entryValue(): number {
    if (this.#spec.zero !== 0) return 0;
    return this.size * this.entryPrice * this.#spec.pointValue;
  }

  /** Index of the step of the fill that opened it. */
  get openedBar(): number {
    return this.#opening.step;
  }

  get exitPrice(): number | null {
    return this.#exit.value;
  }

  get pnl(): number {
    return (this.#pnl - this.#commission) / this.#moneyUnits;
  }

  get commission(): number {
    return this.#commission / this.#moneyUnits;
  }

  /** Returns a copy, as the strategy may receive it after further changes. */
  view(): TradeView {
    const { id, feed, long, isOpen, size, entryPrice, exitPrice, pnl, commission, ambiguous } = this;
    return { id, feed, long, isOpen, size, entryPrice, exitPrice, pnl, commission, ambiguous };
  }

  /** Returns the row of the result, with the story of the trade. */
  row({ entry, last, slippage, excursion }: TradeStory): TradeRow {
    const opening = this.#opening, closing = this.#closing, exit = closing === undefined ? undefined : last;
    const { entryValue } = this, pnl = this.isOpen ? null : this.pnl;
    const mae = counted(excursion.worst) / this.#moneyUnits, mfe = counted(excursion.best) / this.#moneyUnits;
    const fraction = (money: number | null): number | null =>
      money === null || entryValue === 0 ? null : money / Math.abs(entryValue);
    return {
      id: this.id,
      feed: this.feed,
      long: this.long,
      openedUs: opening.timeUs,
      openedAt: isoTime(opening.timeUs),
      openedDate: entry.date,
      openedBar: opening.step,
      closedUs: closing?.timeUs ?? null,
      closedAt: closing === undefined ? null : isoTime(closing.timeUs),
      closedDate: exit?.date ?? null,
      closedBar: closing?.step ?? null,
      size: this.size,
      entryPrice: this.entryPrice,
      entryValue,
      exitPrice: this.isOpen ? null : this.exitPrice,
      pnl,
      returnFraction: fraction(pnl),
      commission: this.commission,
      slippage: slippage === null ? null : slippage / this.#moneyUnits,
      mae,
      maeFraction: fraction(mae),
      mfe,
      mfeFraction: fraction(mfe),
      bars: closing === undefined ? null : closing.bars - opening.bars,
      entryReason: entry.reason,
      entryRule: entry.rule,
      entryOrderId: entry.orderId,
      exitReason: exit?.reason ?? null,
      exitRule: exit?.rule ?? null,
      exitOrderId: (exit?.orderId ?? 0) || null,
      tag: entry.tag,
      exitTag: exit?.tag ?? null,
      ambiguous: this.ambiguous,
      lateExit: this.lateExit,
    };
  }
}

/** Returns an infinite mark, which is one past the largest amount, as that amount: no saved row could hold it. */
function counted(units: number): number {
  return Math.abs(units) === Infinity ? Math.sign(units) * EXACT_MAX : units;
}
