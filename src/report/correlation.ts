/**
 * The correlation of the returns of two runs.
 *
 * @module
 */

import { type DailyEquity, returnsOf } from "../analyzers/returns/daily_returns.ts";
import { exactSum } from "../feeds/exact_sum.ts";

/** The last equity of each session date. */
export type DatedEquity = Pick<DailyEquity, "days" | "equity">;

/**
 * Returns the sample correlation of the returns of two runs over the session dates that both have: each return is from
 * the last equity of such a date to that of the next one.
 *
 * @returns A number from -1 to 1; null for fewer than two returns, returns that do not vary, or an equity that is not
 * above zero.
 */
export function returnCorrelation(one: DatedEquity, other: DatedEquity): number | null {
  const first: number[] = [], second: number[] = [];
  for (let i = 0, k = 0; i < one.days.length && k < other.days.length;) {
    const difference = one.days[i]! - other.days[k]!;
    if (difference === 0) {
      first.push(one.equity[i++]!);
      second.push(other.equity[k++]!);
    } else if (difference < 0) i++;
    else k++;
  }
  const x = returnsOf(Float64Array.from(first)), y = returnsOf(Float64Array.from(second));
  if (x === null || y === null || x.length < 2 || isConstant(x) || isConstant(y)) return null;
  const dx = deviations(x), dy = deviations(y);
  const products = exactSum(dx.map((value, at) => value * dy[at]!));
  const ratio = products / Math.sqrt(exactSum(dx.map((value) => value ** 2)) * exactSum(dy.map((value) => value ** 2)));
  // Rounding may lead past one.
  return Number.isFinite(ratio) ? Math.max(-1, Math.min(1, ratio)) : null;
}

function isConstant(values: Float64Array): boolean {
  return values.every((value) => value === values[0]);
}

function deviations(values: Float64Array): Float64Array {
  const mean = exactSum(values) / values.length;
  return values.map((value) => value - mean);
}
