/**
 * The absolute price oscillator.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel, type AverageName } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";

const PRICE_OSCILLATOR = defineIndicator({
  name: "priceOscillator",
  inputs: ["line"],
  params: { fast: 12, slow: 26, average: "ema" },
  minPeriod: ({ fast, slow, average }) =>
    Math.max(averageBars("priceOscillator", average, fast), averageBars("priceOscillator", average, slow)),
  memory: "fading",
  update: ({ fast, slow, average }) => {
    const quick = averageKernel("priceOscillator", average, fast);
    const lazy = averageKernel("priceOscillator", average, slow);
    return (value) => quick.update(value) - lazy.update(value);
  },
  formula: "average(fast) - average(slow)",
});

/** Options of {@linkcode priceOscillator}. */
export interface PriceOscillatorOptions {
  /** The average: `"ema"` by default, as in backtrader; TA-Lib's APO has `"sma"`. */
  readonly average?: AverageName;
}

/**
 * Makes the absolute price oscillator, in short APO: the difference of a fast and a slow average.
 *
 * Formula: average(fast) - average(slow), by {@linkcode ema}. It is the line of {@linkcode macd} with a choice of the
 * average. Minimum period: that of the line plus the slower period less one. Source: backtrader's PriceOscillator,
 * TA-Lib's APO.
 *
 * @param line The line, mostly the close.
 * @param fast Period of the fast average, a whole number from 1 on; 12 by default.
 * @param slow Period of the slow average; 26 by default.
 * @param options The average.
 * @returns The difference, in the units of the line.
 * @throws {TypeError} If `line` is not a line or a period not a number.
 * @throws {RangeError} If a period is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class AboveZero extends ct.Strategy.with({}) {
 *   oscillator = ct.priceOscillator(this.data.close, 12, 26, { average: "sma" });
 *
 *   override next(): void {
 *     if (this.oscillator.now > 0 && this.position.size === 0) this.buy();
 *     else if (this.oscillator.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function priceOscillator(
  line: Line,
  fast: number = 12,
  slow: number = 26,
  options: PriceOscillatorOptions = {},
): Line {
  const taken = optionsOf("priceOscillator", arguments, ["line", "fast", "slow"], options, ["average"]);
  return PRICE_OSCILLATOR(line, { ...taken, fast, slow });
}
