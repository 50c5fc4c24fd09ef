/**
 * Reads time stamps in the forms of price files.
 *
 * The reader accepts these forms:
 *
 * - Dates: `2006-01-02`, `2006/01/02`, `2006.01.02`, `20060102`, `02-Jan-2006`, `02JAN2006`, `2. Januar 2006`,
 *   `Jan 02, 2006`, and `01/02/2006` or `01/02/06` once the order of day and month is known. A weekday may stand before.
 * - Dates with a time of day after a space, a `T`, a `D` or a colon: `09:05`, `09:05:00.5`, `9:05 AM`, `090500`. It may
 *   also stand before the date.
 * - Either of these with `Z` or an offset at the end.
 * - Counts of seconds, milliseconds, microseconds or nanoseconds since the epoch, which `epoch.ts` converts.
 *
 * Digits beyond the microsecond are cut off in a text and rounded in a count. A number of eight, twelve, fourteen or
 * seventeen digits that reads as a date (and time) of the years 1800 to 2199 is that date, and so is one of ten digits,
 * the hour last, of the years 1980 to 2039: as a count of seconds it would be a time after 2032.
 *
 * @module
 */

import { DAY_US, dayOfDate, HOUR_US, MINUTE_US, SECOND_US, TIME_US_LIMIT } from "./civil_date.ts";
import { numberOfText } from "../number_text.ts";
import { decodeText } from "../csv/parse_cells.ts";
import { shortText } from "../csv/short_text.ts";
import { type ClockDigits, clockOfDigits } from "./clock_digits.ts";
import type { DateOrder } from "./date_order.ts";
import { DayReader } from "./day_reader.ts";
import type { OffsetRun } from "./offset_zone.ts";
import { TimeZone } from "./time_zone.ts";

/**
 * The form of a stamp: a `"date"` alone; a `"local"` time on the clock of the feed's time zone; an `"instant"` with its
 * own offset; or a count since the `"epoch"`, whose unit is found once all counts are known.
 */
export type StampForm = "date" | "local" | "instant" | "epoch";

