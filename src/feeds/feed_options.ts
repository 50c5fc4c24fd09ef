/**
 * Checks the options that all readers of bars share.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { takenOptions } from "../options.ts";
import type { BadRowPolicy } from "./bad_rows.ts";
import type { Calendar } from "./calendar/calendar.ts";
import { type CalendarOption, givenCalendar } from "./calendar/given_calendar.ts";
import type { EpochMemory } from "./time/epoch.ts";
import { DECIMALS_LIMIT } from "./number_text.ts";
import { checkMoment, type Moment } from "./time/moment_text.ts";
import type { DateOrder } from "./time/date_order.ts";
import { TimeZone } from "./time/time_zone.ts";
import { NO_FLOOR } from "./validate_bars.ts";
import { parseTimeframe, type Timeframe } from "./time/timeframe.ts";
import { checkSession, type SessionHours, type SessionOptions } from "./session_hours.ts";

/**
 * Facts about bars that the bars themselves do not contain.
 *
 * @example Bars of five minutes that are stamped with their opens, on the clock of New York
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const options: ct.FeedOptions = { timeframe: "5m", stamp: "open", timeZone: "America/New_York", name: "minutes" };
 * const prices = { open: [10, 11], high: [11, 12], low: [9, 10], close: [10, 12] };
 * const feed = ct.bars({ time: ["2024-01-02 09:30", "2024-01-02 09:35"], ...prices }, options);
 * assertEquals(new Date(feed.columns.timeUs[0]! / 1000).toISOString(), "2024-01-02T14:35:00.000Z");
 * ```
 */
export interface FeedOptions {
  /** Name of the instrument. Default: the file's name without its ending, or `"bars"` for columns in memory. */
  readonly name?: string;
  /**
   * Length of a bar: a count and a unit (`"5m"`, `"1h"`, `"1d"`, `"1w"`, `"1M"`, `"1y"`), or microseconds. Default:
   * the most common spacing of the rows.
   */
  readonly timeframe?: string | number;
  /**
   * The end of a bar that its row's time marks. A date without a time is the last day of its bar (`"close"`) or its
   * first day (`"open"`). Default: as the source is known to mark it, or as the hours of the sessions show it, else
   * `"close"`, which a note tells; midnights of bars of a day or more are dates. Of weekly and monthly bars their dates
   * tell: Mondays and the first days of months are first days, Fridays and the last days of months are last days.
   */
  readonly stamp?: "open" | "close";
  /**
   * IANA name of the zone of dates, of times without an offset, and of all questions about the time of a bar. Times are
   * read on the clock that stands behind them or in the name of their column, whatever the zone. Default: the zone that
   * the file names, or of an exchange whose clock has its offsets, else that of the `calendar`, else `"UTC"`.
   */
  readonly timeZone?: string;
  /**
   * Hours of the trading session, which decide the session date of each bar: with `{ open: "17:00", close: "16:00" }`
   * Sunday evening belongs to Monday. See {@linkcode SessionOptions}. Default: a session is a date of the time zone.
   */
  readonly session?: SessionOptions;
  /**
   * Calendar of the exchange: its session dates, hours, breaks and holidays. One that `ct.calendar`,
   * `ct.calendars.weekly` or `ct.calendars.sessions` made; `"FX"` or `"24/7"`; or a list of rows with `date`, `open`,
   * `close` and `breaks`, also as a text in CSV. `ct.csv` takes the name of an exchange, as `"XNYS"`, and the path of a
   * file in CSV too. Not together with `session`. Default: none; a session is a date, or has the hours of `session`.
   */
  readonly calendar?: CalendarOption;
  /**
   * Order of day and month in `01/02/2006` and `01.02.2006`: `"mdy"` or `"dmy"`. Default: inferred from the file; an
   * error if no date in it tells. Dates with points and a whole year have the day first.
   */
  readonly dateOrder?: DateOrder;
  /**
   * Treatment of a bad row: `"error"` stops at it; `"skip"` leaves it out, counts it and adds a note. Default:
   * `"error"`.
   */
  readonly onBadRow?: BadRowPolicy;
  /** True if orders may be placed on the feed; `false` leaves only its lines. Default: true. */
  readonly trade?: boolean;
  /**
   * The prices that a bar may have: those above zero, or `"any"`, as of a spread, a yield or an adjusted future. A feed of
   * any prices trades as a future, with `settlement: "futures"` and a margin per unit; with
   * `trade: false` it gives lines alone. Default: `"positive"`.
   */
  readonly prices?: "positive" | "any";
  /** Least decimals of the price grid, 0 to 12. Default: the most in any price, before it is adjusted. */
  readonly decimals?: number;
  /**
   * The first session date that is read, as `"2017-01-01"`, or a moment behind which the first bar ends; text is on the
   * clock of the feed's zone. Bars before it are not in the feed, so nothing warms up on them; the option `from` of a
   * run keeps them for that. Default: the first bar.
   */
  readonly from?: Moment;
  /** The last session date that is read, or a moment at or before which the last bar ends. Default: the last bar. */
  readonly to?: Moment;
}

