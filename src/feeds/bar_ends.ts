/**
 * The times at which bars are known: which end of its bar the time of a row marks, and where the bar ends.
 *
 * The option `stamp` says which end is marked, else the source does, else the hours of the session, else the times
 * themselves: midnights of bars of a day or more are dates. Where nothing says it, a time is read as the close, which a
 * note tells. A bar that is stamped with its open ends one timeframe later. Days, weeks and months are added on the
 * calendar of the time zone, so that a daily bar ends at midnight also on days when the clocks change.
 *
 * @module
 */

import type { FeedStamp } from "./feed_data.ts";
import type { CheckedFeedOptions } from "./feed_options.ts";
import { lastDayOfPeriod, type PeriodLabel, periodLabel, runningBar } from "./period_label.ts";
import type { SourceStamp } from "./stamped_end.ts";
import { endBySession, type GivenHours, SessionEnds } from "./session_ends.ts";
import { addMonths, DAY_US, formatWallTime } from "./time/civil_date.ts";
import { type OffsetRun, zoneOfMidnights } from "./time/offset_zone.ts";
import type { StampForm } from "./time/time_stamp.ts";
import type { TimeZone } from "./time/time_zone.ts";
import { formatTimeframe, inferTimeframe, type Timeframe } from "./time/timeframe.ts";

/** What the reader of the stamps found beside the stamps: a {@linkcode StampReader} has these fields. */
export interface StampFacts {
  /** The stamps with an offset from UTC, by their offsets. */
  readonly offsets: readonly OffsetRun[];
  /** True if an offset is written as a number, so that it tells of a place. */
  readonly hasPlace: boolean;
  /** True if each stamp with an offset is midnight on the clock of its offset. */
  readonly isMidnight: boolean;
  /** True if some stamps are a date alone and others have a time of day. */
  readonly mixesDates?: boolean;
  /** True if a time of day is written as 24:00, which no open is. */
  readonly hasDayEnds?: boolean;
  /** The first stamp whose year has two digits. */
  readonly shortYear?: string | undefined;
}

/** Rows with stamps. */
export interface StampedRows {
  /** Origin of the rows, for messages. */
  readonly source: string;
  /** Form of the stamps. */
  readonly form: StampForm;
  /** Further facts about the stamps; undefined for moments that were not read from texts. */
  readonly stampFacts: StampFacts | undefined;
  /** The end of a bar that its stamp marks, if the source is known to mark it. */
  readonly sourceStamp: SourceStamp | undefined;
  /** The clock that the file says its times are read from, if it says one. */
  readonly clock?: TimeZone | undefined;
}

/** The end of each bar, and the end of a bar that its stamp marks. */
export interface BarEnds {
  /** The end that a stamp marks. */
  readonly stamp: FeedStamp;
  /** The time at which each bar is known, in microseconds. */
  readonly timeUs: Float64Array;
  /** True if each bar ends with a date: with its last microsecond, or at the midnight after it. */
  readonly dated: boolean;
}

/**
 * Finds the time at which each bar is known.
 *
 * @param rows The rows.
 * @param stamps Their stamps: moments, or for dates the wall times of their midnights.
 * @param options The options `stamp` and `session`.
 * @param timeframe The timeframe.
 * @param timeZone The zone of the feed.
 * @param notes Receives the decisions.
 * @returns The ends.
 */
