/**
 * The volume of a feed for indicators, with a note for the summary where it says nothing.
 *
 * @module
 */

import { type FeedLines, sessionLineOf } from "../../lines/feed_lines.ts";
import { columnOf, type Line, noteOnRun } from "../../lines/line.ts";

/** Returns the volume of a feed, and leaves a note if no bar has one: the indicator then tells nothing. */
export function volumeOf(indicator: string, feed: FeedLines): Line {
  const { volume } = feed, column = columnOf(volume);
  if (column.length > 0 && column.every((value) => value === 0)) {
    noteOnRun(volume, `${indicator} reads the volume of ${feed.name}, which is 0 in every bar`);
  }
  return volume;
}

/** Returns the session of each bar, and leaves a note if each has one of its own: a sum over a session is then a bar's. */
export function sessionOf(indicator: string, feed: FeedLines): Line {
  const session = sessionLineOf(feed), column = columnOf(session);
  if (column.length > 1 && column.every((value, bar) => bar === 0 || value !== column[bar - 1])) {
    noteOnRun(
      session,
      `${indicator} begins anew with each session, and each bar of ${feed.name} is one: it is the price of the bar; ` +
        "anchoredVwap goes over several",
    );
  }
  return session;
}
