/**
 * The quotient of doubles rounded down, as the recording program computes it.
 *
 * @module
 */

/**
 * Returns the quotient of two doubles rounded down, computed from the remainder in the way of the recording program.
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
