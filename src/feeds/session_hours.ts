/**
 * The hours of a trading session, which decide the session date of each bar.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { takenOptions } from "../options.ts";
import { DAY_US, HOUR_US, MINUTE_US, SESSION_DAY_OFFSET } from "./time/civil_date.ts";
import { TimeZone } from "./time/time_zone.ts";

/**
 * The hours of a trading session on the clock of its exchange.
 *
 * @example A session that begins on the evening before
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const session: ct.SessionOptions = { open: "17:00", close: "16:00", timeZone: "America/Chicago" };
 * const dates: string[] = [];
 * class Watches extends ct.Strategy.with({}) {
 *   override next(): void {
 *     dates.push(this.data.sessionDate);
 *   }
 * }
 * const flat = { open: [10, 10], high: [10, 10], low: [10, 10], close: [10, 10] };
 * const time = ["2024-01-07 18:00", "2024-01-08 12:00"]; // a Sunday and a Monday
 * ct.backtest(Watches, ct.bars({ time, ...flat }, { timeframe: "1h", timeZone: "America/Chicago", session }));
 * assertEquals(dates, ["2024-01-08", "2024-01-08"]);
 * ```
 */
export interface SessionOptions {
  /** Begin of the session, as `"09:30"` or `"17:00"`. */
  readonly open: string;
  /**
   * End of the session, as `"16:00"`, or `"24:00"` for the end of the date. A session whose end is not after its begin goes over midnight and has the date
   * of its end.
   */
  readonly close: string;
  /** IANA name of the zone of these hours. Default: that of the feed. */
  readonly timeZone?: string;
}

/** Checked hours of a session. */
export interface SessionHours {
  /** Begin after midnight in microseconds. */
  readonly openUs: number;
  /** End after midnight in microseconds. */
  readonly closeUs: number;
  /** The zone of the hours; undefined for that of the feed. */
  readonly timeZone: TimeZone | undefined;
}

/**
 * Checks the hours of a session.
 *
 * @param session The option.
 * @returns The hours.
 * @throws {TypeError} If it is no object with `open` and `close`, or has other members.
 * @throws {RangeError} If an hour is no time of day, or the zone is unknown.
 */
export function checkSession(session: unknown): SessionHours {
  const remedy = 'pass { open: "09:30", close: "16:00" }, and timeZone where it is not that of the feed';
  const { open, close, timeZone } = takenOptions(session as Partial<SessionOptions>, ["open", "close", "timeZone"], {
    noObject: (shown) => `Cannot use session ${shown}: ${remedy}`,
    unknown: (name) => `Cannot use option "${name}" of session: ${remedy}`,
  });
  return {
    openUs: timeOfDay("open", open, remedy),
    closeUs: close === "24:00" ? DAY_US : timeOfDay("close", close, remedy),
    timeZone: timeZone === undefined ? undefined : new TimeZone(timeZone),
  };
}

function timeOfDay(name: string, text: unknown, remedy: string): number {
  if (typeof text !== "string") {
    throw new TypeError(`Cannot use ${name} ${inspected(text, 0)} of session: ${remedy}`);
  }
  const match = /^(\d{1,2}):(\d{2})$/.exec(text), hour = Number(match?.[1]), minute = Number(match?.[2]);
  if (!(hour < 24 && minute < 60)) throw new RangeError(`Cannot use ${name} "${text}" of session: ${remedy}`);
  return hour * HOUR_US + minute * MINUTE_US;
}

/**
 * Returns the session date of each bar.
 *
 * A bar that ends at midnight belongs to the day before that midnight. In a session over midnight the bars after its
 * begin belong to the next date, so that Sunday evening belongs to Monday.
 *
 * @param timeUs Ends of the bars, microseconds since the epoch.
 * @param timeZone The zone of the feed.
 * @param session Hours of the session, if given.
 * @returns Day numbers in which 0001-01-01 is 1.
 */
export function sessionDays(
  timeUs: Float64Array,
  timeZone: TimeZone,
  session: SessionHours | undefined,
): Float64Array {
  const days = new Float64Array(timeUs.length);
  const zone = session?.timeZone ?? timeZone;
  const overnight = session !== undefined && session.closeUs <= session.openUs;
  // A session over midnight is moved to begin at midnight of its date.
  const shiftUs = overnight ? DAY_US - session.openUs : 0;
  let day = 0;
  let dayStartUs = 0;
  for (let row = 0; row < timeUs.length; row++) {
    const sinceUs = zone.wallTimeUs(timeUs[row]! - 1) + shiftUs - dayStartUs;
    // Most bars have the day of the previous bar, so the check saves a division.
    if (sinceUs < 0 || sinceUs >= DAY_US) {
      day += Math.floor(sinceUs / DAY_US);
      dayStartUs = day * DAY_US;
    }
    days[row] = day + SESSION_DAY_OFFSET;
  }
  return days;
}
