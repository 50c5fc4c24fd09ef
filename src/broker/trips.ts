/**
 * The open round trips of all feeds, as the records of a run tell them.
 *
 * @module
 */

import {
  OUT_DIAGNOSTIC_EXPECTED,
  OUT_DIAGNOSTIC_INSTRUMENT,
  OUT_DIAGNOSTIC_VALUE,
  OUT_EXECUTION_BARS,
  OUT_EXECUTION_ROUND_TRIP,
  OUT_ROUND_TRIP_INSTRUMENT,
  OUTPUT_EXECUTION,
  TRIP_OPENED,
} from "../contract/contract.gen.ts";
import type { ExecutionFacts } from "../records/execution_facts.ts";
import type { OutputReader } from "../records/output_reader.ts";
import type { InstrumentUnits } from "./instrument_units.ts";
import { TripRecord } from "./trip_record.ts";

/** The open round trips of all feeds, updated by executions and round-trip notices. */
export class Trips {
  readonly #open: (TripRecord | undefined)[];
  readonly #specs: readonly InstrumentUnits[];
  readonly #moneyUnits: number;
  readonly #timeOf: (notice: OutputReader, facts: ExecutionFacts) => number;
  /** Price and moment of the last execution, which a notice of a round trip belongs to. */
  #price = 0;
  #timeUs = 0;

  /** Makes them without an open one; `timeOf` returns the moment of an execution. */
  constructor(
    specs: readonly InstrumentUnits[],
    moneyUnits: number,
    timeOf: (notice: OutputReader, facts: ExecutionFacts) => number,
  ) {
    this.#specs = specs;
    this.#moneyUnits = moneyUnits;
    this.#timeOf = timeOf;
    this.#open = specs.map(() => undefined);
  }

  /**
   * Applies an execution. Returns the round trip if its record says that it opened or closed; a FILL leaves that to a
   * notice of its own.
   */
  execute(notice: OutputReader, facts: ExecutionFacts, step: number): TripRecord | undefined {
    const id = facts.instrument, spec = this.#specs[id]!, tells = notice.kind === OUTPUT_EXECUTION;
    const opened = tells && facts.positionSize === facts.quantity;
    this.#price = spec.price(facts.price);
    this.#timeUs = this.#timeOf(notice, facts);
    if (opened) {
      const opening = { timeUs: this.#timeUs, step, bars: notice.float(OUT_EXECUTION_BARS) };
      const number = notice.word(OUT_EXECUTION_ROUND_TRIP);
      this.#open[id] = new TripRecord(number, facts.quantity > 0, opening, spec, this.#moneyUnits);
    }
    const trip = this.#open[id];
    if (spec.isPlain === true) trip?.executePlain(facts);
    else trip?.execute(facts, this.#price);
    if (opened || !tells || facts.positionSize !== 0) return opened ? trip : undefined;
    trip?.close({ timeUs: this.#timeUs, step, bars: notice.float(OUT_EXECUTION_BARS) });
    this.#open[id] = undefined;
    return trip;
  }

  /** Applies a notice of a split to the open round trip of its instrument. */
  split(notice: OutputReader): void {
    const after = notice.float(OUT_DIAGNOSTIC_VALUE), before = notice.float(OUT_DIAGNOSTIC_EXPECTED);
    if (after !== 0) this.#open[notice.word(OUT_DIAGNOSTIC_INSTRUMENT)]?.split(after, before);
  }

  /** Returns the open round trip of an instrument, or undefined. */
  openOf(id: number): TripRecord | undefined {
    return this.#open[id];
  }

  /** Applies a round-trip notice and returns the round trip. */
  turn(notice: OutputReader, step: number): TripRecord {
    const id = notice.word(OUT_ROUND_TRIP_INSTRUMENT), known = this.#open[id], place = { timeUs: this.#timeUs, step };
    if (notice.detail === TRIP_OPENED || known === undefined) {
      const trip = TripRecord.fromNotice(notice, place, this.#specs[id]!, this.#moneyUnits, this.#price);
      this.#open[id] = trip;
      return trip;
    }
    known.update(notice, place);
    this.#open[id] = undefined;
    return known;
  }
}
