/**
 * The number of independent trials among some that resemble each other.
 *
 * @module
 */

import { TIME_PARTS } from "../return_facts.ts";

/** Trials with the same ratio are as one where the returns of both go together so closely. */
export const CLOSE_CORRELATION = 0.7;

/**
 * Returns the number of groups of trials that resemble each other. In the order of the trials, each joins the first group
 * whose first trial it correlates with by 0.7 or more, and else begins a group. The correlation is that of the sums of the
 * returns over 64 equal parts of the time.
 *
 * @param trials Sums of the returns of each trial by parts of the time.
 */
export function independentTrials(trials: readonly (readonly number[])[]): number {
  const leaders: Float64Array[] = [];
  for (const parts of trials) {
    const shape = shapeOf(parts);
    if (!leaders.some((leader) => productOf(leader, shape) >= CLOSE_CORRELATION)) leaders.push(shape);
  }
  return leaders.length;
}

/** Returns the sums with mean zero and length one, whose product is the correlation; zeros where they do not vary. */
function shapeOf(parts: readonly number[]): Float64Array {
  const values = Float64Array.from(parts.slice(0, TIME_PARTS)),
    mean = values.reduce((sum, each) => sum + each, 0) /
      values.length;
  const centred = values.map((value) => value - mean), length = Math.sqrt(productOf(centred, centred));
  return length > 0 ? centred.map((value) => value / length) : centred.fill(0);
}

function productOf(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at]! * other[at]!;
  return sum;
}
