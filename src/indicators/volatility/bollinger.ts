/**
 * The bands of Bollinger.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageColumn } from "../average/average_column.ts";
import { averageBars, type AverageName } from "../average/average_kernel.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFactor } from "../factor.ts";
import { BollingerKernel, deviationOf } from "./bollinger_kernel.ts";

const BOLLINGER = defineIndicator({
  name: "bollinger",
  inputs: ["line"],
  outputs: ["middle", "upper", "lower"],
  params: { period: 20, deviations: 2, average: "sma" },
  factors: ["deviations"],
  minPeriod: ({ period, average }) => averageBars("bollinger", average, period),
  memory: "fading",
  update: ({ period, deviations, average }) => {
    const kernel = new BollingerKernel("bollinger", period, deviations, average);
    return (value) => {
      kernel.update(value);
      return [kernel.middle, kernel.upper, kernel.lower];
    };
  },
  column: ({ inputs, outputs, from, until }, { period, deviations, average }) => {
    const [input] = inputs, [middle, upper, lower] = outputs;
    for (let i = from; i < until; i++) lower![i] = input![i]! * input![i]!;
    averageColumn("bollinger", average, period, lower!, upper!, from, until);
    averageColumn("bollinger", average, period, input!, middle!, from, until);
    for (let i = from; i < until; i++) {
      const mean = middle![i]!, width = deviations * deviationOf(mean, upper![i]!);
      upper![i] = mean + width;
      lower![i] = mean - width;
    }
  },
  formula: "middle = sma(x, period); upper, lower = middle +- deviations * standard deviation",
  plot: "price",
});

/** The lines of {@linkcode bollinger}, {@linkcode keltner} and {@linkcode donchian}. */
export interface BandLines {
  /** The line between both bands. */
  readonly middle: Line;
  /** The band above. */
  readonly upper: Line;
  /** The band below. */
  readonly lower: Line;
}

/** Options of {@linkcode bollinger} and what is made of it. */
export interface BollingerOptions {
  /** The average of the values and of their squares: `"sma"` by default. */
  readonly average?: AverageName;
}

/**
 * Makes the bands of Bollinger: an average, and bands of so many standard deviations around it.
 *
 * Formula: middle = {@linkcode sma}(x, period); s = sqrt(abs(sma(x * x) - middle * middle)), the standard deviation of
 * the window itself (divided by its length); upper = middle + deviations * s; lower = middle - deviations * s. This is
 * backtrader's; the difference of squares costs some digits where the deviations are small beside the price. While
 * nothing moves the bands lie on the average, but for that rounding. Minimum period: that of the line plus `period -
 * 1`. Source: John Bollinger, "Bollinger on Bollinger Bands" (2001).
 *
 * @param line The line, mostly the close.
 * @param period Number of bars, a whole number from 1 on; 20 by default.
 * @param deviations Number of standard deviations, above 0; 2 by default.
 * @param options The average.
 * @returns Three lines, in the units of the input.
 * @throws {TypeError} If `line` is not a line or a number is none.
 * @throws {RangeError} If `period` is not a whole number from 1 on, `deviations` not above 0, or there is no such
 * average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Reversion extends ct.Strategy.with({ period: 20, deviations: 2 }) {
 *   bands = ct.bollinger(this.data.close, this.params.period, this.params.deviations);
 *
 *   override next(): void {
 *     if (this.data.close.now < this.bands.lower.now) this.buy();
 *     else if (this.data.close.now > this.bands.middle.now) this.close();
 *   }
 * }
 * ```
 */
export function bollinger(
  line: Line,
  period: number = 20,
  deviations: number = 2,
  options: BollingerOptions = {},
): BandLines {
  const taken = optionsOf("bollinger", arguments, ["line", "period", "deviations"], options, ["average"]);
  checkFactor("bollinger", deviations, "deviations");
  return BOLLINGER(line, { ...taken, period, deviations });
}
