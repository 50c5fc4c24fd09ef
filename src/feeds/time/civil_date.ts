/**
 * Dates of the proleptic Gregorian calendar as day numbers, and moments as text for messages.
 *
 * A day number counts days since 1970-01-01, which is 0; earlier days are negative. A wall time is the reading of a
 * clock, in microseconds since 1970-01-01T00:00:00 on the same clock. So a day number times {@linkcode DAY_US} is the
 * midnight of that day. The conversions are those of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 *
 * @module
 */

/** Microseconds in a second. */
export const SECOND_US: number = 1_000_000;

/** Microseconds in a minute. */
export const MINUTE_US: number = 60 * SECOND_US;

/** Microseconds in an hour. */
export const HOUR_US: number = 60 * MINUTE_US;

/** Microseconds in a day of 24 hours. */
export const DAY_US: number = 24 * HOUR_US;

/** The limit of every time: integers below it are exact in a double, which spans the years 1684 to 2255. */
export const TIME_US_LIMIT: number = 2 ** 53;

/** Offset from a day number to a session day, in which 0001-01-01 is 1. */
export const SESSION_DAY_OFFSET: number = 719_163;

/** A date of the calendar. */
export interface CivilDate {
  /** The year, 1 or later. */
  readonly year: number;
  /** The month, 1 to 12. */
  readonly month: number;
  /** The day of the month, from 1. */
  readonly day: number;
}

/**
 * Returns the day number of a date, or NaN if there is no such date (month 13, 30 February).
 *
 * @param year The year.
 * @param month The month, 1 to 12.
 * @param day The day of the month, from 1.
 * @returns Days since 1970-01-01.
 */
export function dayOfDate(year: number, month: number, day: number): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return NaN;
  // Years begin in March here, so that the leap day is the last day of a year.
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear -
    719_468;
}

/**
 * Returns the date of a day number.
 *
 * @param dayNumber Days since 1970-01-01.
 * @returns The date.
 */
export function dateOfDay(dayNumber: number): CivilDate {
  const shifted = dayNumber + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/**
 * Returns the day of the week.
 *
 * @param dayNumber Days since 1970-01-01, which was a Thursday.
 * @returns 1 for Monday to 7 for Sunday, as in ISO 8601.
 */
export function weekdayOf(dayNumber: number): number {
  return ((dayNumber + 3) % 7 + 7) % 7 + 1;
}

/**
 * Returns the number of days in a month.
 *
 * @param year The year.
 * @param month The month, 1 to 12.
 * @returns 28 to 31.
 */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Returns a wall time some calendar months later: the same day of the month, or the last day of a shorter month.
 *
 * @param wallUs The wall time in microseconds.
 * @param months Number of months to add.
 * @returns The later wall time in microseconds.
 */
export function addMonths(wallUs: number, months: number): number {
  const dayNumber = Math.floor(wallUs / DAY_US);
  const date = dateOfDay(dayNumber);
  const monthIndex = date.year * 12 + date.month - 1 + months;
  const year = Math.floor(monthIndex / 12);
  const month = monthIndex - year * 12 + 1;
  const day = Math.min(date.day, daysInMonth(year, month));
  return dayOfDate(year, month, day) * DAY_US + (wallUs - dayNumber * DAY_US);
}

/**
 * Returns a wall time as the shortest ISO text: `2006-01-02`, `2006-01-02T09:05:00`, with a fraction if it has one.
 *
 * @param wallUs The wall time in microseconds.
 * @returns The text, without a zone.
 */
export function formatWallTime(wallUs: number): string {
  const dayNumber = Math.floor(wallUs / DAY_US);
  const { year, month, day } = dateOfDay(dayNumber);
  const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  const ofDay = wallUs - dayNumber * DAY_US;
  if (ofDay === 0) return date;
  const hour = pad(Math.floor(ofDay / HOUR_US), 2);
  const minute = pad(Math.floor(ofDay / MINUTE_US) % 60, 2);
  const second = pad(Math.floor(ofDay / SECOND_US) % 60, 2);
  const fraction = ofDay % SECOND_US;
  return `${date}T${hour}:${minute}:${second}${fraction === 0 ? "" : `.${pad(fraction, 6).replace(/0+$/, "")}`}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
