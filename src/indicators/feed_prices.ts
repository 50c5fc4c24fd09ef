/**
 * The check of an indicator's feed.
 *
 * @module
 */

import { FeedLines } from "../lines/feed_lines.ts";
import { describeOperand, Line } from "../lines/line.ts";

/** The prices of bars as lines: those of a feed, or others such as the bars of `heikinAshi`. */
export interface PriceLines {
  /** First price of each bar. */
  readonly open: Line;
  /** Highest price of each bar. */
  readonly high: Line;
  /** Lowest price of each bar. */
  readonly low: Line;
  /** Last price of each bar. */
  readonly close: Line;
}

/**
 * Rejects what has not the prices of bars.
 *
 * @throws {TypeError} If it is neither a feed nor has lines open, high, low and close.
 * @throws {RangeError} If it is a feed whose bars are larger ones that grow.
 */
export function checkPrices(indicator: string, prices: unknown): asserts prices is PriceLines {
  if (!(prices instanceof FeedLines) && hasPrices(prices)) return;
  checkFeed(indicator, prices);
}

function hasPrices(prices: unknown): boolean {
  if (typeof prices !== "object" || prices === null) return false;
  const lines = prices as Readonly<Record<string, unknown>>;
  return ["open", "high", "low", "close"].every((name) => lines[name] instanceof Line);
}

/**
 * Rejects what is not a feed, as an indicator of several prices would read columns that are not there.
 *
 * @throws {TypeError} If it is not the lines of a feed, such as `this.data`.
 * @throws {RangeError} If its bars are larger ones that grow.
 */
export function checkFeed(indicator: string, feed: unknown): asserts feed is FeedLines {
  if (feed instanceof FeedLines) {
    if (!feed.growing) return;
    throw new RangeError(
      `Cannot compute ${indicator} of feed "${feed.name}": its bars repeat those before, as each shows the larger bar ` +
        "so far; pass the feed itself, or resample it without growing",
    );
  }
  throw new TypeError(
    `Cannot compute ${indicator} of ${
      describeOperand(feed)
    }: it reads several prices of a bar; pass the feed, such as ` +
      "this.data",
  );
}
