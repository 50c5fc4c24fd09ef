/**
 * The comparison of a compiled core's layout table with the contract.
 *
 * @module
 */

import { LAYOUT, STATE_LAYOUT } from "../contract/contract.gen.ts";
import { recordLayout, stateLayout } from "../contract/layout.ts";

/** Number of entries of the layout table. */
export const LAYOUT_COUNT: number = LAYOUT.length + STATE_LAYOUT.length;

/**
 * Returns the first difference between the layout tables of both sides, by name and with both values.
 *
 * @param table The table of the other side, as far as there is room for {@linkcode LAYOUT_COUNT} entries.
 * @param count Number of its entries.
 */
export function layoutDifference(table: Uint32Array, count: number): string | undefined {
  const expected = [...LAYOUT, ...STATE_LAYOUT];
  const at = table.subarray(0, count).findIndex((entry, index) => entry !== expected[index]);
  if (at < 0) return count === expected.length ? undefined : `it has ${count} constants, not ${expected.length}`;
  const { name } = [...recordLayout(), ...stateLayout()][at]!;
  return `${name} is ${table[at]} there and ${expected[at]} here`;
}
