/**
 * Counts that are meant to be whole, of doubles that miss it by their last digits.
 *
 * @module
 */

/**
 * Rounds a count, but takes one that is a few units in the last place off a whole number as that number. Decimal
 * fractions have no exact double, and such an error must not cost a lot or a step.
 */
export function wholeOr(count: number, round: (count: number) => number): number {
  const nearest = Math.round(count);
  // Near 2^53 a few rounding errors come to a whole unit, which would turn a size of 0.5 lots into one.
  return Math.abs(count - nearest) <= Math.min(4 * Number.EPSILON * Math.abs(nearest), 0.25) ? nearest : round(count);
}
