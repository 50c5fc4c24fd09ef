/**
 * A case of an indicator: a call of it, with the promises that differ from those of every indicator.
 *
 * @module
 */

import { Clock } from "../../src/lines/clock.ts";
import { FeedLines } from "../../src/lines/feed_lines.ts";
import { columnOf, Line } from "../../src/lines/line.ts";
import { bars } from "../../src/feeds/read_columns.ts";
import { feedOf } from "../../src/feeds/bars.ts";

/** Inputs for an indicator: the lines of a feed, and two lines of the same clock that may have holes. */
export interface IndicatorInputs {
  /** A feed with all columns; its prices have no holes. */
  readonly feed: FeedLines;
  /** A line that may have holes. */
  readonly line: Line;
  /** Another one. */
  readonly other: Line;
}

/** One line, or an object of several by name. */
export type MadeLines = Line | object;

/** A call of an indicator. */
export interface IndicatorCase {
  /** Name of the exported function. */
  readonly name: string;
  /** Makes the lines; with a period that is not the usual one, where the indicator has a main period. */
  readonly make: (inputs: IndicatorInputs, period?: number) => MadeLines;
  /** True if it has a main period: it is tried with 1, with that of the data, and with what is none. */
  readonly hasPeriod: boolean;
  /** Least period, if that is not 1. */
  readonly leastPeriod?: number;
  /** Series on which a value behind the warm-up may be none, with the documented reason. */
  readonly undefinedOn?: Readonly<Partial<Record<SeriesName, string>>>;
}

/** Names of the series that every indicator is tried on. */
export type SeriesName = "walk" | "constant" | "extreme" | "holes" | "no volume" | "flat bars";

/** All names. */
export const SERIES: readonly SeriesName[] = ["walk", "constant", "extreme", "holes", "no volume", "flat bars"];

/** Columns of a series. */
export interface SeriesColumns {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  readonly line: Float64Array;
  readonly other: Float64Array;
}

/** Makes a series of bars from a seed. */
export function seriesOf(name: SeriesName, seed: number, length: number): SeriesColumns {
  let state = seed;
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const zeros = (): Float64Array => new Float64Array(length);
  const columns = {
    open: zeros(),
    high: zeros(),
    low: zeros(),
    close: zeros(),
    volume: zeros(),
    line: zeros(),
    other: zeros(),
  };
  const { open, high, low, close, volume, line, other } = columns, moves = name !== "constant";
  let price = 100;
  for (let i = 0; i < length; i++) {
    const scale = name === "extreme" && random() < 0.1 ? 10 ** Math.floor(random() * 9 - 4) : 1;
    open[i] = price;
    if (moves) price = Math.max(0.5, Math.round((price + random() * 2 - 1) * 100) / 100);
    close[i] = price * scale;
    const wide = moves && name !== "flat bars";
    high[i] = Math.max(open[i]!, close[i]!) + (wide ? Math.round(random() * 100) / 100 : 0);
    low[i] = Math.min(open[i]!, close[i]!) * (wide ? 1 - Math.round(random() * 20) / 1000 : 1);
    if (name === "flat bars") open[i] = high[i] = low[i] = close[i]!;
    volume[i] = name === "no volume" ? 0 : Math.floor(random() * 1000) + 1;
    line[i] = name === "holes" && random() < 0.02 ? NaN : close[i]!;
    other[i] = name === "holes" && random() < 0.02 ? NaN : moves ? close[i]! + random() * 4 - 2 : close[i]!;
  }
  return columns;
}

/** Makes the inputs over a series, on a clock of their own. */
export function inputsOf(columns: SeriesColumns, stepwise = false): { inputs: IndicatorInputs; clock: Clock } {
  const { line, other, ...prices } = columns, { length } = line;
  const time = Array.from({ length }, (_value, day) => new Date(Date.UTC(2000, 0, 1 + day)));
  const clock = new Clock("series", length), feed = bars({ time, ...prices }, { name: "series", timeframe: "1d" });
  clock.stepwise = stepwise;
  return {
    inputs: {
      feed: new FeedLines(feedOf(feed), clock),
      line: new Line({ name: "line", clock, values: line }),
      other: new Line({ name: "other", clock, values: other }),
    },
    clock,
  };
}

/** Returns the lines of a call by name; a single one has the empty name. */
export function linesByName(made: MadeLines): readonly (readonly [string, Line])[] {
  return made instanceof Line ? [["", made]] : Object.entries(made) as [string, Line][];
}

/** The columns of a call over whole columns. */
export function whole(
  { make }: Pick<IndicatorCase, "make">,
  columns: SeriesColumns,
  period?: number,
): ReadonlyMap<string, Float64Array> {
  const made = linesByName(make(inputsOf(columns).inputs, period));
  return new Map(made.map(([name, line]) => [name, columnOf(line)]));
}

/** The columns of a call whose values are made when their bars have come. */
export function stepped(
  { make }: Pick<IndicatorCase, "make">,
  columns: SeriesColumns,
  period?: number,
): ReadonlyMap<string, Float64Array> {
  const { inputs, clock } = inputsOf(columns, true), made = linesByName(make(inputs, period));
  const values = new Map(made.map(([name]) => [name, new Float64Array(clock.length)]));
  while (++clock.index < clock.length) for (const [name, line] of made) values.get(name)![clock.index] = line.now;
  return values;
}
