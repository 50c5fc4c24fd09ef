/**
 * Finds the lines that a strategy declares in its fields.
 *
 * @module
 */

import type { LineMemory, LinePlot } from "../lines/line_about.ts";
import { columnOf, Line, timesOf } from "../lines/line.ts";

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
  /** Name of its bars: that of its feed, or of several. */
  readonly clock: string;
  /** Place on a chart; arithmetic of lines has none. */
  readonly plot: LinePlot;
  /** One value for each bar. */
  readonly values: Float64Array;
}

/** Fields of the base class, which are no declarations of the strategy. */
const GIVEN: readonly string[] = ["params", "feeds", "data", "position", "broker"];
/** Depth to which arrays, maps and plain objects are searched. */
const DEPTH = 3;

/** Returns the lines in a strategy's own public fields, and in arrays, maps and plain objects there. */
export function declaredLines(strategy: object): DeclaredLine[] {
  const lines: DeclaredLine[] = [], seen = new Set<Line>();
  const search = (value: unknown, field: string, depth: number): void => {
    if (value instanceof Line) {
      if (!seen.has(value)) {
        const { name, minPeriod, memory } = value;
        const timeUs = timesOf(value).slice(), values = columnOf(value).slice();
        const plot = value.about?.plot ?? "none", clock = value.clock.name;
        lines.push({ field, name, timeUs, minPeriod, memory, clock, plot, values });
      }
      seen.add(value);
    } else if (depth < DEPTH && typeof value === "object" && value !== null) {
      for (const [name, inner] of partsOf(value)) search(inner, `${field}${name}`, depth + 1);
    }
  };
  for (const [name, value] of Object.entries(strategy)) if (!GIVEN.includes(name)) search(value, name, 0);
  return lines;
}

function partsOf(value: object): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.map((inner, at) => [`[${at}]`, inner]);
  if (value instanceof Map) return [...value].map(([key, inner]) => [`.get(${String(key)})`, inner]);
  if (Object.getPrototypeOf(value) !== Object.prototype) return [];
  return Object.entries(value).map(([name, inner]) => [`.${name}`, inner]);
}
