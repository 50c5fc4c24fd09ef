/**
 * JSON values, with doubles bit for bit: the shortest text that reads back as the same number, and words for numbers
 * that JSON lacks.
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

/** Returns whether a value is an object and neither null nor an array. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Words of the NaN that is written as `nan`; any other NaN is written with all its bits. */
const NAN_LOW = 0;
const NAN_HIGH = 0x7ff8_0000;

const scratch = new Float64Array(1);
const scratchWords = new Uint32Array(scratch.buffer);

/**
 * Returns the double of two words as JSON: a number, `"-0"`, `"inf"`, `"-inf"`, `"nan"`, or the bits of another NaN.
 */
export function doubleToJson(low: number, high: number): number | string {
  scratchWords[0] = low;
  scratchWords[1] = high;
  const value = scratch[0]!;
  if (value === 0) return high === 0 ? 0 : "-0";
  if (Number.isFinite(value)) return value;
  if (value === Infinity) return "inf";
  if (value === -Infinity) return "-inf";
  if (low === NAN_LOW && high === NAN_HIGH) return "nan";
  return "0x" + high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
}

/** Returns the two words of a double in JSON, or undefined if the value is no double. */
export function doubleFromJson(value: JsonValue | undefined): readonly [low: number, high: number] | undefined {
  if (value === "nan") return [NAN_LOW, NAN_HIGH];
  if (typeof value === "string" && /^0x[7f]ff[0-9a-f]{13}$/.test(value)) {
    const high = Number.parseInt(value.slice(2, 10), 16), low = Number.parseInt(value.slice(10), 16);
    scratchWords[0] = low;
    scratchWords[1] = high;
    return Number.isNaN(scratch[0]) ? [low, high] : undefined;
  }
  const number = value === "-0" ? -0 : value === "inf" ? Infinity : value === "-inf" ? -Infinity : value;
  // A JSON number that is too large reads as Infinity, which is another value.
  if (typeof number !== "number" || (number === value && !Number.isFinite(number))) return undefined;
  scratch[0] = number;
  return [scratchWords[0]!, scratchWords[1]!];
}
