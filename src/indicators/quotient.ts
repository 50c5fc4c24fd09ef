/**
 * Division with a value for a divisor of zero.
 *
 * @module
 */

/** Returns the quotient, or `otherwise` where the divisor is zero. */
export function quotient(dividend: number, divisor: number, otherwise: number): number {
  return divisor === 0 ? otherwise : dividend / divisor;
}
