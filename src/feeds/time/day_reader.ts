/**
 * Reads dates in the forms of price files, which `time_stamp.ts` lists.
 *
 * @module
 */

import { shortText } from "../csv/short_text.ts";
import { dayOfDate } from "./civil_date.ts";
import type { DateOrder } from "./date_order.ts";
import { monthOfName } from "./month_names.ts";

const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/;
const COMPACT_DATE = /^(1[89]\d\d|2[01]\d\d)(\d\d)(\d\d)$/;
const MONTH_NAME_FIRST = /^(\p{L}{3,12})\.?\s+(\d{1,2})(?:,\s*|\s+)(\d{4})$/u;
const MONTH_NAME_SECOND = /^(\d{1,2})\.?[-\s]?(\p{L}{3,12})\.?[-\s,]?\s?(\d{4}|\d{2})$/u;
/** A day of the week before a date. */
const WEEKDAY = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+/i;
/** A month, a quarter or a week, and no day. */
const LONGER = /^(?:\d{4}[-/.]\d{1,2}|\d{4}[-\s]?[QqWw]\d{1,2}|[Qq]\d[-\s]\d{4}|\p{L}{3,9}\.?[-\s](?:\d{4}|\d{2}))$/u;

/** Years of two digits from this one on are of the 1900s, as in most programs. */
const FIRST_SHORT_YEAR = 70;

/** Reads dates one by one. After one that could not be read, the fields have the reason. */
export class DayReader {
  /** The fault of the last text that looks like a date and is none; empty for a text that does not look like one. */
  problem = "";
  /** What to do about the fault, where it is not the row that is bad. */
  remedy: string | undefined = undefined;
  /** True if the fault shows that the other rows are read wrongly. */
  isFatal = false;
  /** The first date with a year of two digits. */
  shortYear: string | undefined = undefined;

  readonly #dateOrder: DateOrder | undefined;
  /** The first date that shows by a number above 12 which order it has. */
  #proof: string | undefined;

  /**
   * Starts a series.
   *
   * @param dateOrder Order of day and month in `01/02/2006`.
   */
  constructor(dateOrder: DateOrder | undefined) {
    this.#dateOrder = dateOrder;
  }

  /**
   * Reads a date.
   *
   * @param given The text, trimmed.
   * @returns Days since 1970-01-01, or NaN.
   */
  read(given: string): number {
    this.problem = "";
    this.remedy = undefined;
    this.isFatal = false;
    // Most dates begin with a digit.
    const text = given > ":" ? given.replace(WEEKDAY, "") : given;
    const yearFirst = YEAR_FIRST.exec(text);
    if (yearFirst !== null) return this.#day(yearFirst[1]!, yearFirst[3]!, yearFirst[4]!, text);
    const compact = COMPACT_DATE.exec(text);
    if (compact !== null) {
      // Eight digits that are no date may still be a count of seconds, so this is no fault yet.
      return dayOfDate(Number(compact[1]), Number(compact[2]), Number(compact[3]));
    }
    const yearLast = YEAR_LAST.exec(text);
    if (yearLast !== null) return this.#ofNumbers(yearLast as unknown as NumbersMatch, text);
    const nameFirst = MONTH_NAME_FIRST.exec(text);
    if (nameFirst !== null) return this.#ofName(nameFirst[3]!, nameFirst[1]!, nameFirst[2]!, text);
    const nameSecond = MONTH_NAME_SECOND.exec(text);
    if (nameSecond !== null) return this.#ofName(nameSecond[3]!, nameSecond[2]!, nameSecond[1]!, text);
    if (LONGER.test(text)) {
      this.#refuse(
        `${shortText(text)} is no day, and a bar has the date of one`,
        "write the first or the last day of each bar, as in 2024-01-31",
      );
    }
    return NaN;
  }

  /** Reads a date of three numbers, the year last. */
  #ofNumbers([, first, separator, second, year]: NumbersMatch, text: string): number {
    const isShort = year.length === 2;
    // A date with points and a whole year has the day first in all countries.
    const order = this.#dateOrder ?? (separator === "." && !isShort ? "dmy" : undefined);
    if (order === undefined) {
      if (isShort) {
        this.#refuse(
          `the year of ${shortText(text)} has two digits`,
          `write years with four digits, or pass dateOrder: "mdy" (month first) or "dmy" (day first)`,
        );
      } else this.problem = `expected dates of one kind, found ${shortText(text)}`;
      return NaN;
    }
    const [month, day] = order === "mdy" ? [first, second] : [second, first];
    if (isShort) this.shortYear ??= text;
    const number = dayOfDate(wholeYear(year), Number(month), Number(day));
    if (Number.isNaN(number)) {
      this.problem = `there is no date ${shortText(text)}`;
      const isOther = !Number.isNaN(dayOfDate(wholeYear(year), Number(day), Number(month)));
      if (isOther) this.#refuseOrder(order, text);
    } else if (this.#proof === undefined && Number(day) > 12) this.#proof = text;
    return number;
  }

  /** Refuses a date that has its day and month the other way round. The dates with small numbers may be so too. */
  #refuseOrder(order: DateOrder, text: string): void {
    const [own, other] = order === "dmy" ? ["day", "month"] : ["month", "day"];
    if (this.#proof !== undefined) {
      this.#refuse(
        `there is no date ${shortText(text)} with the ${own} first, which ${shortText(this.#proof)} before it has`,
        `write all dates in one order`,
      );
      this.isFatal = true;
    } else if (this.#dateOrder === undefined) {
      this.#refuse(
        `there is no date ${shortText(text)} with the ${own} first, as dates with points have it`,
        `pass dateOrder: "mdy" if the ${other} is first`,
      );
      this.isFatal = true;
    } else {
      this.#refuse(
        `there is no date ${shortText(text)} with the ${own} first, as dateOrder: "${order}" says`,
        `pass dateOrder: "${order === "dmy" ? "mdy" : "dmy"}" if the ${other} is first`,
      );
    }
  }

  #ofName(year: string, name: string, day: string, text: string): number {
    if (year.length === 2) this.shortYear ??= text;
    return this.#day(wholeYear(year), monthOfName(name), day, text);
  }

  #day(year: string | number, month: string | number, day: string, text: string): number {
    const number = dayOfDate(Number(year), Number(month), Number(day));
    if (Number.isNaN(number)) this.problem = `there is no date ${shortText(text)}`;
    return number;
  }

  #refuse(problem: string, remedy: string): void {
    this.problem = problem;
    this.remedy = remedy;
  }
}

type NumbersMatch = readonly [string, string, string, string, string];

function wholeYear(year: string): number {
  const number = Number(year);
  return year.length === 4 ? number : number + (number < FIRST_SHORT_YEAR ? 2000 : 1900);
}
