/**
 * `ct.calendar`: calendars of exchanges by their names.
 *
 * @module
 */

import { inspected } from "../../host.ts";
import type { Calendar } from "./calendar.ts";
import { exchangeCalendar, type ExchangeData } from "./exchange_data.ts";
import { ROUND_THE_CLOCK, roundTheClock, type RoundTheClockName } from "./round_the_clock.ts";

/** Name of an exchange whose sessions come with the package: its market identifier code (ISO 10383). */
export type ExchangeName = "XNYS" | "XNAS" | "XLON" | "XETR" | "XPAR" | "XTKS" | "XHKG" | "XSHG" | "XBOM" | "CMES";

/** Name of a calendar that comes with the package. */
export type CalendarName = ExchangeName | RoundTheClockName;

/** Loads the sessions of each exchange. A module is code, so that it needs no permission, also where a strategy is proved. */
const EXCHANGES: Readonly<Record<ExchangeName, () => Promise<{ readonly EXCHANGE: ExchangeData }>>> = {
  XNYS: () => import("../calendars/xnys.gen.ts"),
  XNAS: () => import("../calendars/xnas.gen.ts"),
  XLON: () => import("../calendars/xlon.gen.ts"),
  XETR: () => import("../calendars/xetr.gen.ts"),
  XPAR: () => import("../calendars/xpar.gen.ts"),
  XTKS: () => import("../calendars/xtks.gen.ts"),
  XHKG: () => import("../calendars/xhkg.gen.ts"),
  XSHG: () => import("../calendars/xshg.gen.ts"),
  XBOM: () => import("../calendars/xbom.gen.ts"),
  CMES: () => import("../calendars/cmes.gen.ts"),
};

/** Names of the calendars that come with the package. */
export const CALENDAR_NAMES: readonly string[] = [...Object.keys(EXCHANGES), ...ROUND_THE_CLOCK];

/** Calendars that were loaded so far in this process: they do not change, so one of each is enough. */
const loaded = new Map<string, Calendar>();

/** Returns whether a text names a calendar that comes with the package. */
export function isCalendarName(name: unknown): name is CalendarName {
  return typeof name === "string" && CALENDAR_NAMES.includes(name);
}

/**
 * Returns the calendar of an exchange or a market. It needs no permission, neither to read files nor for the net, and
 * loads the sessions only when it is called.
 *
 * The sessions of exchanges are those of the package exchange-calendars 4.13.2 (Apache-2.0), most of them from 1990 to
 * 2027; `validFrom` and `validTo` of the calendar say from when to when. Those of CMES end at 17:00 of Chicago, without
 * the hour of maintenance from 16:00 on. `"FX"` is open from Sunday, 17:00 of New York, to Friday, 17:00, and each session
 * begins at 17:00 of the day before. `"24/7"` has a session each date of UTC.
 *
 * @param name Name of the calendar: `"XNYS"`, `"XNAS"`, `"XLON"`, `"XETR"`, `"XPAR"`, `"XTKS"`, `"XHKG"`, `"XSHG"`,
 * `"XBOM"`, `"CMES"`, `"FX"` or `"24/7"`.
 * @returns The calendar.
 * @throws {RangeError} If there is no such calendar; the message lists all.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * const london = await ct.calendar("XLON");
 * assertEquals([london.timeZone, london.nextSession("2024-12-24").date], ["Europe/London", "2024-12-27"]);
 * ```
 */
export async function calendar(name: CalendarName): Promise<Calendar> {
  if (!isCalendarName(name)) {
    throw new RangeError(
      `Cannot find calendar ${inspected(name, 0)}: there are ${
        CALENDAR_NAMES.map((known) => JSON.stringify(known)).join(", ")
      }; ct.calendars.weekly and ct.calendars.sessions make others`,
    );
  }
  const known = loaded.get(name) ?? roundTheClock(name);
  const found = known ?? exchangeCalendar((await EXCHANGES[name as ExchangeName]()).EXCHANGE);
  loaded.set(name, found);
  return found;
}
