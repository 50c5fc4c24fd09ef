/**
 * The relative strength index.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel, type AverageName, checkAverage } from "../average/average_kernel.ts";
import { checkSeed, Smoothing, type SmoothingSeed, wilderFactor } from "../average/smoothing.ts";
import { defineIndicator } from "../define_indicator.ts";

const RSI = defineIndicator({
  name: "rsi",
  inputs: ["line"],
  params: { period: 14, average: "smma", seed: "sma", lookback: 1 },
  minPeriod: ({ period, average, lookback }) => averageBars("rsi", average, period) + lookback,
  memory: "fading",
  update: ({ period, average, seed, lookback }) => {
    const kernel = (): { update(value: number): number } =>
      average === "smma"
        ? new Smoothing(period, wilderFactor(period), seed as SmoothingSeed)
        : averageKernel("rsi", average, period);
    const ups = kernel(), downs = kernel(), before = new Float64Array(lookback).fill(NaN);
    let place = 0;
    return (value) => {
      const change = value - before[place]!;
      before[place] = value;
      place = place + 1 === lookback ? 0 : place + 1;
      if (change !== change) return NaN;
      return strengthIndex(ups.update(change > 0 ? change : 0), downs.update(change < 0 ? -change : 0));
    };
  },
  column: ({ inputs, outputs, from, until }, { period, average, seed, lookback }) => {
    const [input] = inputs,
      [output] = outputs,
      first = from + lookback,
      factor = wilderFactor(period),
      rest = 1 - factor;
    const kernel = (): { update(value: number): number } =>
      average === "smma" ? new Smoothing(period, factor, seed as SmoothingSeed) : averageKernel("rsi", average, period);
    const ups = kernel(), downs = kernel(), warm = average === "smma" ? Math.min(first + period, until) : until;
    let up = NaN, down = NaN;
    for (let i = first; i < warm; i++) {
      const change = input![i]! - input![i - lookback]!;
      up = ups.update(change > 0 ? change : 0);
      down = downs.update(change < 0 ? -change : 0);
      output![i] = strengthIndex(up, down);
    }
    // In local variables the loop is several times as fast as with calls.
    for (let i = warm; i < until; i++) {
      const change = input![i]! - input![i - lookback]!;
      up = up * rest + (change > 0 ? change : 0) * factor;
      down = down * rest + (change < 0 ? -change : 0) * factor;
      output![i] = strengthIndex(up, down);
    }
  },
  formula: "100 - 100 / (1 + average of the rises / average of the falls)",
});

/** The index of an average rise and an average fall: 50 where both are zero, as neither is stronger. */
export function strengthIndex(up: number, down: number): number {
  return up === 0 && down === 0 ? 50 : 100 - 100 / (1 + up / down);
}

/** Options of {@linkcode rsi}. */
export interface RsiOptions {
  /** The average of rises and falls: `"smma"`, Wilder's, by default. */
  readonly average?: AverageName;
  /** First value of Wilder's average: `"sma"` by default, or `"first"`. */
  readonly seed?: SmoothingSeed;
  /** Bars from one price to the other of a change; 1 by default. */
  readonly lookback?: number;
}

/**
 * Makes the relative strength index: the share of rises in all changes of the last bars, from 0 to 100.
 *
 * Formula: 100 - 100 / (1 + u / d), where u is the average of max(x - x(1), 0) and d that of max(x(1) - x, 0), by
 * {@linkcode smma} (Wilder's, as in TA-Lib, TradingView and backtrader). Without a fall it is 100; while nothing moves it
 * is 50, where TA-Lib has 0 and backtrader an error. Minimum period: that of the line plus `period`. Source: J. Welles
 * Wilder, "New Concepts in Technical Trading Systems" (1978).
 *
 * @param line The line, mostly the close.
 * @param period Number of changes, a whole number from 1 on; 14 by default.
 * @param options Average, seed and lookback.
 * @returns The index, from 0 to 100.
 * @throws {TypeError} If `line` is not a line or a number is none.
 * @throws {RangeError} If `period` or `lookback` is not a whole number from 1 on, or there is no such average or seed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Oversold extends ct.Strategy.with({ period: 14 }) {
 *   rsi = ct.rsi(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.rsi.now < 30 && this.position.size === 0) this.buy();
 *     else if (this.rsi.now > 70) this.close();
 *   }
 * }
 * ```
 */
export function rsi(line: Line, period: number = 14, options: RsiOptions = {}): Line {
  const { average = "smma", seed = "sma", lookback = 1 } = options;
  checkSeed("rsi", seed);
  checkAverage("rsi", average);
  return RSI(line, { period, average, seed, lookback });
}
