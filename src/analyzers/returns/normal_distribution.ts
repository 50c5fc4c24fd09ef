/**
 * The normal distribution: its function, and its quantile at five per cent.
 *
 * @module
 */

/** The quantile of the standard normal distribution at 5 %. */
export const NORMAL_QUANTILE_5 = -1.6448536269514729;

/** Density of the standard normal distribution. */
export function normalDensity(value: number): number {
  return Math.exp(-value * value / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * Returns the probability that a standard normal value is not above a number. The series is that of G. Marsaglia,
 * "Evaluating the Normal Distribution", Journal of Statistical Software 11 (2004); far below zero a continued fraction
 * keeps the digits.
 */
export function normalProbability(value: number): number {
  if (!Number.isFinite(value)) return value > 0 ? 1 : value < 0 ? 0 : NaN;
  if (value < -3) return normalDensity(value) * tailFraction(-value);
  if (value > 3) return 1 - normalDensity(value) * tailFraction(value);
  let term = value, sum = value;
  for (let power = 3; Math.abs(term) > Math.abs(sum) * 2 ** -54; power += 2) {
    term *= value * value / power;
    sum += term;
  }
  return 0.5 + sum * normalDensity(value);
}

/** Mills' ratio of a number above three, by Laplace's continued fraction from its far end. */
function tailFraction(value: number): number {
  let fraction = value;
  for (let level = 200; level > 0; level--) fraction = value + level / fraction;
  return 1 / fraction;
}
