/**
 * Statistics of measured times.
 *
 * @module
 */

/** Statistics of a series. */
export interface Statistics {
  /** Arithmetic mean. */
  readonly mean: number;
  /** Median: the middle value, or the mean of the two in the middle. */
  readonly median: number;
  /** 95th percentile, linear between the two nearest values. */
  readonly p95: number;
  /** Smallest value. */
  readonly min: number;
  /** Sample standard deviation, by n - 1. */
  readonly standardDeviation: number;
}

/**
 * Computes the statistics of a series.
 *
 * @throws {RangeError} If there are fewer than two values, which have no standard deviation.
 */
export function statisticsOf(values: readonly number[]): Statistics {
  if (values.length < 2) {
    throw new RangeError(`Cannot compute statistics of ${values.length} values: there must be two or more`);
  }
  const sorted = values.toSorted((a, b) => a - b), count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    median: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    min: sorted[0]!,
    standardDeviation: Math.sqrt(squares / (count - 1)),
  };
}

/**
 * The quantile of a sorted series: linear between the values beside the place (n - 1) x share, which is definition 7 of
 * Hyndman and Fan, Sample Quantiles in Statistical Packages (1996).
 */
export function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) throw new RangeError("Cannot take a quantile of no values: there must be at least one");
  const place = (sorted.length - 1) * share, below = Math.floor(place), part = place - below;
  const low = sorted[below]!, high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * part;
}
