/**
 * Makes intents as event records, one at a time.
 *
 * @module
 */

import {
  BAR_BEGIN_US,
  BAR_CLOSE,
  BAR_HIGH,
  BAR_LOW,
  BAR_OPEN,
  BAR_SESSION_DAY,
  BAR_VOLUME,
  CASH_AMOUNT,
  COLUMN_BEGIN_US,
  COLUMN_CLOSE,
  COLUMN_HIGH,
  COLUMN_LOW,
  COLUMN_OPEN,
  COLUMN_SESSION_DAY,
  COLUMN_VOLUME,
  EVENT_BAR,
  EVENT_CANCEL,
  EVENT_CASH,
  EVENT_PLACE,
  EVENT_POSITION_READ,
  EVENT_STEP,
  LANE_INSTRUMENT,
  LANE_KIND,
  LANE_ORDER_ID,
  LANE_TIME_US,
  ORDER_FLAG_HOLD,
  ORDER_FLAG_TRAIL_RATE,
  PLACE_FLAGS,
  PLACE_LIMIT,
  PLACE_OCO,
  PLACE_ORDER_TYPE,
  PLACE_PARENT,
  PLACE_QUANTITY,
  PLACE_ROUND_TRIP,
  PLACE_SESSION_END_US,
  PLACE_SIDE,
  PLACE_STOP,
  PLACE_TRAIL,
  PLACE_VALID_US,
  PLACE_VALIDITY,
  POSITION_READ_VALUED,
  RECORD_LANES,
  SIDE_BUY,
  SIDE_SELL,
  TYPE_LIMIT,
  TYPE_MARKET,
  TYPE_MARKET_ON_CLOSE,
  TYPE_STOP,
  TYPE_STOP_LIMIT,
  TYPE_STOP_TRAIL,
  TYPE_STOP_TRAIL_LIMIT,
  VALIDITY_DAY,
  VALIDITY_GTC,
  VALIDITY_GTD,
} from "../../src/contract/contract.gen.ts";
import type { OrderRequest } from "./order_request.ts";
import type { Validity } from "./scenario_times.ts";

const TYPES: Readonly<Record<string, number>> = {
  Market: TYPE_MARKET,
  Close: TYPE_MARKET_ON_CLOSE,
  Limit: TYPE_LIMIT,
  Stop: TYPE_STOP,
  StopLimit: TYPE_STOP_LIMIT,
  StopTrail: TYPE_STOP_TRAIL,
  StopTrailLimit: TYPE_STOP_TRAIL_LIMIT,
};
/** Types with a trigger. */
const STOPS: ReadonlySet<number> = new Set([TYPE_STOP, TYPE_STOP_LIMIT, TYPE_STOP_TRAIL, TYPE_STOP_TRAIL_LIMIT]);
const VALIDITIES: Readonly<Record<Validity["kind"], number>> = {
  gtc: VALIDITY_GTC,
  gtd: VALIDITY_GTD,
  day: VALIDITY_DAY,
};

/** A buffer of one record that every call overwrites. */
export class IntentRecord {
  /** The record. */
  readonly floats: Float64Array<ArrayBuffer> = new Float64Array(RECORD_LANES);
  readonly #words: Uint32Array = new Uint32Array(this.floats.buffer);

  /** Makes a read of an instrument's position, or of its value. */
  touch(timeUs: number, instrument: number, valued: boolean = false): Float64Array {
    this.#begin(EVENT_POSITION_READ, timeUs, instrument, 0);
    this.#words[POSITION_READ_VALUED] = valued ? 1 : 0;
    return this.floats;
  }

  /** Makes a transfer of money from outside, or to it. */
  transfer(timeUs: number, amount: number): Float64Array {
    this.#begin(EVENT_CASH, timeUs, 0, 0);
    this.floats[CASH_AMOUNT] = amount;
    return this.floats;
  }

  /** Makes a bar from a row of packed columns. */
  bar(packed: Float64Array, from: number, count: number, instrument: number): Float64Array {
    this.#begin(EVENT_BAR, packed[from]!, instrument, 0);
    this.floats[BAR_BEGIN_US] = packed[from + COLUMN_BEGIN_US * count]!;
    this.#words[BAR_SESSION_DAY] = packed[from + COLUMN_SESSION_DAY * count]!;
    this.floats[BAR_OPEN] = packed[from + COLUMN_OPEN * count]!;
    this.floats[BAR_HIGH] = packed[from + COLUMN_HIGH * count]!;
    this.floats[BAR_LOW] = packed[from + COLUMN_LOW * count]!;
    this.floats[BAR_CLOSE] = packed[from + COLUMN_CLOSE * count]!;
    this.floats[BAR_VOLUME] = packed[from + COLUMN_VOLUME * count]!;
    return this.floats;
  }

  /** Makes the close of a step. */
  step(timeUs: number): Float64Array {
    return this.#begin(EVENT_STEP, timeUs, 0, 0);
  }

  /** Makes a cancellation. */
  cancel(timeUs: number, instrument: number, orderId: number): Float64Array {
    return this.#begin(EVENT_CANCEL, timeUs, instrument, orderId);
  }

  /**
   * Makes an order. `oco` is the id of its group's leader and `parent` that of its bracket's entry; zero means none.
   */
  place(
    timeUs: number,
    orderId: number,
    request: OrderRequest,
    validity: Validity,
    sessionEndUs: number,
    oco: number,
    parent: number,
  ): Float64Array {
    this.#begin(EVENT_PLACE, timeUs, request.data, orderId);
    const floats = this.floats, words = this.#words, type = TYPES[request.exectype]!;
    let by_rate = false;
    floats[PLACE_QUANTITY] = Math.abs(request.size);
    if (STOPS.has(type)) floats[PLACE_STOP] = request.price;
    else floats[PLACE_LIMIT] = request.price;
    if (type === TYPE_STOP_LIMIT || type === TYPE_STOP_TRAIL_LIMIT) floats[PLACE_LIMIT] = request.pricelimit;
    if (type === TYPE_STOP_TRAIL || type === TYPE_STOP_TRAIL_LIMIT) {
      // An amount goes before a percentage, as in backtrader.
      by_rate = (request.args.trailamount ?? 0) === 0;
      floats[PLACE_TRAIL] = (by_rate ? request.args.trailpercent : request.args.trailamount) ?? 0;
    }
    if (type === TYPE_MARKET_ON_CLOSE) floats[PLACE_SESSION_END_US] = sessionEndUs;
    floats[PLACE_VALID_US] = validity.validUs;
    words[PLACE_FLAGS] = (request.held ? ORDER_FLAG_HOLD : 0) | (by_rate ? ORDER_FLAG_TRAIL_RATE : 0);
    words[PLACE_PARENT] = parent;
    words[PLACE_OCO] = oco;
    words[PLACE_ORDER_TYPE] = type;
    words[PLACE_SIDE] = request.size > 0 ? SIDE_BUY : SIDE_SELL;
    words[PLACE_VALIDITY] = VALIDITIES[validity.kind];
    words[PLACE_ROUND_TRIP] = request.args.tradeid ?? 0;
    return floats;
  }

  #begin(kind: number, timeUs: number, instrument: number, orderId: number): Float64Array {
    this.floats.fill(0);
    this.floats[LANE_TIME_US] = timeUs;
    this.#words[LANE_KIND] = kind;
    this.#words[LANE_INSTRUMENT] = instrument;
    this.#words[LANE_ORDER_ID] = orderId;
    return this.floats;
  }
}
