/**
 * Decimal text, in which venues say prices and sizes.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { VenueError } from "./venue_error.ts";

const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** Returns whether a value is a number as decimal text, without an exponent. */
export function isDecimalText(value: unknown): value is string {
  return typeof value === "string" && DECIMAL.test(value);
}

/**
 * Returns decimal text of what a venue said, text as it is and a number as its shortest digits.
 *
 * @param what The value in words, for the message.
 * @throws {VenueError} BAD_ANSWER if it is no number.
 */
export function decimalText(value: unknown, what: string): string {
  if (isDecimalText(value)) return value;
  if (typeof value === "number" && Number.isFinite(value)) return plainDigits(value);
  throw new VenueError("BAD_ANSWER", `Cannot read ${what}: the venue said ${inspected(value, 0)}, which is no number`);
}

/** Returns the shortest digits of a number, without an exponent. */
function plainDigits(value: number): string {
  const text = String(value), match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign, whole, part = "", exponent] = match, shift = Number(exponent), digits = whole! + part;
  const point = whole!.length + shift;
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits}${"0".repeat(point - digits.length)}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
