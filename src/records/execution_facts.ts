/**
 * An execution as its record tells it: a FILL, or an EXECUTION of simulated trading with exact numbers.
 *
 * @module
 */

import {
  OUT_EXECUTION_CASH,
  OUT_EXECUTION_COMMISSION,
  OUT_EXECUTION_FLAGS,
  OUT_EXECUTION_INSTRUMENT,
  OUT_EXECUTION_ORDER_ID,
  OUT_EXECUTION_PNL,
  OUT_EXECUTION_POSITION_COST,
  OUT_EXECUTION_POSITION_SIZE,
  OUT_EXECUTION_PRICE,
  OUT_EXECUTION_QUANTITY,
  OUT_EXECUTION_VALUE,
  OUT_FILL_CASH,
  OUT_FILL_CLOSED,
  OUT_FILL_CLOSED_COMMISSION,
  OUT_FILL_CLOSED_VALUE,
  OUT_FILL_FLAGS,
  OUT_FILL_INSTRUMENT,
  OUT_FILL_OPENED_COMMISSION,
  OUT_FILL_OPENED_VALUE,
  OUT_FILL_ORDER_ID,
  OUT_FILL_PNL,
  OUT_FILL_POSITION_BASIS,
  OUT_FILL_POSITION_SIZE,
  OUT_FILL_PRICE,
  OUT_FILL_QUANTITY,
  OUTPUT_EXECUTION,
  OUTPUT_FILL,
} from "../contract/contract.gen.ts";
import type { OutputReader } from "./output_reader.ts";

/**
 * The facts of one execution in the core's counts, with the signs of the position. One object serves many records, as
 * a run has many of them.
 */
export class ExecutionFacts {
  /** The order, or zero without one. */
  orderId = 0;
  /** Instrument id. */
  instrument = 0;
  /** Price in steps. */
  price = 0;
  /** Signed lots. */
  quantity = 0;
  /** Signed lots of it that closed a position; the rest opened one. */
  closed = 0;
  /** Notional in money units. */
  value = 0;
  /** Commission in money units. */
  commission = 0;
  /** Profit of the closing part in money units, before commission. */
  pnl = 0;
  /** Signed lots of the position after it. */
  positionSize = 0;
  /** Cost of that position in money units, or its average price with doubles. */
  positionBasis = 0;
  /** Cash in money units after it. */
  cash = 0;
  /** Fill flags, bits. */
  flags = 0;

  /** Reads the reader's record. Returns false, and changes nothing, for one that tells no execution. */
  read(record: OutputReader): boolean {
    if (record.kind === OUTPUT_EXECUTION) this.#readExecution(record);
    else if (record.kind === OUTPUT_FILL) this.#readFill(record);
    else return false;
    return true;
  }

  #readExecution(record: OutputReader): void {
    const quantity = record.float(OUT_EXECUTION_QUANTITY), size = record.float(OUT_EXECUTION_POSITION_SIZE);
    this.orderId = record.word(OUT_EXECUTION_ORDER_ID);
    this.instrument = record.word(OUT_EXECUTION_INSTRUMENT);
    this.price = record.float(OUT_EXECUTION_PRICE);
    this.quantity = quantity;
    this.closed = closesAll(quantity, size) ? quantity : 0;
    this.value = record.float(OUT_EXECUTION_VALUE);
    this.commission = record.float(OUT_EXECUTION_COMMISSION);
    this.pnl = record.float(OUT_EXECUTION_PNL);
    this.positionSize = size;
    this.positionBasis = record.float(OUT_EXECUTION_POSITION_COST);
    this.cash = record.float(OUT_EXECUTION_CASH);
    this.flags = record.word(OUT_EXECUTION_FLAGS);
  }

  #readFill(record: OutputReader): void {
    const quantity = record.float(OUT_FILL_QUANTITY), closed = record.float(OUT_FILL_CLOSED);
    const pnl = record.float(OUT_FILL_PNL), released = Math.abs(record.float(OUT_FILL_CLOSED_VALUE));
    // A closing sale returns the released cost plus the profit; a closing purchase costs the released cost minus the
    // profit.
    const closedNotional = closed === 0 ? 0 : released + (quantity < 0 ? pnl : -pnl);
    this.orderId = record.word(OUT_FILL_ORDER_ID);
    this.instrument = record.word(OUT_FILL_INSTRUMENT);
    this.price = record.float(OUT_FILL_PRICE);
    this.quantity = quantity;
    this.closed = closed;
    this.value = closedNotional + Math.abs(record.float(OUT_FILL_OPENED_VALUE));
    this.commission = record.float(OUT_FILL_CLOSED_COMMISSION) + record.float(OUT_FILL_OPENED_COMMISSION);
    this.pnl = pnl;
    this.positionSize = record.float(OUT_FILL_POSITION_SIZE);
    this.positionBasis = record.float(OUT_FILL_POSITION_BASIS);
    this.cash = record.float(OUT_FILL_CASH);
    this.flags = record.word(OUT_FILL_FLAGS);
  }
}

/** Returns whether an EXECUTION closed lots, all of them, from its signed lots and those of the position after it. */
export function closesAll(quantity: number, positionSize: number): boolean {
  return positionSize === 0 || (quantity < 0) !== (positionSize < 0);
}
