import { assertEquals } from "@std/assert";
import { DAY_US, dayOfDate, SESSION_DAY_OFFSET } from "../time/civil_date.ts";
import type { BarColumns } from "../feed_data.ts";
import { type BarGrid, barPlace, gridsOf, scheduledNext } from "./bar_schedule.ts";
import { type Calendar, sourceOf } from "./calendar.ts";
import { calendar } from "./named_calendar.ts";
import { rowOfDay, type SessionTable, sessionTable } from "./session_table.ts";

const MINUTE_US = 6e7, HOUR_US = 60 * MINUTE_US;
const july = dayOfDate(2024, 7, 1);

function tableOf(found: Calendar, first: number, last: number): SessionTable {
  return sessionTable(sourceOf(found), { calendar: found.name, timeZone: found.timeZone }, first, last);
}

const newYork = tableOf(await calendar("XNYS"), july, july + 7);
const hongKong = tableOf(await calendar("XHKG"), july, july + 7);
const fx = tableOf(await calendar("FX"), july, july + 7);

const us = (text: string): number => Date.parse(text) * 1000;

/** The place of a bar in words. */
function place(table: SessionTable, date: string, end: string, lengthUs: number, grid: BarGrid = "clock"): string {
  const row = rowOfDay(table, us(date) / DAY_US + SESSION_DAY_OFFSET);
  const { inside, first, last } = barPlace(table, row, us(end), { lengthUs, grid });
  return !inside ? "outside" : first && last ? "first and last" : first ? "first" : last ? "last" : "within";
}

/** The bar that is scheduled next: the date of its session, and whether it is the last one. */
function next(
  table: SessionTable,
  date: string,
  end: string,
  lengthUs: number,
  grid: BarGrid = "clock",
): [string, boolean] | undefined {
  const row = rowOfDay(table, us(date) / DAY_US + SESSION_DAY_OFFSET);
  const found = scheduledNext(table, row, us(end), { lengthUs, grid });
  if (found === undefined) return undefined;
  return [
    new Date((table.day[found.row]! - SESSION_DAY_OFFSET) * DAY_US / 1000).toISOString().slice(0, 10),
    found.last,
  ];
}

Deno.test("the first bar covers the open, and after the last one none would begin before the close", () => {
  const five = 5 * MINUTE_US;
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T13:30Z", five), "outside");
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T13:35Z", five), "first");
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T13:40Z", five), "within");
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T19:55Z", five), "within");
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T20:00Z", five), "last");
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T20:05Z", five), "outside");
  assertEquals(place(newYork, "2024-07-03", "2024-07-03T17:00Z", five), "last"); // half a day
  // Hours from the open on: the last bar begins half an hour before the close.
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T14:30Z", HOUR_US), "first");
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T19:30Z", HOUR_US), "within");
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T20:30Z", HOUR_US), "last");
  // Hours of the clock: the first bar begins half an hour before the open.
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T14:00Z", HOUR_US), "first");
  assertEquals(place(newYork, "2024-07-02", "2024-07-02T20:00Z", HOUR_US), "last");
});

Deno.test("a bar over the change of sessions belongs to the later one, so that the bar before it is the last", () => {
  // Bars of four hours of UTC, and a session from 21:00 to 21:00.
  const four = 4 * HOUR_US;
  assertEquals(place(fx, "2024-07-02", "2024-07-02T20:00Z", four), "last");
  assertEquals(place(fx, "2024-07-03", "2024-07-03T00:00Z", four), "first");
  assertEquals(place(fx, "2024-07-03", "2024-07-03T04:00Z", four), "within");
});

Deno.test("the scheduled next bar passes over a break, a night and a holiday", () => {
  const half = 30 * MINUTE_US;
  assertEquals(next(hongKong, "2024-07-02", "2024-07-02T04:00Z", half), ["2024-07-02", false]);
  assertEquals(next(hongKong, "2024-07-02", "2024-07-02T07:30Z", half), ["2024-07-02", true]);
  assertEquals(next(hongKong, "2024-07-02", "2024-07-02T08:00Z", half), ["2024-07-03", false]);
  // Bars of three hours: the morning's second one would end in the break, and trading goes on after it.
  assertEquals(next(hongKong, "2024-07-02", "2024-07-02T04:00Z", 3 * HOUR_US), ["2024-07-02", true]);
  assertEquals(next(newYork, "2024-07-03", "2024-07-03T16:55Z", 5 * MINUTE_US), ["2024-07-03", true]);
  assertEquals(next(newYork, "2024-07-03", "2024-07-03T17:00Z", 5 * MINUTE_US), ["2024-07-05", false]);
  assertEquals(next(newYork, "2024-07-05", "2024-07-05T12:00Z", 5 * MINUTE_US), ["2024-07-05", false]); // before the open
  assertEquals(next(newYork, "2024-07-02", "2024-07-02T20:00Z", 8 * HOUR_US), ["2024-07-03", true]); // one bar a session
  assertEquals(next(newYork, "2024-07-11", "2024-07-11T20:00Z", 5 * MINUTE_US), undefined); // the table ends
});

