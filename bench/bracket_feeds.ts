/**
 * Feeds and terms of the profile with a bracket on each of a hundred instruments.
 *
 * @module
 */

import type { Bars, InstrumentOptions } from "../mod.ts";
import { syntheticBars } from "./synthetic_bars.ts";

/** Account of the profile: cash for an entry in each instrument. */
export const BRACKET_ACCOUNT = { cash: 100_000_000, commission: 0.0001 } as const;

const FEEDS = 100;

/** Returns a hundred feeds that have so many bars in all. */
export function bracketFeeds(bars: number): Readonly<Record<string, Bars>> {
  return Object.fromEntries(Array.from({ length: FEEDS }, (_, at) => [`f${at}`, syntheticBars(bars / FEEDS, at + 1)]));
}

/** Returns their terms: every second one has a limit of volume. */
export function bracketTerms(feeds: Readonly<Record<string, Bars>>): Readonly<Record<string, InstrumentOptions>> {
  const limited: InstrumentOptions = { volumeLimit: 0.1, lot: 1 };
  return Object.fromEntries(Object.keys(feeds).map((name, at) => [name, at % 2 === 0 ? { lot: 1 } : limited]));
}