const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?:\s?([AaPp])\.?[Mm]\.?)?`;
const OFFSET = String.raw`(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?(?::?\d{2})?|[+-]\d:\d{2}|(?:UTC|GMT)[+-]\d(?::\d{2})?`;
/** An offset, behind which some programs repeat the zone by its name: `-0500 EST`, `-05:00[America/New_York]`. */
const ZONE = String.raw`\s?(Z|z|${OFFSET}|UTC|GMT)(?:\s[A-Z]{3,5})?(?:\s?\[[^\]]+\]|\s\([^)]+\))?`;
/** A name of a zone at the end: `America/New_York`, or `EST`. */
const ZONE_NAME = /^(.*\d)\s+([A-Za-z]{2,}(?:\/[A-Za-z0-9_+-]+)*)$/;
/** A time of day before its date. */
const CLOCK_FIRST = /^(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[AaPp]\.?[Mm]\.?)?),?\s+(\S.*)$/;
/** A time of day with an offset. */
const ZONED_CLOCK = new RegExp(`^(\\d{1,2}:\\d{2}[\\d:.]*(?:\\s?[AaPp]\\.?[Mm]\\.?)?)(?:${ZONE})$`);
/** The midnight that some programs write behind each date. */
const MIDNIGHT = /[T ]00:00(?::00(?:\.0+)?)?$/;
/** A text that a spreadsheet shall not take for a number. */
const FORMULA = /^="(.*)"$/;
const CLOCK_TEXT = new RegExp(`^${CLOCK}$`);
const COMPACT_CLOCK_TEXT = /^(\d{2})(\d{2})(\d{2})?$/;
/** Digits of a date with the hour alone, or with parts of a second behind it. */
const LONG_STAMP =
  /^(?:(?=19[89]|20[0-3])(\d{8})([01]\d|2[0-3])|(?=1[89]|2[01])(\d{8})(\d{6})(?:[.,](\d{1,9})|(\d{3}|\d{6}|\d{9})))$/;
const STAMP_TEXT = new RegExp(
  `^(.*?\\d)(?:(?:,?\\s+|[TD:])${CLOCK}(?:${ZONE})?)?$`,
);
const COMPACT_STAMP = new RegExp(`^(1[89]\\d{6}|2[01]\\d{6})[T ]?(\\d{4}|\\d{6})(?:${ZONE})?$`);

/** A fault in a time. */
export interface TimeFault {
  /** What is wrong. */
  readonly reason: string;
  /** What to do, where it is not the row alone that is bad. */
  readonly remedy?: string | undefined;
  /** True if the other rows are read wrongly too, so that leaving out the row mends nothing. */
  readonly isFatal?: boolean;
}

/**
 * Reads the stamps of one series, which must all have one form. After a stamp that could not be read, {@linkcode
 * StampReader.problem} has the reason.
 */
export class StampReader {
  /** The form of the stamps, once a stamp was read. */
  form: StampForm | undefined = undefined;
  /** The fault of the last stamp, if it could not be read. */
  problem = "";
  /** What to do about the fault, where it is not the row alone that is bad. */
  remedy: string | undefined = undefined;
  /** True if the fault shows that the other rows are read wrongly, so that leaving out the row mends nothing. */
  isFatal = false;
  /** The stamps with an offset from UTC, by their offsets; none for stamps in another form. */
  readonly offsets: OffsetRun[] = [];
  /** True if an offset is written as a number, so that it tells of a place. */
  hasPlace = false;
  /** True as long as each stamp with an offset is midnight on the clock of its offset. */
  isMidnight = true;
  /** True if some stamps are a date alone and others have a time of day, as where midnight is written as a bare date. */
  mixesDates = false;
  /** True if a time of day is written as 24:00, which no open is. */
  hasDayEnds = false;

  readonly #days: DayReader;
  readonly #clockDigits: ClockDigits | undefined;

  /**
   * Starts a series of unknown form.
   *
   * @param dateOrder Order of day and month in `01/02/2006`; without it such dates are rejected.
   * @param clockDigits What times of day in a column of their own are that are digits of several lengths.
   */
  constructor(dateOrder?: DateOrder, clockDigits?: ClockDigits) {
    this.#days = new DayReader(dateOrder);
    this.#clockDigits = clockDigits;
  }

  /** The fault of the last stamp, if it could not be read. */
  get fault(): TimeFault {
    return { reason: this.problem, remedy: this.remedy, isFatal: this.isFatal };
  }

  /** The first stamp whose year has two digits. */
  get shortYear(): string | undefined {
    return this.#days.shortYear;
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
    this.remedy = undefined;
    this.isFatal = false;
    if (text.startsWith("=")) {
      const formula = FORMULA.exec(text);
      if (formula !== null) return this.readText(formula[1]!.trim());
    }
    const count = numberOfText(text);
    if (this.form === "epoch") return this.#accept("epoch", count, text);
    const compact = COMPACT_STAMP.exec(text);
    if (compact !== null) {
      const wallUs = this.#days.read(compact[1]!) * DAY_US + this.#clockUs(compact[2]!);
      if (!Number.isNaN(wallUs)) return this.#acceptTime(wallUs, compact[3], text);
    }
    const long = LONG_STAMP.exec(text);
    if (long !== null) {
      const [, day, hour, wholeDay, clock, decimals, digits] = long;
      const wallUs = this.#days.read((day ?? wholeDay)!) * DAY_US + clockUs(clock ?? `${hour}00`);
      const fraction = Number((decimals ?? digits ?? "").padEnd(6, "0").slice(0, 6));
      if (!Number.isNaN(wallUs)) return this.#accept("local", wallUs + fraction, text);
    }
    const match = STAMP_TEXT.exec(text);
    const day = match === null ? NaN : this.#days.read(match[1]!);
    if (match === null || Number.isNaN(day)) {
      if (Number.isFinite(count)) return this.#accept("epoch", count, text);
      const clockFirst = CLOCK_FIRST.exec(text);
      if (clockFirst !== null) return this.readText(`${clockFirst[2]} ${clockFirst[1]}`);
      return this.#refuseText(text);
    }
    if (match[2] === undefined) return this.#accept("date", day * DAY_US, text);
    const ofDay = this.#endOfDay(timeOfDayUs(match[2], match[3], match[4], match[5], match[6]));
    return this.#acceptTime(day * DAY_US + ofDay, match[7], text);
  }

  /** Refuses a text that is no time. One with the name of a zone behind it is told what to do. */
  #refuseText(text: string): number {
    const named = ZONE_NAME.exec(text), match = STAMP_TEXT.exec(named?.[1] ?? text), name = named?.[2];
    const day = match === null ? NaN : this.#days.read(match[1]!), hasClock = match?.[2] !== undefined;
    if (name !== undefined && hasClock && !Number.isNaN(day)) {
      return this.#refuse(
        `expected a time, found ${shortText(text)}`,
        `remove ${shortText(name)} from the times and pass the zone, as in timeZone: "${
          isZone(name) ? name : "America/New_York"
        }"`,
      );
    }
    const { problem, remedy, isFatal } = this.#days;
    const isDate = match !== null && problem !== "" && (name === undefined || hasClock);
    return isDate ? this.#refuse(problem, remedy, isFatal) : this.#refuse(`expected a time, found ${shortText(text)}`);
  }

  /**
   * Joins a date and a time of day from two columns.
   *
   * @param dateText The date.
   * @param clockText The time of day.
   * @returns Wall time in microseconds, or NaN with `problem` set.
   */
  readDateAndClock(dateText: string, clockText: string): number {
    this.remedy = undefined;
    this.isFatal = false;
    // Most dates have ten characters, and most times of day eight; the others take longer to read.
    const written = dateText.length > 10 ? (FORMULA.exec(dateText)?.[1] ?? dateText).replace(MIDNIGHT, "") : dateText;
    const day = this.#days.read(written);
    if (Number.isNaN(day)) {
      const { problem, remedy, isFatal } = this.#days;
      return this.#refuse(problem === "" ? `expected a date, found ${shortText(dateText)}` : problem, remedy, isFatal);
    }
    const zoned = clockText.length > 5 ? ZONED_CLOCK.exec(clockText) : null, text = `${dateText} ${clockText}`;
    const ofDay = this.#clockDigits !== undefined && /^\d+$/.test(clockText)
      ? this.#endOfDay(clockOfDigits(clockText, this.#clockDigits))
      : this.#clockUs(zoned?.[1] ?? clockText);
    if (Number.isNaN(ofDay)) {
      // A count since the epoch has eight digits at least, and no time of day has.
      const remedy = /^\d{8,}(?:\.\d+)?$/.test(clockText)
        ? `if it is the whole time, name its column alone, with columns: { time: "..." }`
        : undefined;
      return this.#refuse(`expected a time of day, found ${shortText(clockText)}`, remedy);
    }
    if (zoned !== null) return this.#acceptTime(day * DAY_US + ofDay, zoned[2], text);
    return this.#accept("local", day * DAY_US + ofDay, `${dateText} ${clockText}`);
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
    if (!Number.isFinite(value)) return this.#refuse(`expected a time, found ${shortText(text)}`);
    // One day of margin keeps ends of dates and offsets of zones within the range of exact integers.
    if (form !== "epoch" && !(Math.abs(value) < TIME_US_LIMIT - DAY_US)) {
      return this.#refuse(`the time ${shortText(text)} lies outside the years 1685 to 2254`);
    }
    let own = form;
    if (this.form !== undefined && this.form !== form) {
      // Some programs leave out the time of day at midnight. Once all rows are known it shows whether these are such.
      const isMixed = isWall(form) && isWall(this.form);
      if (!isMixed) return this.#refuseForm(`expected ${FORM_NAMES[this.form]}`, text);
      this.mixesDates = true;
      own = "local";
    }
    this.form = own;
    this.problem = "";
    return value;
  }

  #refuseForm(expected: string, text: string): number {
    return this.#refuse(`${expected} as in the rows before, found ${shortText(text)}`, "write all times in one form");
  }

  #refuse(problem: string, remedy?: string, isFatal: boolean = false): number {
    this.problem = problem;
    this.remedy = remedy;
    this.isFatal = isFatal;
    return NaN;
  }

  #clockUs(text: string): number {
    return this.#endOfDay(clockUs(text));
  }

  #endOfDay(ofDay: number): number {
    if (ofDay === DAY_US) this.hasDayEnds = true;
    return ofDay;
  }
}

const FORM_NAMES: Readonly<Record<StampForm, string>> = {
  date: "a date alone",
  local: "a date and time",
  instant: "a time with its offset from UTC",
  epoch: "a number since the epoch",
};

/** Returns whether stamps of a form are readings of a clock. */
function isWall(form: StampForm): boolean {
  return form === "date" || form === "local";
}

/** Returns whether a name is that of one clock: short names such as EST are those of several. */
function isZone(name: string): boolean {
  if (!name.includes("/")) return false;
  try {
    return new TimeZone(name).name === name;
  } catch {
    return false;
  }
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
  const match = /([+-])(\d{1,2}):?(\d{2})?:?(\d{2})?$/.exec(text);
  if (match === null) return 0;
  const ofDay = timeOfDayUs(match[2], match[3] ?? "0", match[4], undefined, undefined);
  return match[1] === "-" ? -ofDay : ofDay;
}

/** Returns two digits as a number, or NaN. */
function twoDigits(bytes: Uint8Array, offset: number): number {
  const tens = bytes[offset]! - 0x30;
  const ones = bytes[offset + 1]! - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}
