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
  /** The trades that were open when they were last heard of, by their places. */
  readonly #open: (TripRecord | undefined)[] = [];
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
    if (trip.place >= 0) this.#write(trip);
    else if (trip.isOpen) {
      trip.place = this.#count++;
      this.#open[trip.place] = trip;
    }
  }

  #write(trip: TripRecord): void {
    const at = trip.place;
    this.#openedBar[at] = trip.openedBar;
    this.#pnl[at] = trip.isOpen ? NaN : trip.pnl;
    this.#entryValue[at] = trip.entryValue;
    this.#ambiguous[at] = trip.ambiguous ? 1 : 0;
    this.#open[at] = undefined;
  }

  /** Returns the columns, in which trades that are open have no profit. */
  end(): BriefRows["trades"] {
    for (const trip of this.#open) if (trip !== undefined) this.#write(trip);
    const count = this.#count;
    return {
      openedBar: this.#openedBar.subarray(0, count),
      pnl: this.#pnl.subarray(0, count),
      entryValue: this.#entryValue.subarray(0, count),
      ambiguous: this.#ambiguous.subarray(0, count),
    };
  }
}
