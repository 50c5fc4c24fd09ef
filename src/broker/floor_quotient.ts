/**
 * Floor division of doubles as Python has it.
 *
 * @module
 */

/**
 * Returns the quotient of two doubles rounded down, computed from the remainder: the plain quotient may round up to a
 * whole number that it does not reach.
 */
export function floorQuotient(dividend: number, divisor: number): number {
  let remainder = dividend % divisor, quotient = (dividend - remainder) / divisor;
  if (remainder !== 0 && (divisor < 0) !== (remainder < 0)) {
    remainder += divisor;
    quotient -= 1;
  }
  if (quotient === 0) return 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}
