/**
 * Bands around the price weighted by volume.
 *
 * @module
 */

import type { FeedLines } from "../../lines/feed_lines.ts";
import type { Line } from "../../lines/line.ts";
import { optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkFactor } from "../factor.ts";
import { checkFeed } from "../feed_prices.ts";
import { type Anchor, anchorLine } from "./anchor.ts";
import { sessionOf, volumeOf } from "./feed_volume.ts";
import { typicalLine } from "./typical_price.ts";
import type { VwapOptions } from "./vwap.ts";
import { WeightedPrice } from "./weighted_price.ts";

const VWAP_BANDS = defineIndicator({
  name: "vwapBands",
  inputs: ["price", "volume", "anchor"],
  outputs: ["middle", "upper", "lower"],
  params: { deviations: 1 },
  factors: ["deviations"],
  update: ({ deviations }) => {
    const mean = new WeightedPrice();
    return (price, volume, anchor) => {
      const middle = mean.update(price, volume, anchor), distance = deviations * mean.deviation;
      return [middle, middle + distance, middle - distance];
    };
  },
  formula: "middle = vwap; upper, lower = middle +- deviations * deviation weighted by volume",
  plot: "price",
});

/** The lines of {@linkcode vwapBands}. */
export interface VwapBandsLines {
  /** The price weighted by volume. */
  readonly middle: Line;
  /** `deviations` standard deviations above. */
  readonly upper: Line;
  /** `deviations` standard deviations below. */
  readonly lower: Line;
}

/** Options of {@linkcode vwapBands}. */
export interface VwapBandsOptions extends VwapOptions {
  /** Number of standard deviations, above 0; 1 by default. */
  readonly deviations?: number;
  /** An anchor, as of {@linkcode anchoredVwap}; without one, the bands begin anew with each session. */
  readonly from?: Anchor;
}

/**
 * Makes {@linkcode vwap} or {@linkcode anchoredVwap} with bands of standard deviations around it.
 *
 * Formula: middle = m = sum of v * p / sum of v; deviation = sqrt(sum of v * (p - m)^2 / sum of v), p being the prices
 * and v the volumes since the first bar of the session or the anchor, computed without cancellation by West's method
 * (1979). The bands are middle plus and minus `deviations` deviations; they lie on the middle at the first bar. This is
 * TradingView's form. (pandas-ta sums distances from the averages of their time, which gives other bands.)
 * Minimum period: 1, or that of the line that is the anchor.
 *
 * @param feed The feed, such as `this.data`.
 * @param options Number of deviations, anchor and price.
 * @returns Three lines, in units of the price.
 * @throws {TypeError} If `feed` is not a feed, or an option of the wrong kind.
 * @throws {RangeError} If `deviations` is not above 0, the anchor no date, or a line one of another feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class FadesExtremes extends ct.Strategy.with({}) {
 *   bands = ct.vwapBands(this.data, { from: "2014-01-02", deviations: 2 });
 *
 *   override next(): void {
 *     if (this.data.close.now < this.bands.lower.now && this.position.size === 0) this.buy();
 *     else if (this.data.close.now > this.bands.middle.now) this.close();
 *   }
 * }
 * ```
 */
export function vwapBands(feed: FeedLines, options: VwapBandsOptions = {}): VwapBandsLines {
  checkFeed("vwapBands", feed);
  const taken = optionsOf("vwapBands", arguments, ["feed"], options, ["deviations", "from", "price"]);
  const { deviations = 1, from, price = typicalLine(feed) } = taken;
  checkFactor("vwapBands", deviations, "deviations");
  const anchor = from === undefined ? sessionOf("vwapBands", feed) : anchorLine("vwapBands", feed, from);
  return VWAP_BANDS(price, volumeOf("vwapBands", feed), anchor, { deviations });
}
