/**
 * Cuts feeds to a stretch of time, and overwrites the tail of feeds in place.
 *
 * @module
 */

import type { BarColumns, FeedData } from "../../feeds/feed_data.ts";
import { firstAfter } from "../../feeds/time/ordered_times.ts";
import { finerRows } from "../../run/fill_feeds.ts";
import { Random } from "../random.ts";

/** A feed, and the finer bars on which its orders are matched (`fillOn`), if there are any. */
export interface TriedFeed extends FeedData {
  readonly finer?: FeedData;
}

/** Feeds by name, in the order of their registration. */
export type Feeds = Readonly<Record<string, TriedFeed>>;

/** Returns the times of the steps of feeds: each distinct time of a bar, ascending. */
export function stepTimes(feeds: Feeds): Float64Array {
  const times = new Set<number>();
  for (const feed of Object.values(feeds)) for (const timeUs of feed.columns.timeUs) times.add(timeUs);
  return Float64Array.from(times).sort();
}

/**
 * Returns copies of the bars from one time to another, both included. The other bars cannot be reached from the copies.
 */
export function cutFeeds(feeds: Feeds, fromUs: number, untilUs: number): Feeds {
  return mapFeeds(feeds, (feed) => {
    const times = feed.columns.timeUs,
      from = firstAfter(times, fromUs, true),
      until = firstAfter(times, untilUs, false);
    const part = (column: Float64Array): Float64Array => column.slice(from, until);
    const extra = Object.fromEntries(Object.entries(feed.extra).map(([name, column]) => [name, part(column)]));
    // The reader's notes may tell of the other bars.
    const bars = { ...feed, length: until - from, columns: mapColumns(feed.columns, part), extra, notes: [] };
    return feed.finer === undefined ? bars : { ...bars, finer: finerOf(feed, feed.finer, from, until) };
  });
}

/** Returns copies of the finer bars that lie in a stretch of the bars of a feed. */
function finerOf(feed: FeedData, finer: FeedData, from: number, until: number): FeedData {
  const { first, ends } = finerRows(feed, finer), begin = from === 0 ? first : ends[from - 1]!;
  const end = Math.max(begin, until === 0 ? begin : ends[until - 1]!);
  const part = (column: Float64Array): Float64Array => column.slice(begin, end);
  const extra = Object.fromEntries(Object.entries(finer.extra).map(([name, column]) => [name, part(column)]));
  return { ...finer, length: end - begin, columns: mapColumns(finer.columns, part), extra, notes: [] };
}

/** Returns the feeds as new objects over the same columns, so that caches by feed object are not used again. */
export function sameColumns(feeds: Feeds): Feeds {
  return mapBars(feeds, (feed) => ({ ...feed, columns: { ...feed.columns } }));
}

/** Returns the feeds, each after a change. */
export function mapFeeds(
  feeds: Feeds,
  change: (feed: TriedFeed, name: string) => TriedFeed,
): Record<string, TriedFeed> {
  return Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, change(feed, name)]));
}

/** Returns the feeds after a change of each and of the finer bars on which it is filled. */
export function mapBars(feeds: Feeds, change: (bars: FeedData, name: string) => FeedData): Record<string, TriedFeed> {
  return mapFeeds(feeds, (feed, name) => {
    const changed = change(feed, name);
    return feed.finer === undefined ? changed : { ...changed, finer: change(feed.finer, name) };
  });
}

/** Returns the columns, each after a change. */
export function mapColumns(
  columns: BarColumns,
  change: (column: Float64Array, name: keyof BarColumns) => Float64Array,
): BarColumns {
  const names = Object.keys(columns) as (keyof BarColumns)[];
  return Object.fromEntries(names.map((name) => [name, change(columns[name], name)])) as unknown as BarColumns;
}

/** The terms of other bars behind a cut. */
export interface TailTerms {
  /** Display price of one price step, by feed. */
  readonly resolutions: Readonly<Record<string, { readonly numerator: bigint; readonly denominator: bigint }>>;
  /** Feeds of which the open of the first bar stays as it is. */
  readonly keptOpens: ReadonlySet<string>;
}

/**
 * Overwrites every bar after a time, in the arrays of the feeds themselves, and returns a function that restores them.
 * The prices of each bar are doubled or halved, so they stay valid and on their grid. The other `turn` does the
 * opposite for each bar, so that every price moves both up and down. Finer bars do as the bar does in which they lie, so
 * that they agree with it.
 */
