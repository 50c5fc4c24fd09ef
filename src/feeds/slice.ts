/**
 * Parts of a feed, and feeds joined one behind the other.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { takenOptions } from "../options.ts";
import type { BarColumns, FeedData } from "./feed_data.ts";
import { beginTimes } from "./begin_times.ts";
import { jointSessions, type SpannedSessions } from "./calendar/joint_sessions.ts";
import { endsWithDate } from "./dated_bars.ts";
import { DAY_US, formatWallTime, SESSION_DAY_OFFSET } from "./time/civil_date.ts";
import { type Moment, readMoment } from "./time/moment_text.ts";
import { firstAfter } from "./time/ordered_times.ts";
import { TimeZone } from "./time/time_zone.ts";
import { formatTimeframe } from "./time/timeframe.ts";

/** The part of a feed that is wanted. */
export interface SliceOptions {
  /** The first session date, or a moment behind which the first bar ends. Default: the first bar. */
  readonly from?: Moment;
  /** The last session date, or a moment at or before which the last bar ends. Default: the last bar. */
  readonly to?: Moment;
  /** Most bars: those from `from` on, or without `from` the last ones. */
  readonly bars?: number;
}

const OPTIONS: readonly string[] = ["from", "to", "bars"];

/**
 * Returns the part of a feed.
 *
 * @throws {TypeError} If an option is unknown or of the wrong type.
 * @throws {RangeError} If a moment is not valid, `bars` not a whole number, or no bar is left.
 */
export function slicedFeed(feed: FeedData, given: SliceOptions): FeedData {
  const { from, to, bars } = takenOptions(given, OPTIONS, {
    noObject: (shown) => `Cannot slice feed "${feed.name}" by ${shown}: pass { from, to, bars }`,
    unknown: (name) => `Cannot use option "${name}" of slice: the options are ${OPTIONS.join(", ")}`,
  });
  let first = from === undefined ? 0 : firstBarFrom(feed, from),
    until = to === undefined ? feed.length : untilBar(feed, to);
  if (bars !== undefined) {
    if (!(Number.isSafeInteger(bars) && bars > 0)) {
      throw new RangeError(`Cannot slice ${inspected(bars, 0)} bars: pass a whole number from 1 on`);
    }
    if (from !== undefined) until = Math.min(until, first + bars);
    else first = Math.max(first, until - bars);
  }
  if (first >= until) {
    const [begin, end] = [0, feed.length - 1].map((bar) => dateText(feed, bar));
    throw new RangeError(
      `Cannot slice feed "${feed.name}" from ${shown(from, "its begin")} to ${shown(to, "its end")}: no bar is left; ` +
        `it runs from ${begin} to ${end}`,
    );
  }
  return partOf(feed, first, until);
}

/**
 * Returns the part of a feed that a reader was asked for, with a note of what was left out.
 *
 * @throws {RangeError} As {@linkcode slicedFeed}.
 */
export function readPart(feed: FeedData, part: Pick<SliceOptions, "from" | "to">): FeedData {
  const kept = slicedFeed(feed, part);
  if (kept.length === feed.length) return feed;
  const left = `${kept.length} of ${feed.length} bars were kept, by the options from and to`;
  return { ...kept, notes: [...feed.notes, left] };
}

/** Returns the bars of a feed from one up to another, as they are. */
export function partOf(feed: FeedData, from: number, until: number): FeedData {
  const rows = rowsOf(feed, from, until);
  return {
    ...rows,
    ...(from === 0 ? {} : { previousEndUs: feed.columns.timeUs[from - 1]! }),
    columns: { ...rows.columns, beginUs: beginsOf(feed, from, until) },
  };
}

/** Returns rows of a feed as views of its columns. */
export function rowsOf(feed: FeedData, from: number, until: number): FeedData {
  const cut = (columns: Readonly<Record<string, Float64Array>>): Record<string, Float64Array> =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.subarray(from, until)]));
  return {
    ...feed,
    length: until - from,
    columns: cut(feed.columns) as unknown as BarColumns,
    extra: cut(feed.extra),
  };
}

/** Returns the begins of bars. Without the bar before it, the first one begins a whole timeframe before its end. */
function beginsOf({ columns, timeframeUs, timeZone, sessions }: FeedData, from: number, until: number): Float64Array {
  const { timeUs, beginUs } = columns, begins = beginUs.slice(from, until), before = timeUs[from - 1];
  if (from === until || begins[0] !== before) return begins;
  const zone = new TimeZone(timeZone), isDated = endsWithDate(timeUs[from]!, timeframeUs, zone);
  begins.set(
    beginTimes(timeUs.slice(from, from + 1), { us: timeframeUs, months: 0 }, isDated ? { dates: zone } : { sessions }),
  );
  return begins;
}

/** Returns the first bar of a session date or behind a moment. */
export function firstBarFrom(feed: FeedData, from: Moment): number {
  const moment = readMoment("from", from, new TimeZone(feed.timeZone)), { timeUs, sessionDay } = feed.columns;
  return moment.kind === "date"
    ? firstAfter(sessionDay, moment.dayNumber + SESSION_DAY_OFFSET, true)
    : firstAfter(timeUs, moment.timeUs, false);
}

/** Returns the bar after the last one of a session date or up to a moment. */
export function untilBar(feed: FeedData, to: Moment): number {
  const moment = readMoment("to", to, new TimeZone(feed.timeZone)), { timeUs, sessionDay } = feed.columns;
  return moment.kind === "date"
    ? firstAfter(sessionDay, moment.dayNumber + SESSION_DAY_OFFSET, false)
    : firstAfter(timeUs, moment.timeUs, false);
}

