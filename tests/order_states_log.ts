/**
 * Event logs that lead an order where a test wants it, written event by event.
 *
 * @module
 */

import * as contract from "../src/contract/contract.gen.ts";
import { encodeConfiguration, resolveRules } from "../src/run/configuration.ts";

const DAY_US = 86_400_000_000;

/** Who fills: market data in two passes or in one queue, or a venue's reports. */
export type OrderExecution = "simulated" | "queue" | "reported";

/** Options of a log's account and instruments. */
export interface OrderLogOptions {
  readonly execution: OrderExecution;
  /** Who fills the second instrument, if not as the first one. */
  readonly second?: OrderExecution;
  /** Cash in money units; 1,000 by default. */
  readonly cash?: number;
  /** A lot at a price of one is this part of a money unit; 1 by default. */
  readonly scaleDenominator?: number;
}

/** Terms of an order; a market order to buy ten lots without any. */
export interface OrderTerms {
  readonly type?: number;
  readonly side?: number;
  readonly quantity?: number;
  readonly cash?: number;
  readonly fraction?: number;
  readonly limit?: number;
  readonly stop?: number;
  /** Days that it is good for; until cancelled without. */
  readonly days?: number;
  readonly flags?: number;
  readonly parent?: number;
  readonly oco?: number;
  readonly instrument?: number;
  /** Id of the first order of its call. */
  readonly call?: number;
}

/** What a fill says besides its lots and its price. */
export interface FillTerms {
  readonly fee?: number;
  readonly feeLots?: number;
  readonly fillId?: number;
}

/** First price, highest, lowest and last, or one price that is all four. */
export type Prices = number | readonly [open: number, high: number, low: number, close: number];

/** An event log over two instruments that grows. Time is the day of the last step. */
export class OrderLog {
  readonly #execution: OrderExecution;
  readonly #options: OrderLogOptions;
  #records: Float64Array[] = [];
  #day = 0;
  #fills = 0;

  constructor(options: OrderLogOptions) {
    this.#options = options;
    this.#execution = options.execution;
  }

