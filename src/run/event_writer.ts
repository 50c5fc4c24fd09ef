/**
 * Writes event records for the core into a buffer that grows.
 *
 * @module
 */

import {
  EVENT_CANCEL,
  EVENT_PLACE,
  EVENT_REPLACE,
  EVENT_SHUTDOWN,
  LANE_INSTRUMENT,
  LANE_KIND,
  LANE_ORDER_ID,
  LANE_TIME_US,
  PLACE_CASH,
  PLACE_FLAGS,
  PLACE_FRACTION,
  PLACE_LIMIT,
  PLACE_OCO,
  PLACE_ORDER_TYPE,
  PLACE_PARENT,
  PLACE_QUANTITY,
  PLACE_SIDE,
  PLACE_STOP,
  PLACE_VALID_US,
  PLACE_VALIDITY,
  RECORD_LANES,
  RECORD_WORDS,
  REPLACE_LIMIT,
  REPLACE_QUANTITY,
  REPLACE_STOP,
  SHUTDOWN_CLOSE_POSITIONS,
} from "../contract/contract.gen.ts";

/** Terms of an order in the core's integers. */
export interface PlaceTerms {
  orderId: number;
  instrument: number;
  readonly type: number;
  readonly side: number;
  readonly validity: number;
  flags: number;
  readonly quantity: number;
  readonly cash: number;
  readonly fraction: number;
  readonly limit: number;
  readonly stop: number;
  readonly validUs: number;
  readonly parent: number;
  oco: number;
}

/** Event records waiting to be applied. */
export class EventWriter {
  /** The buffer; the first `count` records are written. */
  floats: Float64Array = new Float64Array(16 * RECORD_LANES);
  /** Records written. */
  count = 0;
  #words: Uint32Array = new Uint32Array(this.floats.buffer);

  /** Forgets what was written. */
  clear(): void {
    this.count = 0;
  }

  /** Writes an order. */
  place(timeUs: number, terms: PlaceTerms): void {
    const { float, word } = this.#begin(EVENT_PLACE, timeUs, terms.instrument, terms.orderId);
    this.floats[float + PLACE_QUANTITY] = terms.quantity;
    this.floats[float + PLACE_LIMIT] = terms.limit;
    this.floats[float + PLACE_STOP] = terms.stop;
    this.floats[float + PLACE_VALID_US] = terms.validUs;
    this.floats[float + PLACE_CASH] = terms.cash;
    this.floats[float + PLACE_FRACTION] = terms.fraction;
    this.#words[word + PLACE_PARENT] = terms.parent;
    this.#words[word + PLACE_OCO] = terms.oco;
    this.#words[word + PLACE_ORDER_TYPE] = terms.type;
    this.#words[word + PLACE_SIDE] = terms.side;
    this.#words[word + PLACE_VALIDITY] = terms.validity;
    this.#words[word + PLACE_FLAGS] = terms.flags;
  }

  /** Writes a cancellation. */
  cancel(timeUs: number, instrument: number, orderId: number): void {
    this.#begin(EVENT_CANCEL, timeUs, instrument, orderId);
  }

  /** Writes a replacement; zero leaves a term as it is. */
  replace(
    timeUs: number,
    instrument: number,
    orderId: number,
    terms: { readonly quantity: number; readonly limit: number; readonly stop: number },
  ): void {
    const { float } = this.#begin(EVENT_REPLACE, timeUs, instrument, orderId);
    this.floats[float + REPLACE_QUANTITY] = terms.quantity;
    this.floats[float + REPLACE_LIMIT] = terms.limit;
    this.floats[float + REPLACE_STOP] = terms.stop;
  }

  /** Writes the end of the run. */
  shutDown(timeUs: number, closePositions: boolean): void {
    const { word } = this.#begin(EVENT_SHUTDOWN, timeUs, 0, 0);
    this.#words[word + SHUTDOWN_CLOSE_POSITIONS] = closePositions ? 1 : 0;
  }

  #begin(kind: number, timeUs: number, instrument: number, orderId: number): { float: number; word: number } {
    const float = this.count * RECORD_LANES, word = this.count * RECORD_WORDS;
    if (float === this.floats.length) {
      const floats = new Float64Array(this.floats.length * 2);
      floats.set(this.floats);
      this.floats = floats;
      this.#words = new Uint32Array(floats.buffer);
    }
    this.floats.fill(0, float, float + RECORD_LANES);
    this.floats[float + LANE_TIME_US] = timeUs;
    this.#words[word + LANE_KIND] = kind;
    this.#words[word + LANE_INSTRUMENT] = instrument;
    this.#words[word + LANE_ORDER_ID] = orderId;
    this.count++;
    return { float, word };
  }
}
