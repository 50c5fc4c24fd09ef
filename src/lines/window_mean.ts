/**
 * Means of the last prices that stay on the grid of the prices: compared as whole numbers, without being made.
 *
 * A price is a whole number of steps of its feed, so a sum of prices is a whole number, too. Which of two means is
 * greater follows from the sums times the other period, exactly, as long as these stay below 2^53. The columns of the
 * means themselves are other numbers: each is the exact sum of the doubles that stand for the prices, rounded once, over the
 * period. Both comparisons agree where the whole numbers differ, as {@linkcode PRODUCT_MAX} says; where they are equal, the
 * doubles decide.
 *
 * @module
 */

import { exactSum } from "../feeds/exact_sum.ts";
import type { Column } from "./column.ts";

/** The prices of a feed as whole numbers of steps. */
export interface StepColumn {
  /** The prices, each the double that is nearest to its steps over the grid, but for two roundings. */
  readonly prices: Float64Array;
  /** The steps of each price, above 0. */
  readonly steps: Float64Array;
  /** What steps can be compared by: one object for the columns of one grid. */
  readonly grid: object;
}

/** The mean of the last prices, as many as the period; a price itself has a period of 1. */
export interface WindowMean extends StepColumn {
  readonly period: number;
}

/**
 * The products that are compared are below this number. A price differs from its steps over the grid by two roundings, a
 * mean by the rounding of its sum and that of its division more: by less than 2^-50.9 of its size. Two whole numbers below 2^49
 * that differ do so by more than 2^-49 of their size, which is more than both means are off.
 */
export const PRODUCT_MAX: number = 2 ** 49;

/** Values that equal sums may read, for each bar: beyond that, whole columns are the shorter way. */
const READS_A_BAR = 8;

const means = new WeakMap<Column, WindowMean>();

/** Sums of steps from the first one on, behind each bar, and the largest of the steps. */
interface RunningSums {
  readonly sums: Float64Array;
  readonly highest: number;
}

/**
 * Steps that were summed: true after the first time, and their running sums from the second time on, as then a search may
 * ask for windows of many sizes. Undefined sums are past 2^53.
 */
const runningSums = new WeakMap<Float64Array, true | { readonly running: RunningSums | undefined }>();

/** Records that a column is the mean of the last prices. */
export function setMean(column: Column, mean: WindowMean): void {
  means.set(column, mean);
}

/** Returns the mean that a column is; undefined for any other column. */
export function meanOf(column: Column): WindowMean | undefined {
  return means.get(column);
}

/**
 * Writes on which side of a mean another one is, from one bar on: 1 above, -1 below, 0 equal, as the columns of both
 * compare. Returns false where that has to be read from the columns: for prices of two grids, for sums that grow too
 * large, and where so many are equal that to sum them takes longer.
 *
 * @param first The first bar; both means have a value there.
 * @param sides Where the sides go, from the first bar on.
 */
export function sidesOfMeans(a: WindowMean, b: WindowMean, first: number, sides: Int8Array): boolean {
  if (a.grid !== b.grid) return false;
  const running = a.steps === b.steps ? runningSumsOf(a.steps) : undefined;
  if (running !== undefined && running.highest * a.period * b.period < PRODUCT_MAX) {
    return sidesByRunningSums(a, b, first, running.sums, sides);
  }
  const { steps: left, period: leftPeriod } = a, { steps: right, period: rightPeriod } = b, { length } = sides;
  let leftSum = sumBefore(a, first), rightSum = sumBefore(b, first), reads = READS_A_BAR * length;
  // What leaves a window behind its first bars is read without a question.
  const whole = Math.min(length, Math.max(first, leftPeriod, rightPeriod));
  for (let i = first; i < length; i++) {
    // The sums are whole numbers below 2^53, so that each addition is exact.
    if (i < whole) {
      leftSum += left[i]! - (i < leftPeriod ? 0 : left[i - leftPeriod]!);
      rightSum += right[i]! - (i < rightPeriod ? 0 : right[i - rightPeriod]!);
    } else {
      leftSum += left[i]! - left[i - leftPeriod]!;
      rightSum += right[i]! - right[i - rightPeriod]!;
    }
    const x = leftSum * rightPeriod, y = rightSum * leftPeriod;
    if (!(x < PRODUCT_MAX && y < PRODUCT_MAX)) return false;
    // Without a branch, as the price is on either side of its mean in turn.
    sides[i] = Number(x > y) - Number(x < y);
    if (x === y) {
      reads -= leftPeriod + rightPeriod;
      if (reads < 0) return false;
      sides[i] = sideOfEqualSums(a, b, i);
    }
  }
  return true;
}

/**
 * {@linkcode sidesOfMeans} for two means of the same prices, whose products are below the limit on every bar. No sum waits
 * for the one before, which takes a third of the time.
 */
function sidesByRunningSums(
  a: WindowMean,
  b: WindowMean,
  first: number,
  sums: Float64Array,
  sides: Int8Array,
): boolean {
  const { period: left } = a, { period: right } = b, { length } = sides;
  let reads = READS_A_BAR * length;
  for (let i = first; i < length; i++) {
    const end = sums[i + 1]!, x = (end - sums[i + 1 - left]!) * right, y = (end - sums[i + 1 - right]!) * left;
    sides[i] = Number(x > y) - Number(x < y);
    if (x === y) {
      reads -= left + right;
      if (reads < 0) return false;
      sides[i] = sideOfEqualSums(a, b, i);
    }
  }
  return true;
}

/** Returns the side of two means whose sums are equal as whole numbers: that of the doubles. */
function sideOfEqualSums(a: WindowMean, b: WindowMean, bar: number): number {
  const difference = valueAt(a, bar) - valueAt(b, bar);
  return difference > 0 ? 1 : difference < 0 ? -1 : 0;
}

/** Returns the running sums of steps that were summed before; undefined at the first time, and past 2^53. */
function runningSumsOf(steps: Float64Array): RunningSums | undefined {
  const known = runningSums.get(steps);
  if (known === undefined) runningSums.set(steps, true);
  if (known === undefined || known !== true) return known?.running;
  const sums = new Float64Array(steps.length + 1);
  let sum = 0, highest = 0;
  for (let bar = 0; bar < steps.length; bar++) {
    const count = steps[bar]!;
    sum += count;
    sums[bar + 1] = sum;
    if (count > highest) highest = count;
  }
  // The last one is the largest, as steps are above 0.
  const running = sum <= Number.MAX_SAFE_INTEGER ? { sums, highest } : undefined;
  runningSums.set(steps, { running });
  return running;
}

/** Returns the sum of the window that ends before a bar. */
function sumBefore({ steps, period }: WindowMean, bar: number): number {
  let sum = 0;
  for (let i = Math.max(0, bar - period); i < bar; i++) sum += steps[i]!;
  return sum;
}

/** Returns the value that the column of a mean has at a bar. */
function valueAt({ prices, period }: WindowMean, bar: number): number {
  return exactSum(prices.subarray(bar + 1 - period, bar + 1)) / period;
}
