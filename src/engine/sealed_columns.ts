/**
 * Sealed columns: packed bars that are checked once, however many runs read them.
 *
 * @module
 */

import type { ColumnsHash } from "../core/state/columns.ts";

/**
 * Packed columns that nobody writes to any more. What an engine found good of them it need not check again, so that a
 * sweep of runs over the same bars pays for the check once.
 */
export class SealedColumns {
  /** For each instrument time, begin, session day, open, high, low, close and volume of all its bars. */
  readonly columns: Float64Array;
  /** Bars of each instrument. */
  readonly counts: Uint32Array;
  /** What a load found, by the engine that checked and the rules of number that it checked by. */
  readonly found: Map<string, ColumnsHash> = new Map();

  /** Seals columns; from then on the caller lets nobody write to them. */
  constructor(columns: Float64Array, counts: Uint32Array) {
    this.columns = columns;
    this.counts = counts;
  }
}
