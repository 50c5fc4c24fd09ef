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
import { settleSessions } from "./calendar/feed_sessions.ts";
import type { FeedData, FeedStamp } from "./feed_data.ts";
import type { CheckedFeedOptions } from "./feed_options.ts";
import { lastDayOfPeriod, periodLabel } from "./period_label.ts";
import { addMonths, DAY_US, formatWallTime, TIME_US_LIMIT } from "./time/civil_date.ts";
import { epochToMicroseconds } from "./time/epoch.ts";
import { type OffsetRun, zoneOfOffsets } from "./time/offset_zone.ts";
import type { StampForm } from "./time/time_stamp.ts";
import { TimeZone } from "./time/time_zone.ts";
import { formatTimeframe, inferTimeframe, type Timeframe } from "./time/timeframe.ts";
import { orderOfTimes } from "./validate_bars.ts";

/** What the reader of the stamps found beside the stamps: a {@linkcode StampReader} has these fields. */
export interface StampFacts {
  /** The stamps with an offset from UTC, by their offsets. */
  readonly offsets: readonly OffsetRun[];
  /** True if an offset is written as a number, so that it tells of a place. */
  readonly hasPlace: boolean;
  /** True if each stamp with an offset is midnight on the clock of its offset. */
  readonly isMidnight: boolean;
}