export function barEnds(
  rows: StampedRows,
  stamps: Float64Array,
  options: Pick<CheckedFeedOptions, "stamp"> & GivenHours,
  timeframe: Timeframe,
  timeZone: TimeZone,
  notes: string[],
): BarEnds {
  if (rows.form === "date") return endsOfDates(rows, stamps, options.stamp, timeframe, timeZone, notes);
  const isLong = timeframe.us >= DAY_US, midnights = isLong ? midnightsOf(rows, stamps, timeZone) : undefined;
  const sessions = timeframe.us > DAY_US ? undefined : SessionEnds.of(options, timeZone);
  const endByHours = (): SourceStamp | undefined =>
    sessions === undefined ? endByDates(stamps, timeframe, timeZone) : endBySession(stamps, sessions, isLong);
  let end = options.stamp;
  if (midnights !== undefined && rows.stampFacts?.hasDayEnds === true) {
    if (end === "open") {
      throw new RangeError(
        `Cannot read ${rows.source} with stamp: "open": its times of day are 24:00, which is the end of a day; leave ` +
          `stamp out, or pass stamp: "close"`,
      );
    }
    if (end === undefined) {
      notes.push("Times of day are 24:00, the end of a day, so that they are the close of the bar");
    }
    end = "close";
  }
  if (end === undefined) {
    const bySource = rows.sourceStamp?.midnightsAreDates === true && midnights !== undefined
      ? undefined
      : rows.sourceStamp;
    const told = bySource ?? (midnights === undefined || !isLong ? endByHours() : undefined);
    if (told !== undefined) notes.push(told.note);
    end = told?.end;
  }
  if (end === "close") {
    const dated = timeframe.us % DAY_US === 0 && midnightsIn(timeZone, stamps) !== undefined;
    return { stamp: "close", timeUs: stamps, dated };
  }
  if (end === "open") return endsOfOpens(stamps, timeframe, timeZone, sessions);
  if (midnights === undefined) {
    const zone = timeframe.us === DAY_US && rows.form !== "local" ? zoneOfMidnights(stamps) : undefined;
    const orDates = zone === undefined ? "" : `, or timeZone: "${zone.name}" if each is midnight of a date there`;
    notes.push(
      `Nothing tells whether a row's time is the open or the close of its bar, and it is read as the close: pass ` +
        `stamp: "open" if it is the open, as in files of most exchanges and of trading programs, else stamp: "close"` +
        orDates,
    );
    return { stamp: "unknown", timeUs: stamps, dated: false };
  }
  notes.push(
    `Every time is midnight and is read as a date whose bar ends with it: pass stamp: "close" if it is the end of the bar`,
  );
  return endsOfDates(rows, midnights, undefined, timeframe, timeZone, notes);
}

/**
 * Returns the end that times of weeks or months mark, if their dates are first or last days: a week that is over opened
 * on its Monday, and closed on its Friday.
 */
function endByDates(stamps: Float64Array, timeframe: Timeframe, timeZone: TimeZone): SourceStamp | undefined {
  const label = timeframe.us > DAY_US ? labelOf(datesOf(timeZone, stamps), timeframe) : "unclear";
  if (label === "unclear") return undefined;
  const [end, other] = label === "first" ? ["open", "close"] as const : ["close", "open"] as const;
  return {
    end,
    note:
      `The times are on ${label} days of a ${formatTimeframe(timeframe.us)}, so that they are the ${end} of the bar; ` +
      `stamp: "${other}" reads them as its ${other}`,
    midnightsAreDates: true,
  };
}

/** Returns the dates of moments on the clock of a zone, as the wall times of their midnights. */
function datesOf(timeZone: TimeZone, stamps: Float64Array): Float64Array {
  return stamps.map((stamp) => Math.floor(timeZone.wallTimeUs(stamp) / DAY_US) * DAY_US);
}

/** Returns the wall times of moments that are all midnight on the clock of a zone; undefined if one is not. */
function midnightsIn(timeZone: TimeZone, stamps: Float64Array): Float64Array | undefined {
  const isMidnight = stamps.every((stamp) => timeZone.wallTimeUs(stamp) % DAY_US === 0);
  return isMidnight ? stamps.map((stamp) => timeZone.wallTimeUs(stamp)) : undefined;
}

/**
 * Returns the dates of times that are all midnight, as wall times. Many tools write a date as midnight of the day, on the
 * clock of the zone, of the offset beside it, or of UTC. Read as the close, it would show each bar a day before it
 * happened.
 */
function midnightsOf(
  { form, stampFacts, clock }: StampedRows,
  stamps: Float64Array,
  timeZone: TimeZone,
): Float64Array | undefined {
  const midnights = midnightsIn(timeZone, stamps) ?? (clock === undefined ? undefined : midnightsIn(clock, stamps));
  if (midnights !== undefined) return midnights;
  if (form === "instant" && stampFacts?.isMidnight === true) {
    // Offsets change by an hour or so with the season, so the nearest midnight is the date.
    const offsetUs = stampFacts.offsets[0]!.offsetUs;
    return stamps.map((stamp) => Math.round((stamp + offsetUs) / DAY_US) * DAY_US);
  }
  return form === "epoch" && stamps.every((stamp) => stamp % DAY_US === 0) ? stamps : undefined;
}

