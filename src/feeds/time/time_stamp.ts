/**
 * Reads time stamps in the forms of price files.
 *
 * The reader accepts these forms:
 *
 * - Dates: `2006-01-02`, `2006/01/02`, `2006.01.02`, `20060102`, `02-Jan-2006`, `Jan 02, 2006`, and `01/02/2006` once
 *   the order of day and month is known.
 * - Dates with a time of day after a space or a `T`: `09:05`, `09:05:00.5`, `9:05 AM`, `090500`.
 * - Either of these with `Z` or an offset at the end.
 * - Counts of seconds, milliseconds, microseconds or nanoseconds since the epoch, which `epoch.ts` converts.
 *
 * Digits beyond the microsecond are cut off in a text and rounded in a count. A number of eight, twelve or fourteen
 * digits that reads as a date (and time) of the years 1800 to 2199 is that date.
 *
 * @module
 */

import { DAY_US, dayOfDate, HOUR_US, MINUTE_US, SECOND_US, TIME_US_LIMIT } from "./civil_date.ts";
import { numberOfText } from "../number_text.ts";
import { decodeText } from "../csv/parse_cells.ts";
import type { OffsetRun } from "./offset_zone.ts";

/** The place of the month in `01/02/2006`: first (`"mdy"`) or second (`"dmy"`). */
export type DateOrder = "mdy" | "dmy";

/**
 * The form of a stamp: a `"date"` alone; a `"local"` time on the clock of the feed's time zone; an `"instant"` with its
 * own offset; or a count since the `"epoch"`, whose unit is found once all counts are known.
 */
