/**
 * Groups of bars by time: the bars of an hour, a day, a week, a month.
 *
 * A group has a nominal end that follows from the clock and the session hours alone, never from the next bar. It is known
 * at the first bar at or after that end, and not before the end of its own last bar.
 *
 * @module
 */

import { rowOfDay, rowUntilDay } from "../calendar/session_table.ts";
import type { FeedData } from "../feed_data.ts";
import { addMonths, dateOfDay, DAY_US, dayOfDate, SESSION_DAY_OFFSET, weekdayOf } from "../time/civil_date.ts";
import { TimeZone } from "../time/time_zone.ts";
import { formatTimeframe, type Timeframe } from "../time/timeframe.ts";
import { type BarGroups, GroupWriter } from "./bar_groups.ts";

/** A group that is being filled. */
interface Period {
  readonly key: number;
  /** Its nominal end. */
  readonly closeUs: number;
  /** True if no bar can begin before that end and end after it. */
  readonly isOnGrid: boolean;
  /** True if nothing but its end is missing; a group of several days may still lack days. */
  readonly isWhole: boolean;
}

/**
 * Groups the bars of a feed by time.
 *
 * Bars of less than a day are counted from the open of the session, or from midnight of the feed's zone, in real time;
 * the last of a day may be shorter. A day is the session date, and ends with the close of the session, or with the date;
 * where the last bar of a session ends after its close, the day ends with that bar. Weeks begin on Mondays, months on
 * their first day; several days are counted from the feed's first one.
 *
 * @param feed The bars, without those that {@linkcode barsInSessions} leaves out.
 * @param timeframe Size of a group.
 * @param lastUs End of the last bar, also of one that was left out, or a moment behind it up to which all bars are there.
 * @param grid Facts of the first bar, where these are a part of the bars. Default: those of the first one here.
 * @throws {RangeError} If the bars of the feed are longer than a group, or the size is no number of whole days.
 */
export function timeGroups(feed: FeedData, timeframe: Timeframe, lastUs: number, grid?: DaysGrid): BarGroups {
  checkFits(feed, timeframe);
  const days = new Days(feed, grid);
  const periodOf = isOfDays(timeframe) ? periodsOfDays(feed, timeframe, days) : periodsOfDay(feed, timeframe.us, days);
  const groups = new GroupWriter(), { timeUs } = feed.columns;
  let period: Period | undefined, from = 0;
  // A bar that is not on the grid may still come, and ends within the length of one.
  const endOf = ({ closeUs, isOnGrid }: Period, until: number): number => {
    const endUs = timeUs[until - 1]!;
    return endUs >= closeUs ? endUs : isOnGrid ? closeUs : closeUs + feed.timeframeUs;
  };
  for (let bar = 0; bar < feed.length; bar++) {
    const next = periodOf(bar);
    if (period !== undefined && next.key !== period.key) {
      groups.add(from, bar, endOf(period, bar));
      from = bar;
    }
    period = next;
  }
  // The last group is complete if its end has come.
  const isComplete = period?.isWhole === true && lastUs >= endOf(period, feed.length);
  if (isComplete) groups.add(from, feed.length, endOf(period!, feed.length));
  return groups.done(isComplete ? feed.length : from);
}

/** Returns whether bars fill groups evenly; others belong to the group in which they end. */
export function fillsEvenly({ timeframeUs }: FeedData, timeframe: Timeframe): boolean {
  if (timeframe.months > 0) return timeframeUs <= DAY_US || timeframeUs >= 28 * DAY_US;
  return timeframeUs <= DAY_US && isOfDays(timeframe) || timeframe.us % timeframeUs === 0;
}

/**
 * Returns the bars that groups of days are made of: those that have a part in a declared session. Undefined if all have,
 * or for groups of less than a day, which take every bar.
 */
export function barsInSessions(feed: FeedData, timeframe: Timeframe, grid?: DaysGrid): Int32Array | undefined {
  if (!isOfDays(timeframe) || feed.sessions === undefined) return undefined;
  const { timeUs, sessionDay } = feed.columns, days = new Days(feed, grid), inside = new Int32Array(feed.length);
  let count = 0;
  for (let bar = 0; bar < feed.length; bar++) {
    if (!days.isOutside(sessionDay[bar]!, timeUs[bar]!)) inside[count++] = bar;
  }
  return count === feed.length ? undefined : inside.subarray(0, count);
}

