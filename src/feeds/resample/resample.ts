/**
 * Bars of another size, made from the bars of a feed.
 *
 * @module
 */

import { exactSum, RollingSum } from "../exact_sum.ts";
import { beginTimes } from "../begin_times.ts";
import type { BarColumns, FeedData } from "../feed_data.ts";
import { decimalsOfNumber } from "../number_text.ts";
import { DAY_US, formatWallTime, SESSION_DAY_OFFSET } from "../time/civil_date.ts";
import { TimeZone } from "../time/time_zone.ts";
import { type CheckedSize, LINES_ONLY } from "./bar_size.ts";
import type { BarGroups } from "./bar_groups.ts";
import { groupsOfBars, groupsOfRange, groupsOfVolume } from "./count_groups.ts";
import { joined } from "../slice.ts";
import { BrickMaker } from "./renko.ts";
import { formatTimeframe } from "../time/timeframe.ts";
import { barsInSessions, type DaysGrid, fillsEvenly, timeGroups } from "./time_groups.ts";

/** Most bricks of one bar, as a brick that is much smaller than the prices is a mistake that would fill the memory. */
const BRICKS_MAX = 10_000_000;

/** Resampled bars, and the time at which each is known: that of the source bar which completes it, or its nominal end. */
export interface ResampledFeed {
  readonly feed: FeedData;
  /** Ascending; bricks that one bar completes are known together. */
  readonly knownUs: Float64Array;
  /** The first source bar of each; for a brick the one that completes it, and nothing behind bars of before. */
  readonly from: Int32Array;
  /** True if bars of days are those of dates; undefined without a bar. */
  readonly isDated: boolean | undefined;
}

/** Facts of bars that go on with others: these are the last of them. */
export interface ResampledSoFar {
  /** Facts that the first of all source bars decides. Default: those of the first one here. */
  readonly grid?: DaysGrid | undefined;
  /** What the first of all larger bars decided of dates. Default: what the first one here decides. */
  readonly isDated?: boolean | undefined;
  /** A moment behind the last bar up to which all bars are there. Default: the end of the last bar. */
  readonly lastUs?: number;
  /** Bricks of the bars before. They go on in place, and the last of them comes first again, as the next begins with it. */
  readonly bricks?: BricksSoFar | undefined;
}

/** Bricks that go on with further bars. */
export interface BricksSoFar {
  readonly maker: BrickMaker;
  /** The last brick; undefined before the first. */
  last: NewColumns | undefined;
}

/**
 * Returns a feed of bars of another size. A bar has the first open, the highest high, the lowest low, the last close and
 * the exact sum of the volumes; further columns have their last value. An incomplete one at the end is left out.
 *
 * @throws {RangeError} If the bars do not fit into the size.
 */
export function resampledFeed(feed: FeedData, size: CheckedSize, soFar: ResampledSoFar = {}): ResampledFeed {
  const linesOnly = size.kind !== "time" && LINES_ONLY.has(size.kind);
  const grouped = size.kind === "renko" ? undefined : groupsOf(feed, size, soFar);
  const { columns, extra, knownUs, sessionDay, from } = size.kind === "renko"
    ? ofBricks(feed, size.count, soFar.bricks ?? { maker: new BrickMaker(size.count), last: undefined })
    : ofGroups(grouped!);
  const length = columns.timeUs.length,
    timeframeUs = size.kind === "time"
      ? size.timeframe.us
      : size.kind === "ticks"
      ? size.count * feed.timeframeUs
      : feed.timeframeUs;
  const zone = new TimeZone(feed.timeZone),
    timeframe = size.kind === "time" ? size.timeframe : { us: timeframeUs, months: 0 };
  // As in a file of these bars, bars of days that end at midnight are those of dates. The first one decides for all, since
  // a bar must not depend on later ones.
  const isDated = soFar.isDated ??
    (timeframeUs % DAY_US === 0 && length > 0 && zone.wallTimeUs(columns.timeUs[0]!) % DAY_US === 0);
  let decimals = 0;
  for (const name of ["open", "high", "low", "close"] as const) {
    for (const price of columns[name]) decimals = decimalsOfNumber(price, decimals);
  }
  const uneven = size.kind === "time" && !fillsEvenly(feed, size.timeframe)
    ? `; bars of ${
      formatTimeframe(feed.timeframeUs)
    } do not fill it evenly, so each belongs to the one in which it ends`
    : "";
  const kind = linesOnly ? `; bars of ${size.kind} are lines, and no order can be placed on them` : "";
  const { counted: _counted, previousEndUs: _previousEndUs, ...source } = feed;
  const made: FeedData = {
    ...source,
    length,
    columns: {
      ...columns,
      beginUs: beginTimes(columns.timeUs, timeframe, isDated ? { dates: zone } : { sessions: feed.sessions }),
      sessionDay: timeframeUs < DAY_US ? sessionDay : columns.timeUs.map((us) => dayOfEnd(us, zone)),
    },
    extra,
    timeframeUs,
    stamp: "close",
    decimals: feed.adjusted ? feed.decimals : decimals,
    trade: feed.trade && !linesOnly,
    notes: [
      ...feed.notes,
      `The bars were made of ${feed.length} by resampling to ${size.text}${kind}${uneven}${restText(grouped, zone)}`,
    ],
    resampledFrom: feed.resampledFrom ?? feed.instrument ?? feed.name,
    ...(size.kind === "time" ? {} : { counted: true }),
  };
  return { feed: made, knownUs, from, isDated: length === 0 ? undefined : isDated };
}

