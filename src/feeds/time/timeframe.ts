/**
 * Timeframes, the lengths of bars: as text (`"5m"`, `"1d"`, `"1mo"`), as microseconds, and as inferred from data.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import { DAY_US, HOUR_US, MINUTE_US, SECOND_US } from "./civil_date.ts";

/** The length of a bar. */
export interface Timeframe {
  /** Its length in microseconds; for calendar months and years the longest possible one (31, 92, 366 days). */
  readonly us: number;
  /** Its length in calendar months, or 0 for a fixed length. */
  readonly months: number;
}

/** A timeframe that was inferred from data. */
export interface InferredTimeframe {
  /** The timeframe. */
  readonly timeframe: Timeframe;
  /** Number of spacings that agree with it. */
  readonly count: number;
  /** Number of all spacings. */
  readonly total: number;
}

const UNIT_US: Readonly<Record<string, number>> = {
  us: 1,
  ms: 1000,
  s: SECOND_US,
  m: MINUTE_US,
  min: MINUTE_US,
  h: HOUR_US,
  d: DAY_US,
  w: 7 * DAY_US,
};

/** Most days in a number of consecutive months; the index is that number. */
const MOST_DAYS_OF_MONTHS = [0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337];

/**
 * Reads a timeframe.
 *
 * A text is a whole number and a unit: `us`, `ms`, `s`, `m` or `min`, `h`, `d`, `w`, `mo` or `M` (calendar months), `y`
 * (calendar years). A number is microseconds.
 *
 * @param value The text or number.
 * @returns The timeframe.
 * @throws {RangeError} If the value is no timeframe, or not positive.
 */
export function parseTimeframe(value: string | number): Timeframe {
  if (typeof value === "number") {
    if (Number.isSafeInteger(value) && value > 0) return { us: value, months: 0 };
    throw new RangeError(`Cannot use timeframe ${value}: a number is whole microseconds above zero`);
  }
  const match = /^\s*(\d+)\s*([a-zA-Z]+)\s*$/.exec(value);
  if (match !== null) {
    const count = Number(match[1]);
    const unit = match[2] === "M" ? "mo" : match[2]!.toLowerCase();
    const months = unit === "mo" ? count : unit === "y" ? 12 * count : 0;
    if (months > 0) return monthsTimeframe(months);
    const us = count * (UNIT_US[unit] ?? NaN);
    if (Number.isSafeInteger(us) && us > 0) return { us, months: 0 };
  }
  throw new RangeError(
    `Cannot use timeframe ${inspected(value)}: write a count and a unit, as in "5m", "1h", "1d", "1w", "1M", "1y"`,
  );
}

/**
 * Returns a timeframe in its largest whole unit: `300000000` as `5m`, 31 days as `1mo`.
 *
 * @param us Its length in microseconds.
 * @returns The text, in the form of {@linkcode parseTimeframe}.
 * @throws {TypeError} If it is no number.
 * @throws {RangeError} If it is not finite or not above zero.
 */
export function formatTimeframe(us: number): string {
  if (typeof us !== "number") {
    throw new TypeError(`Cannot write ${inspected(us, 0)} as a timeframe: pass a number of microseconds`);
  }
  if (!(Number.isFinite(us) && us > 0)) {
    throw new RangeError(`Cannot write ${us} as a timeframe: pass a number of microseconds above zero`);
  }
  const days = us / DAY_US;
  if (days >= 31 && Number.isInteger(days)) {
    const years = Math.floor(days / 366);
    const months = MOST_DAYS_OF_MONTHS.indexOf(days - years * 366);
    if (months === 0) return `${years}y`;
    if (months > 0) return `${years * 12 + months}mo`;
  }
  for (const unit of ["w", "d", "h", "m", "s", "ms"]) {
    const count = us / UNIT_US[unit]!;
    if (Number.isInteger(count)) return `${count}${unit}`;
  }
  return `${us}us`;
}

/**
 * Infers the timeframe of a series: the most common spacing of its stamps, or the shorter of two that are equally
 * common.
 *
 * Spacings of 28 to 31 days that differ among themselves are calendar months, likewise quarters and years. Spacings about
 * a week that differ among themselves, by holidays, are weeks.
 *
 * @param stampsUs Stamps in microseconds, ascending or descending.
 * @returns The timeframe, or `undefined` for fewer than two stamps.
 */
export function inferTimeframe(stampsUs: Float64Array): InferredTimeframe | undefined {
  const total = stampsUs.length - 1;
  if (total < 1) return undefined;
  const counts = countSpacings(stampsUs);
  let commonest = 0;
  let count = 0;
  for (const [spacing, times] of counts) {
    if (times > count || (times === count && spacing < commonest)) {
      commonest = spacing;
      count = times;
    }
  }
  if (counts.size > 1 && commonest >= 5 * DAY_US && commonest <= 9 * DAY_US) {
    const middle = medianSpacing(counts, total) / DAY_US;
    if (middle > 6 && middle < 8) return { timeframe: { us: 7 * DAY_US, months: 0 }, count: total, total };
  }
  // The last trading day of a month varies, but the middle spacing is about a month.
  if (commonest >= 25 * DAY_US && (counts.size > 1 || commonest % (7 * DAY_US) !== 0)) {
    const middle = medianSpacing(counts, total) / DAY_US;
    for (const [months, least, most] of [[1, 28, 31], [3, 89, 92], [6, 181, 184], [12, 364, 367]] as const) {
      if (middle >= least && middle <= most) return { timeframe: monthsTimeframe(months), count: total, total };
    }
  }
  return { timeframe: { us: commonest, months: 0 }, count, total };
}

function monthsTimeframe(months: number): Timeframe {
  const years = Math.floor(months / 12);
  return { us: (years * 366 + MOST_DAYS_OF_MONTHS[months % 12]!) * DAY_US, months };
}

function countSpacings(stampsUs: Float64Array): Map<number, number> {
  const counts = new Map<number, number>();
  let run = 0;
  let runSpacing = NaN;
  // Runs of equal spacings are counted before the map is updated, which makes regular series nearly free.
  for (let index = 1; index < stampsUs.length; index++) {
    const spacing = Math.abs(stampsUs[index]! - stampsUs[index - 1]!);
    if (spacing === runSpacing) {
      run++;
      continue;
    }
    if (run > 0) counts.set(runSpacing, (counts.get(runSpacing) ?? 0) + run);
    runSpacing = spacing;
    run = 1;
  }
  counts.set(runSpacing, (counts.get(runSpacing) ?? 0) + run);
  return counts;
}

function medianSpacing(counts: Map<number, number>, total: number): number {
  let before = 0;
  for (const [spacing, times] of [...counts].sort((a, b) => a[0] - b[0])) {
    before += times;
    if (before * 2 >= total) return spacing;
  }
  return NaN;
}
