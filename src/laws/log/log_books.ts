/**
 * An account kept from notices alone, in integers of any size, to compare with the ledger after every event.
 *
 * @module
 */

import {
  ACCRUAL_BORROW,
  ACCRUAL_FUNDING,
  ACCRUAL_INTEREST,
  BAR_CLOSE,
  CASH_AMOUNT,
  CASH_PURPOSE,
  CASH_PURPOSE_TRANSFER,
  CONFIG_CASH_INITIAL,
  CONFIG_INSTRUMENTS,
  DIVIDEND_DENOMINATOR,
  DIVIDEND_NUMERATOR,
  DUE_AT_ONCE,
  EVENT_BAR,
  EVENT_CASH,
  EVENT_DIVIDEND,
  EVENT_FILL_REPORT,
  EVENT_FUNDING,
  EVENT_SPLIT,
  EVENT_STEP,
  EVENT_TRANSFER,
  FILL_REPORT_FEE_LOTS,
  FILL_RULE_LIQUIDATION,
  FUNDING_ACCRUAL,
  FUNDING_DUE,
  FUNDING_RATE,
  INSTRUMENT_SCALE_DENOMINATOR_FIRST,
  INSTRUMENT_SCALE_DENOMINATOR_SECOND,
  INSTRUMENT_SCALE_NUMERATOR,
  INSTRUMENT_SETTLEMENT,
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
  OUT_REFUSAL_ORDER_ID,
  OUTPUT_DIAGNOSTIC,
  OUTPUT_EXECUTION,
  OUTPUT_FILL,
  OUTPUT_REFUSAL,
  RATE_SCALE,
  REASON_SPLIT,
  RECORD_WORDS,
  SETTLEMENT_AT_CLOSE,
  SPLIT_DENOMINATOR,
  SPLIT_NUMERATOR,
  STATUS_CASH,
  STATUS_COMMISSION,
  STATUS_EXTERNAL,
  STATUS_OTHER_PROFIT,
  STATUS_REALISED,
  STATUS_VALUE,
  TRANSFER_AMOUNT,
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
  /** Rates that wait for the end of the step, by accrual and instrument. */
  readonly #rates: Map<string, bigint> = new Map();
  #commission = 0n;
  #realised = 0n;
  #other_profit = 0n;
  #external: bigint;
  /** What the strategy moves with the next step. */
  #transfer = 0n;
  #position_fault: BooksFault | undefined;

  /** Makes empty books. */
  constructor(configuration: Float64Array) {
    this.#configuration = configuration;
    this.#external = BigInt(configuration[CONFIG_CASH_INITIAL]!);
  }

  /** Books an event and the outputs that it caused. */
  take(event: Uint32Array, outputs: Uint32Array): void {
    const refused = isRefused(event, outputs), kind = event[LANE_KIND]!;
    if (kind === EVENT_STEP && !refused) this.#moveTransfer();
    for (let at = 0; at < outputs.length; at += RECORD_WORDS) {
      const words = outputs.slice(at, at + RECORD_WORDS), code = words[OUT_CODE]!;
      // A liquidation closes what is left after the rates of its step.
      if ((code & 255) === OUTPUT_EXECUTION && code >>> 16 === FILL_RULE_LIQUIDATION) this.#settleRates();
      if ((code & 255) === OUTPUT_FILL) this.#book(fillOf(words, keptOf(event)));
      else if ((code & 255) === OUTPUT_EXECUTION) this.#book(executionOf(words));
    }
    if (kind === EVENT_STEP && !refused) this.#settleRates();
    if (kind === EVENT_SPLIT) this.#split(event, outputs);
    if (!refused) this.#takeData(event);
  }

  /** Books an event by itself: money, rates and closes. */
  #takeData(event: Uint32Array): void {
    const floats = new Float64Array(event.slice().buffer), instrument = event[LANE_INSTRUMENT]!;
    const whole = (lane: number): bigint => BigInt(floats[lane]!);
    switch (event[LANE_KIND]) {
      case EVENT_CASH:
        if (event[CASH_PURPOSE] === CASH_PURPOSE_TRANSFER) this.#external += whole(CASH_AMOUNT);
        else this.#other_profit += whole(CASH_AMOUNT);
        return;
      case EVENT_TRANSFER:
        this.#transfer += whole(TRANSFER_AMOUNT);
        return;
      case EVENT_FUNDING: {
        if (event[FUNDING_DUE] === DUE_AT_ONCE) return this.#settleAtOnce(event, whole(FUNDING_RATE));
        const key = rateKey(event[FUNDING_ACCRUAL]!, instrument);
        this.#rates.set(key, (this.#rates.get(key) ?? 0n) + whole(FUNDING_RATE));
        return;
      }
      case EVENT_DIVIDEND: {
        const size = this.#sizes.get(instrument) ?? 0n;
        this.#other_profit += rounded(size * whole(DIVIDEND_NUMERATOR), whole(DIVIDEND_DENOMINATOR));
        return;
      }
      case EVENT_BAR:
        this.#closes.set(instrument, whole(BAR_CLOSE));
        this.#barred.add(instrument);
    }
  }

  /** Books a rate that is due at once, while the others wait. */
  #settleAtOnce(event: Uint32Array, rate: bigint): void {
    const waiting = [...this.#rates];
    this.#rates.clear();
    this.#rates.set(rateKey(event[FUNDING_ACCRUAL]!, event[LANE_INSTRUMENT]!), rate);
    this.#settleRates();
    for (const [key, each] of waiting) this.#rates.set(key, each);
  }

  /** Splits what the outputs say that was split: lots and the last close. */
  #split(event: Uint32Array, outputs: Uint32Array): void {
    const floats = new Float64Array(event.slice().buffer), instrument = event[LANE_INSTRUMENT]!;
    const isSplit = (_word: number, at: number): boolean =>
      at % RECORD_WORDS === OUT_CODE && (outputs[at]! & 255) === OUTPUT_DIAGNOSTIC &&
      outputs[at]! >>> 16 === REASON_SPLIT;
    if (!outputs.some(isSplit)) return;
    const numerator = BigInt(floats[SPLIT_NUMERATOR]!), denominator = BigInt(floats[SPLIT_DENOMINATOR]!);
    const size = this.#sizes.get(instrument), close = this.#closes.get(instrument);
    if (size !== undefined) this.#sizes.set(instrument, size * numerator / denominator);
    if (close !== undefined) this.#closes.set(instrument, rounded(close * denominator, numerator));
  }

  #moveTransfer(): void {
    this.#external += this.#transfer;
    this.#transfer = 0n;
  }

  /** Books what the rates of a step make: on positions at their closes, and then on the cash. */
  #settleRates(): void {
    if (this.#rates.size === 0) return;
    const unit = BigInt(RATE_SCALE);
    for (const [instrument, size] of this.#sizes) {
      const rate = (accrual: number): bigint => this.#rates.get(rateKey(accrual, instrument)) ?? 0n;
      const due = rate(ACCRUAL_FUNDING), lent = size < 0n ? rate(ACCRUAL_BORROW) : 0n;
      // A holder pays a positive rate of funding, a seller earns it; a loan of what was sold costs its seller.
      if (due !== 0n) this.#other_profit -= this.#value(instrument, size, this.#closes.get(instrument)!, due, unit);
      if (lent !== 0n) this.#other_profit += this.#value(instrument, size, this.#closes.get(instrument)!, lent, unit);
    }
    const cash = this.#cash(), rate = this.#rates.get(cash > 0n ? EARNED : OWED) ?? 0n;
    this.#other_profit += rounded(cash * rate, unit);
    this.#rates.clear();
  }

  /** Returns the cash: money from outside and profit, less commission and the cost of what is paid in full. */
  #cash(): bigint {
    let cost = 0n;
    for (const [instrument, each] of this.#costs) if (!this.#settlesAtClose(instrument)) cost += each;
    return this.#external + this.#realised + this.#other_profit - this.#commission - cost;
  }

  /** Returns whether an instrument is a future, whose position moves no cash before it is closed. */
  #settlesAtClose(instrument: number): boolean {
    const base = CONFIG_INSTRUMENTS + instrument * INSTRUMENT_STRIDE;
    return this.#configuration[base + INSTRUMENT_SETTLEMENT] === SETTLEMENT_AT_CLOSE;
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
    const cash = this.#cash();
    let value = cash;
    if (marked) {
      for (const [instrument, size] of this.#sizes) {
        value += this.#value(instrument, size, this.#closes.get(instrument)!);
        if (this.#settlesAtClose(instrument)) value -= this.#costs.get(instrument) ?? 0n;
      }
    }
    const pairs: (readonly [string, number, bigint])[] = [
      ["commission", STATUS_COMMISSION, this.#commission],
      ["profit of closed positions", STATUS_REALISED, this.#realised],
      ["profit of payments", STATUS_OTHER_PROFIT, this.#other_profit],
      ["money from outside", STATUS_EXTERNAL, this.#external],
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

  /** Returns the value of a size at a price, or a share of it, rounded once, half to even. */
  #value(instrument: number, size: bigint, price: bigint, part: bigint = 1n, whole: bigint = 1n): bigint {
    if (size === 0n) return 0n;
    const base = CONFIG_INSTRUMENTS + instrument * INSTRUMENT_STRIDE;
    const lane = (index: number): bigint => BigInt(this.#configuration[base + index]!);
    const denominator = lane(INSTRUMENT_SCALE_DENOMINATOR_FIRST) * lane(INSTRUMENT_SCALE_DENOMINATOR_SECOND);
    return rounded(price * size * lane(INSTRUMENT_SCALE_NUMERATOR) * part, denominator * whole);
  }
}

/** Returns a quotient by a positive denominator, rounded half to even. */
function rounded(numerator: bigint, denominator: bigint): bigint {
  const magnitude = numerator < 0n ? -numerator : numerator, twice = 2n * (magnitude % denominator);
  let quotient = magnitude / denominator;
  if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) quotient++;
  return numerator < 0n ? -quotient : quotient;
}

/** Keys of the rates on cash, which belong to no instrument: on cash above zero, and on a debt. */
const EARNED = "interest", OWED = "loan";

function rateKey(accrual: number, instrument: number): string {
  if (accrual === ACCRUAL_FUNDING || accrual === ACCRUAL_BORROW) return `${accrual} on ${instrument}`;
  return accrual === ACCRUAL_INTEREST ? EARNED : OWED;
}

/** Returns whether an event itself was refused; a step refuses orders too, and goes on. */
function isRefused(event: Uint32Array, outputs: Uint32Array): boolean {
  for (let at = 0; at < outputs.length; at += RECORD_WORDS) {
    if ((outputs[at + OUT_CODE]! & 255) !== OUTPUT_REFUSAL) continue;
    if (event[LANE_KIND] !== EVENT_STEP || outputs[at + OUT_REFUSAL_ORDER_ID] === 0) return true;
  }
  return false;
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
