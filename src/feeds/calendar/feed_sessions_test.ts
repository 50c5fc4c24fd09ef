import { assertEquals, assertThrows } from "@std/assert";
import { checkSession } from "../session_hours.ts";
import { DAY_US, HOUR_US, SESSION_DAY_OFFSET } from "../time/civil_date.ts";
import { TimeZone } from "../time/time_zone.ts";
import type { Calendar } from "./calendar.ts";
import { type FeedSessions, settleSessions } from "./feed_sessions.ts";
import { calendar } from "./named_calendar.ts";
import { sessions } from "./session_rows.ts";

const NEW_YORK = new TimeZone("America/New_York");
const xnys = await calendar("XNYS");

/** Settles bars that end at times of UTC. */
function settled(ends: readonly string[], lengthUs: number, given: Calendar | undefined, dated = false): FeedSessions {
  const timeUs = Float64Array.from(ends, (end) => dated ? NEW_YORK.endOfDateUs(dayOf(end)) : Date.parse(end) * 1000);
  const place = (row: number): string => `line ${row + 2}`;
  const bars = { timeUs, timeframe: { us: lengthUs, months: 0 }, dated, timeZone: NEW_YORK, place };
  return settleSessions(bars, { calendar: given, session: undefined });
}

function dayOf(date: string): number {
  return Date.parse(date) * 1000 / DAY_US;
}

function dates({ sessionDay }: FeedSessions): string[] {
  return Array.from(
    sessionDay,
    (day) => new Date((day - SESSION_DAY_OFFSET) * DAY_US / 1000).toISOString().slice(5, 10),
  );
}

Deno.test("the calendar gives each bar the date of its session, and bars outside of all sessions are told", () => {
  const ends = [
    "2024-07-03T12:00Z", // before the open
    "2024-07-03T14:30Z",
    "2024-07-03T17:30Z", // over the early close
    "2024-07-03T20:00Z", // after the close
    "2024-07-04T15:00Z", // a holiday
    "2024-07-05T14:30Z",
  ];
  const found = settled(ends, HOUR_US, xnys);
  assertEquals(dates(found), ["07-03", "07-03", "07-03", "07-03", "07-05", "07-05"]);
  assertEquals(
    found.notes[0],
    "3 bars lie outside of every session of XNYS, the first at line 2, 2024-07-03T08:00:00",
  );
  assertEquals(settled(ends.slice(0, 2), HOUR_US, xnys).notes, [
    "1 bar lies outside of every session of XNYS: line 2, 2024-07-03T08:00:00",
  ]);
});

Deno.test("a session over midnight holds the bars of the evening before", async () => {
  const ends = ["2024-07-07T22:00Z", "2024-07-08T20:00Z", "2024-07-08T22:00Z"]; // 18:00 on Sunday, 16:00 and 18:00
  assertEquals(dates(settled(ends, HOUR_US, await calendar("FX"))), ["07-08", "07-08", "07-09"]);
});

Deno.test("a daily bar with a time has the session that ends in it, and one with a date its own date", () => {
  assertEquals(dates(settled(["2024-07-02T20:00Z", "2024-07-03T17:00Z"], DAY_US, xnys)), ["07-02", "07-03"]);
  assertEquals(dates(settled(["2024-07-03T13:30Z", "2024-07-04T13:30Z"], DAY_US, xnys)), ["07-02", "07-03"]); // from open to open
  const dated = settled(["2024-07-03", "2024-07-04", "2024-07-05"], DAY_US, xnys, true);
  assertEquals(dates(dated), ["07-03", "07-04", "07-05"]);
  assertEquals(dated.notes, ["1 bar lies outside of every session of XNYS: line 3, 2024-07-04"]);
});

Deno.test("a bar beyond the calendar is an error with its place and the calendar's range, and no guess", () => {
  assertEquals(
    assertThrows(() => settled(["2027-12-31T20:00Z", "2028-01-03T20:00Z"], HOUR_US, xnys), RangeError).message,
    'Cannot read line 3: its bar is of 2028-01-03, and the calendar "XNYS" is known from 1990-01-01 to 2027-12-31; ' +
      "leave out the bars beyond, or pass another calendar",
  );
  assertThrows(() => settled(["1989-12-29", "1990-01-02"], DAY_US, xnys, true), RangeError, "Cannot read line 2");
  assertThrows(() => settled(["2027-12-31", "2028-01-03"], DAY_US, xnys, true), RangeError, "Cannot read line 3");
  const one = sessions([{ date: "2024-07-03", open: "09:30", close: "13:00" }], { timeZone: NEW_YORK.name });
  assertEquals(dates(settled(["2024-07-03T15:00Z", "2024-07-03T23:00Z"], HOUR_US, one)), ["07-03", "07-03"]);
  assertThrows(() => settled(["2024-07-03T15:00Z", "2024-07-05T15:00Z"], HOUR_US, one), RangeError, "line 3");
});

Deno.test("hours alone give a session on every day, and the session dates that they always gave", () => {
  const place = (row: number): string => `${row}`, timeframe = { us: HOUR_US, months: 0 };
  const timeUs = Float64Array.of(Date.parse("2024-07-06T15:00Z") * 1000, Date.parse("2024-07-07T15:00Z") * 1000);
  const bars = { timeUs, timeframe, dated: false, timeZone: NEW_YORK, place };
  const session = checkSession({ open: "18:00", close: "17:00" });
  const { table, sessionDay } = settleSessions(bars, { calendar: undefined, session });
  assertEquals(Array.from(sessionDay, (day) => day - SESSION_DAY_OFFSET), [dayOf("2024-07-06"), dayOf("2024-07-07")]);
  assertEquals([table!.calendar, table!.timeZone], [null, "America/New_York"]);
  const row = table!.day.indexOf(sessionDay[0]!);
  assertEquals(new Date(table!.openUs[row]! / 1000).toISOString(), "2024-07-05T22:00:00.000Z");
  assertEquals(settleSessions(bars, { calendar: undefined, session: undefined }).table, undefined);
});
