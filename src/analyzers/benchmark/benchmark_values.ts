/**
 * The value of a benchmark, and the risk-free rate, at given times: each as it was known then.
 *
 * @module
 */

import { exactSum } from "../../feeds/exact_sum.ts";
import { SECOND_US } from "../../feeds/time/civil_date.ts";
import { lastUntil } from "../../feeds/time/ordered_times.ts";

/** A column of values, each known from its time on. */
export interface KnownValues {
  /** Times from which on the values are known, in microseconds since the epoch, ascending. */
  readonly timeUs: Float64Array;
  /** Values. */
  readonly values: Float64Array;
}

/** A benchmark: one feed, or several feeds that are held together. */
export interface Benchmark {
  /** Name for the summary. */
  readonly name: string;
  /** Closes of the feeds. */
  readonly feeds: readonly KnownValues[];
  /** True if the feeds get equal weights again at every given time, false if they are bought once. */
  readonly rebalanced: boolean;
}

/**
 * Returns the last value known at each of ascending times; NaN before the first one.
 *
 * @param column The values.
 * @param atUs The times.
 * @returns One value for each time.
 */
export function valuesKnown({ timeUs, values }: KnownValues, atUs: Float64Array): Float64Array {
  let known = -1;
  return atUs.map((at) => {
    // The times asked for are those of session dates, with many bars between two of them. A date ends a microsecond ahead of
    // the midnight at which bars with hours do, and what those tell is known with it.
    known = lastUntil(timeUs, (at + 1) % SECOND_US === 0 ? at + 1 : at, known);
    return known === -1 ? NaN : values[known]!;
  });
}

/**
 * Returns the value of a benchmark at ascending times; NaN where it is not known yet.
 *
 * Of one feed the values are its closes. Several feeds begin with one unit of money in each. A feed that has no bar yet
 * keeps its unit until its first one. A feed whose bars have ended keeps its last close.
 *
 * @param benchmark The benchmark.
 * @param atUs The times. The first stands for the begin.
 * @returns One value for each time.
 */
export function benchmarkValues({ feeds, rebalanced }: Benchmark, atUs: Float64Array): Float64Array {
  const columns = feeds.map((feed) => valuesKnown(feed, atUs));
  const [only] = columns;
  if (columns.length === 1) return only!;
  const result = new Float64Array(atUs.length).fill(NaN);
  const firsts = columns.map((column) => column.find((value) => !Number.isNaN(value)) ?? NaN);
  for (let at = 0, value = 1; at < atUs.length; at++) {
    if (!columns.some((column) => !Number.isNaN(column[at]!))) continue;
    if (!rebalanced) {
      result[at] = sumOf(columns, (column, id) => Number.isNaN(column[at]!) ? 1 : column[at]! / firsts[id]!) /
        columns.length;
      continue;
    }
    const known = columns.filter((column) => at > 0 && !Number.isNaN(column[at - 1]!));
    if (known.length > 0) {
      value *= 1 + sumOf(known, (column) => column[at]! / column[at - 1]! - 1) / known.length;
    }
    result[at] = value;
  }
  return result;
}

function sumOf(columns: readonly Float64Array[], amountOf: (column: Float64Array, id: number) => number): number {
  return exactSum(Float64Array.from(columns, amountOf));
}
