/**
 * The mass index.
 *
 * @module
 */

import { RollingSum } from "../../feeds/exact_sum.ts";
import type { Line } from "../../lines/line.ts";
import { exponentialFactor, Smoothing } from "../average/smoothing.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { quotient } from "../quotient.ts";

const MASS_INDEX = defineIndicator({
  name: "massIndex",
  inputs: ["high", "low"],
  params: { period: 9, sum: 25 },
  minPeriod: ({ period, sum }) => 2 * period - 2 + sum,
  memory: "fading",
  update: ({ period, sum }) => {
    const once = new Smoothing(period, exponentialFactor(period)),
      twice = new Smoothing(period, exponentialFactor(period));
    const total = new RollingSum(sum);
    return (high, low) => {
      const range = once.update(high - low);
      if (range !== range) return NaN;
      const slow = twice.update(range);
      return slow === slow ? total.update(quotient(range, slow, 1)) : NaN;
    };
  },
  formula: "sum of ema(high - low) / ema(ema(high - low))",
});

/**
 * Makes the mass index: a sum that rises while the ranges of bars become wider, whatever the direction.
 *
 * Formula: the sum over `sum` bars of {@linkcode ema}(r, period) / ema(ema(r, period), period), r = high - low; a quotient
 * is 1 while there is no range. Minimum period: `2 * period - 2 + sum`. Source: Donald Dorsey, "The Mass Index", Technical
 * Analysis of Stocks and Commodities (June 1992); pandas-ta.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Period of both averages, a whole number from 1 on; 9 by default.
 * @param sum Number of bars of the sum; 25 by default.
 * @returns The index, around the number of bars of the sum.
 * @throws {TypeError} If `feed` is not a feed or a number is none.
 * @throws {RangeError} If a period is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Bulge extends ct.Strategy.with({ sum: 25 }) {
 *   mass = ct.massIndex(this.data, 9, this.params.sum);
 *
 *   override next(): void {
 *     if (this.mass.now > 27 && this.position.size === 0) this.buy();
 *     else if (this.mass.now < 26.5) this.close();
 *   }
 * }
 * ```
 */
export function massIndex(feed: PriceLines, period: number = 9, sum: number = 25): Line {
  checkPrices("massIndex", feed);
  checkCall("massIndex", arguments, ["feed", "period", "sum"]);
  return MASS_INDEX(feed.high, feed.low, { period, sum });
}
