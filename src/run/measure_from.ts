/**
 * The option `measureFrom`: the begin of the measured part of a run.
 *
 * @module
 */

import { inspected } from "../host.ts";
import { DAY_US, formatWallTime, SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { firstAfter } from "../feeds/time/ordered_times.ts";
import { StampReader } from "../feeds/time/time_stamp.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { checkOneMoment, firstTimeUs } from "./run_span.ts";
import type { Timeline } from "./timeline.ts";

/**
 * Begin of the measured part of a run: its first step, its first call of `next`, a moment, or a text in the form of ISO
 * 8601. A date (`"2017-01-01"`) is a session date of any feed; a date with a time of day (`"2017-01-01T09:30"`) is told on
 * the clock of the feeds, or by its own offset or `Z`.
 */
export type MeasureFrom = "start" | "warm" | Date | `${number}-${number}-${string}`;

/** The parts of a feed that tell when its sessions are. */
export type MeasuredFeed = Pick<FeedData, "columns" | "timeZone">;

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
 * @param feeds The feeds; a date is a session date of each of them.
 * @returns The index; the number of steps if none is measured.
 * @throws {RangeError} If a moment or a date lies after the last step, or a time of day is another moment for each feed.
 */
export function measureStepOf(
  from: MeasureFrom | undefined,
  timeline: Timeline,
  warmUpBars: number,
  feeds: readonly MeasuredFeed[],
): number {
  const { timeUs } = timeline;
  if (from === undefined || from === "start") return 0;
  if (from === "warm") return Math.min(warmUpBars, timeUs.length);
  const step = typeof from === "string" ? stepOfText(from, timeline, feeds) : stepAt(from.getTime() * 1000, timeline);
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
function stepOfText(text: string, timeline: Timeline, feeds: readonly MeasuredFeed[]): number {
  const { form, stampUs } = readText(text)!;
  if (form === "instant") return stepAt(stampUs, timeline);
  if (form === "local") {
    const zones = [...new Set(feeds.map(({ timeZone }) => timeZone))];
    const [fromUs, ...others] = zones.map((zone) => new TimeZone(zone).latestTimeUs(stampUs));
    checkOneMoment("measureFrom", text, zones, others.findIndex((us) => us !== fromUs));
    return stepAt(fromUs!, timeline);
  }
  const day = stampUs / DAY_US + SESSION_DAY_OFFSET;
  return stepAt(firstTimeUs(feeds, ({ columns }) => firstAfter(columns.sessionDay, day, true)), timeline);
}

/** Reads a date, or a date with a time of day; undefined for any other text. */
function readText(text: string): { readonly form: "date" | "local" | "instant"; readonly stampUs: number } | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(?:[T ]\d|$)/.test(text)) return undefined;
  const reader = new StampReader(), stampUs = reader.readText(text), { form } = reader;
  return form === undefined || form === "epoch" || Number.isNaN(stampUs) ? undefined : { form, stampUs };
}
