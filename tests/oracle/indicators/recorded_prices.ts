/**
 * The prices that the indicators were recorded on.
 *
 * @module
 */

import prices from "../../../fixtures/indicators/2006_day_001.json" with { type: "json" };
import { bars } from "../../../src/feeds/read_columns.ts";
import { feedOf } from "../../../src/feeds/bars.ts";
import { Clock } from "../../../src/lines/clock.ts";
import { FeedLines } from "../../../src/lines/feed_lines.ts";

const [date, open, high, low, close] = [prices.date, prices.open, prices.high, prices.low, prices.close].map((text) =>
  text.split(" ")
);
const numbers = (texts: readonly string[] | undefined): Float64Array => Float64Array.from(texts!, Number);

const FEED = feedOf(
  bars({
    time: date!,
    open: numbers(open),
    high: numbers(high),
    low: numbers(low),
    close: numbers(close),
    volume: new Float64Array(date!.length),
  }, { name: "2006-day-001", timeframe: "1d" }),
);

/** Number of recorded bars. */
export const BAR_COUNT: number = date!.length;

/** Returns the lines of the feed on a clock of their own, over whole columns or step by step. */
export function recordedFeed(stepwise: boolean): { readonly feed: FeedLines; readonly clock: Clock } {
  const clock = new Clock("2006-day-001", BAR_COUNT);
  clock.stepwise = stepwise;
  return { feed: new FeedLines(FEED, clock), clock };
}
