/**
 * Finds the first difference between two pieces of plain data.
 *
 * @module
 */

import type { JsonValue } from "../records/json.ts";

/** The first place at which two values differ. */
export interface Difference {
  /** Path of the place, such as `params.fast`. */
  readonly path: string;
  /** The first value there, as text. */
  readonly first: string;
  /** The second value there, as text. */
  readonly second: string;
}

/** Returns the first difference, or undefined if there is none. */
export function firstDifference(
  first: JsonValue | undefined,
  second: JsonValue | undefined,
  path = "",
): Difference | undefined {
  if (isContainer(first) && isContainer(second) && Array.isArray(first) === Array.isArray(second)) {
    for (const name of new Set([...Object.keys(first), ...Object.keys(second)])) {
      const inner = Array.isArray(first) ? `${path}[${name}]` : path === "" ? name : `${path}.${name}`;
      const found = firstDifference(at(first, name), at(second, name), inner);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return first === second ? undefined : { path, first: shown(first), second: shown(second) };
}

function isContainer(
  value: JsonValue | undefined,
): value is readonly JsonValue[] | Readonly<Record<string, JsonValue>> {
  return typeof value === "object" && value !== null;
}

function at(
  container: readonly JsonValue[] | Readonly<Record<string, JsonValue>>,
  name: string,
): JsonValue | undefined {
  return Object.hasOwn(container, name) ? (container as Readonly<Record<string, JsonValue>>)[name] : undefined;
}

function shown(value: JsonValue | undefined): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
