/**
 * The distribution of returns: counts in intervals of one width, with zero as a border.
 *
 * @module
 */

/** One interval. */
export interface Bin {
  /** Begin, which belongs to it. */
  readonly from: number;
  /** End, which belongs to the next one; that of the last interval to itself. */
  readonly until: number;
  /** Number of returns. */
  readonly count: number;
}

/** About so many intervals. */
const BINS = 24;

/**
 * Returns the intervals between the least and the largest return. Their width is 1, 2 or 5 times a power of ten.
 *
 * @param returns The returns; none that is not finite counts.
 */
export function returnBins(returns: readonly number[]): Bin[] {
  const told = returns.filter(Number.isFinite);
  if (told.length === 0) return [];
  let least = 0, largest = 0;
  for (const value of told) {
    if (value < least) least = value;
    if (value > largest) largest = value;
  }
  const width = niceWidth((largest - least) / BINS || 0.01);
  const first = Math.floor(least / width), last = Math.max(first, Math.ceil(largest / width) - 1);
  const counts = new Array<number>(last - first + 1).fill(0);
  for (const value of told) {
    const at = Math.min(last, Math.max(first, Math.floor(value / width)));
    counts[at - first]!++;
  }
  return counts.map((count, at) => ({ from: (first + at) * width + 0, until: (first + at + 1) * width + 0, count }));
}

function niceWidth(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10) * power;
}
