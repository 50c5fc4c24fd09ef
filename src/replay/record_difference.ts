/**
 * Compares two records field by field.
 *
 * @module
 */

import { recordToJson } from "./json_record.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../records/json.ts";
import type { RecordFamily } from "../records/record_fields.ts";

/** A field that differs between the two sides; `undefined` on a side without that field. */
export interface FieldDifference {
  /** Name of the field. */
  readonly name: string;
  /** The value in the log. */
  readonly logged: JsonValue | undefined;
  /** The value from the engine now. */
  readonly replayed: JsonValue | undefined;
}

/** Returns the fields in which two records differ. Each record is the first words of its array. */
export function recordDifferences(
  family: RecordFamily,
  logged: Uint32Array,
  replayed: Uint32Array,
): readonly FieldDifference[] {
  return fieldDifferences(flat(recordToJson(family, logged, 0)), flat(recordToJson(family, replayed, 0)));
}

/** Returns the fields in which two objects differ. */
export function fieldDifferences(logged: JsonObject, replayed: JsonObject): readonly FieldDifference[] {
  const names = new Set([...Object.keys(logged), ...Object.keys(replayed)]);
  return [...names].filter((name) => JSON.stringify(logged[name]) !== JSON.stringify(replayed[name]))
    .map((name) => ({ name, logged: logged[name], replayed: replayed[name] }));
}

/** Returns named and unnamed lanes in one object. */
function flat({ raw, ...named }: JsonObject): JsonObject {
  if (!isJsonObject(raw)) return named;
  return { ...named, ...Object.fromEntries(Object.entries(raw).map(([lane, value]) => [`raw.${lane}`, value])) };
}
