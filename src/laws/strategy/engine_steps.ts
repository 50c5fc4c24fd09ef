/**
 * The steps and the bars of the engine in a run whose orders are matched on finer bars.
 *
 * @module
 */

import { Bars } from "../../feeds/bars.ts";
import type { FeedData } from "../../feeds/feed_data.ts";
import { type FillFeeds, fillFeedsOf, stepsThrough } from "../../run/fill_feeds.ts";
import { mergeTimes } from "../../run/timeline.ts";
import { type Feeds, stepTimes } from "./feed_window.ts";

/** Returns for each step of a run over feeds the number of the engine's steps up to it. */
export function engineSteps(feeds: Feeds): Uint32Array {
  const fills = fillsOf(feeds);
  if (fills === undefined) return Uint32Array.from(stepTimes(feeds), (_time, step) => step + 1);
  return stepsThrough(mergeTimes(fills.shown).timeUs, mergeTimes(fills.matched).timeUs);
}

/** Returns the bars of the engine: the finer ones of a feed that has them. */
export function matchedFeeds(feeds: Feeds): Readonly<Record<string, FeedData>> {
  const fills = fillsOf(feeds);
  return fills === undefined
    ? feeds
    : Object.fromEntries(Object.keys(feeds).map((name, at) => [name, fills.matched[at]!]));
}

function fillsOf(feeds: Feeds): FillFeeds | undefined {
  const finer = Object.entries(feeds).flatMap(([name, feed]) => {
    return feed.finer === undefined ? [] : [[name, new Bars(feed.finer)] as const];
  });
  return finer.length === 0 ? undefined : fillFeedsOf(Object.values(feeds), Object.fromEntries(finer));
}
