/**
 * The directional movement index.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { DirectionalIndex, directionalPeriod, indexPeriod } from "./directional.ts";
import type { DirectionalIndicatorLines } from "./directional_indicator.ts";
import type { DirectionalOptions } from "./plus_di.ts";

const DMI = defineIndicator({
  name: "dmi",
  inputs: ["high", "low", "close"],
  outputs: ["plusDi", "minusDi", "adx"],
  params: { period: 14, average: "smma" },
  minPeriod: ({ period, average }) => {
    const first = directionalPeriod("dmi", period, average);
    return [first, first, indexPeriod("dmi", period, average)];
  },
  memory: "fading",
  update: ({ period, average }) => {
    const index = new DirectionalIndex("dmi", period, average);
    return (high, low, close) => {
      const adx = index.update(high, low, close);
      return [index.plus, index.minus, adx];
    };
  },
  formula: "plusDi, minusDi and adx",
});

/** The lines of {@linkcode dmi}. */
export interface DmiLines extends DirectionalIndicatorLines {
  /** The average directional index, {@linkcode adx}. */
  readonly adx: Line;
}

/**
 * Makes Wilder's directional movement index: both directional indicators and their average index together.
 *
 * Formula: {@linkcode plusDi}, {@linkcode minusDi} and {@linkcode adx}. Minimum periods: `period + 1` for the
 * indicators and `2 * period` for the index. Source: J. Welles Wilder, "New Concepts in Technical Trading Systems"
 * (1978); backtrader's DirectionalMovementIndex, TradingView's `ta.dmi`.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Period of each average, a whole number from 1 on; 14 by default.
 * @param options The average.
 * @returns Three lines, from 0 to 100.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Trending extends ct.Strategy.with({ period: 14 }) {
 *   dmi = ct.dmi(this.data, this.params.period);
 *
 *   override next(): void {
 *     if (this.dmi.adx.now > 25 && this.dmi.plusDi.now > this.dmi.minusDi.now) this.buy();
 *     else if (this.dmi.plusDi.now < this.dmi.minusDi.now) this.close();
 *   }
 * }
 * ```
 */
export function dmi(feed: PriceLines, period: number = 14, options: DirectionalOptions = {}): DmiLines {
  checkPrices("dmi", feed);
  const taken = optionsOf("dmi", arguments, ["feed", "period"], options, ["average"]);
  return DMI(feed.high, feed.low, feed.close, { ...taken, period });
}
