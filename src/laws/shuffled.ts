/**
 * Lists in random order.
 *
 * @module
 */

import type { Random } from "./random.ts";

/** Returns a list in random order. */
export function shuffled<T>(list: readonly T[], random: Random): T[] {
  const turned = list.slice();
  for (let at = turned.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [turned[at], turned[other]] = [turned[other]!, turned[at]!];
  }
  return turned;
}
