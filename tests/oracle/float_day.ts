/**
 * Time as a float day number, and back to microseconds.
 *
 * A day number counts days with 0001-01-01 as 1 and holds the time of day as its fraction. Around the year 2020 its
 * resolution is some ten microseconds, so 23:59:59.999990 comes back as 23:59:59.999989. Comparing microseconds that
 * went there and back once is comparing the floats.
 *
 * @module
 */

import { DAY_US, HOUR_US, MINUTE_US, SECOND_US, SESSION_DAY_OFFSET } from "../../src/feeds/time/civil_date.ts";
import { exactSum } from "../../src/indicators/exact_sum.ts";

/** Largest magnitude of a time that the contract takes. */
const TIME_US_MAX = 2 ** 53 - 1;
/** Day numbers beyond these lie beyond the times of the contract. */
const FLOAT_DAY_LEAST = 614_913, FLOAT_DAY_MOST = 823_413;

/** The float day number of a time in microseconds since the epoch. */
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

/** The time in microseconds since the epoch of a float day number, clamped to what the contract takes. */
export function timeOfFloatDay(floatDay: number): number {
  if (floatDay < FLOAT_DAY_LEAST) return -TIME_US_MAX;
  if (floatDay > FLOAT_DAY_MOST) return TIME_US_MAX;
  const day = Math.floor(floatDay);
  const hours = (floatDay - day) * 24, hour = Math.floor(hours);
  const minutes = (hours - hour) * 60, minute = Math.floor(minutes);
  const seconds = (minutes - minute) * 60, second = Math.floor(seconds);
  let microsecond = Math.floor((seconds - second) * SECOND_US);
  // Rounding of the fraction is made good next to a whole second.
  if (microsecond < 10) microsecond = 0;
  else if (microsecond > 999_990) microsecond = SECOND_US;
  return (day - SESSION_DAY_OFFSET) * DAY_US + hour * HOUR_US + minute * MINUTE_US + second * SECOND_US + microsecond;
}

/** A time after one trip to the float day number and back. */
export function throughFloatDay(timeUs: number): number {
  return timeOfFloatDay(floatDayOf(timeUs));
}
