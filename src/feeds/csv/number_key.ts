/**
 * Explains times that repeat by a column of numbers, which may name the instrument of each row, or the length of its bar.
 *
 * @module
 */

import { orderOfTimes } from "../validate_bars.ts";
import { CellScanner } from "./parse_cells.ts";
import type { Rows } from "./read_rows.ts";
import { type RowsPlace, spanColumn } from "./rows_place.ts";
import { listOfTexts, shortText } from "./short_text.ts";

/** A column with more numbers than this names no instruments. */
const NUMBERS_LIMIT = 1000;
/** Most numbers that a message names. */
const SHOWN = 5;
/** The largest part of all rows that may have a time of its own: in a file of several instruments, many share one. */
const OWN_TIMES = 0.9;

/**
 * Returns the error of rows that have no order as a whole and have one for each number of a column.
 *
 * @param place The rows of the file.
 * @param rows The rows that were read.
 * @returns The error, or `undefined` if no column of whole numbers explains the order.
 */
export function explainByNumbers(
  place: RowsPlace,
  { stamps, offsets, extra }: Pick<Rows, "stamps" | "offsets" | "extra">,
): RangeError | undefined {
  if (new Set(stamps).size > stamps.length * OWN_TIMES) return undefined;
  const { bytes, delimiter, source, plan } = place;
  for (const [name, column] of extra) {
    const times = timesOfNumbers(column, stamps);
    if (times === undefined) continue;
    const texts: string[] = [], scanner = new CellScanner(bytes, delimiter), index = plan.names.indexOf(name);
    for (const { row } of times) {
      spanColumn(scanner, bytes, offsets[row]!, index);
      texts.push(scanner.text());
    }
    const quoted = shortText(name);
    return new RangeError(
      `Cannot read ${source} as one instrument: its times repeat or run back, and column ${quoted} has ` +
        `${texts.length} numbers, ${
          listOfTexts(texts, SHOWN)
        }, each with times in order; if they stand for instruments ` +
        `or lengths of bars, pass columns: { symbol: ${quoted} } and symbol: ${shortText(texts[0]!)}`,
    );
  }
  return undefined;
}

/** Returns the first row of each number, if the times of each number are in order and most numbers come again. */
function timesOfNumbers(column: Float64Array, stamps: Float64Array): readonly { readonly row: number }[] | undefined {
  const groups = new Map<number, { row: number; times: number[] }>();
  for (const [row, value] of column.entries()) {
    if (!Number.isInteger(value)) return undefined;
    const group = groups.get(value);
    if (group !== undefined) group.times.push(stamps[row]!);
    else if (groups.size === NUMBERS_LIMIT) return undefined;
    else groups.set(value, { row, times: [stamps[row]!] });
  }
  if (groups.size < 2 || column.length < 2 * groups.size) return undefined;
  for (const { times } of groups.values()) {
    const { kind } = orderOfTimes(Float64Array.from(times));
    if (kind !== "ascending" && kind !== "descending") return undefined;
  }
  return [...groups.values()];
}
