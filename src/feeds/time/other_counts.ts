/**
 * Numbers that would pass for counts since the epoch and are of another kind: digits of a date without the century,
 * digits of a date with milliseconds, and counts of other systems.
 *
 * One number alone does not tell; a column does. A column of real counts does not run through days of 24 hours and hours
 * of 60 minutes in its decimal digits, and ten years of other counts would be weeks of nanoseconds.
 *
 * @module
 */

import { DAY_US, dayOfDate, formatWallTime, HOUR_US, MINUTE_US, SECOND_US } from "./civil_date.ts";

/** A kind of numbers. */
interface Kind {
  /** What the number is, in the words of a message. */
  readonly name: string;
  /** Returns the wall time that a number of the kind means, in microseconds, or NaN for a number of no such kind. */
  readonly read: (count: number) => number;
}

/** Digits, year first, by their number: the first ones are the year. */
function digits(length: number, yearDigits: 2 | 4): Kind {
  const name = "as digits of a date it is";
  const read = (count: number): number => {
    const text = String(count);
    if (!/^\d+$/.test(text) || text.length !== length) return NaN;
    const [year, rest] = [text.slice(0, yearDigits), text.slice(yearDigits)];
    const parts = Array.from({ length: 5 }, (_, index) => Number(rest.slice(2 * index, 2 * index + 2)));
    const [month, day, hour, minute, second] = parts as [number, number, number, number, number];
    if (hour > 23 || minute > 59 || second > 59) return NaN;
    const whole = yearDigits === 4 ? Number(year) : Number(year) + (Number(year) < 70 ? 2000 : 1900);
    return dayOfDate(whole, month, day) * DAY_US + hour * HOUR_US + minute * MINUTE_US + second * SECOND_US;
  };
  return { name, read };
}

/** Counts from another begin, of the years in which files of prices were written by such systems. */
function since(name: string, beginUs: number, perUs: number): Kind {
  const [first, last] = [dayOfDate(1990, 1, 1) * DAY_US, dayOfDate(2060, 1, 1) * DAY_US];
  const read = (count: number): number => {
    const us = Math.round(count / perUs) + beginUs;
    return us >= first && us < last ? us : NaN;
  };
  return { name: `as ${name} it is`, read };
}

const DIGITS: readonly Kind[] = [digits(10, 2), digits(12, 2), digits(17, 4)];

const OTHERS: readonly Kind[] = [
  since("ticks of .NET", dayOfDate(1, 1, 1) * DAY_US, 10),
  since("a FILETIME of Windows", dayOfDate(1601, 1, 1) * DAY_US, 10),
  since("microseconds since 1601", dayOfDate(1601, 1, 1) * DAY_US, 1),
];

/** Counts of seconds from here on are after 2039, of which there are no prices. */
const FUTURE = dayOfDate(2040, 1, 1) * 86_400;

/** Fewer rows may run through digits of dates by chance. */
const ROWS_THAT_TELL = 3;

/** Nanoseconds in a day. */
const DAY_NS = DAY_US * 1000;

/**
 * Returns what the numbers of a column are, if they would pass for counts since the epoch and are of another kind.
 *
 * @param counts The numbers.
 * @returns A function that says it of one number, or `undefined` where nothing tells.
 */
export function otherCounts(counts: Float64Array): ((count: number) => string) | undefined {
  const first = counts[0]!;
  const kind = DIGITS.find(({ read }) => !Number.isNaN(read(first)) && isColumnOfDigits(counts, read)) ??
    OTHERS.find(({ read }) => !Number.isNaN(read(first)) && isColumnOfOthers(counts, read));
  if (kind === undefined) return undefined;
  return (count) =>
    `the time ${count} seems to be no count since 1970; ${kind.name} ${formatWallTime(kind.read(count))}`;
}

function isColumnOfDigits(counts: Float64Array, read: Kind["read"]): boolean {
  const tells = counts.length >= ROWS_THAT_TELL || (counts[0]! >= FUTURE && counts[0]! < 1e10) || counts[0]! > 1e16;
  return tells && counts.every((count) => !Number.isNaN(read(count)));
}

/** Read as nanoseconds, bars of other counts would follow each other within a day. */
function isColumnOfOthers(counts: Float64Array, read: Kind["read"]): boolean {
  if (!counts.every((count) => !Number.isNaN(read(count)))) return false;
  for (let row = 1; row < counts.length; row++) {
    if (Math.abs(counts[row]! - counts[row - 1]!) >= DAY_NS) return false;
  }
  return true;
}