  /** The configuration, in whose rules a cancel works in the step of placement. */
  configuration(): Float64Array<ArrayBuffer> {
    const rules = this.#execution === "queue"
      ? resolveRules("backtrader", { CANCEL: "WORKS" })
      : resolveRules("exact", {});
    const conduct = { marksToRecords: true, checks: true, chain: true, inputHash: false };
    const head = encodeConfiguration(rules, this.#options.cash ?? 1000, [], conduct);
    const lanes = new Float64Array(contract.CONFIG_INSTRUMENTS + 2 * contract.INSTRUMENT_STRIDE);
    lanes.set(head);
    lanes[contract.CONFIG_INSTRUMENTS_COUNT] = 2;
    for (let id = 0; id < 2; id++) {
      const instrument = lanes.subarray(contract.CONFIG_INSTRUMENTS + id * contract.INSTRUMENT_STRIDE);
      for (const lane of ONES) instrument[lane] = 1;
      instrument[contract.INSTRUMENT_SCALE_DENOMINATOR_FIRST] = this.#options.scaleDenominator ?? 1;
      const reported = (id === 1 ? this.#options.second ?? this.#execution : this.#execution) === "reported";
      instrument[contract.INSTRUMENT_EXECUTION] = reported ? contract.EXECUTION_REPORTED : contract.EXECUTION_SIMULATED;
    }
    return lanes;
  }

  /** Takes the records that were written since the last time. */
  take(): Float64Array<ArrayBuffer> {
    const all = new Float64Array(this.#records.length * contract.RECORD_LANES);
    this.#records.forEach((record, index) => all.set(record, index * contract.RECORD_LANES));
    this.#records = [];
    return all;
  }

  /** A day's bar of the first instrument, of both if a second one is given, and the step. */
  step(...bars: readonly Prices[]): this {
    this.#day++;
    bars.forEach((prices, id) => {
      const [open, high, low, close] = typeof prices === "number" ? [prices, prices, prices, prices] : prices;
      this.#add(contract.EVENT_BAR, { [contract.LANE_INSTRUMENT]: id }, {
        [contract.BAR_OPEN]: open,
        [contract.BAR_HIGH]: high,
        [contract.BAR_LOW]: low,
        [contract.BAR_CLOSE]: close,
        [contract.BAR_BEGIN_US]: (this.#day - 1) * DAY_US,
      });
    });
    return this.#add(contract.EVENT_STEP, {}, {});
  }

  /** Places an order. */
  place(id: number, terms: OrderTerms = {}): this {
    const sized = terms.cash !== undefined || terms.fraction !== undefined ||
      ((terms.flags ?? 0) & contract.ORDER_FLAG_PROTECTIVE) !== 0;
    return this.#add(contract.EVENT_PLACE, {
      [contract.LANE_ORDER_ID]: id,
      [contract.LANE_INSTRUMENT]: terms.instrument ?? 0,
      [contract.PLACE_ORDER_TYPE]: terms.type ?? contract.TYPE_MARKET,
      [contract.PLACE_SIDE]: terms.side ?? contract.SIDE_BUY,
      [contract.PLACE_VALIDITY]: terms.days === undefined ? contract.VALIDITY_GTC : contract.VALIDITY_GTD,
      [contract.PLACE_FLAGS]: terms.flags ?? 0,
      [contract.PLACE_PARENT]: terms.parent ?? 0,
      [contract.PLACE_OCO]: terms.oco ?? 0,
      [contract.PLACE_ROUND_TRIP]: terms.call ?? 0,
    }, {
      [contract.PLACE_QUANTITY]: terms.quantity ?? (sized ? 0 : 10),
      [contract.PLACE_CASH]: terms.cash ?? 0,
      [contract.PLACE_FRACTION]: terms.fraction ?? 0,
      [contract.PLACE_LIMIT]: terms.limit ?? 0,
      [contract.PLACE_STOP]: terms.stop ?? 0,
      [contract.PLACE_VALID_US]: terms.days === undefined ? 0 : (this.#day + terms.days) * DAY_US,
    });
  }

  /** Asks for a cancellation. */
  cancel(id: number): this {
    return this.#add(contract.EVENT_CANCEL, { [contract.LANE_ORDER_ID]: id }, {});
  }

  /** Asks for another quantity, another trigger or another limit. */
  replace(
    id: number,
    quantity: number,
    { stop = 0, limit = 0, flags = 0 }: { stop?: number; limit?: number; flags?: number } = {},
  ): this {
    return this.#add(contract.EVENT_REPLACE, { [contract.LANE_ORDER_ID]: id, [contract.REPLACE_FLAGS]: flags }, {
      [contract.REPLACE_QUANTITY]: quantity,
      [contract.REPLACE_STOP]: stop,
      [contract.REPLACE_LIMIT]: limit,
    });
  }

  /** Pays cash in or out. */
  cash(amount: number, purpose: number = contract.CASH_PURPOSE_TRANSFER): this {
    return this.#add(contract.EVENT_CASH, { [contract.CASH_PURPOSE]: purpose }, { [contract.CASH_AMOUNT]: amount });
  }

  /** Moves cash from outside or to it, as a strategy asks for it. */
  transfer(amount: number): this {
    return this.#add(contract.EVENT_TRANSFER, {}, { [contract.TRANSFER_AMOUNT]: amount });
  }

  /** Sets the risk flags. */
  risk(flags: number): this {
    return this.#add(contract.EVENT_RISK, { [contract.RISK_FLAGS]: flags }, {});
  }

  /** A venue's report with the lots that it counts as filled. */
  report(id: number, report: number, filled: number): this {
    return this.#add(
      contract.EVENT_ORDER_REPORT,
      { [contract.LANE_ORDER_ID]: id, [contract.ORDER_REPORT_REPORT]: report },
      { [contract.ORDER_REPORT_FILLED]: filled },
    );
  }

  /** A venue's fill with its fee in money or in lots. Its id is new, unless it is given. */
  fill(id: number, lots: number, price = 10, { fee, feeLots = 0, fillId }: FillTerms = {}): this {
    this.#fills++;
    return this.#add(
      contract.EVENT_FILL_REPORT,
      {
        [contract.LANE_ORDER_ID]: id,
        [contract.FILL_REPORT_FILL_ID_LOW]: fillId ?? this.#fills,
        [contract.FILL_REPORT_FLAGS]: fee === undefined ? 0 : contract.FILL_REPORT_FLAG_COMMISSION_GIVEN,
      },
      {
        [contract.FILL_REPORT_PRICE]: price,
        [contract.FILL_REPORT_QUANTITY]: lots,
        [contract.FILL_REPORT_COMMISSION]: fee ?? 0,
        [contract.FILL_REPORT_FEE_LOTS]: feeLots,
      },
    );
  }

  #add(kind: number, words: Readonly<Record<number, number>>, floats: Readonly<Record<number, number>>): this {
    const record = new Float64Array(contract.RECORD_LANES), all = new Uint32Array(record.buffer);
    record[contract.LANE_TIME_US] = this.#day * DAY_US;
    for (const [lane, value] of Object.entries(floats)) record[Number(lane)] = value;
    for (const [word, value] of Object.entries(words)) all[Number(word)] = value;
    all[contract.LANE_KIND] = kind;
    this.#records.push(record);
    return this;
  }
}

const ONES: readonly number[] = [
  contract.INSTRUMENT_TRADED,
  contract.INSTRUMENT_TICK,
  contract.INSTRUMENT_SCALE_NUMERATOR,
  contract.INSTRUMENT_SCALE_DENOMINATOR_FIRST,
  contract.INSTRUMENT_SCALE_DENOMINATOR_SECOND,
  contract.INSTRUMENT_COMMISSION_UNIT_DENOMINATOR,
  contract.INSTRUMENT_MULTIPLIER,
];
