/**
 * Exact fractions of integers of any size: the arithmetic of the auditor, which rounds only where the design says so.
 *
 * @module
 */

/** A fraction in no particular terms; its denominator is above zero. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Makes a fraction. */
export function rational(numerator: bigint, denominator: bigint = 1n): Rational {
  if (denominator === 0n) throw new RangeError(`Cannot divide ${numerator} by zero`);
  return denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator };
}

/** Makes the fraction that a finite double is. */
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

/** Takes one fraction from another. */
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

/** Says which of two fractions is larger: below, at or above zero, as a comparison of numbers does. */
export function compare(one: Rational, other: Rational): number {
  const difference = one.numerator * other.denominator - other.numerator * one.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The largest integer that is not above a fraction. */
export function floor(value: Rational): bigint {
  const whole = value.numerator / value.denominator;
  return value.numerator < 0n && whole * value.denominator !== value.numerator ? whole - 1n : whole;
}

/** The least integer that is not below a fraction. */
export function ceiling(value: Rational): bigint {
  return -floor(rational(-value.numerator, value.denominator));
}

/** The nearest integer; of two that are equally near, the even one. */
export function halfEven(value: Rational): bigint {
  const below = floor(value), twice = 2n * (value.numerator - below * value.denominator);
  if (twice === value.denominator) return below % 2n === 0n ? below : below + 1n;
  return twice > value.denominator ? below + 1n : below;
}

/** A fraction as the nearest double, by long division: 60 binary digits are kept and what is left is marked. */
export function nearestNumber(value: Rational): number {
  const negative = value.numerator < 0n, magnitude = negative ? -value.numerator : value.numerator;
  if (magnitude === 0n) return 0;
  const bits = (whole: bigint): number => whole.toString(2).length;
  const shift = 60 - (bits(magnitude) - bits(value.denominator));
  const dividend = shift > 0 ? magnitude << BigInt(shift) : magnitude;
  const divisor = shift > 0 ? value.denominator : value.denominator << BigInt(-shift);
  // A set last bit stands for all that is cut off, so that a half is told from a little more than a half.
  const digits = dividend / divisor | (dividend % divisor === 0n ? 0n : 1n);
  const result = Number(digits) * 2 ** -shift;
  return negative ? -result : result;
}
