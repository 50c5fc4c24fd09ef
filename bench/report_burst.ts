/**
 * A burst of order and fill reports: 50,000 orders, each accepted and filled in nineteen parts.
 *
 * @module
 */

import {
  BAR_BEGIN_US,
  BAR_CLOSE,
  BAR_HIGH,
  BAR_LOW,
  BAR_OPEN,
  CONFIG_CASH_INITIAL,
  CONFIG_CHAIN,
  CONFIG_CURRENCIES_COUNT,
  CONFIG_INSTRUMENTS,
  CONFIG_INSTRUMENTS_COUNT,
  CONFIG_VERSION,
  CONTRACT_VERSION,
  EVENT_BAR,
  EVENT_FILL_REPORT,
  EVENT_ORDER_REPORT,
  EVENT_PLACE,
  EVENT_STEP,
  EXECUTION_REPORTED,
  FILL_REPORT_FILL_ID_LOW,
  FILL_REPORT_PRICE,
  FILL_REPORT_QUANTITY,
  INSTRUMENT_COMMISSION_UNIT_DENOMINATOR,
  INSTRUMENT_EXECUTION,
  INSTRUMENT_SCALE_DENOMINATOR_FIRST,
  INSTRUMENT_SCALE_DENOMINATOR_SECOND,
  INSTRUMENT_SCALE_NUMERATOR,
  INSTRUMENT_STRIDE,
  INSTRUMENT_TICK,
  INSTRUMENT_TRADED,
  LANE_KIND,
  LANE_ORDER_ID,
  LANE_TIME_US,
  ORDER_REPORT_REPORT,
  PLACE_ORDER_TYPE,
  PLACE_QUANTITY,
  PLACE_SIDE,
  PLACE_VALIDITY,
  RECORD_LANES,
  RECORD_WORDS,
  REPORT_ACCEPTED,
  SIDE_BUY,
  SIDE_SELL,
  TYPE_MARKET,
  VALIDITY_GTC,
} from "../src/contract/contract.gen.ts";

const ORDERS = 50_000, FILLS = 19;

/** Reports of the burst: one acceptance and nineteen fills an order. */
export const BURST_REPORTS: number = ORDERS * (1 + FILLS);

/** One instrument in reported execution with ample cash. */
export function burstConfiguration(): Float64Array {
  const lanes = new Float64Array(CONFIG_INSTRUMENTS + INSTRUMENT_STRIDE), base = CONFIG_INSTRUMENTS;
  lanes[CONFIG_VERSION] = CONTRACT_VERSION;
  lanes[CONFIG_INSTRUMENTS_COUNT] = 1;
  lanes[CONFIG_CURRENCIES_COUNT] = 1;
  lanes[CONFIG_CASH_INITIAL] = 1e14;
  lanes[CONFIG_CHAIN] = 1;
  lanes[base + INSTRUMENT_EXECUTION] = EXECUTION_REPORTED;
  lanes[base + INSTRUMENT_TRADED] = 1;
  lanes[base + INSTRUMENT_TICK] = 1;
  lanes[base + INSTRUMENT_SCALE_NUMERATOR] = 100;
  lanes[base + INSTRUMENT_SCALE_DENOMINATOR_FIRST] = 1;
  lanes[base + INSTRUMENT_SCALE_DENOMINATOR_SECOND] = 1;
  lanes[base + INSTRUMENT_COMMISSION_UNIT_DENOMINATOR] = 1;
  return lanes;
}

/** Event records with the writing of one at a time. */
class Records {
  readonly floats: Float64Array;
  readonly #words: Uint32Array;
  #count = 0;

  constructor(count: number) {
    this.floats = new Float64Array(count * RECORD_LANES);
    this.#words = new Uint32Array(this.floats.buffer);
  }

  add(kind: number, order: number, floats: Record<number, number>, words: Record<number, number>): void {
    const lane = this.#count * RECORD_LANES, word = this.#count * RECORD_WORDS;
    this.floats[lane + LANE_TIME_US] = 1_000_000;
    this.#words[word + LANE_KIND] = kind;
    this.#words[word + LANE_ORDER_ID] = order;
    for (const [at, value] of Object.entries(floats)) this.floats[lane + Number(at)] = value;
    for (const [at, value] of Object.entries(words)) this.#words[word + Number(at)] = value;
    this.#count++;
  }
}

/** A bar, its step, and the placement of every order: as many buys as sells, the buys first. */
export function burstPlacements(): Float64Array {
  const records = new Records(2 + ORDERS), price = 10_000;
  const bar = { [BAR_OPEN]: price, [BAR_HIGH]: price, [BAR_LOW]: price, [BAR_CLOSE]: price, [BAR_BEGIN_US]: 1 };
  records.add(EVENT_BAR, 0, bar, {});
  records.add(EVENT_STEP, 0, {}, {});
  for (let id = 1; id <= ORDERS; id++) {
    const side = id <= ORDERS / 2 ? SIDE_BUY : SIDE_SELL;
    const words = { [PLACE_ORDER_TYPE]: TYPE_MARKET, [PLACE_SIDE]: side, [PLACE_VALIDITY]: VALIDITY_GTC };
    records.add(EVENT_PLACE, id, { [PLACE_QUANTITY]: FILLS }, words);
  }
  return records.floats;
}

/** The reports, order by order in rounds, so that all orders are live at once. */
export function burstReports(): Float64Array {
  const records = new Records(BURST_REPORTS);
  for (let id = 1; id <= ORDERS; id++) {
    records.add(EVENT_ORDER_REPORT, id, {}, { [ORDER_REPORT_REPORT]: REPORT_ACCEPTED });
  }
  for (let fill = 1; fill <= FILLS; fill++) {
    for (let id = 1; id <= ORDERS; id++) {
      const price = 9_950 + (id * 7 + fill * 13) % 101;
      records.add(
        EVENT_FILL_REPORT,
        id,
        { [FILL_REPORT_PRICE]: price, [FILL_REPORT_QUANTITY]: 1 },
        { [FILL_REPORT_FILL_ID_LOW]: fill },
      );
    }
  }
  return records.floats;
}
