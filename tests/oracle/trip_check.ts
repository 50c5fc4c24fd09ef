/**
 * Checks the core's round trips a second time: if no order has a trade id of its own, they equal the strategy's trades.
 *
 * @module
 */

import {
  OUT_ROUND_TRIP_BARS_CLOSED,
  OUT_ROUND_TRIP_BARS_OPENED,
  OUT_ROUND_TRIP_COMMISSION,
  OUT_ROUND_TRIP_INSTRUMENT,
  OUT_ROUND_TRIP_PNL,
  OUT_ROUND_TRIP_PRICE,
  OUT_ROUND_TRIP_QUANTITY,
  OUT_ROUND_TRIP_ROUND_TRIP,
  TRIP_CLOSED,
} from "../../src/contract/contract.gen.ts";
import type { OutputReader } from "../../src/records/output_reader.ts";
import type { Scenario } from "./scenario.ts";
import type { TradeView } from "./trade_book.ts";

/** Compares round trips with trades, in the order of both. */
export class TripCheck {
  readonly #name: string;
  readonly #applies: boolean;
  #trips: string[] = [];

  constructor(scenario: Scenario) {
    this.#name = scenario.name;
    this.#applies = scenario.actions.every((action) => (action.args?.tradeid ?? 0) === 0);
  }

  /** Adds a round trip record. */
  take(reader: OutputReader): void {
    const closed = reader.detail === TRIP_CLOSED;
    this.#trips.push([
      reader.word(OUT_ROUND_TRIP_ROUND_TRIP),
      reader.word(OUT_ROUND_TRIP_INSTRUMENT),
      closed ? "Closed" : "Open",
      reader.float(OUT_ROUND_TRIP_QUANTITY),
      reader.float(OUT_ROUND_TRIP_PRICE),
      reader.float(OUT_ROUND_TRIP_PNL),
      reader.float(OUT_ROUND_TRIP_COMMISSION),
      reader.float(OUT_ROUND_TRIP_BARS_OPENED),
      reader.float(OUT_ROUND_TRIP_BARS_CLOSED),
    ].join(" "));
  }

  /**
   * Compares the added round trips with the current trades.
   *
   * @throws {Error} if they are not the same
   */
  expect(trades: readonly TradeView[]): void {
    const told = trades.map((trade) =>
      [
        trade.ref,
        trade.data,
        trade.status,
        trade.size,
        trade.price,
        trade.pnl,
        trade.commission,
        trade.baropen,
        trade.barclose,
      ].join(" ")
    );
    const trips = this.#trips;
    this.#trips = [];
    if (this.#applies && told.join("\n") !== trips.join("\n")) {
      throw new Error(
        `Cannot replay "${this.#name}" as the round trips of the core are [${trips.join("; ")}] ` +
          `where the trades of the strategy are [${told.join("; ")}]`,
      );
    }
  }
}