function isOfDays(timeframe: Timeframe): boolean {
  return timeframe.months > 0 || timeframe.us >= DAY_US;
}

/** Rejects groups that are shorter than the bars, and those of a day and a part of one. */
function checkFits({ name, timeframeUs }: FeedData, timeframe: Timeframe): void {
  const text = formatTimeframe(timeframe.us);
  if (timeframe.us < timeframeUs) {
    throw new RangeError(
      `Cannot resample feed "${name}" to ${text}: its bars are ${formatTimeframe(timeframeUs)}; pass no shorter one`,
    );
  }
  if (timeframe.months === 0 && timeframe.us > DAY_US && timeframe.us % DAY_US !== 0) {
    throw new RangeError(`Cannot resample feed "${name}" to ${text}: above a day, pass a number of whole days`);
  }
}

/** Periods of less than a day. */
function periodsOfDay(feed: FeedData, sizeUs: number, days: Days): (bar: number) => Period {
  const { timeUs, sessionDay } = feed.columns;
  let day = NaN, openUs = 0, closeUs = 0, nextUs = 0;
  return (bar) => {
    const endUs = timeUs[bar]!;
    if (sessionDay[bar] !== day) {
      day = sessionDay[bar]!;
      openUs = days.opensUs(day);
      closeUs = days.closesUs(day);
      nextUs = days.opensUs(day + 1);
    }
    // A bar that ends on an edge belongs to the group before it.
    const naturalUs = openUs + (Math.floor((endUs - 1 - openUs) / sizeUs) + 1) * sizeUs;
    const edges = [naturalUs, closeUs, nextUs].filter((edge) => edge >= endUs);
    const last = Math.min(...edges);
    return { key: last, closeUs: last, isOnGrid: true, isWhole: true };
  };
}

/** Periods of whole days, weeks and months. */
function periodsOfDays(feed: FeedData, timeframe: Timeframe, days: Days): (bar: number) => Period {
  const { sessionDay } = feed.columns, weeks = timeframe.us / (7 * DAY_US);
  const step = timeframe.us / DAY_US, isWeeks = timeframe.months === 0 && Number.isInteger(weeks);
  let day = NaN, count = -1, period: Period;
  const lastDayOf = (today: number): { readonly key: number; readonly last: number; readonly isWhole: boolean } => {
    if (timeframe.months > 0) {
      const { year, month } = dateOfDay(today), index = Math.floor((year * 12 + month - 1) / timeframe.months);
      const first = index * timeframe.months, begin = dayOfDate(Math.floor(first / 12), first % 12 + 1, 1);
      return { key: index, last: addMonths(begin * DAY_US, timeframe.months) / DAY_US - 1, isWhole: true };
    }
    if (isWeeks) {
      // 1970-01-05 was a Monday.
      const index = Math.floor((today + 1 - weekdayOf(today) - 4) / (7 * weeks));
      return { key: index, last: 4 + (index + 1) * 7 * weeks - 1, isWhole: true };
    }
    return { key: Math.floor(count / step), last: today, isWhole: (count + 1) % step === 0 };
  };
  return (bar) => {
    if (sessionDay[bar] !== day) {
      day = sessionDay[bar]!;
      count++;
      const { key, last, isWhole } = lastDayOf(day - SESSION_DAY_OFFSET), lastDay = last + SESSION_DAY_OFFSET;
      period = { key, closeUs: days.closesUs(lastDay), isOnGrid: days.isOnGrid(lastDay), isWhole };
    }
    return period;
  };
}

/** Facts of the first bar of a feed that hold for all of them. */
export interface DaysGrid {
  /** Whether bars end with their dates. */
  readonly isDated: boolean;
  /** Whether the first bar is on a grid that is counted from the opens of sessions. */
  readonly countsFromOpen: boolean;
  /** Place of the first bar's end on a grid that is counted from midnight; undefined where bars do not fill a day. */
  readonly clockPhase: number | undefined;
}

