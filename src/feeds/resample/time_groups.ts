/**
 * Groups of bars by time: the bars of an hour, a day, a week, a month.
 *
 * A group has a nominal end that follows from the clock and the session hours alone, never from the next bar. It is known
 * at the first bar at or after that end.
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
  readonly endUs: number;
  /** True if nothing but its end is missing; a group of several days may still lack days. */
  readonly isWhole: boolean;
}

/** The period of each bar, or undefined for a bar that belongs to none. */
type PeriodOf = (bar: number) => Period | undefined;

/**
 * Groups the bars of a feed by time.
 *
 * Bars of less than a day are counted from the open of the session, or from midnight of the feed's zone, in real time;
 * the last of a day may be shorter. A day is the session date, and ends with the close of the session, or with the date.
 * Weeks begin on Mondays, months on their first day; several days are counted from the feed's first one.
 *
 * @throws {RangeError} If the bars of the feed are longer than a group.
 */
export function timeGroups(feed: FeedData, timeframe: Timeframe): BarGroups {
  checkFits(feed, timeframe);
  const periodOf = timeframe.months > 0 || timeframe.us >= DAY_US
    ? periodsOfDays(feed, timeframe)
    : periodsOfDay(feed, timeframe.us);
  const groups = new GroupWriter(), { timeUs } = feed.columns;
  let period: Period | undefined, from = 0, until = 0;
  for (let bar = 0; bar < feed.length; bar++) {
    const next = periodOf(bar);
    if (next === undefined) continue;
    if (period !== undefined && next.key !== period.key) {
      groups.add(from, until, period.endUs);
      from = bar;
    } else if (period === undefined) from = bar;
    period = next;
    until = bar + 1;
  }
  // The last group is complete if its end has come.
  const isComplete = period?.isWhole === true && timeUs[feed.length - 1]! >= period.endUs;
  if (isComplete) groups.add(from, until, period!.endUs);
  return groups.done(isComplete ? feed.length : from);
}

/** Returns whether bars fill groups evenly; others belong to the group in which they end. */
export function fillsEvenly(feed: FeedData, timeframe: Timeframe): boolean {
  return timeframe.months > 0 || timeframe.us >= DAY_US || timeframe.us % feed.timeframeUs === 0;
}

/** Rejects groups that are shorter than the bars. */
function checkFits({ name, timeframeUs }: FeedData, timeframe: Timeframe): void {
  if (timeframe.us >= timeframeUs) return;
  throw new RangeError(
    `Cannot resample feed "${name}" to ${formatTimeframe(timeframe.us)}: its bars are ${
      formatTimeframe(timeframeUs)
    }; pass no shorter one`,
  );
}

/** Periods of less than a day. */
function periodsOfDay(feed: FeedData, sizeUs: number): PeriodOf {
  const { timeUs, sessionDay } = feed.columns, days = new Days(feed);
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
    return { key: last, endUs: last, isWhole: true };
  };
}

/** Periods of whole days, weeks and months. Bars outside of declared session hours belong to none. */
function periodsOfDays(feed: FeedData, timeframe: Timeframe): PeriodOf {
  const { timeUs, sessionDay } = feed.columns, days = new Days(feed), weeks = timeframe.us / (7 * DAY_US);
  const step = timeframe.us / DAY_US, isWeeks = timeframe.months === 0 && Number.isInteger(weeks);
  let day = NaN, count = -1, period: Period | undefined;
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
    const endUs = timeUs[bar]!;
    if (sessionDay[bar] !== day) {
      day = sessionDay[bar]!;
      count++;
      const { key, last, isWhole } = lastDayOf(day - SESSION_DAY_OFFSET);
      period = { key, endUs: days.closesUs(last + SESSION_DAY_OFFSET), isWhole };
    }
    return days.isOutside(day, endUs) ? undefined : period;
  };
}

/** The begin and end of each session date. */
class Days {
  readonly #zone: TimeZone;
  readonly #table: FeedData["sessions"];
  readonly #dated: boolean;
  readonly #lengthUs: number;

  constructor({ columns: { timeUs, sessionDay }, length, sessions, timeZone, timeframeUs }: FeedData) {
    this.#lengthUs = timeframeUs;
    this.#table = sessions;
    this.#zone = new TimeZone(timeZone);
    this.#dated = length > 0 && timeUs[0] === this.#zone.endOfDateUs(sessionDay[0]! - SESSION_DAY_OFFSET);
  }

  /** The moment at which the session of a date opens; without one its midnight. */
  opensUs(sessionDay: number): number {
    const table = this.#table, row = table === undefined ? -1 : rowOfDay(table, sessionDay);
    return row >= 0 ? table!.openUs[row]! : this.#zone.latestTimeUs((sessionDay - SESSION_DAY_OFFSET) * DAY_US);
  }

  /** The moment at which the last session up to a date closes; without sessions the end of the date. */
  closesUs(sessionDay: number): number {
    const day = sessionDay - SESSION_DAY_OFFSET, table = this.#table;
    // Dated bars end with their date, whatever the hours of the session.
    if (this.#dated) return this.#zone.endOfDateUs(day);
    const row = table === undefined ? -1 : rowUntilDay(table, sessionDay);
    return row >= 0 ? table!.closeUs[row]! : this.#zone.latestTimeUs((day + 1) * DAY_US);
  }

  /** Whether a bar of a date has no part in its session, if sessions are known. A last bar may end after the close. */
  isOutside(sessionDay: number, endUs: number): boolean {
    return this.#table !== undefined && !this.#dated &&
      !(endUs > this.opensUs(sessionDay) && endUs - this.#lengthUs < this.closesUs(sessionDay));
  }
}
