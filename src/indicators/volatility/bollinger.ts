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
import { deviationAround } from "../statistics/std_dev.ts";
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
    const [input] = inputs, [middle, upper, lower] = outputs, isPlain = average === "sma", first = from + period - 1;
    averageColumn("bollinger", average, period, input!, middle!, from, until);
    if (!isPlain) {
      for (let i = from; i < until; i++) lower![i] = input![i]! * input![i]!;
      averageColumn("bollinger", average, period, lower!, upper!, from, until);
    }
    for (let i = isPlain ? first : from; i < until; i++) {
      const mean = middle![i]!;
      const deviation = isPlain
        ? deviationAround(mean, input!, i - period + 1, period, period)
        : deviationOf(mean, upper![i]!);
      const width = deviations * deviation;
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
  /** The average in the middle: `"sma"` by default. With another one, deviations come from averages of squares. */
  readonly average?: AverageName;
}

/**
 * Makes the bands of Bollinger: an average, and bands of so many standard deviations around it.
 *
 * Formula: middle = {@linkcode sma}(x, period); s = {@linkcode stdDev}(x, period), that of the window itself (divided by its
 * length), from the distances to the mean, so that it loses no digits; upper = middle + deviations * s; lower = middle -
 * deviations * s. While nothing moves the bands lie on the average. With another average s is sqrt(abs(average(x * x) -
 * middle * middle)), as in backtrader, where rounding shows if deviations are small beside the price. Minimum period: that
 * of the line plus `period - 1`. Source: John Bollinger, "Bollinger on Bollinger Bands" (2001).
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
