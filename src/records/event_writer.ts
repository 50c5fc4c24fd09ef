/**
 * Writes event records for the core into a growing buffer.
 *
 * @module
 */

import {
  CASH_AMOUNT,
  DIVIDEND_DENOMINATOR,
  DIVIDEND_NUMERATOR,
  EVENT_CANCEL,
  EVENT_CASH,
  EVENT_DIVIDEND,
  EVENT_FUNDING,
  EVENT_HALT,
  EVENT_PLACE,
  EVENT_POSITION_READ,
  EVENT_REPLACE,
  EVENT_RISK,
  EVENT_SHUTDOWN,
  EVENT_SPLIT,
  EVENT_SPREAD,
  EVENT_STEP,
  EVENT_TRANSFER,
  FUNDING_ACCRUAL,
  FUNDING_DUE,
  FUNDING_RATE,
  HALT_HALTED,
  LANE_INSTRUMENT,
  LANE_KIND,
  LANE_ORDER_ID,
  LANE_PRODUCER,
  LANE_PRODUCER_SEQUENCE,
  LANE_TIME_US,
  ORDER_FLAG_TOGETHER,
  PLACE_BASKET,
  PLACE_CASH,
  PLACE_FLAGS,
  PLACE_FRACTION,
  PLACE_LIMIT,
  PLACE_OCO,
  PLACE_ORDER_TYPE,
  PLACE_PARENT,
  PLACE_QUANTITY,
  PLACE_ROUND_TRIP,
  PLACE_SESSION_END_US,
  PLACE_SIDE,
  PLACE_STOP,
  PLACE_TAG,
  PLACE_TRAIL,
  PLACE_VALID_US,
  PLACE_VALIDITY,
  RECORD_LANES,
  RECORD_WORDS,
  REPLACE_LIMIT,
  REPLACE_QUANTITY,
  REPLACE_STOP,
  REPLACE_TRAIL,
  RISK_FLAGS,
  SHUTDOWN_CLOSE_POSITIONS,
  SPLIT_DENOMINATOR,
  SPLIT_NUMERATOR,
  SPREAD_STEPS,
  TRANSFER_AMOUNT,
  VALIDITY_GTC,
} from "../contract/contract.gen.ts";
import { wordsOf } from "../contract/words.ts";
import type { DriveBuffer } from "../core/drive_buffer.ts";

/** What a HALT says that ends the trading of its instrument. */
const HALT_ENDED = 2;

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
  readonly tag: number;
  readonly trail: number;
  readonly sessionEndUs: number;
}

/** Event records in a drive buffer that wait for the core. */
export class EventWriter {
  /** Events of the drive buffer; the first `count` records are in use. */
  floats: Float64Array<ArrayBuffer>;
  /** Number of records. */
  count = 0;
  readonly #buffer: DriveBuffer;
  #words: Uint32Array;
  #float = 0;
  #word = 0;

  constructor(buffer: DriveBuffer) {
    this.#buffer = buffer;
    this.floats = buffer.events;
    this.#words = wordsOf(this.floats);
  }

  /** Drops the records. */
  clear(): void {
    this.count = 0;
  }

  /** Writes an order. */
  place(timeUs: number, terms: PlaceTerms): void {
    this.#begin(EVENT_PLACE, timeUs, terms.instrument, terms.orderId);
    const { floats } = this, words = this.#words, float = this.#float, word = this.#word;
    // An order has most lanes, so that zeros in the others are fewer writes than zeros in all.
    floats[float + PLACE_TRAIL] = terms.trail;
    floats[float + PLACE_SESSION_END_US] = terms.sessionEndUs;
    words[word + PLACE_ROUND_TRIP] = 0;
    words[word + PLACE_BASKET] = 0;
    floats[float + PLACE_QUANTITY] = terms.quantity;
    floats[float + PLACE_LIMIT] = terms.limit;
    floats[float + PLACE_STOP] = terms.stop;
    floats[float + PLACE_VALID_US] = terms.validUs;
    floats[float + PLACE_CASH] = terms.cash;
    floats[float + PLACE_FRACTION] = terms.fraction;
    words[word + PLACE_PARENT] = terms.parent;
    words[word + PLACE_OCO] = terms.oco;
    words[word + PLACE_ORDER_TYPE] = terms.type;
    words[word + PLACE_SIDE] = terms.side;
    words[word + PLACE_VALIDITY] = terms.validity;
    words[word + PLACE_FLAGS] = terms.flags;
    words[word + PLACE_TAG] = terms.tag;
  }

