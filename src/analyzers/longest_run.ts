/**
 * The longest run of values with one sign.
 *
 * @module
 */

/** Returns the most values in a row that are above zero, for a sign of 1, or below it, for -1. */
export function longestRun(values: Float64Array, sign: 1 | -1): number {
  let longest = 0, current = 0;
  for (let at = 0; at < values.length; at++) {
    current = values[at]! * sign > 0 ? current + 1 : 0;
    if (current > longest) longest = current;
  }
  return longest;
}
