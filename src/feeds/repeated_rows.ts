/**
 * Rows that a source has twice, as joined downloads have them.
 *
 * @module
 */

import type { BadRows } from "./bad_rows.ts";
import { orderOfTimes } from "./validate_bars.ts";

/**
 * Returns whether two rows are the same in all columns; a missing value is the same as another one.
 *
 * @param columns The columns.
 * @param row Index of a row.
 * @param other Index of the other row.
 * @returns Whether they are.
 */
export function isSameRow(columns: readonly Float64Array[], row: number, other: number): boolean {
  return columns.every((column) => {
    const value = column[row]!;
    return value === column[other] || (Number.isNaN(value) && Number.isNaN(column[other]));
  });
}

/**
 * Removes rows that are the same as an earlier one in all columns, in place, and counts them as bad rows.
 *
 * @param columns The columns, the times first.
 * @param origins For each row the number by which its source finds it; changed as the columns are.
 * @param length Number of rows.
 * @param place Returns the name of a row by its origin.
 * @param badRows Receives the rows; they are to be left out, and no errors.
 * @returns The number of rows left.
 */
export function dropRepeatedRows(
  columns: readonly Float64Array[],
  origins: Uint32Array,
  length: number,
  place: (origin: number) => string,
  badRows: BadRows,
): number {
  const times = columns[0]!, { kind } = orderOfTimes(times.subarray(0, length));
  if (kind === "ascending" || kind === "descending") return length;
  const firstRows = new Map<number, number>();
  let kept = 0;
  for (let row = 0; row < length; row++) {
    const first = firstRows.get(times[row]!);
    if (first !== undefined && isSameRow(columns, row, first)) {
      badRows.add(() => ({ place: place(origins[row]!), reason: `it is the same as ${place(origins[first]!)}` }));
      continue;
    }
    if (kept !== row) {
      for (const column of columns) column[kept] = column[row]!;
      origins[kept] = origins[row]!;
    }
    if (first === undefined) firstRows.set(times[kept]!, kept);
    kept++;
  }
  return kept;
}
