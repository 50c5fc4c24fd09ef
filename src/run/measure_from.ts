/**
 * The option `measureFrom`: the begin of the measured part of a run.
 *
 * @module
 */

import { inspected } from "../host.ts";

/** Begin of the measured part of a run: its first step, its first call of `next`, or a moment. */
export type MeasureFrom = "start" | "warm" | Date;

/**
 * Rejects a value that is no begin.
 *
 * @throws {TypeError} If it is none of the three.
 */
export function checkMeasureFrom(value: unknown): void {
  if (value === undefined || value === "start" || value === "warm") return;
  if (value instanceof Date && !Number.isNaN(value.getTime())) return;
  throw new TypeError(`Cannot use measureFrom ${inspected(value)}: pass "start", "warm" or a valid Date`);
}

/**
 * Returns the index of the first measured step.
 *
 * @param from The option.
 * @param timeUs Ends of the steps in microseconds since the epoch, ascending.
 * @param warmUpBars Steps before the first call of `next`.
 * @returns The index; the number of steps if none is measured.
 * @throws {RangeError} If a moment lies after the last step.
 */
export function measureStepOf(from: MeasureFrom | undefined, timeUs: Float64Array, warmUpBars: number): number {
  if (from === undefined || from === "start") return 0;
  if (from === "warm") return Math.min(warmUpBars, timeUs.length);
  const fromUs = from.getTime() * 1000, step = timeUs.findIndex((time) => time >= fromUs);
  if (step !== -1 || timeUs.length === 0) return Math.max(step, 0);
  const end = new Date(Math.floor(timeUs[timeUs.length - 1]! / 1000));
  throw new RangeError(
    `Cannot measure from ${from.toISOString()}: the last bar ends at ${end.toISOString()}; pass an earlier Date`,
  );
}
