/**
 * Timers of a strategy: their options, and the view that the strategy reads.
 *
 * @module
 */

import { timeOfDayUs } from "../feeds/calendar/session_clock.ts";
import { DAY_US, SECOND_US } from "../feeds/time/civil_date.ts";
import { parseTimeframe } from "../feeds/time/timeframe.ts";
import { inspected } from "../host.ts";
import { isCallable, takenOptions, waitedKind } from "../options.ts";

/**
 * Options of {@linkcode Strategy.timer}: the moments at which a timer fires, on the clock of its feed's zone.
 *
 * A timer has a moment in each session of its feed, or several with `every`. `weekdays` and `monthDays` choose sessions
 * by their dates; with both of them a session needs both.
 *
 * @example The first session of each month, at its open or on the first bar after it
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const monthly: ct.TimerOptions = { at: "session-open", monthDays: [1], carry: true };
 * const dates: string[] = [];
 * class Rebalances extends ct.Strategy.with({}) {
 *   rebalance = this.timer(monthly, () => dates.push(this.data.sessionDate));
 * }
 * ct.backtest(Rebalances, await ct.sample("aapl"));
 * assertEquals(dates.slice(0, 3), ["2016-06-01", "2016-07-01", "2016-08-01"]);
 * assertEquals(dates.slice(4, 6), ["2016-10-03", "2016-11-01"]); // 1 October was a Saturday
 * ```
 */
export interface TimerOptions<F extends string = string> {
  /**
   * Time of the moment: a time of day, as `"15:45"`, or `"session-open"` or `"session-close"`, which need a feed with a
   * calendar, session hours, or bars of a day and longer. A time of day behind an early close fires with the next session;
   * to leave before each close, write `"session-close"` with an `offset`. Default: the open with `every`, or midnight where no hours are
   * known; without `every` it has to be given.
   */
  readonly at?: string;
  /** Spacing of further moments, as `"1h"`, up to the close of the session. Default: none; one moment a session. */
  readonly every?: string;
  /** Shift of the moment, as `"-15m"` or `"5m"`; less than a day. Default: none. */
  readonly offset?: string;
  /** Days of the week of the session dates: 1 for Monday to 7 for Sunday. Default: every day. */
  readonly weekdays?: readonly number[];
  /** Days of the month of the session dates, 1 to 31. Default: every day. */
  readonly monthDays?: readonly number[];
  /**
   * True to move a day of `weekdays` or `monthDays` that has no session to the next session; otherwise it is left out.
   * Default: false.
   */
  readonly carry?: boolean;
  /** Name of the feed whose sessions and zone count. Default: the first feed. */
  readonly feed?: F;
  /** Name of the timer, for messages. Default: made of its options, as `"15:45"`. */
  readonly name?: string;
}

const TIMER_OPTIONS: readonly string[] = [
  "at",
  "every",
  "offset",
  "weekdays",
  "monthDays",
  "carry",
  "feed",
  "name",
];

const AT_REMEDY = 'write a time of day such as "15:45", or "session-open" or "session-close"';

/** The time within a session: its open, its close, or a time of day. */
export type TimerAt = "open" | "close" | "clock";

/** Checked options of a timer. */
export interface CheckedTimer {
  /** Name of the timer. */
  readonly name: string;
  /** The time within a session; undefined for the begin of the session, as far as it is known. */
  readonly at: TimerAt | undefined;
  /** Time of day for `"clock"`, in microseconds after midnight. */
  readonly clockUs: number;
  /** Shift in microseconds. */
  readonly offsetUs: number;
  /** Spacing of further moments in microseconds; zero for one moment a session. */
  readonly everyUs: number;
  /** Days of the week, or undefined for all. */
  readonly weekdays: ReadonlySet<number> | undefined;
  /** Days of the month, or undefined for all. */
  readonly monthDays: ReadonlySet<number> | undefined;
  /** True to move days without a session to the next one. */
  readonly carry: boolean;
  /** Name of the feed, or undefined for the first one. */
  readonly feed: string | undefined;
}

/** Receives the timers that a strategy declares. */
export interface TimerDeclarations {
  /** Declares a timer; the run calls the function, or `notifyTimer` without one. */
  declare(options: TimerOptions, call: ((timer: Timer) => unknown) | undefined): Timer;
}

// The class below assigns it, as only the class can write its private fields.
let privateFire: (timer: Timer, atUs: number, moments: number) => void;

/** A timer of a strategy, read-only. {@linkcode Strategy.timer} makes it, and the run moves it. */
export class Timer {
  /** Name of the timer. */
  readonly name: string;
  #atUs = NaN;
  #moments = 0;

  static {
    privateFire = (timer, atUs, moments) => {
      timer.#atUs = atUs;
      timer.#moments = moments;
    };
  }

  /** Makes a timer that has not fired. Only a run calls it; a strategy calls {@linkcode Strategy.timer}. */
  constructor(name: string) {
    this.name = name;
  }

  /**
   * The moment for which it fired last, rounded down to the millisecond. It is the scheduled one, at or before the end of
   * the current bar.
   *
   * @throws {RangeError} Before it has fired in this run.
   */
  get at(): Date {
    return new Date(Math.floor(this.atUs / 1000));
  }

