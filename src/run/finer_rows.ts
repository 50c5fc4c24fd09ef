/**
 * The rows of a run that is filled on finer bars, with the engine's steps for those of the strategy: explanations
 * compare a fill with the bar that it happened on.
 *
 * @module
 */

import type { JournalStory } from "../broker/journal_story.ts";
import type { JournalRows } from "../broker/result_rows.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { firstAfter } from "../feeds/time/ordered_times.ts";
import { isFillAtOpen } from "../broker/fill_place.ts";

/** The steps of the engine, and its bars. */
export interface FinerSteps {
  readonly feeds: readonly FeedData[];
  readonly matchedUs: Float64Array;
}

/** Returns rows and story with the engine's steps. */
export function rowsOfEngine(
  rows: JournalRows,
  story: JournalStory,
  { feeds, matchedUs }: FinerSteps,
): { readonly rows: JournalRows; readonly story: JournalStory } {
  const step = (timeUs: number): number => firstAfter(matchedUs, timeUs, true);
  /** Returns the step of a fill, whose moment is the begin of its bar for one at the open. */
  const fillStep = (name: string, timeUs: number, rule: string | null): number => {
    if (rule === null || !isFillAtOpen(rule)) return step(timeUs);
    const { columns } = feeds.find((feed) => feed.name === name)!;
    return step(columns.timeUs[firstAfter(columns.beginUs, timeUs, true)]!);
  };
  const placed = <Row extends { readonly timeUs: number }>(row: Row): Row => ({ ...row, bar: step(row.timeUs) });
  return {
    rows: {
      orders: rows.orders.map((row) => ({ ...row, bar: step(row.placedUs) })),
      fills: rows.fills.map((row) => ({ ...row, bar: fillStep(row.feed, row.timeUs, row.rule) })),
      trades: rows.trades.map((row) => {
        const openedBar = fillStep(row.feed, row.openedUs, row.entryRule);
        const closedBar = row.closedUs === null ? null : fillStep(row.feed, row.closedUs, row.exitRule);
        return { ...row, openedBar, closedBar };
      }),
      refusals: rows.refusals.map(placed),
      diagnostics: rows.diagnostics.map(placed),
    },
    story: { ...story, changes: story.changes.map(placed) },
  };
}
