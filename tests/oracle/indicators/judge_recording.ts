/**
 * Judges a recorded indicator: passed, failed with the first difference, or waiting for named functions.
 *
 * @module
 */

import { columnOf, Line } from "../../../src/lines/line.ts";
import { indicatorRows } from "../../indicators/indicator_rows.ts";
import { isClass } from "./classes.ts";
import { type MappedLine, NotThere } from "./recorded_class.ts";
import { type MadeSetup, makeSetup } from "./recorded_lines.ts";
import { BAR_COUNT, recordedFeed } from "./recorded_prices.ts";
import type { IndicatorRecording } from "./recording.ts";
import { parseSetup, type Setup } from "./setup.ts";

/** What became of a recording. */
export type RecordingVerdict =
  | { readonly outcome: "passed" }
  | { readonly outcome: "failed"; readonly why: string }
  | { readonly outcome: "waiting"; readonly features: readonly string[] };

/** Computes a recorded indicator over whole columns and step by step, and compares every value and minimum period. */
export function judgeRecording(recording: IndicatorRecording): RecordingVerdict {
  try {
    if (recording.length !== BAR_COUNT) {
      throw new RangeError(`Cannot compare ${recording.length} bars: the prices have ${BAR_COUNT}`);
    }
    const setup = parseSetup(recording.name, recording.args, isClass);
    const why = differenceOf(recording, setup, false) ?? differenceOf(recording, setup, true);
    return why === undefined ? { outcome: "passed" } : { outcome: "failed", why };
  } catch (error) {
    if (error instanceof NotThere) return { outcome: "waiting", features: [error.feature] };
    return { outcome: "failed", why: error instanceof Error ? error.message : String(error) };
  }
}

/** Returns the first difference as text, or undefined. */
function differenceOf(recording: IndicatorRecording, setup: Setup, stepwise: boolean): string | undefined {
  const { feed, clock } = recordedFeed(stepwise), made = makeSetup(setup, feed, recording.params);
  const names = Object.keys(recording.lines), ours = Object.keys(made.lines);
  if (names.toSorted().join() !== ours.toSorted().join()) {
    return `the recorded lines are ${names.join(", ")}, ours ${ours.join(", ")}`;
  }
  const tolerance = toleranceOf(made.indicators), way = stepwise ? "bar by bar" : "whole columns";
  const lines = new Map(names.map((name) => [name, made.lines[name]!]));
  const lineOf = (given: MappedLine): Line => given instanceof Line ? given : given.line;
  const columns = new Map([...lines].map(([name, given]) => {
    return [name, stepwise ? new Float64Array(BAR_COUNT) : columnOf(lineOf(given))];
  }));
  if (stepwise) {
    while (++clock.index < BAR_COUNT) {
      for (const [name, given] of lines) columns.get(name)![clock.index] = lineOf(given).now;
    }
  }
  for (const [name, given] of lines) {
    const isDisplaced = "ahead" in given, ahead = isDisplaced ? given.ahead : 0, column = columns.get(name)!;
    const roundings = "rounding" in given ? columnOf(given.rounding) : undefined;
    const takesStep = isDisplaced || isStepsOnly(recording, name, made.indicators);
    const recorded = takesStep ? recording.stepLines[name] ?? recording.lines[name]! : recording.lines[name]!;
    let first = 0;
    if (!isDisplaced) {
      // What backtrader wrote before its own minimum period is no value.
      first = recording.lineMinPeriods[name]! - 1;
      const least = made.minPeriodOfObject ? recording.minPeriod : recording.lineMinPeriods[name];
      const { minPeriod } = lineOf(given);
      if (minPeriod !== least) return `${name}: the minimum period is ${least}, ours ${minPeriod}`;
    }
    for (let bar = 0; bar < BAR_COUNT; bar++) {
      const value = bar + ahead < BAR_COUNT ? column[bar + ahead]! : NaN, wanted = bar < first ? NaN : recorded[bar]!;
      if (Math.abs(value - wanted) <= (roundings?.[bar] ?? 0)) continue;
      if (!isEqual(value, wanted, tolerance)) return `${name} at bar ${bar}, ${way}: recorded ${wanted}, ours ${value}`;
    }
  }
  return undefined;
}

/** Functions whose classes compute bar by bar alone: over whole columns they find no value of another indicator. */
const BAR_BY_BAR: readonly string[] = ["zeroLag", "dickson", "laguerreRsi", "laguerreFilter"];

/**
 * Returns whether backtrader has values of a line only bar by bar. It leaves the whole column empty, but for the last bar,
 * which it writes as the one before the first.
 */
function isStepsOnly(recording: IndicatorRecording, name: string, indicators: ReadonlySet<string>): boolean {
  return recording.lines[name]!.subarray(0, -1).every(Number.isNaN) && recording.stepLines[name] !== undefined &&
    BAR_BY_BAR.some((indicator) => indicators.has(indicator));
}

/** The relative tolerance: that of the least exact function that took part. */
function toleranceOf(indicators: MadeSetup["indicators"]): number {
  const rows = indicatorRows();
  return Math.max(
    0,
    ...[...indicators].map((name) => {
      const row = rows.get(name);
      if (row === undefined) {
        throw new TypeError(`Cannot compare ${name}: src/indicators/indicators.md has no row for it`);
      }
      return row.tolerance;
    }),
  );
}

/** Equality to the bit without a tolerance, also of NaN and of the sign of zero. */
function isEqual(value: number, recorded: number, tolerance: number): boolean {
  if (Object.is(value, recorded)) return true;
  return tolerance > 0 && Math.abs(value - recorded) <= tolerance * Math.max(Math.abs(value), Math.abs(recorded));
}