  /**
   * The moment for which it fired last, in microseconds since the epoch.
   *
   * @throws {RangeError} Before it has fired in this run.
   */
  get atUs(): number {
    if (this.#moments > 0) return this.#atUs;
    throw new RangeError(
      `Cannot read the moment of the timer "${this.name}" before it has fired: read it when it fires`,
    );
  }

  /** Number of its moments that had passed when it fired last: one, or more where bars are missing or longer; else 0. */
  get moments(): number {
    return this.#moments;
  }
}

/** Moves a timer to a moment, for the run; `mod.ts` does not export it. */
export function fireTimer(timer: Timer, atUs: number, moments: number): void {
  privateFire(timer, atUs, moments);
}

/**
 * Checks the options and the function of a timer.
 *
 * @throws {TypeError} If an option is unknown or of the wrong type, the function is none or async, or no time is given.
 * @throws {RangeError} If an option has a value that is not allowed.
 */
export function checkTimer(given: TimerOptions, call: unknown): CheckedTimer {
  const options = takenOptions(given, TIMER_OPTIONS, {
    noObject: (shown) => `Cannot make a timer from ${shown}: pass an object, such as { at: "15:45" }`,
    unknown: (name) => `Cannot use option "${name}" of a timer: the options are ${TIMER_OPTIONS.join(", ")}`,
  });
  const { at, every, offset, weekdays, monthDays, carry = false, feed } = options, name = nameOf(options);
  if (at === undefined && every === undefined) {
    throw new TypeError(
      'Cannot make a timer without a time: pass at, as in { at: "15:45" }, or every, as in { every: "1h" }',
    );
  }
  for (const [option, value] of Object.entries({ carry })) {
    if (typeof value !== "boolean") {
      throw new TypeError(`Cannot use ${option} ${inspected(value, 0)} of the timer "${name}": pass true or false`);
    }
  }
  if (carry && weekdays === undefined && monthDays === undefined) {
    throw new RangeError(
      `Cannot carry the timer "${name}" to the next session: it has neither weekdays nor monthDays, and fires in each`,
    );
  }
  if (call !== undefined && !isCallable(call)) {
    throw new TypeError(`Cannot call ${inspected(call, 0)} for the timer "${name}": pass a function`);
  }
  const kind = call === undefined ? undefined : waitedKind(call);
  if (kind !== undefined) {
    throw new TypeError(
      `Cannot call a function that is ${kind} for the timer "${name}": a run waits for no promise; pass a plain function`,
    );
  }
  const kindOfAt = at === undefined ? undefined : kindOf(at);
  return {
    name,
    at: kindOfAt,
    clockUs: kindOfAt === "clock" ? timeOfDayUs(at, `at of the timer "${name}"`, AT_REMEDY) : 0,
    offsetUs: offset === undefined ? 0 : offsetUsOf(offset, name),
    everyUs: every === undefined ? 0 : lengthUs(every, "every", name),
    weekdays: weekdays === undefined ? undefined : daysOf(weekdays, "weekdays", 7, name),
    monthDays: monthDays === undefined ? undefined : daysOf(monthDays, "monthDays", 31, name),
    carry,
    feed,
  };
}

function nameOf(options: TimerOptions): string {
  const { name, at, every, offset, weekdays, monthDays, carry, feed } = options;
  if (name !== undefined) {
    if (typeof name === "string" && name !== "") return name;
    throw new TypeError(`Cannot use ${inspected(name, 0)} as the name of a timer: pass a text that is not empty`);
  }
  const list = (days: unknown): string => Array.isArray(days) ? days.join(",") : inspected(days, 0);
  const parts = [
    at === undefined ? "" : String(at),
    every === undefined ? "" : `every ${every}`,
    offset === undefined ? "" : `offset ${offset}`,
    weekdays === undefined ? "" : `weekdays ${list(weekdays)}`,
    monthDays === undefined ? "" : `monthDays ${list(monthDays)}`,
    carry === true ? "carry" : "",
    feed === undefined ? "" : `of ${String(feed)}`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function kindOf(at: unknown): TimerAt {
  return at === "session-open" ? "open" : at === "session-close" ? "close" : "clock";
}

function offsetUsOf(text: unknown, name: string): number {
  const match = typeof text === "string" ? /^([+-]?)(.*)$/.exec(text.trim()) : null;
  if (match === null) {
    throw new TypeError(`Cannot use offset ${inspected(text, 0)} of the timer "${name}": write "-15m" or "5m"`);
  }
  return (match[1] === "-" ? -1 : 1) * lengthUs(match[2], "offset", name);
}

/** Returns a length of time below a day. */
function lengthUs(text: unknown, option: string, name: string): number {
  const remedy = 'write a count and a unit below a day, as in "15m" or "1h"';
  if (typeof text !== "string") {
    throw new TypeError(`Cannot use ${option} ${inspected(text, 0)} of the timer "${name}": ${remedy}`);
  }
  let us = NaN;
  try {
    us = parseTimeframe(text).us;
  } catch {
    // The error below names the timer.
  }
  if (us >= SECOND_US && us < DAY_US) return us;
  throw new RangeError(`Cannot use ${option} ${inspected(text)} of the timer "${name}": ${remedy}`);
}

function daysOf(days: unknown, option: string, most: number, name: string): ReadonlySet<number> {
  const isDay = (day: unknown): boolean => Number.isInteger(day) && (day as number) >= 1 && (day as number) <= most;
  if (Array.isArray(days) && days.length > 0 && days.every(isDay)) return new Set(days);
  const meaning = most === 7 ? "1 for Monday to 7 for Sunday" : "1 to 31";
  const message = `Cannot use ${option} ${inspected(days, 1)} of the timer "${name}": pass a list of days, ${meaning}`;
  if (Array.isArray(days)) throw new RangeError(message);
  throw new TypeError(message);
}
