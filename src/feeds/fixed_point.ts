/**
 * Prices in fixed point, as Databento counts them: whole numbers of billionths.
 *
 * @module
 */

import { normalizedName } from "./column_names.ts";
import { decimalsOfNumber } from "./number_text.ts";

/** Columns that Databento alone writes together, in the form of {@linkcode normalizedName}. */
const DATABENTO_NAMES = ["tsevent", "rtype", "publisherid", "instrumentid"];

/** One unit of a price in fixed point. */
const UNITS = 1e9;
/** The least price in units, a thousandth. Prices that were made decimal already, and are whole by chance, lie below. */
const LEAST_UNITS = 1e6;

/** The four prices of all rows, which are changed in place. */
export interface FixedPointPrices {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
}

/** What was found about prices in fixed point. */
export interface FixedPoint {
  /** Most decimals of a price. */
  readonly decimals: number;
  /** The decision, as a sentence. */
  readonly note: string;
}

/**
 * Makes decimal prices of those in fixed point, in place, if the columns are those of Databento and all prices are whole
 * numbers of such a size. Each is the double next to the price: both numbers of the division are exact.
 *
 * @param names The names of all columns.
 * @param prices The prices.
 * @returns The decimals and a note, or `undefined` if the prices stay as they are.
 */
export function readFixedPoint(names: readonly string[], prices: FixedPointPrices): FixedPoint | undefined {
  const there = names.map(normalizedName);
  if (!DATABENTO_NAMES.every((name) => there.includes(name))) return undefined;
  const columns = [prices.open, prices.high, prices.low, prices.close], first = prices.open[0];
  const isFixed = (price: number): boolean =>
    Number.isInteger(price) && (Math.abs(price) >= LEAST_UNITS || price === 0);
  if (first === undefined || !columns.every((column) => column.every(isFixed))) return undefined;
  if (columns.every((column) => column.every((price) => price === 0))) return undefined;
  let decimals = 0;
  for (const column of columns) {
    for (let row = 0; row < column.length; row++) {
      column[row]! /= UNITS;
      decimals = decimalsOfNumber(column[row]!, decimals);
    }
  }
  return {
    decimals,
    note: `The prices are those of Databento in fixed point: ${first} is read as ${prices.open[0]}`,
  };
}
