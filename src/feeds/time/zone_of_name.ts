/**
 * The clock that the name of a column of times says: `Gmt time`, `datetime_utc`, `Time (UTC+8)`.
 *
 * @module
 */

import { TimeZone } from "./time_zone.ts";

/** A zone beside an offset: `UTC+8`, `GMT -05:30`. */
const WITH_OFFSET = /(?:UTC|GMT)\s?([+-])(\d{1,2})(?::?([0-5]\d))?(?!\d)/i;

/**
 * Returns the clock that the name of a column says, if it says one.
 *
 * @param name The name, as written in the file.
 * @returns The clock, or `undefined` for a name without one.
 */
export function zoneOfName(name: string): TimeZone | undefined {
  const offset = WITH_OFFSET.exec(name);
  if (offset !== null) {
    const [, sign, hours, minutes] = offset;
    if (Number(hours) > 14) return undefined;
    const text = `${sign}${hours!.padStart(2, "0")}:${minutes ?? "00"}`;
    return new TimeZone(/[1-9]/.test(text) ? text : "UTC");
  }
  // A small letter before a capital one ends a word too, as in dateUtc.
  const words = name.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const says = words.some((word) => /^(?:utc|gmt)$|^(?:date|time|datetime|timestamp)(?:utc|gmt)$/.test(word));
  return says ? new TimeZone("UTC") : undefined;
}