/** Returns the ends of bars that are named by dates, which are wall times of midnights. */
function endsOfDates(
  { source, sourceStamp }: StampedRows,
  midnights: Float64Array,
  given: "open" | "close" | undefined,
  timeframe: Timeframe,
  timeZone: TimeZone,
  notes: string[],
): BarEnds {
  if (given === undefined) checkSpacing(source, midnights, timeframe);
  const long = timeframe.us > DAY_US, label = long ? labelOf(midnights, timeframe) : "last";
  const bySource = long && given === undefined && label === "unclear" && sourceStamp?.end === "open";
  const first = long && (given === "open" || bySource || given === undefined && label === "first");
  const isUnclear = given === undefined && label === "unclear" && !bySource, name = formatTimeframe(timeframe.us);
  if (bySource) notes.push(sourceStamp.note);
  else if (first && given === undefined) {
    notes.push(
      `The dates are first days of a ${name}, and each bar ends with the last day of it; pass stamp: "close" if they ` +
        `are last days`,
    );
  } else if (isUnclear) {
    notes.push(
      `Nothing tells whether a date is the first or the last day of a ${name}, and it is read as the last: pass ` +
        `stamp: "open" if it is the first, else stamp: "close"`,
    );
  }
  const lastDays = first ? lastDaysOf(midnights, timeframe) : midnights.map((midnight) => midnight / DAY_US);
  return {
    stamp: first ? "open" : isUnclear ? "unknown" : "date",
    timeUs: lastDays.map((day) => timeZone.endOfDateUs(day)),
    dated: true,
  };
}

/** Returns the label of dates, of which the last one may be that of a bar that is not over. */
function labelOf(midnights: Float64Array, timeframe: Timeframe): PeriodLabel {
  return runningBar(midnights, timeframe)?.label ?? periodLabel(midnights, timeframe);
}

/**
 * Rejects a timeframe that is shorter than the weeks or months whose first days name the rows: read as dates of their own
 * they would show each bar weeks before it is over.
 */
function checkSpacing(source: string, midnights: Float64Array, timeframe: Timeframe): void {
  const spacing = inferTimeframe(midnights)?.timeframe;
  if (spacing === undefined || spacing.us <= timeframe.us || spacing.us < 7 * DAY_US) return;
  if (periodLabel(midnights, spacing) !== "first") return;
  const [given, found] = [timeframe, spacing].map(({ us }) => formatTimeframe(us));
  throw new RangeError(
    `Cannot read ${source} with the timeframe ${given}: its dates are first days, ${found} apart, such as ${
      formatWallTime(midnights[0]!)
    }; pass timeframe: "${found}", or stamp: "close" if each row is the bar of its own date`,
  );
}

/**
 * Returns the ends of bars that are stamped with their open. Bars of whole days that all open at midnight are those of
 * dates, and each ends at the midnight at which the next one may open.
 */
function endsOfOpens(
  stamps: Float64Array,
  timeframe: Timeframe,
  timeZone: TimeZone,
  sessions: SessionEnds | undefined,
): BarEnds {
  if (timeframe.us % DAY_US !== 0) {
    return { stamp: "open", timeUs: stamps.map((moment) => moment + timeframe.us), dated: false };
  }
  const midnights = midnightsIn(timeZone, stamps);
  if (midnights === undefined && sessions !== undefined && timeframe.us === DAY_US) {
    // A day that is stamped with the open of its session ends with that session.
    const closes = stamps.map((moment) => sessions.closeOf(moment));
    if (closes.every((close) => !Number.isNaN(close))) return { stamp: "open", timeUs: closes, dated: false };
  }
  const timeUs = midnights === undefined
    ? laterMoments(stamps, timeframe, timeZone)
    : lastDaysOf(midnights, timeframe).map((day) => timeZone.endOfDateUs(day) + 1);
  return { stamp: "open", timeUs, dated: midnights !== undefined };
}

/**
 * Returns the moments one timeframe after opens. A week or month that opens after a holiday ends as if it had opened on
 * its first day, as the next one opens then.
 */
function laterMoments(stamps: Float64Array, timeframe: Timeframe, timeZone: TimeZone): Float64Array {
  const dates = datesOf(timeZone, stamps);
  const isFirst = timeframe.us > DAY_US && labelOf(dates, timeframe) === "first";
  return stamps.map((moment, row) => {
    const wallUs = timeZone.wallTimeUs(moment), ofDayUs = wallUs - dates[row]!;
    const end = isFirst ? (lastDayOfPeriod(dates[row]!, timeframe) + 1) * DAY_US + ofDayUs : later(wallUs, timeframe);
    return timeZone.latestTimeUs(end);
  });
}

/** Returns the last days of bars that are named by their first days, as days since 1970-01-01. */
function lastDaysOf(midnights: Float64Array, timeframe: Timeframe): Float64Array {
  if (timeframe.us > DAY_US && labelOf(midnights, timeframe) === "first") {
    return midnights.map((midnight) => lastDayOfPeriod(midnight, timeframe));
  }
  return midnights.map((midnight) => later(midnight, timeframe) / DAY_US - 1);
}

function later(wallUs: number, timeframe: Timeframe): number {
  return timeframe.months > 0 ? addMonths(wallUs, timeframe.months) : wallUs + timeframe.us;
}
