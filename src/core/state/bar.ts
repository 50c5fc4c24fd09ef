/**
 * Checks of a bar, for bars from events and for rows of the columns.
 *
 * @module
 */

import {
  EXACT_MAX,
  REASON_NEGATIVE,
  REASON_NONE,
  REASON_OFF_GRID,
  REASON_OUT_OF_RANGE,
  REASON_ZERO,
} from "../../contract/contract.gen.ts";

/** Checks a market price. */
export function checkPrice(price: number): number {
  if (price < 0) return REASON_NEGATIVE;
  if (price === 0) return REASON_ZERO;
  if (price > EXACT_MAX) return REASON_OUT_OF_RANGE;
  return Number.isInteger(price) ? REASON_NONE : REASON_OFF_GRID;
}

/** Returns whether high and low enclose open and close. */
export function barShaped(open: number, high: number, low: number, close: number): boolean {
  return low <= open && low <= close && high >= open && high >= close;
}
