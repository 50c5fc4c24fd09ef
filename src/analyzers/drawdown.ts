/**
 * Drawdown: the fall of an account below its highest value, in depth and duration.
 *
 * @module
 */

import { DAY_US } from "../feeds/time/civil_date.ts";
import type { TimeZone } from "../feeds/time/time_zone.ts";

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

/**
 * Returns the largest drawdown and the longest time under water.
 *
 * A stretch under water counts from the last step at the peak to the step that reaches it again, or to the last step.
 * The initial cash is a peak at the first step.
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
  let fraction = 0, longestUs = 0;
  let peak = cashInitial, peakStep = 0, low = cashInitial;
  const endStretch = (step: number): void => {
    fraction = Math.max(fraction, (peak - low) / peak);
    longestUs = Math.max(longestUs, zone.wallTimeUs(timeUs[step]!) - zone.wallTimeUs(timeUs[peakStep]!));
  };
  for (let step = 0; step < equity.length; step++) {
    const value = equity[step]!;
    if (value < peak) {
      if (value < low) low = value;
      continue;
    }
    if (low < peak) endStretch(step);
    peak = low = value;
    peakStep = step;
  }
  if (low < peak) endStretch(equity.length - 1);
  return { fraction, days: longestUs / DAY_US };
}
