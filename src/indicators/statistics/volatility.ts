/**
 * The historical volatility.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFactor } from "../factor.ts";
import { type AnnualOptions, logRatio } from "./annual.ts";
import { CentredWindow } from "./centred_window.ts";
import { checkLeastPeriod, type SampleOptions } from "./sample.ts";

const VOLATILITY = defineIndicator({
  name: "volatility",
  inputs: ["line"],
  params: { period: 20, barsPerYear: 1, sample: true },
  factors: ["barsPerYear"],
  minPeriod: ({ period }) => period + 1,
  memory: "window",
  update: ({ period, barsPerYear, sample }) => {
    const window = new CentredWindow(period), divisor = sample ? period - 1 : period, scale = Math.sqrt(barsPerYear);
    let before = NaN, isFirst = true;
    return (price) => {
      const change = logRatio(price, before), isUnknown = isFirst;
      before = price;
      isFirst = false;
      if (isUnknown || !window.push(change)) return NaN;
      return Math.sqrt(window.squares / divisor) * scale;
    };
  },
  formula: "standard deviation of ln(x / x(1)) * sqrt(barsPerYear)",
});

/** Options of {@linkcode volatility}. */
export interface VolatilityOptions extends AnnualOptions, SampleOptions {
}

/**
 * Makes the historical volatility: the standard deviation of the logarithmic returns.
 *
 * Formula: sqrt(sum of (r - mean of r)^2 / (period - 1)) * sqrt(barsPerYear), where r = ln(x / x(1)) are the last
 * `period` returns; / period with `sample: false`. It has no value (NaN) as long as a price in the window is not above 0.
 * All is computed anew for each window. Minimum period: that of the line plus `period`. Source: John Hull, "Options,
 * Futures, and Other Derivatives", chapter on the Black-Scholes-Merton model; numpy's `std`.
 *
 * @param line The prices, mostly the close.
 * @param period Number of returns, a whole number from 2 on, with `sample: false` from 1 on; 20 by default.
 * @param options Bars in a year, and whether the returns are a sample, which they are by default.
 * @returns The volatility as a fraction: 0.2 is 20 percent.
 * @throws {TypeError} If `line` is not a line or a number none.
 * @throws {RangeError} If `period` is not a whole number from 1 or 2 on, or `barsPerYear` not above 0.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class SizedByRisk extends ct.Strategy.with({ period: 20 }) {
 *   volatility = ct.volatility(this.data.close, this.params.period, { barsPerYear: 252 });
 *
 *   override next(): void {
 *     if (this.position.size === 0) this.buy({ fraction: Math.min(0.95, 0.1 / this.volatility.now) });
 *   }
 * }
 * ```
 */
export function volatility(
  line: Line,
  period: number = 20,
  options: VolatilityOptions = {},
): Line {
  const { barsPerYear = 1, sample = true } = optionsOf("volatility", arguments, ["line", "period"], options, [
    "barsPerYear",
    "sample",
  ]);
  if (sample) checkLeastPeriod("volatility", period, 2, "a sample of one return has no deviation");
  checkFactor("volatility", barsPerYear, "barsPerYear");
  return VOLATILITY(line, { period, barsPerYear, sample });
}
