/**
 * The relative strength index.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars, type AverageName } from "../average/average_kernel.ts";
import { checkSeed, type SmoothingSeed } from "../average/smoothing.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { fillStrength, StrengthKernel } from "./strength.ts";

const RSI = defineIndicator({
  name: "rsi",
  inputs: ["line"],
  params: { period: 14, average: "smma", seed: "sma", lookback: 1 },
  minPeriod: ({ period, average, lookback }) => averageBars("rsi", average, period) + lookback,
  memory: "fading",
  update: (params) => {
    const kernel = new StrengthKernel(params);
    return (value) => kernel.update(value);
  },
  column: fillStrength,
  formula: "100 - 100 / (1 + average of the rises / average of the falls)",
});

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
 * {@linkcode smma} (Wilder's, as in TA-Lib, TradingView and backtrader). Without a fall it is 100; while nothing moves
 * it is 50, where TA-Lib has 0 and backtrader an error (its `RSI_Safe` also has 50). With `average: "sma"` it is
 * Cutler's, with `"ema"` that of some books. Minimum period: that of the line plus `period`. Source: J. Welles Wilder,
 * "New Concepts in Technical Trading Systems" (1978).
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
  const taken = optionsOf("rsi", arguments, ["line", "period"], options, ["average", "seed", "lookback"]);
  checkSeed("rsi", taken.seed ?? "sma");
  return RSI(line, { ...taken, period });
}
