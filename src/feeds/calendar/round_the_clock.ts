/**
 * Calendars of markets that trade round the clock, which need no data: `"FX"` and `"24/7"`.
 *
 * @module
 */

import type { Calendar } from "./calendar.ts";
import { weekly } from "./weekly_calendar.ts";

/** Name of a calendar that needs no data. */
export type RoundTheClockName = "FX" | "24/7";

const CALENDARS: Readonly<Record<RoundTheClockName, () => Calendar>> = {
  // The session of Monday begins on Sunday at 17:00 of New York, and that of Friday ends with the week.
  "FX": () => weekly({ open: "17:00", close: "17:00", timeZone: "America/New_York", name: "FX" }),
  "24/7": () => weekly({ open: "00:00", close: "24:00", days: [1, 2, 3, 4, 5, 6, 7], timeZone: "UTC", name: "24/7" }),
};

/** Names of the calendars that need no data. */
export const ROUND_THE_CLOCK: readonly string[] = Object.keys(CALENDARS);

/** Returns the calendar of a name, or undefined for another name. */
export function roundTheClock(name: string): Calendar | undefined {
  return Object.hasOwn(CALENDARS, name) ? CALENDARS[name as RoundTheClockName]() : undefined;
}
