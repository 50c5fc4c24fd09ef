/**
 * The decisions of a run, whatever its conduct was.
 *
 * @module
 */

import type * as ct from "../mod.ts";

/** Fills, orders and the end of the equity curve as text, to be compared. */
export function outcomeText(result: ct.Result): string {
  const { fills, orders, equity } = result;
  return JSON.stringify([fills, orders, equity.length, equity[equity.length - 1], result.events]);
}
