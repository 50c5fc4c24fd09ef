/**
 * Text for people: records as lines, hashes as digits, names in quotes.
 *
 * @module
 */

import type { JsonObject, JsonValue } from "./json.ts";

/**
 * Writes the named fields of a record as one line, its kind first and without empty fields: `PLACE time_us=1000
 * order_id=1 quantity=5 order_type=MARKET`.
 *
 * @param display Display values by field, which stand in brackets behind the value: `limit=9995 (99.95)`. A field that
 * has one is written although it is zero.
 */
export function recordText(
  { kind, ...fields }: JsonObject,
  display: Readonly<Record<string, number | string>> = {},
): string {
  const parts = Object.entries(fields).filter(([name, value]) => name in display || !saysNothing(value)).map((
    [name, value],
  ) => `${name}=${valueText(value)}${name in display ? ` (${display[name]})` : ""}`);
  return [typeof kind === "string" ? kind : `kind ${kind}`, ...parts].join(" ");
}

/** Writes two words of a hash as 16 hexadecimal digits, the form of `Result.chain`. */
export function hashText(low: number, high: number): string {
  return digits(low) + digits(high);
}

/** Returns the two words of a hash from 16 hexadecimal digits, or undefined for other texts. */
export function parseHash(text: string): readonly [low: number, high: number] | undefined {
  if (!/^[0-9a-f]{16}$/.test(text)) return undefined;
  return [Number.parseInt(text.slice(0, 8), 16), Number.parseInt(text.slice(8), 16)];
}

/** Writes names in quotes, as a list. */
export function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

/** Returns whether a value is empty, as in a reserved lane: zero, no code, no bits. */
function saysNothing(value: JsonValue): boolean {
  return value === 0 || value === "NONE" || Array.isArray(value) && value.length === 0;
}

function valueText(value: JsonValue): string {
  if (Array.isArray(value)) return value.join("|");
  return typeof value === "object" ? JSON.stringify(value) : `${value}`;
}

function digits(word: number): string {
  return word.toString(16).padStart(8, "0");
}
