/**
 * The rounding of a deviation that is the root of the difference of two averages, that of the squares and the squared one.
 *
 * Both are near the square of the values, so that the bits of each, the last one of C's `pow` among them, are as large in
 * the difference as in the squares: the deviation of values that are close together has few digits, and is a rounding
 * alone where they are equal.
 *
 * @module
 */

import { highest } from "../../../src/indicators/statistics/highest.ts";
import type { Line } from "../../../src/lines/line.ts";
import type { RoundedLine } from "./recorded_class.ts";

/** Bits of a square that both averages may differ by, as a part of it. */
const PART = 4 * Number.EPSILON;

/** Returns the difference that the rounding of backtrader can make in a deviation of the last values of a line. */
export function deviationRounding(line: Line, deviation: Line, period: number): Line {
  const largest = highest(line.abs(), period), squares = largest.times(largest).times(PART);
  // The root of v + e is within e / root(v) of that of v, and within root(e) of it.
  return squares.dividedBy(deviation).min(squares.sqrt());
}

/** A deviation with its rounding. */
export function roundedDeviation(line: Line, deviation: Line, period: number): RoundedLine {
  return { line: deviation, rounding: deviationRounding(line, deviation, period) };
}
