/**
 * The relative momentum index.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars } from "../average/average_kernel.ts";
import { checkSeed } from "../average/smoothing.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import type { RsiOptions } from "./rsi.ts";
import { fillStrength, StrengthKernel } from "./strength.ts";

const RMI = defineIndicator({
  name: "rmi",
  inputs: ["line"],
  params: { period: 20, average: "smma", seed: "sma", lookback: 5 },
  minPeriod: ({ period, average, lookback }) => averageBars("rmi", average, period) + lookback,
  memory: "fading",
  update: (params) => {
    const kernel = new StrengthKernel(params);
    return (value) => kernel.update(value);
  },
  column: fillStrength,
  formula: "100 - 100 / (1 + average of the rises over lookback bars / average of the falls)",
});

/**
 * Makes the relative momentum index: {@linkcode rsi} of changes over several bars.
 *
 * Formula: 100 - 100 / (1 + u / d), where u is the average of max(x - x(lookback), 0) and d that of
 * max(x(lookback) - x, 0), by {@linkcode smma}. Without a fall it is 100; while nothing moves it is 50. Minimum period:
 * that of the line plus `period + lookback - 1`. Source: Roger Altman, "Relative Momentum Index", Technical Analysis of
 * Stocks and Commodities (February 1993); backtrader's RMI.
 *
 * @param line The line, mostly the close.
 * @param period Number of changes, a whole number from 1 on; 20 by default.
 * @param options Average, seed, and the lookback, which is 5 by default.
 * @returns The index, from 0 to 100.
 * @throws {TypeError} If `line` is not a line or a number is none.
 * @throws {RangeError} If `period` or `lookback` is not a whole number from 1 on, or there is no such average or seed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Momentum extends ct.Strategy.with({ period: 20 }) {
 *   rmi = ct.rmi(this.data.close, this.params.period, { lookback: 5 });
 *
 *   override next(): void {
 *     if (this.rmi.now > 70 && this.position.size === 0) this.buy();
 *     else if (this.rmi.now < 30) this.close();
 *   }
 * }
 * ```
 */
export function rmi(line: Line, period: number = 20, options: RsiOptions = {}): Line {
  const taken = optionsOf("rmi", arguments, ["line", "period"], options, ["average", "seed", "lookback"]);
  checkSeed("rmi", taken.seed ?? "sma");
  return RMI(line, { ...taken, period });
}
