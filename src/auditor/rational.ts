/**
 * Exact fractions of integers of any size: the arithmetic of the auditor, which rounds only where the rules round.
 *
 * @module
 */

/** A fraction, not necessarily in lowest terms; its denominator is positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Makes a fraction. */
export function rational(numerator: bigint, denominator: bigint = 1n): Rational {
  if (denominator === 0n) throw new RangeError(`Cannot divide ${numerator} by zero`);
  return denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator };
}

/** Makes the fraction with the exact value of a finite double. */
export function rationalOf(value: number): Rational {
  if (!Number.isFinite(value)) throw new RangeError(`Cannot make a fraction of ${value}: it is not finite`);
  let scaled = value, denominator = 1n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return { numerator: BigInt(scaled), denominator };
}

/** Adds two fractions. */
export function plus(one: Rational, other: Rational): Rational {
  return rational(
    one.numerator * other.denominator + other.numerator * one.denominator,
    one.denominator * other.denominator,
  );
}

/** Subtracts one fraction from another. */
export function minus(one: Rational, other: Rational): Rational {
  return plus(one, rational(-other.numerator, other.denominator));
}

/** Multiplies two fractions. */
export function times(one: Rational, other: Rational): Rational {
  return rational(one.numerator * other.numerator, one.denominator * other.denominator);
}

/** Divides one fraction by another. */
export function over(one: Rational, other: Rational): Rational {
  return rational(one.numerator * other.denominator, one.denominator * other.numerator);
}

/** Compares two fractions: the result is below, at or above zero. */
export function compare(one: Rational, other: Rational): number {
  const difference = one.numerator * other.denominator - other.numerator * one.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Returns the largest integer that is not above a fraction. */
export function floor(value: Rational): bigint {
  const whole = value.numerator / value.denominator;
  return value.numerator < 0n && whole * value.denominator !== value.numerator ? whole - 1n : whole;
}

/** Returns the least integer that is not below a fraction. */
export function ceiling(value: Rational): bigint {
  return -floor(rational(-value.numerator, value.denominator));
}

/** Returns the nearest integer; of two equally near integers the even one. */
export function halfEven(value: Rational): bigint {
  const below = floor(value), twice = 2n * (value.numerator - below * value.denominator);
  if (twice === value.denominator) return below % 2n === 0n ? below : below + 1n;
  return twice > value.denominator ? below + 1n : below;
}

/**
 * Returns the nearest double of a fraction, by long division: 60 binary digits are kept and any remainder is marked.
 */
export function nearestNumber(value: Rational): number {
  const negative = value.numerator < 0n, magnitude = negative ? -value.numerator : value.numerator;
  if (magnitude === 0n) return 0;
  const bits = (whole: bigint): number => whole.toString(2).length;
  const shift = 60 - (bits(magnitude) - bits(value.denominator));
  const dividend = shift > 0 ? magnitude << BigInt(shift) : magnitude;
  const divisor = shift > 0 ? value.denominator : value.denominator << BigInt(-shift);
  // A set last bit marks the remainder, so that a half differs from a little more than a half.
  const digits = dividend / divisor | (dividend % divisor === 0n ? 0n : 1n);
  const result = Number(digits) * 2 ** -shift;
  return negative ? -result : result;
}
