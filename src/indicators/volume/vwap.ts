/**
 * The price of the session weighted by volume.
 *
 * @module
 */

import type { FeedLines } from "../../lines/feed_lines.ts";
import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFeed } from "../feed_prices.ts";
import { sessionOf, volumeOf } from "./feed_volume.ts";
import { typicalLine } from "./typical_price.ts";
import { WeightedPrice } from "./weighted_price.ts";

const VWAP = defineIndicator({
  name: "vwap",
  inputs: ["price", "volume", "session"],
  update: () => {
    const mean = new WeightedPrice();
    return (price, volume, session) => mean.update(price, volume, session);
  },
  formula: "sum of price * volume / sum of volume since the first bar of the session",
  plot: "price",
});

/** Options of {@linkcode vwap}. */
export interface VwapOptions {
  /** The price of a bar: (high + low + close) / 3 by default. */
  readonly price?: Line;
}

/**
 * Makes the average price of the session so far, weighted by volume. It begins anew with each session, which is the
 * feed's `sessionDate`; {@linkcode anchoredVwap} begins at a date or a condition, {@linkcode vwapBands} adds bands.
 *
 * Formula: sum of price * volume / sum of volume over the bars of the session, the price being (high + low + close) / 3.
 * While no volume was traded, it is the price of the bar. Minimum period: 1. A run that begins within a session has
 * other values until the next one. Sums are compensated, as in pandas. Source: Berkowitz, Logue and Noser, "The Total
 * Cost of Transactions on the NYSE", Journal of Finance 43 (1988); pandas-ta.
 *
 * @param feed The feed, such as `this.data`.
 * @param options The price.
 * @returns The average, in units of the price.
 * @throws {TypeError} If `feed` is not a feed or the price not a line.
 * @throws {RangeError} If the price is a line of another feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class BuysBelowTheAverage extends ct.Strategy.with({}) {
 *   average = ct.vwap(this.data);
 *
 *   override next(): void {
 *     if (this.data.close.now < this.average.now * 0.99 && this.position.size === 0) this.buy();
 *     else if (this.data.close.now > this.average.now) this.close();
 *   }
 * }
 * ```
 */
export function vwap(feed: FeedLines, options: VwapOptions = {}): Line {
  checkFeed("vwap", feed);
  const taken = optionsOf("vwap", arguments, ["feed"], options, ["price"]);
  const { price = typicalLine(feed) } = taken;
  return VWAP(price, volumeOf("vwap", feed), sessionOf("vwap", feed));
}
