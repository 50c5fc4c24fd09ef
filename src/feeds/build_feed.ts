/**
 * Makes a feed from rows: the last step of every reader.
 *
 * It makes moments of stamps, settles the order of the rows, finds the timeframe, and has the ends of the bars found.
 *
 * @module
 */

import { beginTimes } from "./begin_times.ts";
import type { BadRows } from "./bad_rows.ts";
import { barEnds, type StampedRows } from "./bar_ends.ts";
import { settleSessions } from "./calendar/feed_sessions.ts";
import type { FeedData } from "./feed_data.ts";
import type { CheckedFeedOptions } from "./feed_options.ts";
import { DAY_US, formatWallTime, TIME_US_LIMIT } from "./time/civil_date.ts";
import { type EpochMemory, epochToMicroseconds } from "./time/epoch.ts";
import { dropRepeatedRows, isSameRow } from "./repeated_rows.ts";
import { runningBar } from "./period_label.ts";
import { zoneOfMidnights, zoneOfOffsets } from "./time/offset_zone.ts";
import type { StampForm } from "./time/time_stamp.ts";
import { TimeZone } from "./time/time_zone.ts";
import { zoneOfName } from "./time/zone_of_name.ts";
import { formatTimeframe, inferTimeframe, type Timeframe } from "./time/timeframe.ts";
import { orderOfTimes } from "./validate_bars.ts";

/** Rows that were read and checked one by one. The feed takes over their arrays. */
export interface RawBars extends StampedRows {
  /** Origin of the rows, for messages. */
  readonly source: string;
  /** Names of the columns of the stamps: of the time, and before it of the date if that has a column of its own. */
  readonly timeNames: readonly string[];
  /** Stamps in the given form, one for each row. */
  readonly stamps: Float64Array;
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
  /** Decisions of the reader. */
  readonly notes: readonly string[];
  /** Returns the name of a row: `line 17 of aapl.csv`. */
  place(origin: number): string;
  /** Returns the text of a row as it is written, if it is a text. */
  text?(origin: number): string;
}

/**
 * Makes a feed from rows.
 *
 * @param given The rows.
 * @param options Options of the feed.
 * @param badRows Receives rows whose local time does not exist or occurs twice.
 * @returns The feed.
 * @throws {RangeError} If two rows have the same time, their order is mixed, or a required timeframe cannot be found.
 */
export function buildFeed(given: RawBars, options: CheckedFeedOptions, badRows: BadRows): FeedData {
  const notes = [...given.notes], { raw, odd } = settleForm(given), { shortYear } = raw.stampFacts ?? {};
  if (shortYear !== undefined) {
    notes.push(`Years of two digits, as in ${JSON.stringify(shortYear)}, are read as those of 1970 to 2069`);
  }
  const faults = raw.form === "epoch" ? readEpochs(raw.stamps, notes, options.epoch) : odd;
  const clock = clockOf(raw), timeZone = settleZone(raw, clock, options, notes);
  const columns = [raw.stamps, raw.open, raw.high, raw.low, raw.close, raw.volume, ...raw.extra.values()];

  // From here on a stamp is a moment, or for a date the wall time of its midnight.
  const isDates = clock === undefined && options.stamp !== "close" && missesMidnight(raw, timeZone);
  if (isDates) {
    notes.push(
      `Every time is midnight and is read as a date, as the clock of ${timeZone.name} shows one of them never or twice`,
    );
  }
  const rows: RawBars = isDates ? { ...raw, form: "date" } : raw;
  const stamped = resolveStamps(rows, clock?.zone ?? timeZone, badRows, columns, faults);
  const placeOf = rows.place.bind(rows);
  const resolved = badRows.areSkipped ? dropRepeatedRows(columns, rows.origins, stamped, placeOf, badRows) : stamped;
  const skipped = badRows.note();
  if (skipped !== undefined) notes.push(skipped);
  if (resolved === 0) {
    throw new RangeError(
      badRows.count === 0
        ? `Cannot read ${rows.source}: it has no rows`
        : `Cannot read ${rows.source}: it has no good row; ${skipped}`,
    );
  }
  if (settleOrder(rows, rows.stamps.subarray(0, resolved), columns, resolved, timeZone)) {
    notes.push("The rows were in descending order and were reversed");
  }

  const timeframe = settleTimeframe(rows, rows.stamps.subarray(0, resolved), options, notes);
  const length = withoutRunningBar(rows, resolved, options, timeframe, timeZone, notes);
  const [stamps, open, high, low, close, volume, ...extra] = columns.map((column) => column.subarray(0, length));
  const { stamp, timeUs, dated } = barEnds(
    { ...rows, clock: clock?.zone },
    stamps!,
    options,
    timeframe,
    timeZone,
    notes,
  );
  checkEnds(rows, timeUs, timeframe);
  const place = (row: number): string => rows.place(rows.origins[row]!);
  const { sessionDay, table, notes: told } = settleSessions({ timeUs, timeframe, dated, timeZone, place }, options);
  notes.push(...told);
  return {
    name: options.name,
    length,
    columns: {
      timeUs,
      beginUs: beginTimes(timeUs, timeframe, dated ? { dates: timeZone } : { sessions: table }),
      sessionDay,
      open: open!,
      high: high!,
      low: low!,
      close: close!,
      volume: volume!,
    },
    extra: Object.fromEntries([...rows.extra.keys()].map((name, index) => [name, extra[index]!])),
    timeframeUs: timeframe.us,
    stamp,
    timeZone: timeZone.name,
    decimals: options.decimals ?? rows.decimals,
    adjusted: rows.adjusted,
    trade: options.trade,
    notes,
    ...(options.floor === 0 ? {} : { anyPrices: true as const }),
    ...(table === undefined ? {} : { sessions: table }),
  };
}