/** Returns the end of a sentence about bars at the end that make no whole larger one; an empty one if there are none. */
function restText(grouped: Grouped | undefined, zone: TimeZone): string {
  const count = grouped === undefined ? 0 : grouped.source.length - grouped.groups.rest;
  if (grouped === undefined || count === 0) return "";
  const { source, groups: { rest } } = grouped;
  const first = formatWallTime(zone.wallTimeUs(source.columns.beginUs[rest]!));
  const bars = count === 1 ? "the last bar makes" : `the last ${count} bars make`;
  return `; ${bars} no whole one and ${count === 1 ? "is" : "are"} left out, from ${first} on`;
}

/** Bars that show the larger bar so far, and the place of the first bar of the last larger one, or their number. */
export interface GrowingFeed {
  readonly feed: FeedData;
  readonly last: number;
}

/**
 * Returns a feed of as many bars as another, of which each shows the larger bar so far. The further column `complete` is 1
 * at a bar that completes one. A bar outside of the sessions shows the larger bar before it, and NaN before the first.
 *
 * @throws {RangeError} If the bars do not fit into the size, or the size has no bar that grows.
 */
export function growingFeed(feed: FeedData, size: CheckedSize, soFar: ResampledSoFar = {}): GrowingFeed {
  if (size.kind === "renko") throw new RangeError("Cannot show bricks that grow: a brick is there at once");
  const { source, bars, groups: { from, endUs, rest } } = groupsOf(feed, size, soFar), { timeUs } = feed.columns;
  const starts = [...from, ...(rest < source.length ? [rest] : [])],
    { open, high, low, close, volume } = source.columns;
  const columns = { open: unknown(feed), high: unknown(feed), low: unknown(feed), close: unknown(feed) };
  const volumes = unknown(feed), complete = new Float64Array(feed.length);
  let row = 0;
  for (const [group, first] of starts.entries()) {
    const until = starts[group + 1] ?? source.length, sum = new RollingSum(until - first);
    let top = -Infinity, bottom = Infinity, traded = 0, isComplete = false;
    for (let bar = first; bar < until; bar++) {
      top = high[bar]! > top ? high[bar]! : top;
      bottom = low[bar]! < bottom ? low[bar]! : bottom;
      traded = sum.update(volume[bar]!);
      // The bar itself, and those outside of the sessions behind it.
      const next = bar + 1 === source.length ? feed.length : barAt(bars, bar + 1);
      for (row = barAt(bars, bar); row < next; row++) {
        columns.open[row] = open[first]!;
        columns.high[row] = top;
        columns.low[row] = bottom;
        columns.close[row] = close[bar]!;
        volumes[row] = traded;
        if (!isComplete && bar === until - 1 && timeUs[row]! >= (endUs[group] ?? Infinity)) {
          complete[row] = 1;
          isComplete = true;
        }
      }
    }
  }
  const all = { ...feed.columns, ...columns, volume: volumes };
  const first = starts.at(-1);
  const growing: FeedData = { ...feed, columns: all, extra: { complete }, growing: true };
  return { feed: growing, last: first === undefined ? feed.length : barAt(bars, first) };
}

function unknown({ length }: FeedData): Float64Array {
  return new Float64Array(length).fill(NaN);
}

function barAt(bars: Int32Array | undefined, at: number): number {
  return bars === undefined ? at : bars[at]!;
}

/** Columns without the begin and the session date, which follow from the times. */
export interface NewColumns {
  readonly columns: Omit<BarColumns, "beginUs" | "sessionDay">;
  readonly extra: FeedData["extra"];
  readonly knownUs: Float64Array;
  /** Session date of the last bar of each. */
  readonly sessionDay: Float64Array;
  /** The first source bar of each; for a brick the one that completes it, and nothing behind bars of before. */
  readonly from: Int32Array;
}

/** Returns the session date on which a bar of a day or more ends; one that ends at midnight is of the day before. */
function dayOfEnd(endUs: number, zone: TimeZone): number {
  return zone.dayUpTo(endUs) + SESSION_DAY_OFFSET;
}

/** Returns a feed with some of its bars alone. */
export function pickedFeed(feed: FeedData, bars: Int32Array): FeedData {
  const columns = Object.entries(feed.columns).map(([name, column]) => [name, picked(column, bars)] as const);
  const extra = Object.entries(feed.extra).map(([name, column]) => [name, picked(column, bars)] as const);
  return {
    ...feed,
    length: bars.length,
    columns: Object.fromEntries(columns) as unknown as BarColumns,
    extra: Object.fromEntries(extra),
  };
}

