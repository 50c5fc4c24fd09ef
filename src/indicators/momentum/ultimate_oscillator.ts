/**
 * The ultimate oscillator of Williams.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { checkCall } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { RollingSum } from "../../feeds/exact_sum.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { quotient } from "../quotient.ts";
import { rangeOf } from "../volatility/true_range.ts";

const ULTIMATE_OSCILLATOR = defineIndicator({
  name: "ultimateOscillator",
  inputs: ["high", "low", "close"],
  params: { short: 7, middle: 14, long: 28 },
  minPeriod: ({ short, middle, long }) => Math.max(short, middle, long) + 1,
  memory: "window",
  update: ({ short, middle, long }) => {
    const shares = [short, middle, long].map((period) => new PressureShare(period)), factor = 100 / 7;
    const [first, second, third] = shares as [PressureShare, PressureShare, PressureShare];
    let before = NaN;
    return (high, low, close) => {
      const isFirst = before !== before, floor = before < low ? before : low;
      const pressure = close - floor, range = rangeOf(high, low, before);
      before = close;
      if (isFirst) return NaN;
      return 4 * factor * first.update(pressure, range) + 2 * factor * second.update(pressure, range) +
        factor * third.update(pressure, range);
    };
  },
  formula: "100 / 7 * (4 * p(short) + 2 * p(middle) + p(long)), p = sum of close - true low / sum of true ranges",
});

/** The share of the buying pressure in the true range over a number of bars. */
class PressureShare {
  readonly #pressure: RollingSum;
  readonly #range: RollingSum;

  constructor(period: number) {
    this.#pressure = new RollingSum(period);
    this.#range = new RollingSum(period);
  }

  update(pressure: number, range: number): number {
    return quotient(this.#pressure.update(pressure), this.#range.update(range), 0.5);
  }
}

/**
 * Makes the ultimate oscillator: the share of the buying pressure in the true range over three periods, of which the
 * short one counts four times and the middle one twice.
 *
 * Formula: b = close - min(low, close(1)); p(n) = sum of b over n bars / sum of {@linkcode trueRange} over n bars; 100
 * / 7 * (4 * p(short) + 2 * p(middle) + p(long)). A share without any range is one half. Minimum period: the longest
 * period plus 1. Source: Larry Williams, "The Ultimate Oscillator", Technical Analysis of Stocks and Commodities
 * (1985).
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param short Number of bars of the first share, a whole number from 1 on; 7 by default.
 * @param middle Number of bars of the second share; 14 by default.
 * @param long Number of bars of the third share; 28 by default.
 * @returns The oscillator, from 0 to 100.
 * @throws {TypeError} If `feed` is not a feed or a period not a number.
 * @throws {RangeError} If a period is not a whole number from 1 on.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Oversold extends ct.Strategy.with({}) {
 *   ultimate = ct.ultimateOscillator(this.data);
 *
 *   override next(): void {
 *     if (this.ultimate.now < 30 && this.position.size === 0) this.buy();
 *     else if (this.ultimate.now > 70) this.close();
 *   }
 * }
 * ```
 */
export function ultimateOscillator(
  feed: PriceLines,
  short: number = 7,
  middle: number = 14,
  long: number = 28,
): Line {
  checkPrices("ultimateOscillator", feed);
  checkCall("ultimateOscillator", arguments, ["feed", "short", "middle", "long"]);
  return ULTIMATE_OSCILLATOR(feed.high, feed.low, feed.close, { short, middle, long });
}
