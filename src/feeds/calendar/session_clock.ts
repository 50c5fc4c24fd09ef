/**
 * The hours of sessions on the clock of an exchange: texts such as `09:30`, and the moments that they name on a date.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { DAY_US, HOUR_US, MINUTE_US } from "../time/civil_date.ts";
import type { TimeZone } from "../time/time_zone.ts";
import type { SessionTimes } from "./trading_session.ts";

/** Hours of a session in microseconds after midnight of its date; negative on the evening before. */
export interface ClockHours {
  /** Begin of trading. */
  readonly openUs: number;
  /** End of trading. */
  readonly closeUs: number;
  /** Begin and end of each pause, ascending. */
  readonly breaks: readonly (readonly [startUs: number, endUs: number])[];
}

/** A pause as users write it: its begin and its end, as in `["12:00", "13:00"]`. */
export type BreakHours = readonly [start: string, end: string];

/**
 * Returns a time of day in microseconds after midnight.
 *
 * @param text The time, from `"00:00"` to `"24:00"`.
 * @param what Its name for messages, as in `open of the calendar "XETR"`.
 * @param remedy The remedy of messages.
 * @throws {TypeError} If it is no text.
 * @throws {RangeError} If it is no time of day.
 */
export function timeOfDayUs(
  text: unknown,
  what: string,
  remedy: string = 'write a time of day such as "09:30"',
): number {
  if (typeof text !== "string") throw new TypeError(`Cannot use ${inspected(text, 0)} as ${what}: ${remedy}`);
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  const [hour, minute, second] = [match?.[1], match?.[2], match?.[3] ?? "0"].map(Number) as [number, number, number];
  const timeUs = hour * HOUR_US + minute * MINUTE_US + second * 1e6;
  if (minute < 60 && second < 60 && timeUs <= DAY_US) return timeUs;
  throw new RangeError(`Cannot use ${inspected(text)} as ${what}: ${remedy}`);
}

/**
 * Checks hours. Where the end is not after the begin, the session goes over midnight: it begins on the evening before
 * its date.
 *
 * @param open Begin, as in `"09:30"`.
 * @param close End, as in `"16:00"` or `"24:00"`.
 * @param breaks Pauses, in their order.
 * @param what Name of the hours for messages.
 * @throws {TypeError} If a time is no text, or the breaks are no list of pairs.
 * @throws {RangeError} If a time is no time of day, or a break does not lie within the session after the one before.
 */
export function clockHours(open: unknown, close: unknown, breaks: unknown, what: string): ClockHours {
  const openOfDayUs = timeOfDayUs(open, `open of ${what}`), closeUs = timeOfDayUs(close, `close of ${what}`);
  const openUs = closeUs <= openOfDayUs ? openOfDayUs - DAY_US : openOfDayUs;
  if (!Array.isArray(breaks)) {
    throw new TypeError(
      `Cannot use breaks ${inspected(breaks, 1)} of ${what}: pass a list of pairs, such as [["12:00", "13:00"]]`,
    );
  }
  let previousUs = openUs;
  const checked = breaks.map((pair: unknown): readonly [number, number] => {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new TypeError(
        `Cannot use ${inspected(pair, 1)} as a break of ${what}: pass its begin and its end, ["12:00", "13:00"]`,
      );
    }
    const within = (text: unknown): number => {
      const timeUs = timeOfDayUs(text, `break of ${what}`);
      // A time of day that the session has on the evening before its date is meant there.
      return timeUs >= closeUs && openUs < 0 ? timeUs - DAY_US : timeUs;
    };
    const startUs = within(pair[0]), endUs = within(pair[1]);
    if (!(startUs > previousUs && endUs > startUs && endUs < closeUs)) {
      throw new RangeError(
        `Cannot use ${
          inspected(pair, 1)
        } as a break of ${what}: it has to lie between open and close, after the break ` +
          "before it, with its begin first",
      );
    }
    previousUs = endUs;
    return [startUs, endUs];
  });
  return { openUs, closeUs, breaks: checked };
}

/**
 * Returns the moments of hours on a date. A time that the clock shows twice is the second one, and one that it skips is
 * the moment of the change.
 *
 * @param hours The hours.
 * @param day The date, in days since 1970-01-01.
 * @param zone The clock.
 */
export function timesOfHours({ openUs, closeUs, breaks }: ClockHours, day: number, zone: TimeZone): SessionTimes {
  const midnightUs = day * DAY_US, moment = (us: number): number => zone.latestTimeUs(midnightUs + us);
  return {
    openUs: moment(openUs),
    closeUs: moment(closeUs),
    breaks: breaks.map(([startUs, endUs]) => ({ startUs: moment(startUs), endUs: moment(endUs) })),
  };
}