Deno.test("bars that begin anew at the open are alone in a session that is no longer than they are", () => {
  const four = 4 * HOUR_US, six = 6 * HOUR_US;
  // On the clock, the bar from 16:00 to 20:00 of UTC is followed by one until 16:00, and that is not the last one.
  assertEquals(next(newYork, "2024-07-02", "2024-07-02T20:00Z", four, "clock"), ["2024-07-03", false]);
  for (const grid of ["open", "session"] as const) {
    assertEquals(next(newYork, "2024-07-02", "2024-07-02T20:00Z", four, grid), ["2024-07-03", true]); // half a day
    assertEquals(next(newYork, "2024-07-03", "2024-07-03T17:00Z", four, grid), ["2024-07-05", false]);
    assertEquals(next(newYork, "2024-07-05", "2024-07-05T17:30Z", four, grid), ["2024-07-05", true]);
    assertEquals(next(newYork, "2024-07-02", "2024-07-02T20:00Z", six, grid), ["2024-07-03", true]);
    assertEquals(next(newYork, "2024-07-05", "2024-07-05T12:00Z", six, grid), ["2024-07-05", false]); // before the open
  }
});

Deno.test("bars that end with their session are not the last one before its close, and go on in a break", () => {
  const five = 5 * HOUR_US, three = 3 * HOUR_US;
  // Five hours from 17:00 of New York on leave a bar of four hours at the end.
  assertEquals(place(fx, "2024-07-03", "2024-07-03T17:00Z", five, "clock"), "last");
  assertEquals(place(fx, "2024-07-03", "2024-07-03T17:00Z", five, "session"), "within");
  assertEquals(place(fx, "2024-07-03", "2024-07-03T21:00Z", five, "session"), "last");
  assertEquals(next(fx, "2024-07-03", "2024-07-03T17:00Z", five, "session"), ["2024-07-03", true]);
  assertEquals(next(fx, "2024-07-03", "2024-07-03T12:00Z", five, "session"), ["2024-07-03", false]);
  // From 9:30 of Hong Kong three hours end at 12:30, within the break, and the next ones at 15:30.
  assertEquals(next(hongKong, "2024-07-02", "2024-07-02T04:30Z", three, "session"), ["2024-07-02", false]);
  assertEquals(next(hongKong, "2024-07-02", "2024-07-02T07:30Z", three, "session"), ["2024-07-02", true]);
});

Deno.test("the grid of a file is told by the bars so far, and the end of a session tells nothing", () => {
  const grids = (ends: readonly string[], lengthUs: number, resampledFrom?: string): readonly BarGrid[] => {
    const timeUs = Float64Array.from(ends, us),
      sessionDay = Float64Array.from(
        ends,
        (end) => us(end.slice(0, 10)) / DAY_US + SESSION_DAY_OFFSET,
      );
    const columns = { timeUs, sessionDay } as unknown as BarColumns;
    const facts = { columns, timeframeUs: lengthUs, sessions: newYork };
    return gridsOf(resampledFrom === undefined ? facts : { ...facts, resampledFrom });
  };
  const four = 4 * HOUR_US;
  assertEquals(grids(["2024-07-02T17:30Z", "2024-07-02T20:00Z", "2024-07-03T17:00Z"], four), ["open", "open", "open"]);
  assertEquals(grids(["2024-07-02T16:00Z", "2024-07-02T20:00Z", "2024-07-03T16:00Z"], four), [
    ...["clock", "clock", "clock"] as const,
  ]);
  assertEquals(grids(["2024-07-02T20:00Z", "2024-07-03T16:00Z", "2024-07-03T20:00Z"], four), [
    ...["open", "clock", "clock"] as const,
  ]);
  assertEquals(grids(["2024-07-02T16:00Z"], four, "aapl"), ["session"]);
  assertEquals(grids(["2024-07-04T16:00Z"], four), ["open"]); // no session has that date
});
