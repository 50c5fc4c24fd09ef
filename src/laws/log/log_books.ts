/**
 * An account kept from notices alone, in integers of any size, to compare with the ledger after every event.
 *
 * @module
 */

import {
  BAR_CLOSE,
  CASH_AMOUNT,
  CASH_PURPOSE,
  CASH_PURPOSE_TRANSFER,
  CONFIG_INSTRUMENTS,
  EVENT_BAR,
  EVENT_CASH,
  EVENT_FILL_REPORT,
  FILL_REPORT_FEE_LOTS,
  INSTRUMENT_SCALE_DENOMINATOR_FIRST,
  INSTRUMENT_SCALE_DENOMINATOR_SECOND,
  INSTRUMENT_SCALE_NUMERATOR,
  INSTRUMENT_STRIDE,
  LANE_INSTRUMENT,
  LANE_KIND,
  OUT_CODE,
  OUT_EXECUTION_COMMISSION,
  OUT_EXECUTION_INSTRUMENT,
  OUT_EXECUTION_PNL,
  OUT_EXECUTION_POSITION_COST,
  OUT_EXECUTION_POSITION_SIZE,
  OUT_EXECUTION_PRICE,
  OUT_EXECUTION_QUANTITY,
  OUT_EXECUTION_VALUE,
  OUT_FILL_CLOSED_COMMISSION,
  OUT_FILL_CLOSED_VALUE,
  OUT_FILL_INSTRUMENT,
  OUT_FILL_OPENED_COMMISSION,
  OUT_FILL_OPENED_VALUE,
  OUT_FILL_PNL,
  OUT_FILL_POSITION_BASIS,
  OUT_FILL_POSITION_SIZE,
  OUT_FILL_PRICE,
  OUT_FILL_QUANTITY,
  OUTPUT_EXECUTION,
  OUTPUT_FILL,
  OUTPUT_REFUSAL,
  RECORD_WORDS,
  STATUS_CASH,
  STATUS_COMMISSION,
  STATUS_EXTERNAL,
  STATUS_OTHER_PROFIT,
  STATUS_REALISED,
  STATUS_VALUE,
} from "../../contract/contract.gen.ts";

/** The figures of the books and of the ledger where they disagree. */
export interface BooksFault {
  /** The figures of the books. */
  readonly expected: string;
  /** The figures of the ledger. */
  readonly found: string;
}

/** The books of one log with exact numbers. */
export class LogBooks {
  readonly #configuration: Float64Array;
  readonly #sizes: Map<number, bigint> = new Map();
  readonly #costs: Map<number, bigint> = new Map();
  readonly #closes: Map<number, bigint> = new Map();
  /** Instruments that have had a bar. */
  readonly #barred: Set<number> = new Set();
  #commission = 0n;
  #realised = 0n;
  #other_profit = 0n;
  #position_fault: BooksFault | undefined;

  /** Makes empty books. */
  constructor(configuration: Float64Array) {
    this.#configuration = configuration;
  }

  /** Books an event and the outputs that it caused. */
  take(event: Uint32Array, outputs: Uint32Array): void {
    let refused = false;
    for (let at = 0; at < outputs.length; at += RECORD_WORDS) {
      const words = outputs.slice(at, at + RECORD_WORDS), kind = words[OUT_CODE]! & 255;
      if (kind === OUTPUT_FILL) this.#book(fillOf(words, keptOf(event)));
      else if (kind === OUTPUT_EXECUTION) this.#book(executionOf(words));
      else if (kind === OUTPUT_REFUSAL) refused = true;
    }
    const lane = (index: number): number => new Float64Array(event.slice().buffer)[index]!;
    if (event[LANE_KIND] === EVENT_CASH && event[CASH_PURPOSE] !== CASH_PURPOSE_TRANSFER && !refused) {
      this.#other_profit += BigInt(lane(CASH_AMOUNT));
    }
    if (event[LANE_KIND] === EVENT_BAR && !refused) {
      const close = lane(BAR_CLOSE);
      this.#closes.set(event[LANE_INSTRUMENT]!, BigInt(close));
      this.#barred.add(event[LANE_INSTRUMENT]!);
    }
  }