/** The rows in the form that they have as a whole. */
interface SettledForm {
  readonly raw: RawBars;
  /** The faults of the rows that have another form, by row. */
  readonly odd: ReadonlyMap<number, string> | undefined;
}

/**
 * Settles the form of rows of which some are a date alone and others have a time of day. Some programs leave out the time
 * of day at midnight, so that rows within days are times. Rows a day apart are either, and the fewer ones are at fault:
 * read as midnights, dates would show each bar a day before it happened.
 */
function settleForm(given: RawBars): SettledForm {
  if (given.form !== "local" || given.stampFacts?.mixesDates !== true) return { raw: given, odd: undefined };
  const { stamps } = given, isDate = (stamp: number): boolean => stamp % DAY_US === 0;
  let dates = 0;
  for (const stamp of stamps) if (isDate(stamp)) dates++;
  const times = stamps.length - dates, spanUs = Math.abs(stamps[stamps.length - 1]! - stamps[0]!);
  if (spanUs < DAY_US * (stamps.length - 1) && dates <= times + 1) return { raw: given, odd: undefined };
  const odd = new Map<number, string>(), areDates = dates >= times;
  for (const [row, stamp] of stamps.entries()) {
    if (isDate(stamp) === areDates) continue;
    odd.set(
      row,
      areDates
        ? `the time ${formatWallTime(stamp)} has a time of day, and the other rows are dates alone`
        : `the date ${formatWallTime(stamp)} has no time of day, and the other rows have one`,
    );
    stamps[row] = NaN;
  }
  return { raw: areDates ? { ...given, form: "date" } : given, odd };
}

/** The clock that the file says its times are read from. */
interface SaidClock {
  readonly zone: TimeZone;
  /** What says it, at the beginning of a sentence. */
  readonly by: string;
}

/** Returns the clock of times without an offset, if the name of their column says it. Dates have none. */
function clockOf({ form, timeNames }: RawBars): SaidClock | undefined {
  if (form !== "local") return undefined;
  const name = timeNames.findLast((each) => zoneOfName(each) !== undefined);
  return name === undefined ? undefined : { zone: zoneOfName(name)!, by: `The name of column ${JSON.stringify(name)}` };
}

/**
 * Returns the zone of the feed: as given, or that of the offsets in the file, or that of the calendar, or that of the
 * clock which the file says, or UTC.
 */