  /** Writes an order without a price, a lifetime, or a tie to another order. */
  placePlain(
    timeUs: number,
    instrument: number,
    orderId: number,
    type: number,
    side: number,
    flags: number,
    quantity: number,
    tag: number,
  ): void {
    this.#begin(EVENT_PLACE, timeUs, instrument, orderId);
    const { floats } = this, words = this.#words, float = this.#float, word = this.#word;
    floats[float + PLACE_QUANTITY] = quantity;
    floats[float + PLACE_LIMIT] = 0;
    floats[float + PLACE_STOP] = 0;
    floats[float + PLACE_VALID_US] = 0;
    floats[float + PLACE_CASH] = 0;
    floats[float + PLACE_FRACTION] = 0;
    floats[float + PLACE_TRAIL] = 0;
    floats[float + PLACE_SESSION_END_US] = 0;
    words[word + PLACE_ROUND_TRIP] = 0;
    words[word + PLACE_BASKET] = 0;
    words[word + PLACE_PARENT] = 0;
    words[word + PLACE_OCO] = 0;
    words[word + PLACE_ORDER_TYPE] = type;
    words[word + PLACE_SIDE] = side;
    words[word + PLACE_VALIDITY] = VALIDITY_GTC;
    words[word + PLACE_FLAGS] = flags;
    words[word + PLACE_TAG] = tag;
  }

