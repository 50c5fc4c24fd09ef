/**
 * Times of day that are digits alone: `0930`, `093000`, those that lost their first zeros, as `931`, and seconds since
 * midnight. One of them does not tell, a column does.
 *
 * @module
 */

import { shortText } from "../csv/short_text.ts";
import { DAY_US, formatWallTime, HOUR_US, MINUTE_US, SECOND_US } from "./civil_date.ts";

/** What the digits of times of day are, in a column in which they have several lengths. */
export type ClockDigits = "HHMM" | "HHMMSS" | "seconds";

/** Rows that are looked at: the nights and mornings of many days, in which zeros are lost. */
const ROWS_TRIED = 10_000;

/** Seconds of a day. */
const DAY_SECONDS = DAY_US / SECOND_US;

/**
 * Returns what the digits of a column of times of day are.
 *
 * @param texts The times.
 * @param column The column, for messages.
 * @param source The origin of the rows, for messages.
 * @returns The kind, with a text that it changes; `undefined` where the texts are whole, or no digits.
 * @throws {RangeError} If they can be read in two ways.
 */
export function settleClockDigits(
  texts: Iterable<string>,
  column: string,
  source: string,
): { readonly kind: ClockDigits; readonly example: string } | undefined {
  let longest = 0, shortest = Infinity, greatest = 0, example = "";
  const fits = { HHMM: true, HHMMSS: true };
  let row = 0;
  for (const text of texts) {
    if (row++ === ROWS_TRIED) break;
    // A zero in front shows that none is lost.
    if (!/^\d{1,6}$/.test(text) || (text.length > 1 && text.length < 6 && text.startsWith("0"))) return undefined;
    longest = Math.max(longest, text.length);
    if (text.length < shortest) [shortest, example] = [text.length, text];
    greatest = Math.max(greatest, Number(text));
    for (const kind of ["HHMM", "HHMMSS"] as const) fits[kind] &&= !Number.isNaN(clockOfDigits(text, kind));
  }
  if (longest === 0 || (shortest === longest && (longest === 4 || longest === 6))) return undefined;
  if (longest <= 4 && fits.HHMM) return { kind: "HHMM", example };
  if (longest > 4 && fits.HHMMSS && greatest > DAY_SECONDS) return { kind: "HHMMSS", example };
  if (longest > 4 && !fits.HHMMSS && greatest <= DAY_SECONDS) return { kind: "seconds", example };
  if (longest > 4 && !fits.HHMMSS) return undefined;
  const readings = (["HHMM", "HHMMSS", "seconds"] as const)
    .map((kind) => clockOfDigits(example, kind)).filter((us) => !Number.isNaN(us)).map(clockText);
  throw new RangeError(
    `Cannot tell the times of day in column ${column} of ${source}: digits such as ${shortText(example)} may be ${
      [...new Set(readings)].join(" or ")
    }; write them as 09:30:00`,
  );
}

/**
 * Returns a time of day that is digits alone.
 *
 * @param text The digits.
 * @param kind What they are.
 * @returns Microseconds since midnight, or NaN.
 */
export function clockOfDigits(text: string, kind: ClockDigits): number {
  if (kind === "seconds") return Number(text) <= DAY_SECONDS ? Number(text) * SECOND_US : NaN;
  if (text.length > kind.length) return NaN;
  const digits = text.padStart(kind.length, "0").padEnd(6, "0");
  const [hour, minute, second] = [0, 2, 4].map((at) => Number(digits.slice(at, at + 2))) as [number, number, number];
  const us = hour * HOUR_US + minute * MINUTE_US + second * SECOND_US;
  return minute < 60 && second < 60 && us <= DAY_US ? us : NaN;
}

/** Returns a time of day for a message. */
export function clockText(us: number): string {
  return us === DAY_US ? "24:00:00" : formatWallTime(us + DAY_US).padEnd(19, "T00:00:00").slice(11, 19);
}
