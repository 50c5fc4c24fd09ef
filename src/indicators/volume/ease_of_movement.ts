/**
 * The ease of movement.
 *
 * @module
 */

import type { FeedLines } from "../../lines/feed_lines.ts";
import type { Line } from "../../lines/line.ts";
import { SimpleAverage } from "../average/sma.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFactor } from "../factor.ts";
import { checkFeed } from "../feed_prices.ts";
import { volumeOf } from "./feed_volume.ts";

const EASE_OF_MOVEMENT = defineIndicator({
  name: "easeOfMovement",
  inputs: ["high", "low", "volume"],
  params: { period: 14, divisor: 100_000_000 },
  factors: ["divisor"],
  minPeriod: ({ period }) => period + 1,
  memory: "window",
  update: ({ period, divisor }) => {
    const mean = new SimpleAverage(period);
    let before = NaN;
    return (high, low, volume) => {
      const middle = (high + low) / 2, distance = middle - before, range = high - low;
      before = middle;
      if (distance !== distance) return NaN;
      return mean.update(volume === 0 || range === 0 ? 0 : distance / (volume / divisor / range));
    };
  },
  formula: "sma of the change of (high + low) / 2, over volume / divisor / (high - low)",
});

/** Options of {@linkcode easeOfMovement}. */
export interface EaseOfMovementOptions {
  /** A number by which volumes are divided, above 0, so that values are easy to read; 100,000,000 by default. */
  readonly divisor?: number;
}

/**
 * Makes the ease of movement: how far the middle of the bars moves for the volume that it takes.
 *
 * Formula: {@linkcode sma} of d / (volume / divisor / (high - low)), where d is the change of (high + low) / 2, evaluated
 * in this order. A bar without a range or without volume counts as 0, as nothing is known of its ease. Minimum period:
 * `period + 1`. Source: Richard Arms, "Volume Cycles in the Stock Market" (1983); pandas-ta.
 *
 * @param feed The feed, such as `this.data`.
 * @param period Number of changes, a whole number from 1 on; 14 by default.
 * @param options The divisor.
 * @returns The ease, in squared units of the price, times the divisor, over those of the volume.
 * @throws {TypeError} If `feed` is not a feed or a number none.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or `divisor` not above 0.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class RisesWithEase extends ct.Strategy.with({ period: 14 }) {
 *   cross = ct.crossover(ct.easeOfMovement(this.data, this.params.period), 0);
 *
 *   override next(): void {
 *     if (this.cross.now > 0) this.buy();
 *     else if (this.cross.now < 0) this.close();
 *   }
 * }
 * ```
 */
export function easeOfMovement(
  feed: FeedLines,
  period: number = 14,
  options: EaseOfMovementOptions = {},
): Line {
  checkFeed("easeOfMovement", feed);
  const { divisor = 100_000_000 } = optionsOf("easeOfMovement", arguments, ["feed", "period"], options, ["divisor"]);
  checkFactor("easeOfMovement", divisor, "divisor");
  return EASE_OF_MOVEMENT(feed.high, feed.low, volumeOf("easeOfMovement", feed), { period, divisor });
}
