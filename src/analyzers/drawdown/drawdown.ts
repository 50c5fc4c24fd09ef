/**
 * Drawdown: the fall of an account below its highest value, in depth and duration.
 *
 * @module
 */

import { DAY_US } from "../../feeds/time/civil_date.ts";
import type { TimeZone } from "../../feeds/time/time_zone.ts";

/** The largest drawdown and the longest time under water; both may come from different stretches. */
export interface WorstDrawdown {
  /** Largest `(peak - equity) / peak`; zero if the equity never falls below a peak. */
  readonly fraction: number;
  /** Longest time from a peak until the equity reaches it again, or until the end, in days; zero without a fall. */
  readonly days: number;
}

/**
 * Returns the drawdown of each step: `(peak - equity) / peak`. The peak is the largest of the initial cash and the
 * equity so far.
 *
 * @param equity Value of the account at the end of each step.
 * @param cashInitial The first peak, above zero.
 * @returns Fractions, zero at a peak and above one for a negative equity.
 */
export function drawdowns(equity: Float64Array, cashInitial: number): Float64Array {
  const result = new Float64Array(equity.length);
  let peak = cashInitial;
  for (let step = 0; step < equity.length; step++) {
    const value = equity[step]!;
    if (value > peak) peak = value;
    result[step] = (peak - value) / peak;
  }
  return result;
}

/** Stretches under water of a run, as columns with one entry for each. */
export interface DrawdownSpans {
  /** Last step at the peak. */
  readonly start: readonly number[];
  /** Step of the lowest value; the first of several. */
  readonly valley: readonly number[];
  /** Step that reaches the peak again; the last step for a stretch that none ends. */
  readonly end: readonly number[];
  /** Largest `(peak - equity) / peak`. */
  readonly depth: readonly number[];
  /** True if the last stretch is not over. */
  readonly isOpen: boolean;
}

/**
 * Returns the stretches under water.
 *
 * A stretch counts from the last step at the peak to the step that reaches it again, or to the last step. The initial
 * cash is a peak at the first step.
 *
 * @param equity Value of the account at the end of each step.
 * @param cashInitial The first peak, above zero.
 * @returns The stretches in order of time.
 */
export function drawdownSpans(equity: Float64Array, cashInitial: number): DrawdownSpans {
  const start: number[] = [], valley: number[] = [], end: number[] = [], depth: number[] = [];
  const { length } = equity;
  let peak = cashInitial, peakStep = 0, low = cashInitial, lowStep = 0;
  // One place ends a stretch: a closure over the peak would keep it out of the registers, and a run has a step for each bar.
  for (let step = 0; step <= length; step++) {
    const value = step < length ? equity[step]! : Infinity;
    if (value < peak) {
      if (value < low) {
        low = value;
        lowStep = step;
      }
      continue;
    }
    if (low < peak) {
      start.push(peakStep);
      valley.push(lowStep);
      end.push(Math.min(step, length - 1));
      depth.push((peak - low) / peak);
    }
    if (step === length) break;
    peak = low = value;
    peakStep = step;
  }
  const isOpen = low < peak;
  return { start, valley, end, depth, isOpen };
}

/**
 * Returns the largest drawdown and the longest time under water.
 *
 * @param timeUs Times of the steps in microseconds since the epoch, ascending.
 * @param equity Value of the account at the end of each step.
 * @param cashInitial The first peak, above zero.
 * @param zone The zone whose clock counts the days, so that a change of the clock does not make a day longer.
 * @returns Both.
 */
export function worstDrawdown(
  timeUs: Float64Array,
  equity: Float64Array,
  cashInitial: number,
  zone: TimeZone,
): WorstDrawdown {
  const { length } = equity;
  let peak = cashInitial, peakStep = 0, fraction = 0, days = 0;
  for (let from = 0; from < length;) {
    // Two walks over a stretch are faster than one that looks for its end and for its lowest value.
    let end = from;
    while (end < length && equity[end]! < peak) end++;
    if (end > from) {
      fraction = Math.max(fraction, (peak - lowestOf(equity, from, end)) / peak);
      days = Math.max(days, daysBetween(timeUs[peakStep]!, timeUs[Math.min(end, length - 1)]!, zone));
    }
    if (end === length) break;
    peak = equity[end]!;
    peakStep = end;
    from = end + 1;
  }
  return { fraction, days };
}

/** Returns the lowest value of a range that has one. */
function lowestOf(values: Float64Array, from: number, until: number): number {
  let even = values[from]!, odd = even, at = from + 1;
  // Two lowest values side by side do not wait for each other.
  for (; at + 1 < until; at += 2) {
    even = Math.min(even, values[at]!);
    odd = Math.min(odd, values[at + 1]!);
  }
  return Math.min(even, odd, values[until - 1]!);
}

/** Returns the length of each stretch in days of the zone's clock. */
export function spanDays({ start, end }: DrawdownSpans, timeUs: Float64Array, zone: TimeZone): Float64Array {
  return Float64Array.from(start, (from, at) => daysBetween(timeUs[from]!, timeUs[end[at]!]!, zone));
}

function daysBetween(fromUs: number, toUs: number, zone: TimeZone): number {
  return (zone.wallTimeUs(toUs) - zone.wallTimeUs(fromUs)) / DAY_US;
}
