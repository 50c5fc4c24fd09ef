/**
 * Parameters of a strategy as JSON.
 *
 * @module
 */

import { inspected } from "../host.ts";
import type { JsonObject, JsonValue } from "../records/json.ts";

/** Returns parameters as JSON. One that JSON cannot hold is its text, as in the summary; a Date is its ISO text. */
export function plainParams(params: Readonly<Record<string, unknown>>): JsonObject {
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