/** Rows that were read and checked one by one. The feed takes over their arrays. */
export interface RawBars {
  /** Origin of the rows, for messages. */
  readonly source: string;
  /** Stamps in the given form, one for each row. */
  readonly stamps: Float64Array;
  /** Form of the stamps. */
  readonly form: StampForm;
  /** Further facts about the stamps; undefined for moments that were not read from texts. */
  readonly stampFacts: StampFacts | undefined;
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
export function buildFeed(raw: RawBars, options: CheckedFeedOptions, badRows: BadRows): FeedData {
  const notes = [...raw.notes];
  const timeZone = settleZone(raw, options, notes);
  const faults = raw.form === "epoch" ? readEpochs(raw.stamps, notes) : undefined;
  const columns = [raw.stamps, raw.open, raw.high, raw.low, raw.close, raw.volume, ...raw.extra.values()];

  // From here on a stamp is a moment, or for a date the wall time of its midnight.
  const length = resolveStamps(raw, timeZone, badRows, columns, faults);
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
  const { stamp, timeUs, dated } = settleEnds(raw, stamps!, options, timeframe, timeZone, notes);
  checkEnds(raw, timeUs, timeframe);
  const place = (row: number): string => raw.place(raw.origins[row]!);
  const { sessionDay, table, notes: told } = settleSessions({ timeUs, timeframe, dated, timeZone, place }, options);
  notes.push(...told);
  return {
    name: options.name,
    length,
    columns: {
      timeUs,
      beginUs: beginTimes(timeUs, timeframe),
      sessionDay,
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
    ...(table === undefined ? {} : { sessions: table }),
  };
}

/** Returns the zone of the feed: as given, or that of the offsets in the file, or that of the calendar, or UTC. */
function settleZone({ stampFacts }: RawBars, { timeZone, calendar }: CheckedFeedOptions, notes: string[]): TimeZone {
  if (timeZone !== undefined) return timeZone;
  if (stampFacts?.hasPlace !== true) {
    if (calendar === undefined || calendar.timeZone === "UTC") return new TimeZone("UTC");
    notes.push(
      `The zone of the calendar ${calendar.name}, ${calendar.timeZone}, is taken as time zone; timeZone sets it`,
    );
    return new TimeZone(calendar.timeZone);
  }
  const zone = zoneOfOffsets(stampFacts.offsets);
  if (zone.name !== "UTC") {
    notes.push(`The offsets of the times fit ${zone.name}, which is taken as time zone; timeZone sets it`);
  }
  return zone;
}

/** Converts counts since the epoch in place, and returns the faults of the rows that are none. */
function readEpochs(stamps: Float64Array, notes: string[]): ReadonlyMap<number, string> {
  const { units, faults } = epochToMicroseconds(stamps);
  if (units.length > 1) {
    notes.push(`The times are counted in ${units.join(", then in ")}; each row is read in its own unit`);
  }
  return faults;
}

/** Converts stamps to moments in place, removes the rows without a moment, and returns the number of rows left. */
function resolveStamps(
  raw: RawBars,
  timeZone: TimeZone,
  badRows: BadRows,
  columns: readonly Float64Array[],
  faults: ReadonlyMap<number, string> | undefined,
): number {
  const { stamps, form, origins } = raw;
  let kept = 0;
  for (let row = 0; row < stamps.length; row++) {
    const stamp = stamps[row]!;
    // Adding zero turns a negative zero into a positive one.
    const moment = (form === "local" ? timeZone.timeUs(stamp) : stamp) + 0;
    if (!(Math.abs(moment) < TIME_US_LIMIT - DAY_US)) {
      badRows.add(() => ({
        place: raw.place(origins[row]!),
        reason: faults?.get(row) ?? unresolvedReason(stamp, form, timeZone),
      }));
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

/** The end of each bar, and the end of a bar that its stamp marks. */
interface SettledEnds {
  readonly stamp: FeedStamp;
  readonly timeUs: Float64Array;
  /** True if each bar ends with a date. */
  readonly dated: boolean;
}

/** Finds the time at which each bar is known. */
function settleEnds(
  raw: RawBars,
  stamps: Float64Array,
  options: CheckedFeedOptions,
  timeframe: Timeframe,
  timeZone: TimeZone,
  notes: string[],
): SettledEnds {
  const given = options.stamp ?? raw.sourceStamp;
  if (options.stamp === undefined && given !== undefined && raw.form !== "date") {
    notes.push(`The name of the time column says that times are the ${given} of the bar`);
  }
  if (raw.form === "date") return endsOfDates(stamps, options.stamp, timeframe, timeZone, notes);
  if (given === "open") return { stamp: "open", timeUs: endsOfOpens(stamps, timeframe, timeZone), dated: false };
  if (given === "close") return { stamp: "close", timeUs: stamps, dated: false };
  const midnights = timeframe.us >= DAY_US ? midnightsOf(raw, stamps, timeZone) : undefined;
  if (midnights === undefined) return { stamp: "unknown", timeUs: stamps, dated: false };
  notes.push(
    `Every time is midnight and is read as a date whose bar ends with it: pass stamp: "open" or "close" if it is a time`,
  );
  return endsOfDates(midnights, undefined, timeframe, timeZone, notes);
}

/**
 * Returns the dates of times that are all midnight, as wall times. Many tools write a date as midnight of the day, on the
 * clock of the zone, of the offset beside it, or of UTC. Read as the close, it would show each bar a day before it
 * happened.
 */
function midnightsOf(
  { form, stampFacts }: RawBars,
  stamps: Float64Array,
  timeZone: TimeZone,
): Float64Array | undefined {
  if (stamps.every((stamp) => timeZone.wallTimeUs(stamp) % DAY_US === 0)) {
    return stamps.map((stamp) => timeZone.wallTimeUs(stamp));
  }
  if (form === "instant" && stampFacts?.isMidnight === true) {
    // Offsets change by an hour or so with the season, so the nearest midnight is the date.
    const offsetUs = stampFacts.offsets[0]!.offsetUs;
    return stamps.map((stamp) => Math.round((stamp + offsetUs) / DAY_US) * DAY_US);
  }
  return form === "epoch" && stamps.every((stamp) => stamp % DAY_US === 0) ? stamps : undefined;
}

/** Returns the ends of bars that are named by dates, which are wall times of midnights. */
function endsOfDates(
  midnights: Float64Array,
  given: "open" | "close" | undefined,
  timeframe: Timeframe,
  timeZone: TimeZone,
  notes: string[],
): SettledEnds {
  const long = timeframe.us > DAY_US, label = long ? periodLabel(midnights, timeframe) : "last";
  const first = long && (given === "open" || given === undefined && label === "first");
  const lastDay = !first
    ? (midnight: number) => Math.floor(midnight / DAY_US)
    : label === "first"
    ? (midnight: number) => lastDayOfPeriod(midnight, timeframe)
    : (midnight: number) => Math.floor(later(midnight, timeframe) / DAY_US) - 1;
  if (first && given === undefined) {
    notes.push(
      `The dates are first days of a ${formatTimeframe(timeframe.us)}, and each bar ends with the last day of it; ` +
        `pass stamp: "close" if they are last days`,
    );
  }
  return {
    stamp: first ? "open" : given === undefined && label === "unclear" ? "unknown" : "date",
    timeUs: midnights.map((midnight) => timeZone.endOfDateUs(lastDay(midnight))),
    dated: true,
  };
}

/** Returns the ends of bars that are stamped with their open. */
function endsOfOpens(stamps: Float64Array, timeframe: Timeframe, timeZone: TimeZone): Float64Array {
  if (timeframe.us % DAY_US !== 0) return stamps.map((moment) => moment + timeframe.us);
  return stamps.map((moment) => timeZone.latestTimeUs(later(timeZone.wallTimeUs(moment), timeframe)));
}

function later(wallUs: number, timeframe: Timeframe): number {
  return timeframe.months > 0 ? addMonths(wallUs, timeframe.months) : wallUs + timeframe.us;
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
