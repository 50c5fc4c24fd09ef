/**
 * The price of a bar that indicators of volume weigh.
 *
 * @module
 */

import type { FeedLines } from "../../lines/feed_lines.ts";
import type { Line } from "../../lines/line.ts";

/** The line of (high + low + close) / 3, evaluated in this order. */
export function typicalLine({ high, low, close }: FeedLines): Line {
  return high.plus(low).plus(close).dividedBy(3);
}
