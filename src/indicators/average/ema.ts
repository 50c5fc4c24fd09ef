/**
 * The exponential moving average.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkSeed, exponentialFactor, smoothColumn, Smoothing, type SmoothingSeed } from "./smoothing.ts";

const EMA = defineIndicator({
  name: "ema",
  inputs: ["line"],
  params: { period: 30, seed: "sma" },
  minPeriod: ({ period }) => period,
  memory: "fading",
  update: ({ period, seed }) => {
    const average = new Smoothing(period, exponentialFactor(period), seed as SmoothingSeed);
    return (value) => average.update(value);
  },
  column: ({ inputs, outputs, from, until }, { period, seed }) => {
    smoothColumn(inputs[0]!, outputs[0]!, from, until, period, exponentialFactor(period), seed as SmoothingSeed);
  },
  formula: "alpha = 2 / (1 + period); previous * (1 - alpha) + x * alpha",
  plot: "price",
});

/** Options of {@linkcode ema} and {@linkcode smma}. */
export interface SmoothingOptions {
  /** The first value: `"sma"`, the mean of the first `period` values, by default; or `"first"`, the first value alone. */
  readonly seed?: SmoothingSeed;
}

/**
 * Makes the exponential moving average with a smoothing factor of 2 / (1 + period). Its seed is the simple average of
 * the first `period` values in a row, as in backtrader and TA-Lib; `seed: "first"` begins with the first value alone, as
 * TradingView and pandas do. From then on every value counts for ever, with a weight that fades.
 *
 * Formula: alpha = 2 / (1 + period); first value = {@linkcode sma}(period); then previous * (1 - alpha) + x * alpha,
 * evaluated in this order (backtrader's). Minimum period: that of the line plus `period - 1`.
 *
 * @param line The line to average.
 * @param period Number of bars, a whole number from 1 on; 30 by default.
 * @param options The seed.
 * @returns The average, in the units of the line.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or there is no such seed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Macd extends ct.Strategy.with({ fast: 12, slow: 26, signal: 9 }) {
 *   macd = ct.ema(this.data.close, this.params.fast).minus(ct.ema(this.data.close, this.params.slow));
 *   cross = ct.crossover(this.macd, ct.ema(this.macd, this.params.signal));
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *   }
 * }
 * ```
 */
export function ema(line: Line, period: number = 30, options: SmoothingOptions = {}): Line {
  const { seed = "sma" } = optionsOf("ema", arguments, ["line", "period"], options, ["seed"]);
  checkSeed("ema", seed);
  return EMA(line, { period, seed });
}
