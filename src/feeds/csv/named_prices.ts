/**
 * Tells a line that names the prices of a bar from a title, a comment and a row.
 *
 * @module
 */

import { type ColumnRole, isKnownName, normalizedName, withoutInstrument } from "../column_names.ts";

const PRICES = ["open", "high", "low", "close"] as const;

/**
 * Returns whether cells name open, high, low and close.
 *
 * @param cells The cells of a line.
 * @param given Names that the user gave, in the form of {@linkcode normalizedName}, by role.
 * @returns Whether they do.
 */
export function namesPrices(
  cells: readonly string[],
  given: Readonly<Partial<Record<ColumnRole, string>>> = {},
): boolean {
  if (cells.length <= PRICES.length) return false;
  const names = withoutInstrument(cells);
  return PRICES.every((role) =>
    cells.some((cell, column) => normalizedName(cell) === given[role] || isKnownName(role, names[column]!))
  );
}

/** Returns whether a line without any delimiter has the names or the values of a bar between spaces. */
export function isSpaced(cells: readonly string[], isNumber: (cell: string) => boolean): boolean {
  const words = cells.length === 1 ? cells[0]!.split(/\s+/) : [];
  return namesPrices(words) || words.filter(isNumber).length >= PRICES.length;
}
