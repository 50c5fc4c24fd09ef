/**
 * The edge's record of a round trip.
 *
 * @module
 */

import {
  FILL_FLAG_AMBIGUOUS,
  OUT_ROUND_TRIP_BARS_CLOSED,
  OUT_ROUND_TRIP_BARS_OPENED,
  OUT_ROUND_TRIP_COMMISSION,
  OUT_ROUND_TRIP_ENTRY_QUANTITY,
  OUT_ROUND_TRIP_FLAGS,
  OUT_ROUND_TRIP_OPENED_US,
  OUT_ROUND_TRIP_PNL,
  OUT_ROUND_TRIP_QUANTITY_MAX,
  OUT_ROUND_TRIP_ROUND_TRIP,
  OUT_TIME_US,
  TRIP_OPENED,
} from "../contract/contract.gen.ts";
import type { TradeView } from "../strategy/order_view.ts";
import { AveragePrice } from "./average_price.ts";
import type { InstrumentSpec } from "./instrument_spec.ts";
import type { ExecutionFacts } from "../records/execution_facts.ts";
import type { OutputReader } from "../records/output_reader.ts";
import type { RoundTripRow } from "./result_rows.ts";

/** A round trip for the strategy and for the result. Amounts are in money units, sizes in lots. */
export class TripRecord implements TradeView {
  readonly id: number;
  readonly feed: string;
  readonly long: boolean;
  readonly openedUs: number;
  closedUs: number | null = null;
  isOpen = true;
  ambiguous = false;
  readonly #barsOpened: number;
  #barsClosed = 0;
  #largest = 0;
  readonly #entry: AveragePrice = new AveragePrice();
  readonly #exit: AveragePrice = new AveragePrice();
  #pnl = 0;
  #commission = 0;
  readonly #spec: InstrumentSpec;
  readonly #moneyUnits: number;

  /** Makes an open round trip without fills; `bars` of its instrument were seen. */
  constructor(id: number, openedUs: number, long: boolean, bars: number, spec: InstrumentSpec, moneyUnits: number) {
    this.id = id;
    this.feed = spec.name;
    this.long = long;
    this.openedUs = openedUs;
    this.#barsOpened = bars;
    this.#spec = spec;
    this.#moneyUnits = moneyUnits;
  }

  /** Makes an open round trip from its opening notice and the price of the fill that opened it. */
  static fromNotice(notice: OutputReader, spec: InstrumentSpec, moneyUnits: number, price: number): TripRecord {
    const lots = notice.float(OUT_ROUND_TRIP_ENTRY_QUANTITY), openedUs = notice.float(OUT_ROUND_TRIP_OPENED_US);
    const id = notice.word(OUT_ROUND_TRIP_ROUND_TRIP), barsOpened = notice.float(OUT_ROUND_TRIP_BARS_OPENED);
    const trip = new TripRecord(id, openedUs, lots > 0, barsOpened, spec, moneyUnits);
    trip.#entry.add(price, Math.abs(lots));
    trip.update(notice);
    return trip;
  }

  /** Applies a round-trip notice. */
  update(notice: OutputReader): void {
    this.#largest = Math.abs(notice.float(OUT_ROUND_TRIP_QUANTITY_MAX));
    this.#pnl = notice.float(OUT_ROUND_TRIP_PNL);
    this.#commission = notice.float(OUT_ROUND_TRIP_COMMISSION);
    this.ambiguous = (notice.word(OUT_ROUND_TRIP_FLAGS) & FILL_FLAG_AMBIGUOUS) !== 0;
    if (notice.detail !== TRIP_OPENED) this.close(notice.float(OUT_TIME_US), notice.float(OUT_ROUND_TRIP_BARS_CLOSED));
  }

  /** Applies an execution at a price, so that an open round trip is up to date too. */
  execute(facts: ExecutionFacts, price: number): void {
    this.#entry.add(price, Math.abs(facts.quantity - facts.closed));
    this.#exit.add(price, Math.abs(facts.closed));
    this.#pnl += facts.pnl;
    this.#commission += facts.commission;
    if ((facts.flags & FILL_FLAG_AMBIGUOUS) !== 0) this.ambiguous = true;
    this.#largest = Math.max(this.#largest, this.#entry.lots - this.#exit.lots);
  }

  /** Ends the round trip; `bars` of its instrument were seen. */
  close(closedUs: number, bars: number): void {
    this.isOpen = false;
    this.closedUs = closedUs;
    this.#barsClosed = bars;
  }

  get size(): number {
    return this.#spec.size(this.#largest);
  }

  get entryPrice(): number {
    return this.#entry.value!;
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

  /** Returns the row of the result. */
  row(): RoundTripRow {
    return {
      id: this.id,
      feed: this.feed,
      long: this.long,
      openedUs: this.openedUs,
      closedUs: this.closedUs,
      size: this.size,
      entryPrice: this.entryPrice,
      entryValue: this.size * this.entryPrice * this.#spec.pointValue,
      exitPrice: this.isOpen ? null : this.exitPrice,
      pnl: this.isOpen ? null : this.pnl,
      commission: this.commission,
      ambiguous: this.ambiguous,
      bars: this.isOpen ? null : this.#barsClosed - this.#barsOpened,
    };
  }
}