  #book({ instrument, price, quantity, kept, moved, commission, pnl, told }: BookedExecution): void {
    const size = (this.#sizes.get(instrument) ?? 0n) + quantity - kept;
    // A fee in kind is commission that the position paid with its cost, and not with cash.
    const cost = (this.#costs.get(instrument) ?? 0n) + moved - this.#value(instrument, kept, price);
    if (size !== told[0] || cost !== told[1]) {
      this.#position_fault ??= {
        expected: `position ${size} at cost ${cost}, the sum of the fills`,
        found: `position ${told[0]} at cost ${told[1]}`,
      };
    }
    this.#sizes.set(instrument, size);
    this.#costs.set(instrument, cost);
    this.#commission += commission;
    this.#realised += pnl;
    // Without a bar, the price of the fill is the last known price.
    if (!this.#barred.has(instrument)) this.#closes.set(instrument, price);
  }

  /**
   * Returns the first disagreement with the ledger. `marked` is true if the value was just updated, as at every step.
   */
  fault(status: Float64Array, marked: boolean): BooksFault | undefined {
    if (this.#position_fault !== undefined) return this.#position_fault;
    let cost = 0n;
    for (const each of this.#costs.values()) cost += each;
    const external = BigInt(status[STATUS_EXTERNAL]!), gained = this.#realised + this.#other_profit;
    const cash = external + gained - this.#commission - cost;
    let value = cash;
    if (marked) {
      for (const [instrument, size] of this.#sizes) {
        value += this.#value(instrument, size, this.#closes.get(instrument)!);
      }
    }
    const pairs: (readonly [string, number, bigint])[] = [
      ["commission", STATUS_COMMISSION, this.#commission],
      ["profit of closed positions", STATUS_REALISED, this.#realised],
      ["profit of payments", STATUS_OTHER_PROFIT, this.#other_profit],
      ["cash", STATUS_CASH, cash],
      ...(marked ? [["value", STATUS_VALUE, value] as const] : []),
    ];
    for (const [what, lane, expected] of pairs) {
      if (BigInt(status[lane]!) !== expected) {
        return { expected: `${what} ${expected}, by the fills`, found: `${what} ${status[lane]}` };
      }
    }
    return undefined;
  }

  /** Returns the value of a size at a price, rounded half to even. */
  #value(instrument: number, size: bigint, price: bigint): bigint {
    if (size === 0n) return 0n;
    const base = CONFIG_INSTRUMENTS + instrument * INSTRUMENT_STRIDE;
    const lane = (index: number): bigint => BigInt(this.#configuration[base + index]!);
    const denominator = lane(INSTRUMENT_SCALE_DENOMINATOR_FIRST) * lane(INSTRUMENT_SCALE_DENOMINATOR_SECOND);
    const magnitude = size < 0n ? -size : size;
    const product = price * magnitude * lane(INSTRUMENT_SCALE_NUMERATOR);
    let mark = product / denominator;
    const twice = 2n * (product % denominator);
    if (twice > denominator || (twice === denominator && mark % 2n === 1n)) mark++;
    return size < 0n ? -mark : mark;
  }
}

/** An execution as the books take it, with the signs of the position. */
interface BookedExecution {
  readonly instrument: number;
  readonly price: bigint;
  readonly quantity: bigint;
  /** Lots that a venue keeps as its fee. */
  readonly kept: bigint;
  /** Cost that came to the position, less the cost that went from it. */
  readonly moved: bigint;
  readonly commission: bigint;
  readonly pnl: bigint;
  /** Size and cost of the position after it, as the record tells them. */
  readonly told: readonly [size: bigint, cost: bigint];
}

function fillOf(words: Uint32Array, kept: bigint): BookedExecution {
  const whole = wholeOf(words);
  return {
    instrument: words[OUT_FILL_INSTRUMENT]!,
    price: whole(OUT_FILL_PRICE),
    quantity: whole(OUT_FILL_QUANTITY),
    kept,
    moved: whole(OUT_FILL_OPENED_VALUE) - whole(OUT_FILL_CLOSED_VALUE),
    commission: whole(OUT_FILL_CLOSED_COMMISSION) + whole(OUT_FILL_OPENED_COMMISSION),
    pnl: whole(OUT_FILL_PNL),
    told: [whole(OUT_FILL_POSITION_SIZE), whole(OUT_FILL_POSITION_BASIS)],
  };
}

/** An execution moves its notional to the cost of a position; a closing part releases the rest as profit. */
function executionOf(words: Uint32Array): BookedExecution {
  const whole = wholeOf(words), quantity = whole(OUT_EXECUTION_QUANTITY), pnl = whole(OUT_EXECUTION_PNL);
  const value = whole(OUT_EXECUTION_VALUE);
  return {
    instrument: words[OUT_EXECUTION_INSTRUMENT]!,
    price: whole(OUT_EXECUTION_PRICE),
    quantity,
    kept: 0n,
    moved: (quantity < 0n ? -value : value) + pnl,
    commission: whole(OUT_EXECUTION_COMMISSION),
    pnl,
    told: [whole(OUT_EXECUTION_POSITION_SIZE), whole(OUT_EXECUTION_POSITION_COST)],
  };
}

/** Returns the reader of a record's whole lanes. */
function wholeOf(words: Uint32Array): (lane: number) => bigint {
  const floats = new Float64Array(words.buffer as ArrayBuffer);
  return (lane) => BigInt(floats[lane]!);
}

/** Returns the lots that an event's fill leaves with its venue as a fee. */
function keptOf(event: Uint32Array): bigint {
  if (event[LANE_KIND] !== EVENT_FILL_REPORT) return 0n;
  return BigInt(new Float64Array(event.slice().buffer)[FILL_REPORT_FEE_LOTS]!);
}
