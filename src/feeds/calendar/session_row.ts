/**
 * A session as users write it: a row of a list.
 *
 * @module
 */

import type { BreakHours } from "./session_clock.ts";

/**
 * A session as a row of a list.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const rows: ct.SessionRow[] = [
 *   { date: "2024-07-02", open: "09:30", close: "16:00" },
 *   { date: "2024-07-03", open: "09:30", close: "13:00" },
 *   { date: "2024-07-05", open: "2024-07-05T13:30Z", close: "2024-07-05T20:00Z" },
 * ];
 * const calendar = ct.calendars.sessions(rows, { timeZone: "America/New_York" });
 * assertEquals(calendar.nextSession("2024-07-03").date, "2024-07-05");
 * ```
 */
export interface SessionRow {
  /** Date of the session, as `"2024-01-02"`. */
  readonly date: string;
  /**
   * Begin: a time of day, as `"09:30"`, a date with a time on the calendar's clock, one with an offset or `Z`, or a
   * `Date`. A time of day that is not before the close lies on the evening before.
   */
  readonly open: string | Date;
  /** End, in the same forms. */
  readonly close: string | Date;
  /** Pauses with begin and end in the same forms, as `[["12:00", "13:00"]]`. Default: none. */
  readonly breaks?: readonly (BreakHours | readonly [start: Date, end: Date])[];
}

/** A row and its place in words. */
export interface PlacedRow {
  readonly place: string;
  readonly row: SessionRow;
}
