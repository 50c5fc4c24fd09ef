/**
 * The columns of trades that statistics read, without a record of each trade.
 *
 * @module
 */

import type { BriefRows } from "./result_rows.ts";
import type { TripRecord } from "./trip_record.ts";

/** Columns of trades in the order of their opening. Of a trade that has ended nothing else is kept. */
export class BriefTrades {
  readonly #openedBar: Float64Array;
  readonly #pnl: Float64Array;
  readonly #entryValue: Float64Array;
  readonly #ambiguous: Uint8Array;
  /** The open trades with their places in the columns. */
  readonly #open: Map<TripRecord, number> = new Map();
  #count = 0;

  /** Makes columns with room for so many trades; each takes a fill to open. */
  constructor(most: number) {
    this.#openedBar = new Float64Array(most);
    this.#pnl = new Float64Array(most);
    this.#entryValue = new Float64Array(most);
    this.#ambiguous = new Uint8Array(most);
  }

  /** Takes a trade that has opened or ended. */
  turn(trip: TripRecord): void {
    const at = this.#open.get(trip);
    if (at !== undefined) this.#write(trip, at);
    else if (trip.isOpen) this.#open.set(trip, this.#count++);
  }

  #write(trip: TripRecord, at: number): void {
    this.#openedBar[at] = trip.openedBar;
    this.#pnl[at] = trip.isOpen ? NaN : trip.pnl;
    this.#entryValue[at] = trip.entryValue;
    this.#ambiguous[at] = trip.ambiguous ? 1 : 0;
    this.#open.delete(trip);
  }

  /** Returns the columns, in which trades that are open have no profit. */
  end(): BriefRows["trades"] {
    for (const [trip, at] of [...this.#open]) this.#write(trip, at);
    const count = this.#count;
    return {
      openedBar: this.#openedBar.subarray(0, count),
      pnl: this.#pnl.subarray(0, count),
      entryValue: this.#entryValue.subarray(0, count),
      ambiguous: this.#ambiguous.subarray(0, count),
    };
  }
}
