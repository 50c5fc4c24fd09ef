/**
 * The order of day and month in dates such as `01/02/2006`, which only the dates of a whole series can tell.
 *
 * @module
 */

import { shortText } from "../csv/short_text.ts";

/** The place of the month in `01/02/2006`: first (`"mdy"`) or second (`"dmy"`). */
export type DateOrder = "mdy" | "dmy";

/**
 * What the dates of a series tell: an order; `"none"` where the first one has another form; `"ambiguous"` where no date
 * decides; `"short"` where none does and years have two digits, so that the year may be first as well.
 */
export type FoundOrder = DateOrder | "none" | "ambiguous" | "short";

/** A date of three numbers, which may stand behind a time of day or a weekday. */
const NUMBERS = /^(?:=")?(?:\d{1,2}:\d{2}\S*\s+|[A-Za-z]{3,9}\.?,?\s+)?(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;

/**
 * Infers the order of day and month from all dates of a series: the first number above 12 decides. Where years have two
 * digits, a number above 12 in front may be a year, so that one above 31 at the end has to show that the year is there.
 *
 * @param texts The stamps, or only their dates.
 * @returns The order, or why there is none.
 */
export function inferDateOrder(texts: Iterable<string>): FoundOrder {
  return findOrder(texts).order;
}

/**
 * Returns the order of day and month in the dates of a series.
 *
 * @param texts The stamps, or only their dates.
 * @param column The column, for messages.
 * @param source The origin of the rows, for messages.
 * @returns The order; `undefined` for dates that need none.
 * @throws {RangeError} If the dates need an order and do not tell it.
 */
export function settleDateOrder(texts: Iterable<string>, column: string, source: string): DateOrder | undefined {
  const { order, first } = findOrder(texts);
  if (order === "ambiguous") {
    throw new RangeError(
      `Cannot tell months from days in column ${column} of ${source}: no number in its dates is above 12; ` +
        `pass dateOrder: "mdy" (month first) or "dmy" (day first)`,
    );
  }
  if (order === "short") {
    throw new RangeError(
      `Cannot tell day, month and year in column ${column} of ${source}: years have two digits, as in ${
        shortText(first)
      }, and the numbers of the dates fit several orders; pass dateOrder: "mdy" (month first) or "dmy" (day first) ` +
        `where the year is last, or write years with four digits`,
    );
  }
  return order === "none" ? undefined : order;
}

function findOrder(texts: Iterable<string>): { readonly order: FoundOrder; readonly first: string } {
  let first = "", isShort = false, isYearLast = false, isDayFirst = false;
  for (const text of texts) {
    const match = NUMBERS.exec(text);
    // Dates with points and a whole year have the day first in all countries, so they ask for no order.
    const needsOrder = match !== null && !(match[2] === "." && match[4]!.length === 4);
    if (!needsOrder) {
      // A first cell that starts with a digit decides the form; any other cell may be a bad row.
      if (first === "" && /^\d/.test(text)) return { order: "none", first: text };
      continue;
    }
    if (first === "") first = text;
    const [, one, , two, year] = match;
    if (year!.length === 2) isShort = true;
    if (year!.length === 4 || Number(year) > 31) isYearLast = true;
    if (isShort && Number(one) > 31) return { order: "short", first };
    if (Number(two) > 12) return { order: "mdy", first };
    if (Number(one) > 12) isDayFirst = true;
    if (isDayFirst && isYearLast) return { order: "dmy", first };
  }
  return { order: first === "" ? "none" : isShort ? "short" : "ambiguous", first };
}
