/**
 * A record as one line for people.
 *
 * @module
 */

import type { JsonObject, JsonValue } from "./json_value.ts";

/**
 * Writes the named fields of a record as one line, its kind first, without those that say nothing:
 * `PLACE time_us=1000 order_id=1 quantity=5 order_type=MARKET`.
 */
export function recordText({ kind, ...fields }: JsonObject): string {
  const parts = Object.entries(fields).filter(([, value]) => !saysNothing(value)).map(([name, value]) =>
    `${name}=${valueText(value)}`
  );
  return [typeof kind === "string" ? kind : `kind ${kind}`, ...parts].join(" ");
}

/** Whether a lane is as a reserved one: zero, no code, no bits. */
function saysNothing(value: JsonValue): boolean {
  return value === 0 || value === "NONE" || Array.isArray(value) && value.length === 0;
}

function valueText(value: JsonValue): string {
  if (Array.isArray(value)) return value.join("|");
  return typeof value === "object" ? JSON.stringify(value) : `${value}`;
}
