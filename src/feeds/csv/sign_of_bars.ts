/**
 * Tells the decimal sign of prices that can all be read with both signs by the bars that they make.
 *
 * @module
 */

import { type DecimalSign, plainNumberText } from "../number_text.ts";
import { isBar, NO_FLOOR } from "../validate_bars.ts";
import { CellScanner } from "./parse_cells.ts";
import { type RowsPlace, spanColumn } from "./rows_place.ts";

/** Rows that are looked at. */
const ROWS_TRIED = 1000;

/**
 * Returns the only sign with which the first rows are bars: with the other one `990` beside `"1,010"` is a low above the
 * high.
 *
 * @param place The rows of the file.
 * @returns The sign, or `undefined` if the rows are bars with both or with neither.
 */
export function signOfBars(place: RowsPlace): DecimalSign | undefined {
  const fits = ([".", ","] as const).filter((sign) => areBars(place, sign));
  return fits.length === 1 ? fits[0] : undefined;
}

function areBars({ bytes, delimiter, start, plan }: RowsPlace, sign: DecimalSign): boolean {
  const scanner = new CellScanner(bytes, delimiter);
  let rows = 0;
  for (let position = start; position < bytes.length && rows < ROWS_TRIED; position = scanner.rowEnd(position) + 1) {
    const prices = [plan.open, plan.high, plan.low, plan.close].map((column) => {
      const text = spanColumn(scanner, bytes, position, column) ? plainNumberText(scanner.text(), sign) : undefined;
      return text === undefined ? NaN : Number(text);
    });
    // A row with another fault tells nothing.
    if (!prices.every(Number.isFinite)) continue;
    rows++;
    const [open, high, low, close] = prices as [number, number, number, number];
    if (!isBar(open, high, low, close, 0, NO_FLOOR)) return false;
  }
  return rows > 0;
}