/** Groups of the bars of a feed. */
interface Grouped {
  /** The bars that are grouped. */
  readonly source: FeedData;
  /** Their places in the whole feed; undefined if all are grouped. */
  readonly bars: Int32Array | undefined;
  readonly groups: BarGroups;
}

function groupsOf(feed: FeedData, size: CheckedSize, { grid, lastUs }: ResampledSoFar = {}): Grouped {
  if (size.kind === "time") {
    const bars = barsInSessions(feed, size.timeframe, grid),
      source = bars === undefined ? feed : pickedFeed(feed, bars);
    const untilUs = lastUs ?? feed.columns.timeUs[feed.length - 1] ?? -Infinity;
    return { source, bars, groups: timeGroups(source, size.timeframe, untilUs, grid) };
  }
  const groupsOfKind = { ticks: groupsOfBars, volume: groupsOfVolume, rangeBars: groupsOfRange, renko: groupsOfRange };
  return { source: feed, bars: undefined, groups: groupsOfKind[size.kind](feed, size.count) };
}

function ofGroups({ source, bars, groups: { from, until, endUs } }: Grouped): NewColumns {
  const { open, high, low, close, volume } = source.columns, last = until.map((bar) => bar - 1);
  const highs = new Float64Array(from.length), lows = new Float64Array(from.length);
  for (let group = 0; group < from.length; group++) {
    let top = high[from[group]!]!, bottom = low[from[group]!]!;
    for (let bar = from[group]! + 1; bar < until[group]!; bar++) {
      if (high[bar]! > top) top = high[bar]!;
      if (low[bar]! < bottom) bottom = low[bar]!;
    }
    highs[group] = top;
    lows[group] = bottom;
  }
  return {
    knownUs: endUs,
    from: from.map((bar) => barAt(bars, bar)),
    sessionDay: picked(source.columns.sessionDay, last),
    columns: {
      timeUs: endUs,
      open: picked(open, from),
      high: highs,
      low: lows,
      close: picked(close, last),
      volume: Float64Array.from(from, (bar, group) => exactSum(volume.subarray(bar, until[group]))),
    },
    extra: Object.fromEntries(Object.entries(source.extra).map(([name, column]) => [name, picked(column, last)])),
  };
}

function ofBricks(feed: FeedData, size: number, soFar: BricksSoFar): NewColumns {
  const { timeUs, high, low } = feed.columns;
  // A gap from the last brick of the bars before is filled with bricks, too.
  let { top, bottom } = soFar.maker.ends;
  for (let bar = 0; bar < feed.length; bar++) {
    top = Math.max(top, high[bar]!);
    bottom = Math.min(bottom, low[bar]!);
  }
  if ((top - bottom) / size > BRICKS_MAX / Math.max(1, feed.length)) {
    throw new RangeError(
      `Cannot resample feed "${feed.name}" to renko ${size}: its prices range over ${
        (top - bottom) / size
      } bricks; pass a larger brick`,
    );
  }
  const { open, close, volume, bar } = soFar.maker.make(feed), lastUs = soFar.last?.columns.timeUs[0] ?? -Infinity;
  // A bar may complete several bricks. Each of them takes a microsecond, as times ascend; none comes before its bar.
  const times = new Float64Array(bar.length);
  for (let brick = 0; brick < bar.length; brick++) {
    times[brick] = Math.max(timeUs[bar[brick]!]!, (brick === 0 ? lastUs : times[brick - 1]!) + 1);
  }
  const made: NewColumns = {
    knownUs: picked(timeUs, bar),
    from: bar,
    sessionDay: picked(feed.columns.sessionDay, bar),
    columns: {
      timeUs: times,
      open,
      high: open.map((price, at) => Math.max(price, close[at]!)),
      low: open.map((price, at) => Math.min(price, close[at]!)),
      close,
      volume,
    },
    extra: Object.fromEntries(Object.entries(feed.extra).map(([name, column]) => [name, picked(column, bar)])),
  };
  const bricks = soFar.last === undefined
    ? made
    : mapColumns(made, soFar.last, (column, before) => joined(before, column));
  if (bricks.knownUs.length > 0) soFar.last = mapColumns(bricks, bricks, (column) => column.slice(-1));
  return bricks;
}

/** Returns columns after a change of each, which gets the column of that name in others, too. */
function mapColumns(
  made: NewColumns,
  others: NewColumns,
  change: (column: Float64Array, other: Float64Array) => Float64Array,
): NewColumns {
  const mapped = <All extends object>(all: All, other: All): All =>
    Object.fromEntries(
      Object.entries(all).map(([name, column]) => [name, change(column, Reflect.get(other, name) as Float64Array)]),
    ) as All;
  const knownUs = change(made.knownUs, others.knownUs);
  return {
    knownUs,
    // A brick that is carried on has no bar here.
    from: new Int32Array(knownUs.length),
    sessionDay: change(made.sessionDay, others.sessionDay),
    columns: mapped(made.columns, others.columns),
    extra: mapped(made.extra, others.extra),
  };
}

function picked(column: Float64Array, bars: Int32Array): Float64Array {
  return Float64Array.from(bars, (bar) => column[bar]!);
}
