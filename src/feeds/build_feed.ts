/**
 * Makes a feed from rows: the last step of every reader.
 *
 * It converts stamps to the times at which bars are known, settles the order of the rows, and finds the timeframe. A
 * bar that is stamped with its open ends one timeframe later. Days, weeks and months are added on the calendar of the
 * time zone, so that a daily bar ends at midnight also on days when the clocks change.
 *
 * @module
 */

import type { BadRows } from "./bad_rows.ts";
import { addMonths, DAY_US, formatWallTime, SESSION_DAY_OFFSET, TIME_US_LIMIT } from "./time/civil_date.ts";
import type { Feed, FeedStamp } from "./feed.ts";
import type { CheckedFeedOptions } from "./feed_options.ts";
import { epochToMicroseconds, type StampForm } from "./time/time_stamp.ts";
import type { TimeZone } from "./time/time_zone.ts";
import { formatTimeframe, inferTimeframe, type Timeframe } from "./time/timeframe.ts";
import { orderOfTimes } from "./validate_bars.ts";

/** Rows that were read and checked one by one. The feed takes over their arrays. */
export interface RawBars {
  /** Origin of the rows, for messages. */
  readonly source: string;
  /** Stamps in the given form, one for each row. */
  readonly stamps: Float64Array;
  /** Form of the stamps. */
  readonly form: StampForm;
  /** First prices. */
  readonly open: Float64Array;
  /** Highest prices. */
  readonly high: Float64Array;
  /** Lowest prices. */
  readonly low: Float64Array;
  /** Last prices. */
  readonly close: Float64Array;
  /** Volumes. */
  readonly volume: Float64Array;
  /** Further columns by name. */
  readonly extra: ReadonlyMap<string, Float64Array>;
  /** For each row the number by which {@linkcode RawBars.place} finds it in its source. */
  readonly origins: Uint32Array;
  /** Decimals of the prices before they are adjusted. */
  readonly decimals: number;
  /** True if prices were adjusted. */
  readonly adjusted: boolean;
  /** The end of a bar that its stamp marks, if the source states it. */
  readonly sourceStamp: "open" | "close" | undefined;
  /** Decisions of the reader. */
  readonly notes: readonly string[];
  /** Returns the name of a row: `line 17 of aapl.csv`. */
  place(origin: number): string;
}

/**
 * Makes a feed from rows.
 *
 * @param raw The rows.
 * @param options Options of the feed.
 * @param badRows Receives rows whose local time does not exist or occurs twice.
 * @returns The feed.
 * @throws {RangeError} If two rows have the same time, their order is mixed, or a required timeframe cannot be found.
 */
export function buildFeed(raw: RawBars, options: CheckedFeedOptions, badRows: BadRows): Feed {
  const { timeZone } = options;
  const notes = [...raw.notes];
  if (raw.form === "epoch") epochToMicroseconds(raw.stamps);
  const columns = [raw.stamps, raw.open, raw.high, raw.low, raw.close, raw.volume, ...raw.extra.values()];

  // From here on a stamp is a moment, or for a date the wall time of its midnight.
  const length = resolveStamps(raw, timeZone, badRows, columns);
  const skipped = badRows.note();
  if (skipped !== undefined) notes.push(skipped);
  if (length === 0) {
    throw new RangeError(
      badRows.count === 0
        ? `Cannot read ${raw.source}: it has no rows`
        : `Cannot read ${raw.source}: it has no good row; ${skipped}`,
    );
  }
  const [stamps, open, high, low, close, volume, ...extra] = columns.map((column) => column.subarray(0, length));
  if (settleOrder(raw, stamps!, columns, length, timeZone)) {
    notes.push("The rows were in descending order and were reversed");
  }

  const timeframe = settleTimeframe(raw, stamps!, options, notes);
  const stamp = settleStamp(raw, stamps!, options, timeframe, notes);
  const timeUs = endTimes(stamps!, raw.form, stamp, timeframe, timeZone);
  checkEnds(raw, timeUs, timeframe);
  return {
    name: options.name,
    length,
    columns: {
      timeUs,
      beginUs: beginTimes(timeUs, timeframe),
      sessionDay: sessionDays(timeUs, timeZone),
      open: open!,
      high: high!,
      low: low!,
      close: close!,
      volume: volume!,
    },
    extra: Object.fromEntries([...raw.extra.keys()].map((name, index) => [name, extra[index]!])),
    timeframeUs: timeframe.us,
    stamp,
    timeZone: timeZone.name,
    decimals: options.decimals ?? raw.decimals,
    adjusted: raw.adjusted,
    trade: options.trade,
    notes,
  };
}

