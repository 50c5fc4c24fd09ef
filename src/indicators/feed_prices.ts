/**
 * The check of an indicator's feed.
 *
 * @module
 */

import { FeedLines } from "../lines/feed_lines.ts";
import { describeOperand } from "../lines/line.ts";

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
