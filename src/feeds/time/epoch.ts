/**
 * Counts since the epoch: their units, found row by row, and the numbers that are no such counts.
 *
 * A count tells its unit by its size: only years from 1900 to 2199 are plausible for prices. So a file that goes over
 * from milliseconds to microseconds is read right, and a number of another kind (days of a spreadsheet, a year with its
 * month, a row number) is a fault instead of a second of January 1970.
 *
 * @module
 */

import { dateOfDay, DAY_US, dayOfDate, formatWallTime, MINUTE_US, SECOND_US } from "./civil_date.ts";
import { otherCounts } from "./other_counts.ts";

/** The unit of a count since the epoch. */
export type EpochUnit = "seconds" | "milliseconds" | "microseconds" | "nanoseconds";

/** The unit of the rows before, where rows come block by block: a count has it as long as that makes it plausible. */
export interface EpochMemory {
  /** Place of the unit among those there are; undefined before the first row. */
  unit?: number;
}

/** What {@linkcode epochToMicroseconds} found. */
export interface EpochReading {
  /** The units, in the order of their first rows. */
  readonly units: readonly EpochUnit[];
  /** The fault of each row that is no count since the epoch, by row. Such rows hold NaN. */
  readonly faults: ReadonlyMap<number, string>;
}

const UNITS: readonly (readonly [EpochUnit, number])[] = [
  ["seconds", SECOND_US],
  ["milliseconds", 1000],
  ["microseconds", 1],
  ["nanoseconds", 0.001],
];

const FIRST_US = dayOfDate(1900, 1, 1) * DAY_US;
const LAST_US = dayOfDate(2200, 1, 1) * DAY_US;

/** Counts below this, which is 1973 in seconds, may be numbers of another kind. Their neighbours decide. */
const SMALL = 1e8;

/** The day number of a spreadsheet's day 0. */
const SPREADSHEET_EPOCH = dayOfDate(1899, 12, 30);

/**
 * Converts counts since the epoch to microseconds, in place.
 *
 * The unit of a count is the coarsest one that makes it a time of the years 1900 to 2199. A count too small to tell
 * (below 10^8) has the unit of the rows beside it. Where that brings the rows out of order and one unit for all of them
 * does not, the unit of the largest count holds for all. Counts that are all too small are seconds if they are whole
 * minutes from the first month of 1970 on, else numbers of another kind.
 *
 * @param counts Counts since the epoch; nanoseconds are rounded to microseconds.
 * @param memory The unit of the rows before, which is that of the last row afterwards.
 * @returns The units and the faults.
 */
export function epochToMicroseconds(counts: Float64Array, memory: EpochMemory = {}): EpochReading {
  if (memory.unit !== undefined) return goOn(counts, memory);
  const other = otherCounts(counts);
  if (other !== undefined) {
    const faults = new Map(Array.from(counts, (count, row) => [row, `${other(count)}; ${REMEDY}`]));
    counts.fill(NaN);
    return { units: [], faults };
  }
  const common = commonUnit(counts);
  if (common !== undefined) {
    memory.unit = common;
    scaleAll(counts, common);
    return { units: [UNITS[common]![0]], faults: new Map() };
  }
  const units = unitsByRow(counts), faults = new Map<number, string>(), used: EpochUnit[] = [];
  const one = units.every((unit) => unit === units[0]) ? -1 : unitForAll(counts, units);
  for (let row = 0; row < counts.length; row++) {
    const unit = one === -1 ? units[row]! : one;
    if (unit === NO_UNIT) {
      faults.set(row, faultOf(counts[row]!));
      counts[row] = NaN;
      continue;
    }
    const name = UNITS[unit]![0];
    if (used.at(-1) !== name && !used.includes(name)) used.push(name);
    counts[row] = scaled(counts[row]!, unit);
    memory.unit = unit;
  }
  return { units: used, faults };
}

/** Converts the counts of a block in the unit of the rows before it, in place, up to those that are none of that unit. */
function goOn(counts: Float64Array, memory: EpochMemory): EpochReading {
  const faults = new Map<number, string>(), used: EpochUnit[] = [];
  for (let row = 0; row < counts.length; row++) {
    const count = counts[row]!, unit = isPlausible(count, memory.unit!) ? memory.unit! : unitOf(count);
    if (unit === -1) {
      faults.set(row, faultOf(count));
      counts[row] = NaN;
      continue;
    }
    const name = UNITS[unit]![0];
    if (!used.includes(name)) used.push(name);
    counts[row] = scaled(count, unit);
    memory.unit = unit;
  }
  return { units: used, faults };
}

/**
 * Returns the unit of all counts of a column without small ones, if the least and the greatest have the same: the counts
 * between them have it too. Nearly every file is of this kind, and so needs no look at single rows.
 */
function commonUnit(counts: Float64Array): number | undefined {
  let least = Infinity, greatest = -Infinity;
  for (let row = 0; row < counts.length; row++) {
    const count = counts[row]!;
    if (!(count >= SMALL)) return undefined;
    if (count < least) least = count;
    if (count > greatest) greatest = count;
  }
  const unit = unitOf(least);
  return unit === -1 || unit !== unitOf(greatest) ? undefined : unit;
}

/** Returns the coarsest unit that makes a count plausible; -1 if none does. */
function unitOf(count: number): number {
  return UNITS.findIndex((_, index) => isPlausible(count, index));
}

function scaleAll(counts: Float64Array, unit: number): void {
  for (let row = 0; row < counts.length; row++) counts[row] = scaled(counts[row]!, unit);
}

