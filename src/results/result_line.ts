/**
 * A line of a finished run: all of its values, with the time of each.
 *
 * @module
 */

import type { LineAbout } from "../lines/line_about.ts";
import { columnOf, timesOf } from "../lines/line.ts";
import { isoTime } from "../records/iso_time.ts";
import { quoted } from "../records/text.ts";
import { type LineField, lineFields } from "../strategy/declared_lines.ts";

/** The facts of a line that a {@linkcode ResultLine} is made of. */
export interface ResultLineFacts {
  /** The field of the strategy that holds the line, such as `sma`, `macd.signal` or `averages[1]`. */
  readonly field: string;
  /** Name of the line, such as `sma(close, 10)`. */
  readonly name: string;
  /** Time of each bar of the line in microseconds since the epoch. */
  readonly timeUs: Float64Array;
  /** One value for each bar; NaN before the first. */
  readonly values: Float64Array;
  /** Number of bars up to the first value. */
  readonly minPeriod: number;
  /** The indicator that the line is an output of; undefined for arithmetic and columns of a feed. */
  readonly about: LineAbout | undefined;
}

/**
 * A line that a strategy declared in one of its fields, with all of its values: {@linkcode Result.line} gives it. Its
 * bars are those of its feed, or of a resampled or joint clock, and not the steps of the run.
 *
 * The arrays are copies: what is written to them changes nothing else.
 *
 * @example
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Averages extends ct.Strategy.with({}) {
 *   averages = [5, 10].map((period) => ct.sma(this.data.close, period));
 * }
 *
 * const result = ct.backtest(Averages, await ct.sample("aapl"));
 * const line: ct.ResultLine = result.line("averages[1]");
 * assertEquals([line.name, line.minPeriod, line.values.length], ["sma(close, 10)", 10, 504]);
 * assert(Number.isNaN(line.values[8]!) && line.values[9]! > 0);
 * assertEquals(line.times[9], "2016-05-26T03:59:59.999999Z");
 * ```
 */
export class ResultLine implements ResultLineFacts {
  readonly field: string;
  readonly name: string;
  readonly timeUs: Float64Array;
  readonly values: Float64Array;
  readonly minPeriod: number;
  readonly about: LineAbout | undefined;
  #times: readonly string[] | undefined;

  /** Keeps the facts. Only a result calls it. */
  constructor({ field, name, timeUs, values, minPeriod, about }: ResultLineFacts) {
    this.field = field;
    this.name = name;
    this.timeUs = timeUs;
    this.values = values;
    this.minPeriod = minPeriod;
    this.about = about;
  }

  /** Time of each bar as ISO 8601 text in UTC, made when it is first asked for. */
  get times(): readonly string[] {
    return this.#times ??= Object.freeze(Array.from(this.timeUs, isoTime));
  }
}

/** Returns the lines of a strategy after its run, each under its first field. */
export function resultLines(strategy: object): ResultLine[] {
  const seen = new Set<object>();
  return lineFields(strategy).filter(({ line }) => !seen.has(line) && seen.add(line)).map(lineOf);
}

/**
 * Returns the line that a field of a strategy holds.
 *
 * @throws {RangeError} If no field of that name holds a line; the message lists those that do.
 */
export function resultLine(strategy: object, field: string): ResultLine {
  const fields = lineFields(strategy), found = fields.find((each) => each.field === field);
  if (found !== undefined) return lineOf(found);
  throw noSuchLine(field, fields.map((each) => each.field));
}

/** Returns the error about a field that holds no line. */
export function noSuchLine(field: unknown, fields: readonly string[]): RangeError {
  const known = fields.length === 0 ? "the strategy keeps no line in its fields" : `there are ${quoted(fields)}`;
  return new RangeError(
    `Cannot find line ${typeof field === "string" ? JSON.stringify(field) : typeof field}: ${known}`,
  );
}

function lineOf({ field, line }: LineField): ResultLine {
  const { name, minPeriod, about } = line;
  return new ResultLine({
    ...{ field, name, minPeriod, about },
    timeUs: timesOf(line).slice(),
    values: columnOf(line).slice(),
  });
}
