/**
 * The width of the bands of Bollinger.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFactor } from "../factor.ts";
import { quotient } from "../quotient.ts";
import type { BollingerOptions } from "./bollinger.ts";
import { BollingerKernel } from "./bollinger_kernel.ts";

const BOLLINGER_BANDWIDTH = defineIndicator({
  name: "bollingerBandwidth",
  inputs: ["line"],
  params: { period: 20, deviations: 2, average: "sma" },
  factors: ["deviations"],
  minPeriod: ({ period, average }) => averageBars("bollingerBandwidth", average, period),
  memory: "fading",
  update: ({ period, deviations, average }) => {
    const kernel = new BollingerKernel("bollingerBandwidth", period, deviations, average);
    return (value) => {
      kernel.update(value);
      return quotient(kernel.upper - kernel.lower, kernel.middle, 0);
    };
  },
  formula: "(upper - lower) / middle",
});

/**
 * Makes the width of the bands of {@linkcode bollinger} as a share of their middle: 0.1 is ten percent.
 *
 * Formula: (upper - lower) / middle; 0 where the middle is zero. TradingView's "Bollinger BandWidth" is in percent:
 * multiply by 100. Minimum period: that of the line plus `period - 1`. Source: John Bollinger, "Bollinger on Bollinger
 * Bands" (2001).
 *
 * @param line The line, mostly the close.
 * @param period Number of bars, a whole number from 1 on; 20 by default.
 * @param deviations Number of standard deviations, above 0; 2 by default.
 * @param options The average.
 * @returns The width, as a share of the middle.
 * @throws {TypeError} If `line` is not a line or a number is none.
 * @throws {RangeError} If `period` is not a whole number from 1 on, `deviations` not above 0, or there is no such
 * average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Squeeze extends ct.Strategy.with({ period: 20 }) {
 *   width = ct.bollingerBandwidth(this.data.close, this.params.period);
 *   least = ct.lowest(this.width, 125);
 *
 *   override next(): void {
 *     if (this.width.now === this.least.now && this.position.size === 0) this.buy();
 *   }
 * }
 * ```
 */
export function bollingerBandwidth(
  line: Line,
  period: number = 20,
  deviations: number = 2,
  options: BollingerOptions = {},
): Line {
  const taken = optionsOf("bollingerBandwidth", arguments, ["line", "period", "deviations"], options, ["average"]);
  checkFactor("bollingerBandwidth", deviations, "deviations");
  return BOLLINGER_BANDWIDTH(line, { ...taken, period, deviations });
}
