/**
 * Feeds of which only the times matter.
 *
 * @module
 */

import { BadRows } from "../../src/feeds/bad_rows.ts";
import type { SourceStamp } from "../../src/feeds/stamped_end.ts";
import { buildFeed } from "../../src/feeds/build_feed.ts";
import type { FeedData } from "../../src/feeds/feed_data.ts";
import { checkFeedOptions, type FeedOptions } from "../../src/feeds/feed_options.ts";
import { type StampForm, StampReader } from "../../src/feeds/time/time_stamp.ts";

/** A feed of flat bars whose prices count the rows, at the given times. */
export function feedOf(
  texts: readonly string[],
  options: FeedOptions = {},
  sourceStamp?: SourceStamp,
  timeName = "time",
): FeedData {
  const reader = new StampReader(options.dateOrder);
  const stamps = Float64Array.from(texts, (text) => reader.readText(text));
  const prices = () => Float64Array.from(texts, (_, index) => index + 1);
  return buildFeed(
    {
      source: "x.csv",
      timeNames: [timeName],
      stamps,
      form: reader.form as StampForm,
      stampFacts: reader,
      open: prices(),
      high: prices(),
      low: prices(),
      close: prices(),
      volume: prices(),
      extra: new Map([["more", prices()]]),
      origins: Uint32Array.from(texts, (_, index) => index + 2),
      decimals: 2,
      adjusted: false,
      sourceStamp,
      notes: ["a note"],
      place: (line) => `line ${line} of x.csv`,
    },
    checkFeedOptions(options, "x"),
    new BadRows(options.onBadRow ?? "error"),
  );
}

/** The times as ISO texts. */
export function iso(timesUs: Float64Array): string[] {
  return [...timesUs].map((timeUs) => new Date(Math.floor(timeUs / 1000)).toISOString().replace(".000Z", "Z"));
}

/** Day numbers with 0001-01-01 as 1, from dates. */
export function days(...dates: string[]): number[] {
  return dates.map((date) => Date.parse(date) / 86_400_000 + 719_163);
}
