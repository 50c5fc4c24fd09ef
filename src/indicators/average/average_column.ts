/**
 * The averages by name over a column.
 *
 * @module
 */

import { RollingSum } from "../../feeds/exact_sum.ts";
import { averageKernel } from "./average_kernel.ts";
import { exponentialFactor, smoothColumn, wilderFactor } from "./smoothing.ts";

/**
 * Writes the average by name of a column from one bar up to another, to the bits of {@linkcode averageKernel}. Values
 * before the minimum period of the average have no meaning.
 */
export function averageColumn(
  indicator: string,
  name: string,
  period: number,
  input: Float64Array,
  output: Float64Array,
  from: number,
  until: number,
): void {
  // A sum over a column may read values again behind the bar that it writes.
  const values = input === output ? input.slice(0, until) : input.subarray(0, until);
  if (name === "sma") new RollingSum(period, period).fill(values, output, from);
  else if (name === "ema") smoothColumn(input, output, from, until, period, exponentialFactor(period));
  else if (name === "smma") smoothColumn(input, output, from, until, period, wilderFactor(period));
  else {
    const kernel = averageKernel(indicator, name, period);
    for (let i = from; i < until; i++) output[i] = kernel.update(input[i]!);
  }
}
