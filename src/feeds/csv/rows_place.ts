/**
 * The part of a file that has its rows.
 *
 * @module
 */

import type { ColumnPlan } from "./column_plan.ts";
import type { CellScanner } from "./parse_cells.ts";

/** The rows of a file, before they are read. */
export interface RowsPlace {
  /** The file, ending with a line feed. */
  readonly bytes: Uint8Array;
  /** The file, for messages. */
  readonly source: string;
  /** The byte between cells. */
  readonly delimiter: number;
  /** Offset of the first row. */
  readonly start: number;
  /** The columns. */
  readonly plan: ColumnPlan;
}

const LINE_FEED = 0x0a;

/**
 * Finds the cell of a column in a row.
 *
 * @param scanner Its fields have the cell afterwards.
 * @param bytes The file, ending with a line feed.
 * @param rowStart Offset of the row.
 * @param column The column.
 * @returns Whether the row has such a cell.
 */
export function spanColumn(scanner: CellScanner, bytes: Uint8Array, rowStart: number, column: number): boolean {
  scanner.span(rowStart);
  for (let cell = 0; cell < column; cell++) {
    if (bytes[scanner.end] === LINE_FEED) return false;
    scanner.span(scanner.end + 1);
  }
  return true;
}

/**
 * Returns whether two parts of a text are equal.
 *
 * @param bytes The text.
 * @param start Offset of the first part.
 * @param end Offset after it; a part that ends before its start equals none.
 * @param otherStart Offset of the other part.
 * @param otherEnd Offset after it.
 * @returns Whether they are.
 */
export function sameBytes(
  bytes: Uint8Array,
  start: number,
  end: number,
  otherStart: number,
  otherEnd: number,
): boolean {
  if (end - start !== otherEnd - otherStart) return false;
  for (let offset = end - start - 1; offset >= 0; offset--) {
    if (bytes[start + offset] !== bytes[otherStart + offset]) return false;
  }
  return true;
}
