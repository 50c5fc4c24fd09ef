/**
 * The kind of a value in words, for the refusal of one that is something else than asked for.
 *
 * @module
 */

import { inspected } from "./host.ts";

/**
 * Returns the kind of an object, and any other value as it is: a result that stands in the wrong place would fill the
 * message with its whole summary.
 */
export function valueKind(value: unknown): string {
  if (typeof value !== "object" || value === null) return inspected(value, 0);
  try {
    if (value instanceof Promise) return "a promise";
    if (Array.isArray(value)) return "an array";
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === null || prototype === Object.prototype) return "a plain object";
    const name: unknown = (prototype as object).constructor?.name;
    return typeof name === "string" && name !== "" ? `an object of class ${inspected(name)}` : "an object";
  } catch {
    // A revoked proxy, or a class whose name is a getter that throws.
    return "an object";
  }
}
