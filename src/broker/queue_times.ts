/**
 * Times under the queue model: each goes once through the float day number and back, so that microseconds compare as
 * backtrader's floats do.
 *
 * Everything happens on the clock of the feed's zone, as backtrader's times have no zone.
 *
 * @module
 */

import { TIME_US_MAX, VALIDITY_DAY, VALIDITY_GTC, VALIDITY_GTD } from "../contract/contract.gen.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { DAY_US, SECOND_US } from "../feeds/time/civil_date.ts";
import { throughFloatDay } from "../feeds/time/float_day.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { distanceUs, isDistance, type Validity } from "../strategy/valid_distance.ts";

/** Time of day at which a session ends that has no hours, and so that of a bar that has only a date. */
const SESSION_END_US = DAY_US - 10;
/** Time of day at which the validity `"day"` ends. */
const VALID_DAY_US = DAY_US - SECOND_US + 9_999;

/** Times of a feed's bars for the queue model. */
export interface QueueBarTimes {
  readonly timeUs: Float64Array;
  readonly beginUs: Float64Array;
}

/** Returns begin and end of the bars. A bar that ends with its date ends with the session, ten microseconds before midnight. */
export function queueBarTimes({ columns, timeZone }: FeedData): QueueBarTimes {
  const clock = new WallClock(timeZone);
  return {
    timeUs: columns.timeUs.map((timeUs) => clock.barEnd(timeUs)),
    beginUs: columns.beginUs.map((timeUs) => clock.through(timeUs)),
  };
}

/** The lifetime of an order. */
export interface QueueLifetime {
  readonly validity: number;
  /** The last time at which it may fill; zero without one. */
  readonly validUs: number;
}

/** The times of orders on one feed. */
export class QueueTimes {
  readonly #clock: WallClock;
  /** Time of day at which sessions end. */
  readonly #endUs: number;

  /** Makes the times of a feed; bars shorter than a day end their sessions at the close of the first one of their hours. */
  constructor({ timeZone, timeframeUs, sessions }: Pick<FeedData, "timeZone" | "timeframeUs" | "sessions">) {
    this.#clock = new WallClock(timeZone);
    const closeUs = timeframeUs < DAY_US ? sessions?.closeUs[0] : undefined;
    const ofDayUs = closeUs === undefined ? 0 : this.#clock.timeOfDay(closeUs);
    this.#endUs = ofDayUs === 0 ? SESSION_END_US : ofDayUs;
  }

  /** Returns the end of the session on the date of a time, or on the day after it if that end is past. */
  sessionEnd(timeUs: number): number {
    return this.#clock.atTimeOfDay(timeUs, this.#endUs);
  }

  /**
   * Returns the lifetime of an order that is placed on a bar.
   *
   * @throws {RangeError} If `valid` is none; the message names it.
   */
  lifetime(valid: Validity | undefined, barUs: number): QueueLifetime {
    if (valid === undefined) return { validity: VALIDITY_GTC, validUs: 0 };
    const distance = isDistance(valid) ? distanceUs(valid) : undefined;
    if (valid === "day" || distance === 0) {
      return { validity: VALIDITY_DAY, validUs: recorded(this.#clock.atDate(barUs, VALID_DAY_US)) };
    }
    const timeUs = distance === undefined ? momentUs(valid) : barUs + distance;
    return { validity: VALIDITY_GTD, validUs: recorded(this.#clock.through(timeUs)) };
  }
}

/** Returns the microseconds of a Date. */
function momentUs(valid: Validity): number {
  const time = valid instanceof Date ? valid.getTime() : NaN;
  if (Number.isNaN(time)) {
    throw new RangeError(
      `Cannot use valid ${String(valid)}: it is "day", a valid Date or a distance such as { days: 2 }`,
    );
  }
  return Math.max(-TIME_US_MAX, Math.min(TIME_US_MAX, time * 1000));
}

/** A record uses zero for no time. A microsecond more divides the bars in the same way. */
function recorded(timeUs: number): number {
  return timeUs === 0 ? 1 : timeUs;
}

/** Conversions on the clock of a zone. */
class WallClock {
  readonly #zone: TimeZone;

  constructor(timeZone: string) {
    this.#zone = new TimeZone(timeZone);
  }

  /** Returns a time after one round trip through the float day number on this clock. */
  through(timeUs: number): number {
    const offsetUs = this.#zone.offsetUs(timeUs);
    return throughFloatDay(timeUs + offsetUs) - offsetUs;
  }

  /** Returns the time of day. */
  timeOfDay(timeUs: number): number {
    const wallUs = this.#zone.wallTimeUs(timeUs);
    return wallUs - Math.floor(wallUs / DAY_US) * DAY_US;
  }

  /** Returns the end of a bar. The last microsecond of a date stands for the end of its session. */
  barEnd(timeUs: number): number {
    const wallUs = this.#zone.wallTimeUs(timeUs), isLast = (wallUs + 1) % DAY_US === 0;
    return this.through(isLast ? timeUs + 1 + SESSION_END_US - DAY_US : timeUs);
  }

  /** Returns a time of day on the date of a time. */
  atDate(timeUs: number, ofDayUs: number): number {
    const offsetUs = this.#zone.offsetUs(timeUs), wallUs = timeUs + offsetUs;
    return throughFloatDay(Math.floor(wallUs / DAY_US) * DAY_US + ofDayUs) - offsetUs;
  }

  /** Returns a time of day on the date of a time, or on the day after it if the time is past it. */
  atTimeOfDay(timeUs: number, ofDayUs: number): number {
    const offsetUs = this.#zone.offsetUs(timeUs), wallUs = timeUs + offsetUs;
    const sameDayUs = Math.floor(wallUs / DAY_US) * DAY_US + ofDayUs;
    return throughFloatDay(sameDayUs < wallUs ? sameDayUs + DAY_US : sameDayUs) - offsetUs;
  }
}
