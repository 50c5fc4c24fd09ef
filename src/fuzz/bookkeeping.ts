/**
 * An account kept from notices alone, in integers of any size: what the ledger must agree with after every event.
 *
 * @module
 */

import * as contract from "../contract/contract.gen.ts";

/** The books of one run. */
export class Bookkeeping {
  readonly #config: Float64Array;
  readonly #sizes: Map<number, bigint> = new Map();
  readonly #costs: Map<number, bigint> = new Map();
  readonly #closes: Map<number, bigint> = new Map();
  /** Instruments that have shown a bar. */
  readonly #barred: Set<number> = new Set();
  #commission = 0n;
  #realised = 0n;

  constructor(config: Float64Array) {
    this.#config = config;
  }

  /** Takes an event in with the outputs that it caused. */
  take(event: Uint32Array, outputs: Uint32Array): void {
    let refused = false;
    for (let at = 0; at < outputs.length; at += contract.RECORD_WORDS) {
      const words = outputs.slice(at, at + contract.RECORD_WORDS), kind = words[contract.OUT_CODE]! & 255;
      if (kind === contract.OUTPUT_FILL) this.#fill(words);
      else if (kind === contract.OUTPUT_REFUSAL) refused = true;
    }
    if (event[contract.LANE_KIND] === contract.EVENT_BAR && !refused) {
      const close = new Float64Array(event.slice().buffer)[contract.BAR_CLOSE]!;
      this.#closes.set(event[contract.LANE_INSTRUMENT]!, BigInt(close));
      this.#barred.add(event[contract.LANE_INSTRUMENT]!);
    }
  }

  #fill(words: Uint32Array): void {
    const floats = new Float64Array(words.buffer), instrument = words[contract.OUT_FILL_INSTRUMENT]!;
    const whole = (lane: number): bigint => BigInt(floats[lane]!);
    const size = (this.#sizes.get(instrument) ?? 0n) + whole(contract.OUT_FILL_QUANTITY);
    const opened = whole(contract.OUT_FILL_OPENED_VALUE), closed = whole(contract.OUT_FILL_CLOSED_VALUE);
    const cost = (this.#costs.get(instrument) ?? 0n) + opened - closed;
    if (size !== whole(contract.OUT_FILL_POSITION_SIZE) || cost !== whole(contract.OUT_FILL_POSITION_PRICE)) {
      throw new Error(`The fill of order ${words[contract.OUT_FILL_ORDER_ID]} tells another position than its sum`);
    }
    this.#sizes.set(instrument, size);
    this.#costs.set(instrument, cost);
    this.#commission += whole(contract.OUT_FILL_CLOSED_COMMISSION) + whole(contract.OUT_FILL_OPENED_COMMISSION);
    this.#realised += whole(contract.OUT_FILL_PNL);
    // Without a bar the price of the fill is the last price that there is.
    if (!this.#barred.has(instrument)) this.#closes.set(instrument, whole(contract.OUT_FILL_PRICE));
  }

  /** Says what does not add up, or nothing. `marked` says whether the value was just told, as it is at every step. */
  fault(status: Float64Array, marked: boolean): string | undefined {
    const lane = (index: number): bigint => BigInt(status[index]!);
    const cost = [...this.#costs.values()].reduce((sum, each) => sum + each, 0n);
    if (lane(contract.STATUS_COMMISSION) !== this.#commission) return "The commission is not the sum of the fills'";
    if (lane(contract.STATUS_REALISED) !== this.#realised) return "The profit is not the sum of the fills'";
    const cash = lane(contract.STATUS_EXTERNAL) + this.#realised - this.#commission - cost;
    if (lane(contract.STATUS_CASH) !== cash) return `The cash is ${lane(contract.STATUS_CASH)}, the books say ${cash}`;
    if (!marked) return undefined;
    let value = cash;
    for (const [instrument, size] of this.#sizes) value += this.#mark(instrument, size);
    return lane(contract.STATUS_VALUE) === value
      ? undefined
      : `The value is ${lane(contract.STATUS_VALUE)}, the books say ${value}`;
  }

  /** The size at the last price, rounded half to even. */
  #mark(instrument: number, size: bigint): bigint {
    if (size === 0n) return 0n;
    const base = contract.CONFIG_INSTRUMENTS + instrument * contract.INSTRUMENT_STRIDE;
    const lane = (index: number): bigint => BigInt(this.#config[base + index]!);
    const denominator = lane(contract.INSTRUMENT_SCALE_DENOMINATOR_FIRST) *
      lane(contract.INSTRUMENT_SCALE_DENOMINATOR_SECOND);
    const magnitude = size < 0n ? -size : size;
    const product = this.#closes.get(instrument)! * magnitude * lane(contract.INSTRUMENT_SCALE_NUMERATOR);
    let mark = product / denominator;
    const twice = 2n * (product % denominator);
    if (twice > denominator || (twice === denominator && mark % 2n === 1n)) mark++;
    return size < 0n ? -mark : mark;
  }
}
