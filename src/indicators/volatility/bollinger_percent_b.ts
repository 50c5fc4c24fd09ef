/**
 * The place of a value between the bands of Bollinger.
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

const BOLLINGER_PERCENT_B = defineIndicator({
  name: "bollingerPercentB",
  inputs: ["line"],
  params: { period: 20, deviations: 2, average: "sma" },
  factors: ["deviations"],
  minPeriod: ({ period, average }) => averageBars("bollingerPercentB", average, period),
  memory: "fading",
  update: ({ period, deviations, average }) => {
    const kernel = new BollingerKernel("bollingerPercentB", period, deviations, average);
    return (value) => {
      kernel.update(value);
      return quotient(value - kernel.lower, kernel.upper - kernel.lower, 0.5);
    };
  },
  formula: "(x - lower) / (upper - lower)",
});

/**
 * Makes the place of a value between the bands of {@linkcode bollinger}, which is known as %b: 0 at the lower band, 1
 * at the upper one, and less or more outside of them.
 *
 * Formula: (x - lower) / (upper - lower); 0.5 where both bands are equal. Minimum period: that of the line plus
 * `period - 1`. Source: John Bollinger, "Bollinger on Bollinger Bands" (2001); backtrader's BollingerBandsPct.
 *
 * @param line The line, mostly the close.
 * @param period Number of bars, a whole number from 1 on; 20 by default.
 * @param deviations Number of standard deviations, above 0; 2 by default.
 * @param options The average.
 * @returns The place, from 0 to 1 between the bands.
 * @throws {TypeError} If `line` is not a line or a number is none.
 * @throws {RangeError} If `period` is not a whole number from 1 on, `deviations` not above 0, or there is no such
 * average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class BelowBand extends ct.Strategy.with({ period: 20 }) {
 *   place = ct.bollingerPercentB(this.data.close, this.params.period);
 *
 *   override next(): void {
 *     if (this.place.now < 0 && this.position.size === 0) this.buy();
 *     else if (this.place.now > 0.5) this.close();
 *   }
 * }
 * ```
 */
export function bollingerPercentB(
  line: Line,
  period: number = 20,
  deviations: number = 2,
  options: BollingerOptions = {},
): Line {
  const taken = optionsOf("bollingerPercentB", arguments, ["line", "period", "deviations"], options, ["average"]);
  checkFactor("bollingerPercentB", deviations, "deviations");
  return BOLLINGER_PERCENT_B(line, { ...taken, period, deviations });
}
