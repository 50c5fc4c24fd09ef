/**
 * Finds the lines that a strategy declares in its fields.
 *
 * @module
 */

import type { LineMemory } from "../lines/line_about.ts";
import { columnOf, Line, timesOf } from "../lines/line.ts";
import { GIVEN_FIELDS } from "./strategy.ts";

/** A declared line with its values. */
export interface DeclaredLine {
  /** The field of the strategy, such as `cross` or `averages[1]`. */
  readonly field: string;
  /** Name of the line, such as `sma(close, 10)`. */
  readonly name: string;
  /** Time of each of its bars: those of its feed, or of several. */
  readonly timeUs: Float64Array;
  /** Number of its bars up to its first value. */
  readonly minPeriod: number;
  /** Bars that a value depends on, as its indicators declare. */
  readonly memory: LineMemory;
  /** One value for each bar. */
  readonly values: Float64Array;
}

/** A line and the field of the strategy that holds it. */
export interface LineField {
  /** The field of the strategy, such as `cross`, `macd.signal` or `averages[1]`. */
  readonly field: string;
  /** The line. */
  readonly line: Line;
}

/** Depth to which arrays, maps and plain objects are searched. */
const DEPTH = 3;

/**
 * Returns the lines in a strategy's own public fields, and in arrays, maps and plain objects there. A line in several
 * fields comes once for each of them.
 */
export function lineFields(strategy: object): LineField[] {
  const found: LineField[] = [];
  const search = (value: unknown, field: string, depth: number): void => {
    if (value instanceof Line) found.push({ field, line: value });
    else if (depth < DEPTH && typeof value === "object" && value !== null) {
      for (const [name, inner] of partsOf(value)) search(inner, `${field}${name}`, depth + 1);
    }
  };
  for (const [name, value] of Object.entries(strategy)) if (!GIVEN_FIELDS.has(name)) search(value, name, 0);
  return found;
}

/** Returns each line of {@linkcode lineFields} once, under its first field, with copies of its values. */
export function declaredLines(strategy: object): DeclaredLine[] {
  const seen = new Set<Line>();
  return lineFields(strategy).filter(({ line }) => !seen.has(line) && seen.add(line)).map(({ field, line }) => {
    const { name, minPeriod, memory } = line;
    return { field, name, timeUs: timesOf(line).slice(), minPeriod, memory, values: columnOf(line).slice() };
  });
}

function partsOf(value: object): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.map((inner, at) => [`[${at}]`, inner]);
  if (value instanceof Map) return [...value].map(([key, inner]) => [`.get(${String(key)})`, inner]);
  if (Object.getPrototypeOf(value) !== Object.prototype) return [];
  return Object.entries(value).map(([name, inner]) => [`.${name}`, inner]);
}
