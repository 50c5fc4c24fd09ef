import { assertEquals } from "@std/assert";
import { DAY_US, HOUR_US, MINUTE_US } from "../time/civil_date.ts";
import { TimeZone } from "../time/time_zone.ts";
import type { Calendar } from "./calendar.ts";
import { settleSessions } from "./feed_sessions.ts";
import { calendar } from "./named_calendar.ts";

const xnys = await calendar("XNYS"), xhkg = await calendar("XHKG");

function notes(ends: readonly number[], lengthUs: number, given: Calendar, dated = false): readonly string[] {
  const bars = {
    timeUs: Float64Array.from(ends),
    timeframe: { us: lengthUs, months: 0 },
    dated,
    timeZone: new TimeZone(given.timeZone),
    place: (row: number): string => `row ${row}`,
  };
  return settleSessions(bars, { calendar: given, session: undefined }).notes;
}

/** The ends of all bars of some sessions. */
function barsOf(given: Calendar, dates: readonly string[], lengthUs: number): number[] {
  return dates.flatMap((date) => {
    const { openUs, closeUs, breaks } = given.sessionOn(date)!, ends: number[] = [];
    for (let endUs = openUs + lengthUs; endUs <= closeUs; endUs += lengthUs) {
      if (!breaks.some((pause) => endUs > pause.startUs && endUs <= pause.endUs)) ends.push(endUs);
    }
    return ends;
  });
}

function dailyEnds(dates: readonly string[]): number[] {
  const zone = new TimeZone("America/New_York");
  return dates.map((date) => zone.endOfDateUs(Date.parse(date) * 1000 / DAY_US));
}

Deno.test("a holiday and a weekend are no holes, and a missing session is told by its date", () => {
  const dates = ["2024-07-02", "2024-07-03", "2024-07-05", "2024-07-08", "2024-07-09", "2024-07-10"];
  assertEquals(notes(dailyEnds(dates), DAY_US, xnys, true), []);
  const without = (...missing: readonly string[]) => dailyEnds(dates.filter((date) => !missing.includes(date)));
  assertEquals(notes(without("2024-07-05"), DAY_US, xnys, true), [
    "Rows are missing by the calendar XNYS: the session of 2024-07-05",
  ]);
  assertEquals(notes(without("2024-07-03", "2024-07-09"), DAY_US, xnys, true), [
    "Rows are missing by the calendar XNYS: 2 sessions, the first of 2024-07-03",
  ]);
});

Deno.test("half days, nights and lunch are no holes", () => {
  assertEquals(
    notes(barsOf(xnys, ["2024-07-02", "2024-07-03", "2024-07-05"], 30 * MINUTE_US), 30 * MINUTE_US, xnys),
    [],
  );
  assertEquals(notes(barsOf(xhkg, ["2024-12-23", "2024-12-24", "2024-12-27"], HOUR_US / 2), HOUR_US / 2, xhkg), []);
});

Deno.test("bars that are missing within a session are told, at its begin and its end too", () => {
  const all = barsOf(xhkg, ["2024-07-02", "2024-07-03", "2024-07-04"], HOUR_US / 2), day = all.length / 3;
  const without = (...rows: readonly number[]) => notes(all.filter((_, row) => !rows.includes(row)), HOUR_US / 2, xhkg);
  assertEquals(without(2), [
    "Rows are missing by the calendar XHKG: 1 place within a session, 1 bar of 30m after 2024-07-02T10:30:00",
  ]);
  // The last bar before lunch and the first one after it are one hole of two bars.
  assertEquals(without(1, day + 4, day + 5), [
    "Rows are missing by the calendar XHKG: 2 places within sessions, of which the longest is 2 bars of 30m after " +
    "2024-07-03T11:30:00",
  ]);
  assertEquals(without(day), [
    "Rows are missing by the calendar XHKG: 1 place within a session, 1 bar of 30m after 2024-07-03T09:30:00",
  ]);
  assertEquals(without(2 * day - 1, 2 * day - 2), [
    "Rows are missing by the calendar XHKG: 1 place within a session, 2 bars of 30m after 2024-07-03T15:00:00",
  ]);
  // Where the data begin and end, nothing is missing.
  assertEquals(without(0, 1, all.length - 1), []);
});