/**
 * Returns a feed with the bars of another one behind its own.
 *
 * @throws {RangeError} If the other one begins before this one ends, or they differ in timeframe, zone, adjustment or
 * sessions.
 */
export function joinedFeed(feed: FeedData, next: FeedData): FeedData {
  if (feed.length === 0 || next.length === 0) return feed.length === 0 ? { ...next, name: feed.name } : feed;
  const joint = jointSessions(spanned(feed), spanned(next)), fault = joinFault(feed, next) ?? joint.fault;
  if (joint.fault !== undefined || fault !== undefined) {
    throw new RangeError(`Cannot join feed "${next.name}" to "${feed.name}": ${fault}`);
  }
  const bars = joinedBars(feed, next), { beginUs } = bars.columns, last = feed.length - 1;
  beginUs[last + 1] = Math.max(beginUs[last + 1]!, feed.columns.timeUs[last]!);
  return {
    ...feed,
    ...bars,
    decimals: Math.max(feed.decimals, next.decimals),
    notes: [...feed.notes, ...next.notes, `${next.length} bars of ${next.name} were joined behind ${feed.length}`],
    ...(joint.table === undefined ? {} : { sessions: joint.table }),
  };
}

/** Returns the bars of a feed with those of another behind them. */
export function joinedBars(feed: FeedData, next: FeedData): Pick<FeedData, "length" | "columns" | "extra"> {
  const columns = Object.entries(feed.columns).map(([name, column]) => {
    return [name, joined(column, next.columns[name as keyof BarColumns])] as const;
  });
  return {
    length: feed.length + next.length,
    columns: Object.fromEntries(columns) as unknown as BarColumns,
    extra: Object.fromEntries(
      Object.entries(feed.extra).map(([name, column]) => [name, joined(column, next.extra[name]!)]),
    ),
  };
}

/** Returns the sessions of a feed with the dates of its bars. */
function spanned({ sessions, timeZone, columns: { timeUs }, length }: FeedData): SpannedSessions {
  const zone = new TimeZone(sessions?.timeZone ?? timeZone),
    dayOf = (bar: number): number => zone.dayUpTo(timeUs[bar]!);
  return { table: sessions, firstDay: dayOf(0), lastDay: dayOf(length - 1) };
}

function joinFault(feed: FeedData, next: FeedData): string | undefined {
  const last = feed.columns.timeUs[feed.length - 1]!, first = next.columns.timeUs[0]!;
  if (!(first > last)) {
    return `it begins with ${dateText(next, 0)}, and the other ends with ${dateText(feed, feed.length - 1)}; slice one`;
  }
  if (feed.timeframeUs !== next.timeframeUs) {
    return `its bars are ${formatTimeframe(next.timeframeUs)}, and the other's ${formatTimeframe(feed.timeframeUs)}`;
  }
  if (feed.timeZone !== next.timeZone) return `its zone is ${next.timeZone}, and the other's ${feed.timeZone}`;
  if (feed.adjusted !== next.adjusted) return "one of them has adjusted prices, and the other has not";
  if ((feed.resampledFrom === undefined) !== (next.resampledFrom === undefined) || feed.counted !== next.counted) {
    return "one of them was resampled, and the other not, or to bars of another kind; resample both alike, or neither";
  }
  const overlap = overlapFault(feed, next);
  if (overlap !== undefined) return overlap;
  const here = Object.keys(feed.extra).sort(), there = Object.keys(next.extra).sort();
  if (here.join() === there.join()) return undefined;
  return `its further columns are ${there.join(", ") || "none"}, and the other's ${here.join(", ") || "none"}`;
}

/**
 * Returns a fault if the first bar of a feed begins before another feed ends. A bar that was cut off from one before it begins
 * with the end of that, and the last one of a session may be shorter than the others. The lengths of bars of a day and more
 * follow clocks, holidays and months, so only those overlap that have half of their time in common.
 */
function overlapFault({ columns: { timeUs } }: FeedData, next: FeedData): string | undefined {
  const { timeframeUs, previousEndUs = -Infinity, sessions } = next,
    lastUs = timeUs.at(-1)!,
    endUs = next.columns.timeUs[0]!;
  const beginUs = Math.max(next.columns.beginUs[0]!, previousEndUs);
  if (beginUs >= lastUs - (timeframeUs < DAY_US ? 0 : timeframeUs / 2)) return undefined;
  if (sessions !== undefined && sessions.closeUs[firstAfter(sessions.closeUs, endUs, true)] === endUs) return undefined;
  const [begin, last] = [beginUs, lastUs].map((us) => formatWallTime(new TimeZone(next.timeZone).wallTimeUs(us)));
  return `its first bar begins at ${begin}, before the last one of the other ends at ${last}; slice one, or read both ` +
    "with the same stamp and timeframe";
}

/** Returns a column with another one behind it. */
export function joined(one: Float64Array, other: Float64Array): Float64Array {
  const both = new Float64Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** Returns the session date of a bar. */
function dateText(feed: FeedData, bar: number): string {
  return formatWallTime((feed.columns.sessionDay[bar]! - SESSION_DAY_OFFSET) * DAY_US);
}

function shown(moment: Moment | undefined, otherwise: string): string {
  return moment === undefined ? otherwise : moment instanceof Date ? moment.toISOString() : moment;
}
