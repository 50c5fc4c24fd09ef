/**
 * The option `measureFrom`: the begin of the measured part of a run.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { DAY_US, formatWallTime, SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import { StampReader } from "../feeds/time/time_stamp.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import type { Timeline } from "./timeline.ts";

/**
 * Begin of the measured part of a run: its first step, its first call of `next`, a moment, or a text in the form of ISO
 * 8601. A date (`"2017-01-01"`) is a session date; a date with a time of day (`"2017-01-01T09:30"`) is told on the clock
 * of the first feed, or by its own offset or `Z`.
 */
export type MeasureFrom = "start" | "warm" | Date | `${number}-${number}-${string}`;

/**
 * Returns whether a value is such a begin.
 *
 * @param value The value.
 * @returns Whether it is.
 */
export function isMeasureFrom(value: unknown): value is MeasureFrom {
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  return value === "start" || value === "warm" || (typeof value === "string" && readText(value) !== undefined);
}

/**
 * Rejects a value that is no begin.
 *
 * @throws {TypeError} If it is none.
 */
export function checkMeasureFrom(value: unknown): void {
  if (value === undefined || isMeasureFrom(value)) return;
  throw new TypeError(
    `Cannot use measureFrom ${inspected(value)}: pass "start", "warm", a date such as "2020-01-01", or a valid Date`,
  );
}

/**
 * Returns the index of the first measured step.
 *
 * @param from The option, which was checked.
 * @param timeline The steps.
 * @param warmUpBars Steps before the first call of `next`.
 * @param timeZone Zone of the first feed.
 * @returns The index; the number of steps if none is measured.
 * @throws {RangeError} If a moment or a date lies after the last step.
 */
export function measureStepOf(
  from: MeasureFrom | undefined,
  timeline: Timeline,
  warmUpBars: number,
  timeZone: string,
): number {
  const { timeUs } = timeline;
  if (from === undefined || from === "start") return 0;
  if (from === "warm") return Math.min(warmUpBars, timeUs.length);
  const step = typeof from === "string"
    ? stepOfText(from, timeline, timeZone)
    : stepAt(from.getTime() * 1000, timeline);
  if (step !== -1 || timeUs.length === 0) return Math.max(step, 0);
  const last = timeUs.length - 1, end = new Date(Math.floor(timeUs[last]! / 1000)).toISOString();
  const session = formatWallTime((timeline.sessionDay[last]! - SESSION_DAY_OFFSET) * DAY_US);
  throw new RangeError(
    `Cannot measure from ${
      typeof from === "string" ? from : from.toISOString()
    }: the last bar ends at ${end}, in the ` +
      `session of ${session}; pass an earlier begin`,
  );
}

/** Returns the first step that ends at a moment or after it; -1 for none. */
function stepAt(fromUs: number, { timeUs }: Timeline): number {
  return timeUs.findIndex((time) => time >= fromUs);
}

/** Returns the first step of a session date or a later one, or for a text with a time of day the one at that moment. */
function stepOfText(text: string, timeline: Timeline, timeZone: string): number {
  const { form, stampUs } = readText(text)!;
  if (form === "instant") return stepAt(stampUs, timeline);
  if (form === "local") return stepAt(new TimeZone(timeZone).latestTimeUs(stampUs), timeline);
  const from = stampUs / DAY_US + SESSION_DAY_OFFSET;
  return timeline.sessionDay.findIndex((day) => day >= from);
}

/** Reads a date, or a date with a time of day; undefined for any other text. */
function readText(text: string): { readonly form: "date" | "local" | "instant"; readonly stampUs: number } | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(?:[T ]\d|$)/.test(text)) return undefined;
  const reader = new StampReader(), stampUs = reader.readText(text), { form } = reader;
  return form === undefined || form === "epoch" || Number.isNaN(stampUs) ? undefined : { form, stampUs };
}
