/**
 * Changes in one direction, bar after bar.
 *
 * @module
 */

import type { Update } from "./column.ts";

/**
 * Starts the function that gives 1 where each of the last so many changes is above 0, or below it, else 0. A change from
 * or to NaN is neither.
 */
export function changesInARow(count: number, direction: "up" | "down"): Update {
  const sign = direction === "up" ? 1 : -1;
  let before = NaN, run = 0;
  return (value) => {
    run = sign * value! > sign * before ? run + 1 : 0;
    before = value!;
    return run >= count ? 1 : 0;
  };
}
