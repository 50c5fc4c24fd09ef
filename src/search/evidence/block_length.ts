/**
 * The mean length of a block of the stationary bootstrap, from the returns themselves.
 *
 * @module
 */

import { meanOf } from "../../analyzers/returns/moments.ts";

/**
 * Returns the mean length of a block that estimates the variance of the mean best, at least 1.
 *
 * Source: D. Politis and H. White, "Automatic Block-Length Selection for the Dependent Bootstrap", Econometric Reviews 23
 * (2004), with the correction of A. Patton, D. Politis and H. White, 28 (2009).
 *
 * @param returns Two returns at least.
 */
export function blockLength(returns: Float64Array): number {
  const count = returns.length, mean = meanOf(returns), centred = returns.map((value) => value - mean);
  const run = Math.max(5, Math.floor(Math.log10(count))), lags = Math.min(Math.ceil(Math.sqrt(count)) + run, count - 1);
  const bound = 2 * Math.sqrt(Math.log10(count) / count);
  const covariances: number[] = [], small: boolean[] = [];
  let significant: number | undefined;
  for (let lag = 0; lag <= lags; lag++) {
    const product = productAt(centred, lag);
    covariances.push(product / count);
    // Both ends without the returns that have no partner.
    const ends = squaresOf(centred, lag + 1, count) * squaresOf(centred, 0, count - lag - 1);
    small.push(Math.abs(product) / Math.sqrt(ends) < bound);
    if (significant === undefined && lag >= run && small.slice(lag - run, lag).every((each) => each)) {
      significant = lag - run;
    }
  }
  const most = Math.min(significant === undefined ? lags : 2 * Math.max(significant, 1), lags);
  let slope = 0, variance = covariances[0]!;
  for (let lag = 1; lag <= most; lag++) {
    const part = lag / most, weight = part <= 0.5 ? 1 : 2 * (1 - part);
    slope += 2 * weight * lag * covariances[lag]!;
    variance += 2 * weight * covariances[lag]!;
  }
  const length = Math.cbrt(2 * slope ** 2 / (2 * variance ** 2)) * Math.cbrt(count);
  const longest = Math.ceil(Math.min(3 * Math.sqrt(count), count / 3));
  return Number.isFinite(length) ? Math.max(1, Math.min(length, longest)) : 1;
}

function productAt(values: Float64Array, lag: number): number {
  let sum = 0;
  for (let at = lag; at < values.length; at++) sum += values[at]! * values[at - lag]!;
  return sum;
}

function squaresOf(values: Float64Array, from: number, until: number): number {
  let sum = 0;
  for (let at = from; at < until; at++) sum += values[at]! ** 2;
  return sum;
}
