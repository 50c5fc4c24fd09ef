/**
 * Wilder's directional movement with all of its lines.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { Lag } from "../../lines/lag.ts";
import { DirectionalIndex, directionalPeriod, indexPeriod } from "./directional.ts";
import type { DmiLines } from "./dmi.ts";
import type { DirectionalOptions } from "./plus_di.ts";

const DIRECTIONAL_MOVEMENT = defineIndicator({
  name: "directionalMovement",
  inputs: ["high", "low", "close"],
  outputs: ["plusDi", "minusDi", "adx", "adxr"],
  params: { period: 14, average: "smma" },
  minPeriod: ({ period, average }) => {
    const first = directionalPeriod("directionalMovement", period, average);
    const index = indexPeriod("directionalMovement", period, average);
    return [first, first, index, index + period];
  },
  memory: "fading",
  update: ({ period, average }) => {
    const index = new DirectionalIndex("directionalMovement", period, average), lag = new Lag(period);
    return (high, low, close) => {
      const adx = index.update(high, low, close);
      return [index.plus, index.minus, adx, (adx + lag.update(adx)) / 2];
    };
  },
  formula: "plusDi, minusDi, adx and adxr",
});

/** The lines of {@linkcode directionalMovement}. */
export interface DirectionalMovementLines extends DmiLines {
  /** The average directional index rating, {@linkcode adxr}. */
  readonly adxr: Line;
}

/**
 * Makes all lines of Wilder's directional movement together: {@linkcode dmi} and the rating.
 *
 * Formula: {@linkcode plusDi}, {@linkcode minusDi}, {@linkcode adx} and {@linkcode adxr}. Minimum periods: `period + 1`
 * for the indicators, `2 * period` for the index and `3 * period` for the rating. Source: J. Welles Wilder, "New
 * Concepts in Technical Trading Systems" (1978); backtrader's DirectionalMovement.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Period of each average, a whole number from 1 on; 14 by default.
 * @param options The average.
 * @returns Four lines, from 0 to 100.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Trending extends ct.Strategy.with({ period: 14 }) {
 *   movement = ct.directionalMovement(this.data, this.params.period);
 *
 *   override next(): void {
 *     const { plusDi, minusDi, adx, adxr } = this.movement;
 *     if (adx.now > adxr.now && plusDi.now > minusDi.now) this.buy();
 *     else if (plusDi.now < minusDi.now) this.close();
 *   }
 * }
 * ```
 */
export function directionalMovement(
  feed: PriceLines,
  period: number = 14,
  options: DirectionalOptions = {},
): DirectionalMovementLines {
  checkPrices("directionalMovement", feed);
  const taken = optionsOf("directionalMovement", arguments, ["feed", "period"], options, ["average"]);
  return DIRECTIONAL_MOVEMENT(feed.high, feed.low, feed.close, { ...taken, period });
}