/** Returns the facts that the first bar of a feed decides. */
export function gridOfDays(
  { columns: { timeUs, sessionDay }, length, sessions, timeZone, timeframeUs }: FeedData,
): DaysGrid {
  const zone = new TimeZone(timeZone), endUs = timeUs[0] ?? NaN, day = sessionDay[0] ?? NaN;
  if (length === 0) return { isDated: false, countsFromOpen: false, clockPhase: undefined };
  return {
    isDated: endUs === zone.endOfDateUs(day - SESSION_DAY_OFFSET),
    countsFromOpen: (endUs - opensUs(sessions, zone, day)) % timeframeUs === 0,
    clockPhase: DAY_US % timeframeUs === 0 ? zone.wallTimeUs(endUs) % timeframeUs : undefined,
  };
}

/** Returns the moment at which the session of a date opens; without one its midnight. */
function opensUs(table: FeedData["sessions"], zone: TimeZone, sessionDay: number): number {
  const row = table === undefined ? -1 : rowOfDay(table, sessionDay);
  return row >= 0 ? table!.openUs[row]! : zone.latestTimeUs((sessionDay - SESSION_DAY_OFFSET) * DAY_US);
}

/** The begin and end of each session date. */
class Days {
  readonly #zone: TimeZone;
  readonly #table: FeedData["sessions"];
  readonly #lengthUs: number;
  readonly #grid: DaysGrid;

  constructor(feed: FeedData, grid: DaysGrid = gridOfDays(feed)) {
    this.#lengthUs = feed.timeframeUs;
    this.#table = feed.sessions;
    this.#zone = new TimeZone(feed.timeZone);
    this.#grid = grid;
  }

  /** The moment at which the session of a date opens; without one its midnight. */
  opensUs(sessionDay: number): number {
    return opensUs(this.#table, this.#zone, sessionDay);
  }

  /**
   * The moment at which the last session up to a date closes. It is the end of the date without sessions, and behind the
   * last one that is known: no one knows whether a further one comes up to that date.
   */
  closesUs(sessionDay: number): number {
    const row = this.#lastRow(sessionDay), last = row === -1 ? sessionDay : this.#table!.day[row]!;
    // Dated bars end with their date, whatever the hours of the session.
    if (this.#grid.isDated) return this.#zone.endOfDateUs(last - SESSION_DAY_OFFSET);
    return row === -1
      ? this.#zone.latestTimeUs((sessionDay - SESSION_DAY_OFFSET + 1) * DAY_US)
      : this.#table!.closeUs[row]!;
  }

  /**
   * Whether the bars of the last session up to a date end with its close. It follows from the hours and the first bar of
   * the feed: bars are counted from the open, or from midnight.
   */
  isOnGrid(sessionDay: number): boolean {
    const table = this.#table, row = this.#lastRow(sessionDay), { countsFromOpen, clockPhase } = this.#grid;
    if (table === undefined || this.#grid.isDated || row === -1) return true;
    const openUs = table.openUs[row]!, closeUs = table.closeUs[row]!, { breakEndUs } = table;
    // After a break bars may be counted from its end.
    const starts = [openUs, ...breakEndUs.filter((us) => us > openUs && us < closeUs)];
    const fillsSession = starts.every((us) => (closeUs - us) % this.#lengthUs === 0);
    const fillsClock = this.#zone.wallTimeUs(closeUs) % this.#lengthUs === clockPhase;
    return (countsFromOpen || clockPhase !== undefined) && (!countsFromOpen || fillsSession) &&
      (clockPhase === undefined || fillsClock);
  }

  /**
   * Whether a bar of a date has no part in its session, if sessions are known. A last bar may end after the close, unless
   * the bars are on a grid that ends with it: the day was known before such a bar came.
   */
  isOutside(sessionDay: number, endUs: number): boolean {
    const table = this.#table;
    if (table === undefined || this.#grid.isDated) return false;
    const closeUs = this.closesUs(sessionDay);
    if (!(endUs > this.opensUs(sessionDay) && endUs - this.#lengthUs < closeUs)) return true;
    return endUs > closeUs && this.isOnGrid(sessionDay);
  }

  /** The row of the last session up to a date; -1 without sessions, and behind the last one of the table. */
  #lastRow(sessionDay: number): number {
    const table = this.#table;
    if (table === undefined) return -1;
    const row = rowUntilDay(table, sessionDay);
    return row === table.day.length - 1 && table.day[row] !== sessionDay ? -1 : row;
  }
}