export function overwriteTails(
  feeds: Feeds,
  afterUs: number,
  turn: 0 | 1,
  { resolutions, keptOpens }: TailTerms,
): () => void {
  const saved: (() => void)[] = [];
  for (const [name, feed] of Object.entries(feeds)) {
    const from = firstAfter(feed.columns.timeUs, afterUs, false);
    const { numerator, denominator } = resolutions[name]!, price = Number(numerator), steps = Number(denominator);
    /** Overwrites rows from one on; `bars` has the bar of each. */
    const overwriteRows = ({ columns, extra }: FeedData, first: number, bars: (row: number) => number): void => {
      const { open, high, low, close, volume } = columns;
      const overwrite = (column: Float64Array, change: (value: number, row: number) => number): void => {
        const before = column.slice(first);
        saved.push(() => column.set(before, first));
        for (let row = first; row < column.length; row++) column[row] = change(column[row]!, bars(row));
      };
      const other = (value: number, bar: number): number =>
        doubles(bar, turn) ? 2 * value : Math.max(1, Math.round(value * steps / price / 2)) * price / steps;
      const opened = open[first];
      for (const column of [open, high, low, close]) overwrite(column, other);
      if (keptOpens.has(name) && opened !== undefined) keepOpen(columns, first, opened);
      for (const column of [volume, ...Object.values(extra)]) {
        overwrite(column, (value, bar) => doubles(bar, turn) ? 2 * value + 1 : Math.floor(value / 2));
      }
    };
    overwriteRows(feed, from, (row) => row);
    if (feed.finer === undefined) continue;
    const { first, ends } = finerRows(feed, feed.finer), ordered = Float64Array.from(ends);
    overwriteRows(feed.finer, from === 0 ? first : ends[from - 1]!, (row) => firstAfter(ordered, row, false));
  }
  return () => {
    for (const restore of saved) restore();
  };
}

/** Gives a bar back its open, and widens it to where that lies. */
function keepOpen({ open, high, low }: BarColumns, row: number, opened: number): void {
  open[row] = opened;
  high[row] = Math.max(high[row]!, opened);
  low[row] = Math.min(low[row]!, opened);
}

/**
 * Overwrites every bar after a time by a random walk that begins at the last close before it. Only the times stay, so
 * nothing else of the original bars can be worked out from what is there, but a first open that is kept. On the
 * other `turn` each price goes the other way.
 */
export function inventTails(
  feeds: Feeds,
  afterUs: number,
  turn: 0 | 1,
  { resolutions, keptOpens, seed }: TailTerms & { readonly seed: number },
): void {
  for (const [at, [name, feed]] of Object.entries(feeds).entries()) {
    const { timeUs, open, high, low, close, volume } = feed.columns, from = firstAfter(timeUs, afterUs, false);
    const { numerator, denominator } = resolutions[name]!, random = new Random(seed, at);
    const price = (steps: number): number => steps * Number(numerator) / Number(denominator);
    const begin = from === 0 ? 1000 : Math.round(close[from - 1]! * Number(denominator) / Number(numerator));
    const opened = keptOpens.has(name) && from < feed.length ? open[from] : undefined;
    let last = Math.max(1, begin);
    for (let row = from; row < feed.length; row++) {
      // Both turns draw the same numbers; the walk is pulled back to its start, so that it neither ends nor grows.
      const rises = random.chance(50) === (turn === 0),
        way = last > 2 * begin ? -1 : last < begin / 2 ? 1 : rises ? 1 : -1;
      const next = Math.max(1, last + way * random.between(1, Math.max(1, Math.ceil(last / 64))));
      const more = random.below(Math.max(1, Math.ceil(last / 128)));
      open[row] = price(last);
      close[row] = price(next);
      high[row] = price(Math.max(last, next) + more);
      low[row] = price(Math.max(1, Math.min(last, next) - more));
      last = next;
    }
    if (opened !== undefined) keepOpen(feed.columns, from, opened);
    for (const column of [volume, ...Object.values(feed.extra)]) {
      const known = from === 0 || Number.isNaN(column[from - 1]!) ? 100 : column[from - 1]!;
      for (let row = from; row < feed.length; row++) column[row] = Math.round(known * (1 + random.below(8) / 4));
    }
    if (feed.finer !== undefined) inventFiner(feed, feed.finer, from);
  }
}

/**
 * Overwrites the finer bars of a feed from one of its bars on by ones that agree with it: the first in a bar has all of its
 * way, and the others stand at its close.
 */
function inventFiner(feed: FeedData, finer: FeedData, from: number): void {
  const { first, ends } = finerRows(feed, finer), { open, high, low, close, volume } = feed.columns;
  const fine = finer.columns;
  let row = from === 0 ? first : ends[from - 1]!;
  for (let bar = from; bar < feed.length; bar++) {
    const begin = row, all = close[bar]!;
    for (; row < ends[bar]!; row++) {
      fine.open[row] = row === begin ? open[bar]! : all;
      fine.high[row] = row === begin ? high[bar]! : all;
      fine.low[row] = row === begin ? low[bar]! : all;
      fine.close[row] = all;
      fine.volume[row] = volume[bar]!;
      for (const column of Object.values(finer.extra)) column[row] = 0;
    }
  }
  // Bars behind the last one of the feed are none of the run.
  for (const column of [fine.open, fine.high, fine.low, fine.close]) column.fill(close.at(-1) ?? 1, row);
  for (const column of [fine.volume, ...Object.values(finer.extra)]) column.fill(0, row);
}

/** Returns whether a bar's prices are doubled: pseudo-random by row, and inverted by the turn. */
function doubles(row: number, turn: 0 | 1): boolean {
  const mixed = Math.imul(row + 1, 0x9e3779b1);
  return (((mixed ^ (mixed >>> 15)) >>> 7) & 1) === turn;
}