function scaled(count: number, unit: number): number {
  // Nanoseconds are divided, as a thousandth is no double.
  if (unit === 0) return Math.round(count * SECOND_US);
  return unit === 1 ? Math.round(count * 1000) : unit === 2 ? Math.round(count) : Math.round(count / 1000);
}

const NO_UNIT = 255;
const TOO_SMALL = 254;

function unitsByRow(counts: Float64Array): Uint8Array {
  const units = new Uint8Array(counts.length);
  let last = TOO_SMALL, first = TOO_SMALL;
  for (let row = 0; row < counts.length; row++) {
    const count = counts[row]!;
    let unit = last;
    if (!(Math.abs(count) < SMALL)) {
      // Most rows have the unit of the row before.
      unit = unit < UNITS.length && isPlausible(count, unit) && !(unit > 0 && isPlausible(count, unit - 1))
        ? unit
        : unitOf(count);
      if (unit === -1) unit = NO_UNIT;
      else {
        last = unit;
        if (first === TOO_SMALL) first = unit;
      }
    }
    units[row] = unit;
  }
  if (first === TOO_SMALL) first = isWholeMinutes(counts) ? 0 : NO_UNIT;
  for (let row = 0; units[row] === TOO_SMALL || units[row] === NO_UNIT; row++) {
    if (units[row] === TOO_SMALL) units[row] = first;
  }
  for (let row = 0; row < units.length; row++) if (units[row] === TOO_SMALL) units[row] = first;
  return units;
}

function isPlausible(count: number, unit: number): boolean {
  const timeUs = count * UNITS[unit]![1];
  return timeUs >= FIRST_US && timeUs < LAST_US;
}

/** Counts of made-up data begin at the epoch; counts of minutes, hours or days since then are far beyond its first month. */
const FIRST_MONTH = 31 * 86_400;

function isWholeMinutes(counts: Float64Array): boolean {
  return counts.length > 1 && counts.every((count) => count % 60 === 0) && Math.abs(counts[0]!) < FIRST_MONTH &&
    counts.some((count) => count !== counts[0]) && !areOfOneDay(counts);
}

/** Counts within one day that do not begin with it are times of day. Made-up ones begin at the epoch. */
function areOfOneDay(counts: Float64Array): boolean {
  return counts.every((count) => count > 0 && count < 86_400);
}

/** Returns one unit that brings all rows into one order where their own units do not; -1 if there is none. */
function unitForAll(counts: Float64Array, units: Uint8Array): number {
  let largest = 0;
  for (let row = 0; row < counts.length; row++) {
    if (units[row] === NO_UNIT) return -1;
    if (Math.abs(counts[row]!) > Math.abs(counts[largest]!)) largest = row;
  }
  const own = counts.map((count, row) => count * UNITS[units[row]!]![1]);
  return !isOrdered(own) && isOrdered(counts) ? units[largest]! : -1;
}

function isOrdered(values: Float64Array): boolean {
  const sign = values[values.length - 1]! < values[0]! ? -1 : 1;
  for (let row = 1; row < values.length; row++) {
    if (!(sign * (values[row]! - values[row - 1]!) > 0)) return false;
  }
  return true;
}

/** Returns the fault of a number that is no count since the epoch, with the kind that it seems to be. */
function faultOf(count: number): string {
  const text =
    `the time ${count} is no count since 1970 in seconds, milliseconds, microseconds or nanoseconds of the ` +
    `years 1900 to 2199`;
  const kinds = [dateDigits(count), monthDigits(count), timeOfDay(count), spreadsheetDay(count)].filter((kind) =>
    kind !== undefined
  );
  return `${text}${kinds.length === 0 ? "" : `; ${kinds.join(", or ")}`}; ${REMEDY}`;
}

const REMEDY = "write dates such as 2024-01-02, or 2024-01-02 09:30";

function timeOfDay(count: number): string | undefined {
  if (!(Number.isInteger(count) && count > 0 && count < 86_400)) return undefined;
  const text = (us: number) => `${formatWallTime(DAY_US + us).slice(11, 19)} of a day`;
  const minutes = count < 1440 ? `, as minutes ${text(count * MINUTE_US)}` : "";
  return `as seconds it is ${text(count * SECOND_US)}${minutes}`;
}

function dateDigits(count: number): string | undefined {
  const day = count >= 19_000_101 && count < 22_000_000
    ? dayOfDate(Math.floor(count / 10_000), Math.floor(count / 100) % 100, count % 100)
    : NaN;
  return Number.isNaN(day) ? undefined : `as digits of a date it is ${formatWallTime(day * DAY_US)}`;
}

function monthDigits(count: number): string | undefined {
  const day = count >= 190_001 && count < 220_000 ? dayOfDate(Math.floor(count / 100), count % 100, 1) : NaN;
  if (Number.isNaN(day)) return undefined;
  const { year, month } = dateOfDay(day);
  return `as a year and month it is ${year}-${String(month).padStart(2, "0")}`;
}

/** Days of a spreadsheet count from 1899-12-30, and their fraction is the time of day. */
function spreadsheetDay(count: number): string | undefined {
  if (!(count >= 10_000 && count < 100_000)) return undefined;
  const date = (day: number) => formatWallTime(Math.floor(day) * DAY_US);
  return `as a day of a spreadsheet it is ${date(count + SPREADSHEET_EPOCH)}, as a day since 1970 ${date(count)}`;
}
