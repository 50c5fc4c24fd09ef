/**
 * What JSON can say.
 *
 * @module
 */

/** A value of JSON. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** An object of JSON. */
export interface JsonObject {
  /** Its values by name. */
  readonly [name: string]: JsonValue;
}

/** Whether a value is an object and neither null nor an array. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