  /** Gives the order that was written last the distance of its trigger from the market. */
  trail(distance: number): void {
    this.floats[this.#float + PLACE_TRAIL] = distance;
  }

  /** Gives the order that was written last the end of the session at whose close it fills. */
  sessionEnd(endUs: number): void {
    this.floats[this.#float + PLACE_SESSION_END_US] = endUs;
  }

  /** Writes the first read of a position. */
  positionRead(timeUs: number, instrument: number): void {
    this.#beginZero(EVENT_POSITION_READ, timeUs, instrument, 0);
  }

  /** Adds the number of a basket to the order that was written last. */
  basket(number: number): void {
    this.#words[this.#word + PLACE_BASKET] = number;
  }

  /** Says that the order that was written last is taken or refused with its call: the id of the first order of it. */
  together(call: number): void {
    this.#words[this.#word + PLACE_FLAGS]! |= ORDER_FLAG_TOGETHER;
    this.#words[this.#word + PLACE_ROUND_TRIP] = call;
  }

  /** Returns the call of an order that waits for the core, zero without one; undefined for an order that does not wait. */
  callOf(orderId: number): number | undefined {
    const word = this.#placed(orderId);
    return word < 0 ? undefined : this.#words[word + PLACE_ROUND_TRIP]!;
  }

  /** Gives an order that waits for the core a call, and a group unless that is zero. */
  join(orderId: number, call: number, oco: number): void {
    const word = this.#placed(orderId);
    this.#words[word + PLACE_FLAGS]! |= ORDER_FLAG_TOGETHER;
    this.#words[word + PLACE_ROUND_TRIP] = call;
    if (oco !== 0) this.lead(orderId, oco);
  }

  /** Gives an order that waits for the core a group. */
  lead(orderId: number, oco: number): void {
    this.#words[this.#placed(orderId) + PLACE_OCO] = oco;
  }

  /** Returns the first word of the record that places an order, or -1. */
  #placed(orderId: number): number {
    for (let word = (this.count - 1) * RECORD_WORDS; word >= 0; word -= RECORD_WORDS) {
      const isIt = this.#words[word + LANE_ORDER_ID] === orderId && this.#words[word + LANE_KIND] === EVENT_PLACE;
      if (isIt) return word;
    }
    return -1;
  }

  /** Writes a cancellation. */
  cancel(timeUs: number, instrument: number, orderId: number): void {
    this.#beginZero(EVENT_CANCEL, timeUs, instrument, orderId);
  }

  /** Writes a replacement; zero keeps a term. */
  replace(
    timeUs: number,
    instrument: number,
    orderId: number,
    terms: { readonly quantity: number; readonly limit: number; readonly stop: number; readonly trail?: number },
  ): void {
    this.#beginZero(EVENT_REPLACE, timeUs, instrument, orderId);
    this.floats[this.#float + REPLACE_QUANTITY] = terms.quantity;
    this.floats[this.#float + REPLACE_LIMIT] = terms.limit;
    this.floats[this.#float + REPLACE_STOP] = terms.stop;
    this.floats[this.#float + REPLACE_TRAIL] = terms.trail ?? 0;
  }

  /** Writes the risk flags of the account. */
  risk(timeUs: number, flags: number): void {
    this.#beginZero(EVENT_RISK, timeUs, 0, 0);
    this.#words[this.#word + RISK_FLAGS] = flags;
  }

  /** Writes money of the step that its time opens, in money units: from outside, or below zero to it. */
  cash(timeUs: number, amount: number): void {
    this.#beginZero(EVENT_CASH, timeUs, 0, 0);
    this.floats[this.#float + CASH_AMOUNT] = amount;
  }

  /** Writes a rate in 10^-9 that falls due in the step, at its end or at once. */
  rate(timeUs: number, instrument: number, accrual: number, rate: number, due: number): void {
    this.#beginZero(EVENT_FUNDING, timeUs, instrument, 0);
    this.floats[this.#float + FUNDING_RATE] = rate;
    this.#words[this.#word + FUNDING_ACCRUAL] = accrual;
    this.#words[this.#word + FUNDING_DUE] = due;
  }

  /** Writes the spread of an instrument from a step on: price steps by which fills slip. */
  spread(timeUs: number, instrument: number, steps: number): void {
    this.#beginZero(EVENT_SPREAD, timeUs, instrument, 0);
    this.floats[this.#float + SPREAD_STEPS] = steps;
  }

  /** Writes a dividend as money units for each lot, a fraction. */
  dividend(timeUs: number, instrument: number, numerator: number, denominator: number): void {
    this.#beginZero(EVENT_DIVIDEND, timeUs, instrument, 0);
    this.floats[this.#float + DIVIDEND_NUMERATOR] = numerator;
    this.floats[this.#float + DIVIDEND_DENOMINATOR] = denominator;
  }

  /** Writes a split as new lots for old ones. */
  split(timeUs: number, instrument: number, numerator: number, denominator: number): void {
    this.#beginZero(EVENT_SPLIT, timeUs, instrument, 0);
    this.floats[this.#float + SPLIT_NUMERATOR] = numerator;
    this.floats[this.#float + SPLIT_DENOMINATOR] = denominator;
  }

  /** Writes that the trading of an instrument ends. */
  endTrading(timeUs: number, instrument: number): void {
    this.#beginZero(EVENT_HALT, timeUs, instrument, 0);
    this.#words[this.#word + HALT_HALTED] = HALT_ENDED;
  }

  /** Writes money that a strategy moves, in money units: from outside, or below zero to it. */
  transfer(timeUs: number, amount: number): void {
    this.#beginZero(EVENT_TRANSFER, timeUs, 0, 0);
    this.floats[this.#float + TRANSFER_AMOUNT] = amount;
  }

  /** Writes the end of the run. */
  shutDown(timeUs: number, closePositions: boolean): void {
    this.#beginZero(EVENT_SHUTDOWN, timeUs, 0, 0);
    this.#words[this.#word + SHUTDOWN_CLOSE_POSITIONS] = closePositions ? 1 : 0;
  }

  /** Writes the end of a step, whose bars the core has. */
  step(timeUs: number): void {
    this.#beginZero(EVENT_STEP, timeUs, 0, 0);
  }

  /** Begins a record of zeros. */
  #beginZero(kind: number, timeUs: number, instrument: number, orderId: number): void {
    this.#begin(kind, timeUs, instrument, orderId);
    this.floats.fill(0, this.#float + 1, this.#float + (LANE_KIND >>> 1));
    this.#words.fill(0, this.#word + LANE_ORDER_ID + 1, this.#word + RECORD_WORDS);
  }

  /** Begins a record with the lanes that all kinds have; `#float` and `#word` then point at its lanes and words. */
  #begin(kind: number, timeUs: number, instrument: number, orderId: number): void {
    if (this.count * RECORD_LANES === this.#buffer.events.length) this.#buffer.grow();
    // The buffer grew, or an engine moved it.
    if (this.floats !== this.#buffer.events) {
      this.floats = this.#buffer.events;
      this.#words = wordsOf(this.floats);
    }
    const float = this.#float = this.count * RECORD_LANES, word = this.#word = this.count * RECORD_WORDS;
    const { floats } = this, words = this.#words;
    floats[float + LANE_TIME_US] = timeUs;
    words[word + LANE_KIND] = kind;
    words[word + LANE_INSTRUMENT] = instrument;
    words[word + LANE_PRODUCER] = 0;
    words[word + LANE_PRODUCER_SEQUENCE] = 0;
    words[word + LANE_ORDER_ID] = orderId;
    this.count++;
  }
}
