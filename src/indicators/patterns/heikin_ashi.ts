/**
 * Heikin-Ashi bars.
 *
 * @module
 */

import type { Line } from "../../lines/line.ts";
import { averageBars, averageKernel, type AverageName, checkAverage } from "../average/average_kernel.ts";
import { checkCall, optionsOf } from "../call.ts";
import { defineIndicator } from "../define_indicator.ts";
import { checkPrices, type PriceLines } from "../feed_prices.ts";

/** The opens of Heikin-Ashi bars, one bar at a time: for the first bar the middle of its open and close. */
class OpenKernel {
  #next = NaN;

  /** Adds a bar, of which the mean of all prices is given, and returns its open. */
  update(open: number, close: number, mean: number): number {
    const found = this.#next === this.#next ? this.#next : (open + close) / 2;
    this.#next = (found + mean) / 2;
    return found;
  }
}

/** The close of a Heikin-Ashi bar. */
function meanOf(open: number, high: number, low: number, close: number): number {
  return (open + high + low + close) / 4;
}

const HEIKIN_ASHI = defineIndicator({
  name: "heikinAshi",
  inputs: ["open", "high", "low", "close"],
  outputs: ["open", "high", "low", "close"],
  minPeriod: () => [2, 2, 2, 1],
  memory: "fading",
  update: () => {
    const opens = new OpenKernel();
    return (open, high, low, close) => {
      const last = meanOf(open, high, low, close), first = opens.update(open, close, last);
      return [first, Math.max(high, first, last), Math.min(low, first, last), last];
    };
  },
  formula: "close = (o + h + l + c) / 4; open = (open(1) + close(1)) / 2; high = max(h, open, close); low mirrored",
  plot: "price",
});

const DELTA = defineIndicator({
  name: "heikinAshiDelta",
  inputs: ["open", "close"],
  memory: "fading",
  update: () => (open, close) => close - open,
  formula: "close - open of the Heikin-Ashi bar",
});

const SMOOTHED = defineIndicator({
  name: "heikinAshiDelta",
  inputs: ["delta"],
  params: { period: 3, average: "sma" },
  minPeriod: ({ period, average }) => averageBars("heikinAshiDelta", average, period),
  memory: "fading",
  update: ({ period, average }) => {
    const smoothed = averageKernel("heikinAshiDelta", average, period);
    return (delta) => smoothed.update(delta);
  },
  formula: "average of close - open of the Heikin-Ashi bar",
});

/** The lines of {@linkcode heikinAshi}: they are no prices at which anything was traded. */
export interface HeikinAshiLines {
  /** The middle of the body of the bar before. */
  readonly open: Line;
  /** The highest of the bar's high, and of the open and close of this kind. */
  readonly high: Line;
  /** The lowest of the bar's low, and of the open and close of this kind. */
  readonly low: Line;
  /** The mean of the bar's four prices. */
  readonly close: Line;
}

/**
 * Makes the lines of Heikin-Ashi bars, which show a trend with less noise. They are no prices: an order fills at those of
 * the feed.
 *
 * Formula: close = (o + h + l + c) / 4; open = (open(1) + close(1)) / 2, for the first bar (o + c) / 2, from which the
 * others follow; high = max(h, open, close); low = min(l, open, close). Minimum period: 1 for `close`, 2 for the others.
 * Source: Dan Valcu, "Heikin-Ashi: How to Trade Without Candlestick Patterns" (2011); backtrader's HeikinAshi.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @returns Four lines, in units of the price.
 * @throws {TypeError} If `feed` is not a feed.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class SmoothTrend extends ct.Strategy.with({}) {
 *   smooth = ct.heikinAshi(this.data);
 *   rises = ct.countTrue(this.smooth.close.above(this.smooth.open), 3);
 *
 *   override next(): void {
 *     if (this.rises.now === 3) this.buy();
 *     else if (this.rises.now === 0) this.close();
 *   }
 * }
 * ```
 */
export function heikinAshi(feed: PriceLines): HeikinAshiLines {
  checkPrices("heikinAshi", feed);
  checkCall("heikinAshi", arguments, ["feed"]);
  return HEIKIN_ASHI(feed.open, feed.high, feed.low, feed.close);
}

/** The lines of {@linkcode heikinAshiDelta}. */
export interface HeikinAshiDeltaLines {
  /** The body of the Heikin-Ashi bar: its close less its open. */
  readonly delta: Line;
  /** The average of it. */
  readonly smoothed: Line;
}

/** Options of {@linkcode heikinAshiDelta}. */
export interface HeikinAshiDeltaOptions {
  /** The average; `"sma"` by default. */
  readonly average?: AverageName;
}

/**
 * Makes the body of Heikin-Ashi bars, and its average: where they cross zero, the smoothed trend turns.
 *
 * Formula: delta = close - open of {@linkcode heikinAshi}; smoothed = average of delta. Minimum period: 2 for `delta`; for
 * `smoothed` one more than that of the average, so `period + 1` for the simple one. Source: Dan Valcu, "Heikin-Ashi: How
 * to Trade Without Candlestick Patterns" (2011); backtrader's haDelta.
 *
 * @param feed The feed, such as `this.data`, or the prices of other bars, such as those of `heikinAshi`.
 * @param period Period of the average, a whole number from 1 on; 3 by default.
 * @param options The average.
 * @returns Two lines, in units of the price.
 * @throws {TypeError} If `feed` is not a feed or `period` not a number.
 * @throws {RangeError} If `period` is not a whole number from 1 on, or there is no such average.
 *
 * @example
 * ```ts
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Turns extends ct.Strategy.with({}) {
 *   body = ct.heikinAshiDelta(this.data);
 *   up = ct.crossedAbove(this.body.smoothed, 0);
 *   down = ct.crossedBelow(this.body.smoothed, 0);
 *
 *   override next(): void {
 *     if (this.up.now) this.buy();
 *     else if (this.down.now) this.close();
 *   }
 * }
 * ```
 */
export function heikinAshiDelta(
  feed: PriceLines,
  period: number = 3,
  options: HeikinAshiDeltaOptions = {},
): HeikinAshiDeltaLines {
  checkPrices("heikinAshiDelta", feed);
  const { average = "sma" } = optionsOf("heikinAshiDelta", arguments, ["feed", "period"], options, ["average"]);
  checkAverage("heikinAshiDelta", average);
  const { open, close } = heikinAshi(feed), delta = DELTA(open, close);
  return Object.freeze({ delta, smoothed: SMOOTHED(delta, { period, average }) });
}
