/**
 * The pair of directional indicators.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";
import { DirectionalKernel, directionalPeriod } from "./directional.ts";
import type { DirectionalOptions } from "./plus_di.ts";

const DIRECTIONAL_INDICATOR = defineIndicator({
  name: "directionalIndicator",
  inputs: ["high", "low", "close"],
  outputs: ["plusDi", "minusDi"],
  params: { period: 14, average: "smma" },
  minPeriod: ({ period, average }) => directionalPeriod("directionalIndicator", period, average),
  memory: "fading",
  update: ({ period, average }) => {
    const movement = new DirectionalKernel("directionalIndicator", period, average);
    return (high, low, close) => {
      movement.update(high, low, close);
      return [movement.plus, movement.minus];
    };
  },
  formula: "100 * average(movement) / atr, of upward and of downward movement",
});

/** The lines of {@linkcode directionalIndicator}. */
export interface DirectionalIndicatorLines {
  /** The indicator of upward movement, {@linkcode plusDi}. */
  readonly plusDi: Line;
  /** The indicator of downward movement, {@linkcode minusDi}. */
  readonly minusDi: Line;
}

/**
 * Makes Wilder's directional indicators of upward and of downward movement together.
 *
 * Formula: {@linkcode plusDi} and {@linkcode minusDi}. Minimum period: `period + 1`. Source: J. Welles Wilder, "New
 * Concepts in Technical Trading Systems" (1978); backtrader's DirectionalIndicator.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Period of each average, a whole number from 1 on; 14 by default.
 * @param options The average.
 * @returns Two lines, from 0 to 100.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Directional extends ct.Strategy.with({ period: 14 }) {
 *   movement = ct.directionalIndicator(this.data, this.params.period);
 *   cross = ct.crossover(this.movement.plusDi, this.movement.minusDi);
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function directionalIndicator(
  feed: PriceLines,
  period: number = 14,
  options: DirectionalOptions = {},
): DirectionalIndicatorLines {
  checkPrices("directionalIndicator", feed);
  const taken = optionsOf("directionalIndicator", arguments, ["feed", "period"], options, ["average"]);
  return DIRECTIONAL_INDICATOR(feed.high, feed.low, feed.close, { ...taken, period });
}