/** Converts stamps to moments in place, removes the rows without a moment, and returns the number of rows left. */
function resolveStamps(raw: RawBars, timeZone: TimeZone, badRows: BadRows, columns: readonly Float64Array[]): number {
  const { stamps, form, origins } = raw;
  let kept = 0;
  for (let row = 0; row < stamps.length; row++) {
    const stamp = stamps[row]!;
    // Adding zero turns a negative zero into a positive one.
    const moment = (form === "local" ? timeZone.timeUs(stamp) : stamp) + 0;
    if (!(Math.abs(moment) < TIME_US_LIMIT - DAY_US)) {
      badRows.add(() => ({ place: raw.place(origins[row]!), reason: unresolvedReason(stamp, form, timeZone) }));
      continue;
    }
    if (kept !== row) {
      for (const column of columns) column[kept] = column[row]!;
      origins[kept] = origins[row]!;
    }
    stamps[kept++] = moment;
  }
  return kept;
}

function unresolvedReason(stamp: number, form: StampForm, timeZone: TimeZone): string {
  if (form !== "local") return `its time, ${stamp} us since the epoch, lies outside the years 1685 to 2254`;
  const times = timeZone.moments(stamp).length === 0 ? "does not exist" : "occurs twice";
  return `the local time ${formatWallTime(stamp)} ${times} in ${timeZone.name}, where the clocks change; ` +
    `write times in UTC or with their offset, or name another timeZone`;
}

/** Checks that the rows run in one direction, and reverses them if it is backward. */
function settleOrder(
  raw: RawBars,
  stamps: Float64Array,
  columns: readonly Float64Array[],
  length: number,
  timeZone: TimeZone,
): boolean {
  const order = orderOfTimes(stamps);
  if (order.kind === "ascending") return false;
  if (order.kind === "descending") {
    for (const column of columns) column.subarray(0, length).reverse();
    raw.origins.subarray(0, length).reverse();
    return true;
  }
  const text = (index: number) =>
    formatWallTime(raw.form === "date" ? stamps[index]! : timeZone.wallTimeUs(stamps[index]!));
  const first = raw.place(raw.origins[order.index - 1]!);
  const second = raw.place(raw.origins[order.index]!);
  throw new RangeError(
    order.kind === "duplicate"
      ? `Cannot order the rows of ${raw.source}: ${first} and ${second} have the same time ${text(order.index)}; ` +
        `remove one of them`
      : `Cannot order the rows of ${raw.source}: ${first} is at ${text(order.index - 1)} and ${second} at ${
        text(order.index)
      }, against the order of the rest; sort the rows by time`,
  );
}

function settleTimeframe(raw: RawBars, stamps: Float64Array, options: CheckedFeedOptions, notes: string[]): Timeframe {
  const given = options.timeframe;
  const inferred = inferTimeframe(stamps);
  if (given !== undefined) {
    if (inferred !== undefined && inferred.timeframe.us < given.us && raw.form !== "date") {
      notes.push(
        `The timeframe is given as ${formatTimeframe(given.us)}, though the commonest spacing of the rows is ${
          formatTimeframe(inferred.timeframe.us)
        }`,
      );
    }
    return given;
  }
  if (inferred !== undefined) {
    notes.push(
      `The timeframe ${formatTimeframe(inferred.timeframe.us)} was taken from the commonest spacing of the rows`,
    );
    return inferred.timeframe;
  }
  if (raw.form === "date") return { us: DAY_US, months: 0 };
  throw new RangeError(`Cannot infer the timeframe of ${raw.source} from one row: pass timeframe, as in "5m" or "1d"`);
}

function settleStamp(
  raw: RawBars,
  stamps: Float64Array,
  options: CheckedFeedOptions,
  timeframe: Timeframe,
  notes: string[],
): FeedStamp {
  const given = options.stamp;
  if (raw.form === "date") {
    if (given === "open" && timeframe.us > DAY_US) return "open";
    const periodStart = given !== undefined || stamps.length < 2 || timeframe.us <= DAY_US
      ? undefined
      : commonPeriodStart(stamps, timeframe);
    if (periodStart !== undefined) {
      notes.push(
        `Every date is ${periodStart}; it is read as the last day of its bar: pass stamp: "open" if it is the first`,
      );
    }
    return "date";
  }
  if (given !== undefined) return given;
  if (raw.sourceStamp !== undefined) {
    notes.push(`The name of the time column says that times are the ${raw.sourceStamp} of the bar`);
    return raw.sourceStamp;
  }
  // Many tools write a date as midnight of the day. Read as the close, it would show each bar a day before it happened.
  const { timeZone } = options;
  if (timeframe.us >= DAY_US && stamps.every((stamp) => timeZone.wallTimeUs(stamp) % DAY_US === 0)) {
    for (let row = 0; row < stamps.length; row++) stamps[row] = timeZone.wallTimeUs(stamps[row]!);
    notes.push(
      `Every time is midnight and is read as a date whose bar ends with it: pass stamp: "open" or "close" if it is a time`,
    );
    return "date";
  }
  return "unknown";
}

