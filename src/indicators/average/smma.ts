/**
 * The smoothed moving average of Wilder.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import type { SmoothingOptions } from "./ema.ts";
import { checkSeed, smoothColumn, Smoothing, type SmoothingSeed, wilderFactor } from "./smoothing.ts";

const SMMA = defineIndicator({
  name: "smma",
  inputs: ["line"],
  params: { period: 30, seed: "sma" },
  minPeriod: ({ period }) => period,
  memory: "fading",
  update: ({ period, seed }) => {
    const average = new Smoothing(period, wilderFactor(period), seed as SmoothingSeed);
    return (value) => average.update(value);
  },
  column: ({ inputs, outputs, from, until }, { period, seed }) => {
    smoothColumn(inputs[0]!, outputs[0]!, from, until, period, wilderFactor(period), seed as SmoothingSeed);
  },
  formula: "alpha = 1 / period; previous * (1 - alpha) + x * alpha",
  plot: "price",
});

/**
 * Makes Wilder's smoothed moving average, which others call `rma` or `wilder`: exponential smoothing with a factor of
 * 1 / period. Its seed is the simple average of the first `period` values in a row.
 *
 * Formula: alpha = 1 / period; first value = {@linkcode sma}(period); then previous * (1 - alpha) + x * alpha, evaluated
 * in this order (backtrader's). Minimum period: that of the line plus `period - 1`. Source: J. Welles Wilder, "New
 * Concepts in Technical Trading Systems" (1978).
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
 * class AboveAverage extends ct.Strategy.with({ period: 20 }) {
 *   average = ct.smma(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.data.close.now > this.average.now) this.buy();
 *   }
 * }
 * ```
 */
export function smma(line: Line, period: number = 30, options: SmoothingOptions = {}): Line {
  const { seed = "sma" } = optionsOf("smma", arguments, ["line", "period"], options, ["seed"]);
  checkSeed("smma", seed);
  return SMMA(line, { period, seed });
}