/** Options with their defaults filled in. */
export interface CheckedFeedOptions {
  /** Name of the instrument. */
  readonly name: string;
  /** Length of a bar, if given. */
  readonly timeframe: Timeframe | undefined;
  /** The end of a bar that its time marks, if given. */
  readonly stamp: "open" | "close" | undefined;
  /** The zone of dates and of times without an offset, if given. */
  readonly timeZone: TimeZone | undefined;
  /** Hours of the session, if given. */
  readonly session: SessionHours | undefined;
  /** Calendar of the exchange, if given. */
  readonly calendar: Calendar | undefined;
  /** Order of day and month in `01/02/2006`, if given. */
  readonly dateOrder: DateOrder | undefined;
  /** Treatment of a bad row. */
  readonly onBadRow: BadRowPolicy;
  /** True if orders may be placed. */
  readonly trade: boolean;
  /** The bound that prices have to be above: zero or -Infinity. */
  readonly floor: number;
  /** Least decimals of the price grid, if given. */
  readonly decimals: number | undefined;
  /** The unit of the counts of time so far, where rows come block by block. */
  readonly epoch?: EpochMemory;
  /** The part of the bars that is kept. */
  readonly part: { readonly from?: Moment; readonly to?: Moment };
}

/**
 * Returns options of a reader, each read once. An option that the reader does not have is rejected, since it would have
 * no effect.
 *
 * @param options The given options.
 * @param known The names of all options of the reader.
 * @returns The options that are given.
 * @throws {TypeError} If the options are no object, or one is unknown.
 */
export function takenFeedOptions<Options extends FeedOptions>(options: Options, known: readonly string[]): Options {
  return takenOptions(options, known, {
    noObject: (shown) => `Cannot use ${shown} as options: pass an object, such as { timeframe: "5m" }`,
    unknown: (name) => `Cannot use option "${name}": the options are ${known.join(", ")}`,
  });
}

/**
 * Checks options and fills in defaults.
 *
 * @param options The options, as {@linkcode takenFeedOptions} returns them.
 * @param defaultName The name if none is given.
 * @returns The checked options.
 * @throws {TypeError} If an option is of the wrong kind.
 * @throws {RangeError} If an option has a value that is not allowed.
 */
export function checkFeedOptions(
  options: FeedOptions,
  defaultName: string,
): CheckedFeedOptions {
  const name = options.name === undefined ? defaultName : options.name;
  if (typeof name !== "string" || name === "") {
    throw new TypeError(`Cannot use name ${inspected(name, 0)}: pass a text that is not empty`);
  }
  const decimals = options.decimals;
  if (decimals !== undefined && !(Number.isInteger(decimals) && decimals >= 0 && decimals <= DECIMALS_LIMIT)) {
    throw new RangeError(
      `Cannot use decimals ${inspected(decimals, 0)}: pass a whole number from 0 to ${DECIMALS_LIMIT}`,
    );
  }
  // An option of null is a wrong one, and not one that was left out.
  const { timeZone = "UTC", timeframe = "1d" } = options as {
    readonly timeZone?: unknown;
    readonly timeframe?: unknown;
  };
  if (typeof timeZone !== "string") {
    throw new TypeError(`Cannot use timeZone ${inspected(timeZone, 0)}: pass an IANA name such as "America/New_York"`);
  }
  if (typeof timeframe !== "string" && typeof timeframe !== "number") {
    throw new TypeError(`Cannot use timeframe ${inspected(timeframe, 0)}: pass a text such as "5m", or microseconds`);
  }
  if (options.session !== undefined && options.calendar !== undefined) {
    throw new RangeError("Cannot use both session and calendar: a calendar has hours of its own; pass one of them");
  }
  const { trade = true } = options;
  if (typeof trade !== "boolean") throw new TypeError(`Cannot use trade ${inspected(trade, 0)}: pass true or false`);
  const { from, to } = options, prices = checkChoice("prices", options.prices, ["positive", "any"]) ?? "positive";
  return {
    name,
    timeframe: options.timeframe === undefined ? undefined : parseTimeframe(options.timeframe),
    stamp: checkChoice("stamp", options.stamp, ["open", "close"]),
    timeZone: options.timeZone === undefined ? undefined : new TimeZone(timeZone),
    session: options.session === undefined ? undefined : checkSession(options.session),
    calendar: options.calendar === undefined ? undefined : givenCalendar(options.calendar, options.timeZone),
    dateOrder: checkChoice("dateOrder", options.dateOrder, ["mdy", "dmy"]),
    onBadRow: checkChoice("onBadRow", options.onBadRow, ["error", "skip"]) ?? "error",
    trade,
    floor: prices === "any" ? NO_FLOOR : 0,
    decimals,
    part: {
      ...(from === undefined ? {} : { from: checkMoment("from", from) }),
      ...(to === undefined ? {} : { to: checkMoment("to", to) }),
    },
  };
}

/** Names of the options that all readers share. */
export const FEED_OPTION_NAMES: readonly string[] = [
  "name",
  "timeframe",
  "stamp",
  "timeZone",
  "session",
  "calendar",
  "dateOrder",
  "onBadRow",
  "trade",
  "prices",
  "decimals",
  "from",
  "to",
];

/**
 * Checks an option with a fixed set of values.
 *
 * @param option Its name.
 * @param value Its value, if given.
 * @param choices The allowed values.
 * @returns The value.
 * @throws {RangeError} If the value is not allowed.
 */
export function checkChoice<Choice extends string>(
  option: string,
  value: Choice | undefined,
  choices: readonly Choice[],
): Choice | undefined {
  if (value === undefined || choices.includes(value)) return value;
  const all = choices.map((choice) => JSON.stringify(choice)).join(" or ");
  throw new RangeError(`Cannot use ${option} ${inspected(value, 0)}: pass ${all}`);
}
