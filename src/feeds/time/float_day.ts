/**
 * Converts a time to a float day number and back to microseconds.
 *
 * A day number counts days with 0001-01-01 as 1 and holds the time of day as its fraction. Around the year 2020 its
 * resolution is some ten microseconds, so 23:59:59.999990 comes back as 23:59:59.999989. Microseconds after one such
 * round trip compare in the same way as the floats.
 *
 * @module
 */

import { DAY_US, HOUR_US, MINUTE_US, SECOND_US, SESSION_DAY_OFFSET } from "./civil_date.ts";
import { exactSum } from "../exact_sum.ts";

/** Largest magnitude of a time in the contract. */
const TIME_US_MAX = 2 ** 53 - 1;
/** Day numbers outside these limits lie outside the times of the contract. */
const FLOAT_DAY_LEAST = 614_913, FLOAT_DAY_MOST = 823_413;

/** Returns the float day number of a time in microseconds since the epoch. */
export function floatDayOf(timeUs: number): number {
  const day = Math.floor(timeUs / DAY_US), within = timeUs - day * DAY_US;
  const hour = Math.floor(within / HOUR_US), minute = Math.floor(within % HOUR_US / MINUTE_US);
  const second = Math.floor(within % MINUTE_US / SECOND_US), microsecond = within % SECOND_US;
  return exactSum(Float64Array.of(
    day + SESSION_DAY_OFFSET,
    hour / 24,
    minute / 1440,
    second / 86_400,
    microsecond / DAY_US,
  ));
}

/** Returns the time of a float day number in microseconds since the epoch, clamped to the limits of the contract. */
export function timeOfFloatDay(floatDay: number): number {
  if (floatDay < FLOAT_DAY_LEAST) return -TIME_US_MAX;
  if (floatDay > FLOAT_DAY_MOST) return TIME_US_MAX;
  const day = Math.floor(floatDay);
  const hours = (floatDay - day) * 24, hour = Math.floor(hours);
  const minutes = (hours - hour) * 60, minute = Math.floor(minutes);
  const seconds = (minutes - minute) * 60, second = Math.floor(seconds);
  let microsecond = Math.floor((seconds - second) * SECOND_US);
  // Next to a whole second, the rounding error of the fraction is removed.
  if (microsecond < 10) microsecond = 0;
  else if (microsecond > 999_990) microsecond = SECOND_US;
  return (day - SESSION_DAY_OFFSET) * DAY_US + hour * HOUR_US + minute * MINUTE_US + second * SECOND_US + microsecond;
}

/** Returns a time after one round trip through the float day number. */
export function throughFloatDay(timeUs: number): number {
  return timeOfFloatDay(floatDayOf(timeUs));
}
