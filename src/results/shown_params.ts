/**
 * Parameters of a strategy as JSON, and as the summary shows them.
 *
 * @module
 */

import { inspected } from "../host.ts";
import type { JsonObject, JsonValue } from "../records/json.ts";

// Taken before any strategy is loaded, which could put another in its place.
const { stringify } = JSON;

/** Longest text of a parameter in a summary. */
const TEXT_LIMIT = 60;

/** Parameters of a strategy for those who read a result. */
export interface ShownParams {
  /** The parameters as JSON; one that JSON cannot hold is its text. */
  readonly plain: JsonObject;
  /** Text of each parameter in the summary, by its name. JSON does not tell a date from its text, so a document keeps it. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Returns parameters as JSON and as texts. */
export function shownParams(params: Readonly<Record<string, unknown>>): ShownParams {
  const texts = Object.entries(params).map(([name, value]) => [name, paramText(value)]);
  return { plain: plainParams(params), texts: Object.fromEntries(texts) };
}

function paramText(value: unknown): string {
  const text = typeof value === "string" ? stringify(value) : inspected(value);
  return text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}...` : text;
}

/** Returns parameters as JSON. One that JSON cannot hold is its text, as in the summary; a Date is its ISO text. */
function plainParams(params: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, plainParam(value)]));
}

function plainParam(value: unknown): JsonValue {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? inspected(value) : value.toISOString();
  return isJson(value, []) ? value : inspected(value);
}

/** Returns whether JSON holds a value whole, without a call of a method of it. */
function isJson(value: unknown, above: readonly object[]): value is JsonValue {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object" || above.includes(value)) return false;
  const inside = [...above, value];
  if (Array.isArray(value)) return value.every((item) => isJson(item, inside));
  return Object.getPrototypeOf(value) === Object.prototype &&
    Object.values(value).every((item) => isJson(item, inside));
}
