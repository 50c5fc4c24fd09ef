/**
 * The price weighted by volume since an anchor.
 *
 * @module
 */

import type { FeedLines } from "../../lines/feed_lines.ts";
import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFeed } from "../feed_prices.ts";
import { type Anchor, anchorLine } from "./anchor.ts";
import { volumeOf } from "./feed_volume.ts";
import { typicalLine } from "./typical_price.ts";
import type { VwapOptions } from "./vwap.ts";
import { WeightedPrice } from "./weighted_price.ts";

const ANCHORED_VWAP = defineIndicator({
  name: "anchoredVwap",
  inputs: ["price", "volume", "anchor"],
  update: () => {
    const mean = new WeightedPrice();
    return (price, volume, anchor) => mean.update(price, volume, anchor);
  },
  formula: "sum of price * volume / sum of volume since the anchor",
  plot: "price",
});

/** Options of {@linkcode anchoredVwap}. */
export interface AnchoredVwapOptions extends VwapOptions {
  /**
   * The anchor: a session date such as `"2018-01-02"`, a Date, or a line that is not 0 where the average begins, such as
   * a crossing. It begins anew where that line comes from 0 again.
   */
  readonly from: Anchor;
}

/**
 * Makes the average price since an anchor, weighted by volume.
 *
 * Formula: sum of price * volume / sum of volume over the bars since the anchor, with that bar, the price being
 * (high + low + close) / 3. While no volume was traded, it is the price of the bar. It has no value (NaN) before the
 * anchor, for ever if that never comes. Minimum period: that of the line that is the anchor, else 1. Source: Brian
 * Shannon, "Maximum Trading Gains with Anchored VWAP" (2023).
 *
 * @param feed The feed, such as `this.data`.
 * @param options The anchor, and the price.
 * @returns The average, in units of the price.
 * @throws {TypeError} If `feed` is not a feed, the anchor is missing, or the price not a line.
 * @throws {RangeError} If the anchor is no date, or a line is one of another feed.
 *
 * @example The average price since the last day with twice the usual volume.
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class HoldsAboveTheAnchor extends ct.Strategy.with({ period: 20 }) {
 *   event = this.data.volume.above(ct.sma(this.data.volume, this.params.period).times(2));
 *   average = ct.anchoredVwap(this.data, { from: this.event });
 *
 *   override next(): void {
 *     if (this.data.close.now > this.average.now && this.position.size === 0) this.buy();
 *     else if (this.data.close.now < this.average.now) this.close();
 *   }
 * }
 * ```
 */
export function anchoredVwap(feed: FeedLines, options: AnchoredVwapOptions): Line {
  checkFeed("anchoredVwap", feed);
  const { from, price = typicalLine(feed) } = optionsOf("anchoredVwap", arguments, ["feed"], options, [
    "from",
    "price",
  ]);
  return ANCHORED_VWAP(price, volumeOf("anchoredVwap", feed), anchorLine("anchoredVwap", feed, from));
}
