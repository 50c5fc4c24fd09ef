/**
 * The bars that are scheduled in the sessions of a feed: the place of a bar in its session, and the bar that comes next.
 *
 * Everything follows from the end of a bar, its length and the hours. No decision looks at a later bar.
 *
 * @module
 */

import type { FeedData } from "../feed_data.ts";
import { lastNotAfter, rowOfDay, type SessionTable } from "./session_table.ts";

/** The place of a bar within its session. */
export interface BarPlace {
  /** True if a part of the bar lies within its session. */
  readonly inside: boolean;
  /** True for the first scheduled bar of the session. */
  readonly first: boolean;
  /** True for the last scheduled bar of the session. */
  readonly last: boolean;
}

/**
 * The grid of bars. Bars of the `"clock"` go on over the night with equal lengths. Those of the `"open"` begin anew at the
 * open of each session. Those of the `"session"` do too, and end with its close, as resampled bars do.
 */
export type BarGrid = "clock" | "open" | "session";

/** Length and grid of bars. */
export interface BarsShape {
  /** Length of a bar; one that ends with its session may be shorter. */
  readonly lengthUs: number;
  /** The grid. */
  readonly grid: BarGrid;
}

/** The facts of a feed that decide the grid of its bars. */
export type GridFacts = Pick<FeedData, "columns" | "timeframeUs" | "sessions" | "resampledFrom">;

/** Returns the grid that the place of a bar in its session follows from: that of resampled bars, or any other. */
export function placeGrid({ resampledFrom }: Pick<FeedData, "resampledFrom">): BarGrid {
  return resampledFrom === undefined ? "clock" : "session";
}

/**
 * Returns the grid of each bar of a feed with hours.
 *
 * Bars of a file tell it by their ends: one that ends whole lengths after its open shows bars that begin anew with it, and
 * any other end shows bars of the clock. A bar that ends at the close says nothing, as the last one of a session may be
 * shorter: it has the grid of the bar before it, or that of the open where there is none.
 *
 * @param before Grid of the bar before the first one; that of the open where there is none.
 */
export function gridsOf(
  { columns: { timeUs, sessionDay }, timeframeUs, sessions, resampledFrom }: GridFacts,
  before: BarGrid = "open",
): BarGrid[] {
  if (resampledFrom !== undefined) return Array.from(timeUs, () => "session");
  const table = sessions!;
  let day = NaN, row = -1, grid = before;
  return Array.from(timeUs, (endUs, bar) => {
    if (sessionDay[bar] !== day) row = rowOfDay(table, day = sessionDay[bar]!);
    const isWhole = row >= 0 && (endUs - table.openUs[row]!) % timeframeUs === 0;
    if (isWhole) grid = "open";
    else if (row >= 0 && endUs !== table.closeUs[row]) grid = "clock";
    return grid;
  });
}

const OUTSIDE: BarPlace = { inside: false, first: false, last: false };

/**
 * Returns the place of a bar within a session. The first scheduled bar is the one that covers the open, and after the last
 * one no further bar would begin before the close.
 *
 * @param table The sessions.
 * @param row The session of the bar.
 * @param endUs End of the bar.
 * @param shape Length and grid of the bars.
 */
export function barPlace(table: SessionTable, row: number, endUs: number, shape: BarsShape): BarPlace {
  const openUs = table.openUs[row]!, closeUs = table.closeUs[row]!, beginUs = endUs - shape.lengthUs;
  if (endUs <= openUs || beginUs >= closeUs) return OUTSIDE;
  return { inside: true, first: beginUs <= openUs, last: endsSession(table, row, endUs, shape) };
}

/** Returns whether no bar of a session comes after an end: the next one would begin after it, or belong to the next. */
function endsSession(table: SessionTable, row: number, endUs: number, { lengthUs, grid }: BarsShape): boolean {
  if (endUs >= table.closeUs[row]!) return true;
  if (grid === "session") return false;
  const nextOpenUs = table.openUs[row + 1] ?? Infinity;
  return afterBreak(table, endUs) + lengthUs > nextOpenUs;
}

/** Returns the moment at which trading goes on: the moment itself, or the end of the break that it lies in. */
function afterBreak({ breakStartUs, breakEndUs }: SessionTable, timeUs: number): number {
  const at = lastNotAfter(breakStartUs, timeUs);
  return at >= 0 && timeUs < breakEndUs[at]! ? breakEndUs[at]! : timeUs;
}

/** The bar that is scheduled after another one. */
export interface ScheduledBar {
  /** The row of its session. */
  readonly row: number;
  /** True if it is the last one of its session. */
  readonly last: boolean;
}

/**
 * Returns the bar that is scheduled after a bar, or undefined if the table has no session for it.
 *
 * @param table The sessions.
 * @param row The session of the bar.
 * @param endUs End of the bar.
 * @param shape Length and grid of the bars.
 */
export function scheduledNext(
  table: SessionTable,
  row: number,
  endUs: number,
  shape: BarsShape,
): ScheduledBar | undefined {
  if (endUs <= table.openUs[row]!) return firstBar(table, row, endUs, shape);
  if (endsSession(table, row, endUs, shape)) return firstBar(table, row + 1, endUs, shape);
  const fromUs = afterBreak(table, endUs);
  const nextEndUs = shape.grid === "session" ? sessionEnd(table, row, fromUs, shape) : fromUs + shape.lengthUs;
  return { row, last: endsSession(table, row, nextEndUs, shape) };
}

/** Returns the first scheduled bar of a session; one of the clock is on the grid that bars before it have. */
function firstBar(table: SessionTable, row: number, gridUs: number, shape: BarsShape): ScheduledBar | undefined {
  const openUs = table.openUs[row], { lengthUs, grid } = shape;
  if (openUs === undefined) return undefined;
  const endUs = grid === "clock"
    ? gridUs + (Math.floor((openUs - gridUs) / lengthUs) + 1) * lengthUs
    : sessionEnd(table, row, openUs, shape);
  return { row, last: endsSession(table, row, endUs, shape) };
}

/** Returns the end of the bar that a moment lies in, where bars begin at the open. */
function sessionEnd({ openUs, closeUs }: SessionTable, row: number, timeUs: number, shape: BarsShape): number {
  const { lengthUs, grid } = shape, beginUs = openUs[row]!;
  const endUs = beginUs + (Math.floor((timeUs - beginUs) / lengthUs) + 1) * lengthUs;
  return grid === "session" ? Math.min(endUs, closeUs[row]!) : endUs;
}
