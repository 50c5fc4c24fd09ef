/**
 * The bare loop: the same trades and equity as the engine's run of {@linkcode SmaCross}, with nothing an engine adds.
 *
 * Two running sums, a crossover with memory, market orders that fill at the next open, commission, the equity curve. It
 * is the limit that the profiles are measured against.
 *
 * @module
 */

import type { Bars } from "../src/feeds/bars.ts";

/** The result of the loop. */
export interface BareResult {
  /** Round trips closed. */
  readonly trades: number;
  /** Value at each bar. */
  readonly equity: Float64Array;
}

/** Runs the loop: one unit bought on a cross up, sold on a cross down, commission as a fraction of the notional. */
export function bareLoop(feed: Bars, fast: number, slow: number, cash: number, commission: number): BareResult {
  const { open, close } = feed.columns, count = feed.length, equity = new Float64Array(count);
  const quick = movingAverage(close, fast), lazy = movingAverage(close, slow);
  let position = 0, pending = 0, trades = 0, memory = NaN;
  for (let bar = 0; bar < count; bar++) {
    if (pending !== 0) {
      cash -= pending * open[bar]! + Math.abs(pending) * commission * open[bar]!;
      position += pending;
      if (pending < 0) trades++;
      pending = 0;
    }
    equity[bar] = cash + position * close[bar]!;
    const difference = quick[bar]! - lazy[bar]!;
    if (memory < 0 && difference > 0 && position === 0) pending = 1;
    else if (memory > 0 && difference < 0 && position !== 0) pending = -position;
    if (difference !== 0) memory = difference;
  }
  return { trades, equity };
}

function movingAverage(values: Float64Array, period: number): Float64Array {
  const averages = new Float64Array(values.length).fill(NaN);
  let sum = 0;
  for (let bar = 0; bar < values.length; bar++) {
    sum += values[bar]!;
    if (bar >= period) sum -= values[bar - period]!;
    if (bar >= period - 1) averages[bar] = sum / period;
  }
  return averages;
}