export type StampForm = "date" | "local" | "instant" | "epoch";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?:\s?([AaPp])\.?[Mm]\.?)?`;
const ZONE = String.raw`\s?(Z|z|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?(?::?\d{2})?|UTC|GMT)`;
const CLOCK_TEXT = new RegExp(`^${CLOCK}$`);
const COMPACT_CLOCK_TEXT = /^(\d{2})(\d{2})(\d{2})?$/;
const STAMP_TEXT = new RegExp(
  `^(.*?\\d)(?:(?:,?\\s+|T)${CLOCK}(?:${ZONE})?)?$`,
);
const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;
const COMPACT_DATE = /^(1[89]\d\d|2[01]\d\d)(\d\d)(\d\d)$/;
const COMPACT_STAMP = new RegExp(`^(1[89]\\d{6}|2[01]\\d{6})[T ]?(\\d{4}|\\d{6})(?:${ZONE})?$`);
const MONTH_NAME_FIRST = /^([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})$/;
const MONTH_NAME_SECOND = /^(\d{1,2})[-\s]([A-Za-z]{3,9})\.?[-\s,]\s?(\d{4})$/;

/**
 * Reads the stamps of one series, which must all have one form. After a stamp that could not be read, {@linkcode
 * StampReader.problem} has the reason.
 */
export class StampReader {
  /** The form of the stamps, once a stamp was read. */
  form: StampForm | undefined = undefined;
  /** The fault of the last stamp, if it could not be read. */
  problem = "";
  /** The stamps with an offset from UTC, by their offsets; none for stamps in another form. */
  readonly offsets: OffsetRun[] = [];
  /** True if an offset is written as a number, so that it tells of a place. */
  hasPlace = false;
  /** True as long as each stamp with an offset is midnight on the clock of its offset. */
  isMidnight = true;

  readonly #dateOrder: DateOrder | undefined;

  /**
   * Starts a series of unknown form.
   *
   * @param dateOrder Order of day and month in `01/02/2006`; without it such dates are rejected.
   */
  constructor(dateOrder?: DateOrder) {
    this.#dateOrder = dateOrder;
  }

  /**
   * Reads a stamp from bytes.
   *
   * @param bytes A text.
   * @param start Offset of the stamp's first byte.
   * @param end Offset after its last byte.
   * @returns Wall time (forms `"date"` and `"local"`) or time since the epoch (`"instant"`) in microseconds, or a count
   * since the epoch. NaN with `problem` set if the stamp cannot be read.
   */
  readBytes(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (
      length < 10 || bytes[start + 4]! !== 0x2d || bytes[start + 7]! !== 0x2d || (length > 10 && length !== 19) ||
      (this.form !== undefined && this.form !== (length === 10 ? "date" : "local"))
    ) {
      return this.readText(decodeText(bytes, start, end).trim());
    }
    const year = twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2);
    let wallUs = dayOfDate(year, twoDigits(bytes, start + 5), twoDigits(bytes, start + 8)) * DAY_US;
    if (length === 19) {
      const separator = bytes[start + 10]!;
      const colons = bytes[start + 13] === 0x3a && bytes[start + 16] === 0x3a;
      const hour = twoDigits(bytes, start + 11);
      const minute = twoDigits(bytes, start + 14);
      const second = twoDigits(bytes, start + 17);
      if ((separator === 0x20 || separator === 0x54) && colons && hour < 24 && minute < 60 && second < 60) {
        wallUs += hour * HOUR_US + minute * MINUTE_US + second * SECOND_US;
      } else wallUs = NaN;
    }
    if (!(Math.abs(wallUs) < TIME_US_LIMIT - DAY_US)) {
      return this.readText(decodeText(bytes, start, end));
    }
    this.form = length === 10 ? "date" : "local";
    return wallUs;
  }

  /**
   * Reads a stamp from a text.
   *
   * @param text The stamp, trimmed.
   * @returns As {@linkcode StampReader.readBytes}.
   */
  readText(text: string): number {
    const count = numberOfText(text);
    if (this.form === "epoch") return this.#accept("epoch", count, text);
    const compact = COMPACT_STAMP.exec(text);
    if (compact !== null) {
      const wallUs = this.#date(compact[1]!) * DAY_US + clockUs(compact[2]!);
      if (!Number.isNaN(wallUs)) return this.#acceptTime(wallUs, compact[3], text);
    }
    const match = STAMP_TEXT.exec(text);
    const day = match === null ? NaN : this.#date(match[1]!);
    if (match === null || Number.isNaN(day)) {
      if (Number.isFinite(count)) return this.#accept("epoch", count, text);
      if (match === null || this.problem === "") this.problem = `expected a time, found ${quoted(text)}`;
      return NaN;
    }
    if (match[2] === undefined) return this.#accept("date", day * DAY_US, text);
    const ofDay = timeOfDayUs(match[2], match[3], match[4], match[5], match[6]);
    return this.#acceptTime(day * DAY_US + ofDay, match[7], text);
  }

  /**
   * Joins a date and a time of day from two columns.
   *
   * @param dateText The date.
   * @param clockText The time of day.
   * @returns Wall time in microseconds, or NaN with `problem` set.
   */
  readDateAndClock(dateText: string, clockText: string): number {
    const day = this.#date(dateText);
    if (Number.isNaN(day)) {
      if (this.problem === "") this.problem = `expected a date, found ${quoted(dateText)}`;
      return NaN;
    }
    const ofDay = clockUs(clockText);
    if (Number.isNaN(ofDay)) {
      this.problem = `expected a time of day, found ${quoted(clockText)}`;
      return NaN;
    }
    return this.#accept("local", day * DAY_US + ofDay, `${dateText} ${clockText}`);
  }

  /** Returns the day number of a date's text. NaN if the text is no date, with a problem if it looks like one. */
  #date(text: string): number {
    this.problem = "";
    const yearFirst = YEAR_FIRST.exec(text);
    if (yearFirst !== null) return this.#day(yearFirst[1]!, yearFirst[3]!, yearFirst[4]!, text);
    const compact = COMPACT_DATE.exec(text);
    if (compact !== null) {
      // Eight digits that are no date may still be a count of seconds, so this is no fault yet.
      return dayOfDate(Number(compact[1]), Number(compact[2]), Number(compact[3]));
    }
    const yearLast = YEAR_LAST.exec(text);
    if (yearLast !== null) {
      const [, first, separator, second, year] = yearLast as unknown as [string, string, string, string, string];
      // A date with points has the day first in all countries.
      const order = separator === "." ? "dmy" : this.#dateOrder;
      if (order === undefined) {
        this.problem = `expected dates of one kind, found ${quoted(text)}`;
        return NaN;
      }
      return order === "mdy" ? this.#day(year, first, second, text) : this.#day(year, second, first, text);
    }
    const nameFirst = MONTH_NAME_FIRST.exec(text);
    if (nameFirst !== null) return this.#day(nameFirst[3]!, monthOfName(nameFirst[1]!), nameFirst[2]!, text);
    const nameSecond = MONTH_NAME_SECOND.exec(text);
    if (nameSecond !== null) return this.#day(nameSecond[3]!, monthOfName(nameSecond[2]!), nameSecond[1]!, text);
    return NaN;
  }

  #day(year: string, month: string | number, day: string, text: string): number {
    const dayNumber = dayOfDate(Number(year), Number(month), Number(day));
    if (Number.isNaN(dayNumber)) this.problem = `there is no date ${quoted(text)}`;
    return dayNumber;
  }

  #acceptTime(wallUs: number, zone: string | undefined, text: string): number {
    if (zone === undefined) return this.#accept("local", wallUs, text);
    const offsetUs = zoneOffsetUs(zone), value = this.#accept("instant", wallUs - offsetUs, text);
    if (Number.isNaN(value)) return value;
    const run = this.offsets.at(-1);
    if (run?.offsetUs === offsetUs) run.lastUs = value;
    else this.offsets.push({ offsetUs, firstUs: value, lastUs: value });
    if (/\d/.test(zone)) this.hasPlace = true;
    if (wallUs % DAY_US !== 0) this.isMidnight = false;
    return value;
  }

  #accept(form: StampForm, value: number, text: string): number {
    if (!Number.isFinite(value)) {
      this.problem = `expected a time, found ${quoted(text)}`;
      return NaN;
    }
    // One day of margin keeps ends of dates and offsets of zones within the range of exact integers.
    if (form !== "epoch" && !(Math.abs(value) < TIME_US_LIMIT - DAY_US)) {
      this.problem = `the time ${quoted(text)} lies outside the years 1685 to 2254`;
      return NaN;
    }
    if (this.form !== undefined && this.form !== form) {
      this.problem = `expected ${FORM_NAMES[this.form]} as in the rows before, found ${quoted(text)}`;
      return NaN;
    }
    this.form = form;
    this.problem = "";
    return value;
  }
}

const FORM_NAMES: Readonly<Record<StampForm, string>> = {
  date: "a date alone",
  local: "a date and time",
  instant: "a time with its offset from UTC",
  epoch: "a number since the epoch",
};

/**
 * Infers the order of day and month in `01/02/2006` from all dates of a series: the first number above 12 decides.
 *
 * @param texts The stamps, or only their dates.
 * @returns The order; `"none"` if the first stamp has another form; `"ambiguous"` if no date decides.
 */
export function inferDateOrder(texts: Iterable<string>): DateOrder | "none" | "ambiguous" {
  let seen = false;
  for (const text of texts) {
    const match = /^(\d{1,2})([-/])(\d{1,2})\2\d{4}(?!\d)/.exec(text);
    if (match === null) {
      // A first cell that starts with a digit decides the form; any other cell may be a bad row.
      if (!seen && /^\d/.test(text)) return "none";
      continue;
    }
    seen = true;
    if (Number(match[1]) > 12) return "dmy";
    if (Number(match[3]) > 12) return "mdy";
  }
  return seen ? "ambiguous" : "none";
}

/** Returns the time of day in microseconds, or NaN. */
function clockUs(text: string): number {
  const match = CLOCK_TEXT.exec(text);
  if (match !== null) return timeOfDayUs(match[1], match[2], match[3], match[4], match[5]);
  const compact = COMPACT_CLOCK_TEXT.exec(text);
  return compact === null ? NaN : timeOfDayUs(compact[1], compact[2], compact[3], undefined, undefined);
}

function timeOfDayUs(
  hourText: string | undefined,
  minuteText: string | undefined,
  secondText: string | undefined,
  fractionText: string | undefined,
  halfText: string | undefined,
): number {
  let hour = Number(hourText);
  const minute = Number(minuteText);
  const second = Number(secondText ?? 0);
  const fraction = Number((fractionText ?? "").padEnd(6, "0").slice(0, 6));
  if (halfText !== undefined) {
    if (hour < 1 || hour > 12) return NaN;
    hour = hour % 12 + (halfText.toLowerCase() === "p" ? 12 : 0);
  }
  const ofDay = hour * HOUR_US + minute * MINUTE_US + second * SECOND_US + fraction;
  // 24:00 is the end of the day, as in ISO 8601.
  return minute < 60 && second < 60 && ofDay <= DAY_US ? ofDay : NaN;
}

function zoneOffsetUs(text: string): number {
  const match = /([+-])(\d{2}):?(\d{2})?:?(\d{2})?$/.exec(text);
  if (match === null) return 0;
  const ofDay = timeOfDayUs(match[2], match[3] ?? "0", match[4], undefined, undefined);
  return match[1] === "-" ? -ofDay : ofDay;
}

function monthOfName(name: string): number {
  const month = MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  return month === 0 ? NaN : month;
}

/** Returns two digits as a number, or NaN. */
function twoDigits(bytes: Uint8Array, offset: number): number {
  const tens = bytes[offset]! - 0x30;
  const ones = bytes[offset + 1]! - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}
