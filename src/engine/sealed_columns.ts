/**
 * Sealed columns: packed bars that are checked once, however many runs read them.
 *
 * @module
 */

import type { ColumnsHash } from "../core/state/columns.ts";

/**
 * Packed columns that no code writes to any more. An engine checks them once, so a sweep of runs over the same bars
 * pays once.
 */
export class SealedColumns {
  /** For each instrument time, begin, session day, open, high, low, close and volume of all its bars. */
  readonly columns: Float64Array;
  /** Bars of each instrument. */
  readonly counts: Uint32Array;
  /** Results of checks, by engine and rule of numbers. */
  readonly found: Map<string, ColumnsHash> = new Map();

  /** Seals columns; the caller must not write to them afterwards. */
  constructor(columns: Float64Array, counts: Uint32Array) {
    this.columns = columns;
    this.counts = counts;
  }
}