function settleZone(
  { stampFacts, form, stamps }: RawBars,
  clock: SaidClock | undefined,
  { timeZone, calendar }: CheckedFeedOptions,
  notes: string[],
): TimeZone {
  const said = clock === undefined ? "" : `${clock.by} says that the times are of ${clock.zone.name}`;
  if (timeZone !== undefined) {
    if (clock !== undefined && timeZone.name !== clock.zone.name) {
      notes.push(`${said}, and they are read so; timeZone ${timeZone.name} is the clock of the feed alone`);
    }
    return timeZone;
  }
  if (clock !== undefined) {
    // UTC is the clock of machines, and no place, so that a calendar knows better.
    if (calendar === undefined || clock.zone.name !== "UTC") {
      if (clock.zone.name !== "UTC") notes.push(`${said}, which is taken as time zone`);
      return clock.zone;
    }
    notes.push(`${said}, and they are read so; the calendar ${calendar.name} has the clock of the feed`);
    return new TimeZone(calendar.timeZone);
  }
  if (stampFacts?.hasPlace !== true) {
    if (calendar === undefined) {
      const zone = form === "instant" || form === "epoch" ? changingMidnights(stamps) : undefined;
      if (zone !== undefined) {
        notes.push(`Every time is midnight in ${zone.name}, which is taken as time zone; timeZone sets it`);
      }
      return zone ?? new TimeZone("UTC");
    }
    if (calendar.timeZone === "UTC") return new TimeZone("UTC");
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

/**
 * Returns the zone in which all moments are midnight, where they follow its clock through a change: two hours of UTC at
 * which nothing else than the midnights of that zone can be, as daily bars of brokers have them.
 */
function changingMidnights(stamps: Float64Array): TimeZone | undefined {
  const hours = new Set<number>();
  for (const stamp of stamps) {
    hours.add(stamp - Math.floor(stamp / DAY_US) * DAY_US);
    if (hours.size > 2) return undefined;
  }
  return hours.size === 2 ? zoneOfMidnights(stamps) : undefined;
}

/** Converts counts since the epoch in place, and returns the faults of the rows that are none. */
function readEpochs(
  stamps: Float64Array,
  notes: string[],
  memory: EpochMemory | undefined,
): ReadonlyMap<number, string> {
  const { units, faults } = epochToMicroseconds(stamps, memory);
  if (units.length > 1) {
    notes.push(`The times are counted in ${units.join(", then in ")}; each row is read in its own unit`);
  }
  return faults;
}

/**
 * Returns whether all times are midnight and the clock of the zone shows one of them never or twice, as where clocks
 * change at midnight: such times are dates.
 */
function missesMidnight({ form, stamps, stampFacts }: RawBars, timeZone: TimeZone): boolean {
  if (form !== "local" || stampFacts?.hasDayEnds === true) return false;
  if (stamps.some((stamp) => stamp % DAY_US !== 0)) return false;
  return stamps.some((stamp) => timeZone.moments(stamp).length !== 1);
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
    const moment = (form === "local" && !Number.isNaN(stamp) ? timeZone.timeUs(stamp) : stamp) + 0;
    if (!(Math.abs(moment) < TIME_US_LIMIT - DAY_US)) {
      badRows.add(() => ({
        place: `${raw.place(origins[row]!)}, ${columnsText(raw)}`,
        reason: (faults?.get(row) ?? unresolvedReason(stamp, form, timeZone)) +
          (raw.text === undefined ? "" : ` (the line is ${JSON.stringify(raw.text(origins[row]!))})`),
        remedy: faults?.size === stamps.length && stamps.length > 1
          ? ""
          : form !== "epoch" && faults?.has(row) === true
          ? "write a time of day in all rows or in none, or leave this row out"
          : undefined,
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

/** Returns the columns of the time for messages. */
function columnsText({ timeNames }: RawBars): string {
  return `column${timeNames.length > 1 ? "s" : ""} ${timeNames.map((name) => JSON.stringify(name)).join(" and ")}`;
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
      ? `Cannot order the rows of ${raw.source} by ${columnsText(raw)}: ${first} and ${second} have the same time ${
        text(order.index)
      }` +
        (isSameRow(columns, order.index - 1, order.index)
          ? ' and are the same; remove one of them, or pass onBadRow: "skip" to leave out rows that are there twice'
          : "; remove one of them")
      : `Cannot order the rows of ${raw.source} by ${columnsText(raw)}: ${first} is at ${
        text(order.index - 1)
      } and ${second} at ${text(order.index)}, against the order of the rest; sort the rows by time`,
  );
}

function settleTimeframe(raw: RawBars, stamps: Float64Array, options: CheckedFeedOptions, notes: string[]): Timeframe {
  const given = options.timeframe;
  const inferred = inferTimeframe(stamps);
  if (given !== undefined) {
    if (raw.form === "date" && given.us % DAY_US !== 0) {
      throw new RangeError(
        `Cannot read ${raw.source} with the timeframe ${
          formatTimeframe(given.us)
        }: its rows have dates without a time ` +
          `of day, such as ${formatWallTime(stamps[0]!)} in ${
            raw.place(raw.origins[0]!)
          }, and a date is a bar of whole ` +
          `days; pass timeframe: "1d" or the like, or rows with times`,
      );
    }
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

/**
 * Returns the number of rows without the last one, if that lies in the week or month of the row before it, whose first
 * day names that row: the bar of a day so far, which some sources put behind that of the period.
 */
function withoutRunningBar(
  raw: RawBars,
  length: number,
  { stamp }: CheckedFeedOptions,
  timeframe: Timeframe,
  timeZone: TimeZone,
  notes: string[],
): number {
  if (stamp === "close" || timeframe.us <= DAY_US) return length;
  const dates = raw.stamps.slice(0, length).map((moment) =>
    Math.floor((raw.form === "date" ? moment : timeZone.wallTimeUs(moment)) / DAY_US) * DAY_US
  );
  const running = runningBar(dates, timeframe);
  if (running?.label !== "first") return length;
  const name = formatTimeframe(timeframe.us), date = formatWallTime(dates[length - 1]!);
  notes.push(
    `The last row, ${raw.place(raw.origins[length - 1]!)}, is dated ${date}, and the others are first days of a ` +
      `${name}: it ${
        running.isTwice ? `lies in the ${name} of the row before and is left out` : `is the bar of that ${name}`
      }`,
  );
  return running.isTwice ? length - 1 : length;
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
