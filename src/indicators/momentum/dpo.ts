/**
 * The detrended price oscillator.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel, type AverageName } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { Lag } from "../../lines/lag.ts";

const DPO = defineIndicator({
  name: "dpo",
  inputs: ["line"],
  params: { period: 20, average: "sma" },
  minPeriod: ({ period, average }) => averageBars("dpo", average, period) + shiftOf(period),
  memory: "fading",
  update: ({ period, average }) => {
    const mean = averageKernel("dpo", average, period), shift = shiftOf(period);
    if (shift === 0) return (value) => value - mean.update(value);
    const lag = new Lag(shift);
    return (value) => value - lag.update(mean.update(value));
  },
  formula: "x - sma(period) of ceil(period / 2) - 1 bars ago",
});

/** Returns the number of bars by which the average is late: one less than half the period, rounded up. */
function shiftOf(period: number): number {
  return Math.ceil(period / 2) - 1;
}

/** Options of {@linkcode dpo}. */
export interface DpoOptions {
  /** The average: `"sma"` by default. */
  readonly average?: AverageName;
}

/**
 * Makes the detrended price oscillator: the distance of a value from the average around the half of the period before
 * it.
 *
 * Formula: x - m(s), where m = {@linkcode sma}(period) and s = ceil(period / 2) - 1, which is 9 for 20 and 10 for 21
 * bars. This is backtrader's. TradingView's takes s = period / 2 + 1, rounded down. Minimum period: that of the line
 * plus `period + s - 1`. Source: backtrader's DetrendedPriceOscillator, after "Detrended Price Oscillator" of
 * StockCharts.
 *
 * @param line The line, mostly the close.
 * @param period Period of the average, a whole number from 1 on; 20 by default.
 * @param options The average.
 * @returns The distance, in the units of the line.
 * @throws {TypeError} If `line` is not a line or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class BelowCycle extends ct.Strategy.with({ period: 20 }) {
 *   oscillator = ct.dpo(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.oscillator.now < 0 && this.position.size === 0) this.buy();
 *     else if (this.oscillator.now > 0) this.close();
 *   }
 * }
 * ```
 */
export function dpo(line: Line, period: number = 20, options: DpoOptions = {}): Line {
  const taken = optionsOf("dpo", arguments, ["line", "period"], options, ["average"]);
  return DPO(line, { ...taken, period });
}
