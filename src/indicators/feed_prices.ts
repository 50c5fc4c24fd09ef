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
 */
export function checkFeed(indicator: string, feed: unknown): asserts feed is FeedLines {
  if (feed instanceof FeedLines) return;
  throw new TypeError(
    `Cannot compute ${indicator} of ${
      describeOperand(feed)
    }: it reads several prices of a bar; pass the feed, such as ` +
      "this.data",
  );
}
