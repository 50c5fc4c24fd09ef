/**
 * Moments and quantiles of values. All sums are exactly rounded.
 *
 * @module
 */

import { exactSum } from "../../feeds/exact_sum.ts";

/** Returns the mean; NaN without a value. */
export function meanOf(values: Float64Array): number {
  return exactSum(values) / values.length;
}

/** Returns the sample deviation, over n - 1: zero for equal values, NaN for fewer than two. */
export function deviationOf(values: Float64Array): number {
  if (values.length < 2) return NaN;
  // Equal values have no deviation, although their rounded mean may differ from them.
  if (isConstant(values)) return 0;
  return Math.sqrt(centralSum(values, 2) / (values.length - 1));
}

/** Returns whether all values are equal. */
export function isConstant(values: Float64Array): boolean {
  for (let at = 1; at < values.length; at++) if (values[at] !== values[0]) return false;
  return true;
}

/** Returns the sum of powers of the differences from the mean. */
export function centralSum(values: Float64Array, power: 2 | 3 | 4): number {
  const mean = meanOf(values);
  return exactSum(values.map((value) => {
    const square = (value - mean) ** 2;
    return power === 2 ? square : power === 3 ? square * (value - mean) : square * square;
  }));
}

/** Returns the sum of products of the differences from both means, which stand in pairs. */
export function productSum(first: Float64Array, second: Float64Array): number {
  const meanFirst = meanOf(first), meanSecond = meanOf(second);
  return exactSum(first.map((value, at) => (value - meanFirst) * (second[at]! - meanSecond)));
}

/**
 * Returns the skewness with the correction of a sample, `n / ((n - 1) (n - 2)) sum(((r - mean) / deviation)^3)`; null for
 * fewer than three values, or equal ones.
 */
export function skewOf(values: Float64Array): number | null {
  const count = values.length;
  if (count < 3 || isConstant(values)) return null;
  const second = centralSum(values, 2) / count, third = centralSum(values, 3) / count;
  return Math.sqrt(count * (count - 1)) / (count - 2) * third / second ** 1.5;
}

/** Returns the kurtosis above that of a normal distribution, with the correction of a sample; null for fewer than four. */
export function kurtosisOf(values: Float64Array): number | null {
  const count = values.length;
  if (count < 4 || isConstant(values)) return null;
  const second = centralSum(values, 2) / count, fourth = centralSum(values, 4) / count;
  const excess = fourth / second ** 2 - 3;
  return (count - 1) / ((count - 2) * (count - 3)) * ((count + 1) * excess + 6);
}

/**
 * Returns a quantile of ascending values, by a line between the two values around the place `(n - 1) part`; NaN without a
 * value.
 */
export function quantileOf(sorted: Float64Array, part: number): number {
  const place = (sorted.length - 1) * part, below = Math.floor(place), rest = place - below;
  const low = sorted[below] ?? NaN, high = sorted[below + 1] ?? low;
  return low === high ? low : low + (high - low) * rest;
}
