/**
 * Mean and deviation as backtrader's analyzers compute them, with exactly rounded sums.
 *
 * @module
 */

import { exactSum } from "../../../src/feeds/exact_sum.ts";

/** Returns the exactly rounded sum over the count, less one where `sample` is set. */
export function meanOf(values: readonly number[], sample: boolean = false): number {
  return exactSum(Float64Array.from(values)) / (values.length - (sample ? 1 : 0));
}

/** Returns the standard deviation around the mean of the values. */
export function deviationOf(values: readonly number[], sample: boolean = false): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) * (value - mean)), sample));
}