/**
 * Returns a name for the common day of the dates of weekly or monthly bars, if it is the first day of the week or
 * month.
 */
function commonPeriodStart(stamps: Float64Array, timeframe: Timeframe): string | undefined {
  if (timeframe.months > 0 && stamps.every((stamp) => formatWallTime(stamp).endsWith("-01"))) {
    return "the first of its month";
  }
  // 1970-01-01 was a Thursday, so Mondays are four days later.
  if (timeframe.us === 7 * DAY_US && stamps.every((stamp) => (((stamp / DAY_US - 4) % 7) + 7) % 7 === 0)) {
    return "a Monday";
  }
  return undefined;
}

/** Returns the time at which each bar is known. */
function endTimes(
  stamps: Float64Array,
  form: StampForm,
  stamp: FeedStamp,
  timeframe: Timeframe,
  timeZone: TimeZone,
): Float64Array {
  if (stamp === "date") return stamps.map((midnight) => timeZone.endOfDateUs(Math.floor(midnight / DAY_US)));
  if (stamp !== "open") return stamps;
  const later = (wallUs: number) => timeframe.months > 0 ? addMonths(wallUs, timeframe.months) : wallUs + timeframe.us;
  if (form === "date") return stamps.map((midnight) => timeZone.endOfDateUs(Math.floor(later(midnight) / DAY_US) - 1));
  if (timeframe.us % DAY_US !== 0) return stamps.map((moment) => moment + timeframe.us);
  return stamps.map((moment) => timeZone.latestTimeUs(later(timeZone.wallTimeUs(moment))));
}

/**
 * Rejects ends that are not ascending. They come from a timeframe that does not fit the stamps: 30 and 31 January plus
 * a month.
 */
function checkEnds(raw: RawBars, timeUs: Float64Array, timeframe: Timeframe): void {
  for (let row = 0; row < timeUs.length; row++) {
    if (!(Math.abs(timeUs[row]!) < TIME_US_LIMIT)) {
      throw new RangeError(
        `Cannot read ${raw.place(raw.origins[row]!)}: its bar ends outside the years 1685 to 2254 with the timeframe ${
          formatTimeframe(timeframe.us)
        }`,
      );
    }
    if (row === 0 || timeUs[row]! > timeUs[row - 1]!) continue;
    throw new RangeError(
      `Cannot read ${raw.source} with the timeframe ${formatTimeframe(timeframe.us)}: the bars of ${
        raw.place(raw.origins[row - 1]!)
      } and ${raw.place(raw.origins[row]!)} would end together; pass the timeframe of its bars`,
    );
  }
}

function beginTimes(timeUs: Float64Array, timeframe: Timeframe): Float64Array {
  const beginUs = new Float64Array(timeUs.length);
  let previousUs = -Infinity;
  for (let row = 0; row < timeUs.length; row++) {
    beginUs[row] = Math.max(timeUs[row]! - timeframe.us, previousUs);
    previousUs = timeUs[row]!;
  }
  return beginUs;
}

/** Returns the date of each bar. A bar that ends at midnight belongs to the day before that midnight. */
function sessionDays(timeUs: Float64Array, timeZone: TimeZone): Float64Array {
  const days = new Float64Array(timeUs.length);
  let day = 0;
  let dayStartUs = 0;
  for (let row = 0; row < timeUs.length; row++) {
    const sinceUs = timeZone.wallTimeUs(timeUs[row]!) - 1 - dayStartUs;
    // Most bars have the day of the previous bar, so the check saves a division.
    if (sinceUs < 0 || sinceUs >= DAY_US) {
      day += Math.floor(sinceUs / DAY_US);
      dayStartUs = day * DAY_US;
    }
    days[row] = day + SESSION_DAY_OFFSET;
  }
  return days;
}
