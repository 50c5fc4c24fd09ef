import { assertEquals } from "@std/assert";
import { feedOf } from "../feeds/bars.ts";
import { calendar } from "../feeds/calendar/named_calendar.ts";
import type { FeedOptions } from "../feeds/feed_options.ts";
import { bars } from "../feeds/read_columns.ts";
import { AFTER_BREAK, BROKEN_OFF, CLOSED, EVE, ExitSchedule } from "./exit_schedule.ts";

const newYork = await calendar("XNYS"), tokyo = await calendar("XTKS");

const WORDS = [[EVE, "eve"], [CLOSED, "closed"], [BROKEN_OFF, "broken off"], [AFTER_BREAK, "after break"]] as const;

function scheduleOf(time: readonly string[], options: FeedOptions): ExitSchedule {
  const column = time.map(() => 10), prices = { open: column, high: column, low: column, close: column };
  return new ExitSchedule(feedOf(bars({ time, ...prices }, { stamp: "close", ...options })));
}

/** What is due at each bar, in words. */
function due(time: readonly string[], options: FeedOptions): string[] {
  return Array.from(
    scheduleOf(time, options).due,
    (bits) => WORDS.filter(([bit]) => (bits & bit) !== 0).map(([, word]) => word).join(", "),
  );
}

Deno.test("the bar before the scheduled last one and the last one are known by the hours", () => {
  const options = { timeframe: "1h", calendar: newYork };
  assertEquals(due(["2024-07-02 14:30", "2024-07-02 15:30", "2024-07-02 16:30", "2024-07-03 10:30"], options), [
    ...["", "eve", "closed", ""],
  ]);
  // Half a day: the bar from 12:30 on is the last one.
  assertEquals(due(["2024-07-03 11:30", "2024-07-03 12:30", "2024-07-03 13:30"], options), ["", "eve", "closed"]);
  const lunch = { timeframe: "1h", calendar: tokyo };
  assertEquals(due(["2024-01-04 12:00", "2024-01-04 13:30", "2024-01-04 14:30", "2024-01-04 15:30"], lunch), [
    ...["", "", "eve", "closed"],
  ]);
});

Deno.test("a session of one bar is announced by the last bar of the session before it", () => {
  const options = { timeframe: "8h", calendar: newYork };
  assertEquals(due(["2024-07-02 17:30", "2024-07-03 17:30"], options), ["eve, closed", "eve, closed"]);
});

Deno.test("bars of a day and longer are each the last one of their session, and announce the next", () => {
  assertEquals(due(["2024-07-02", "2024-07-03"], {}), ["eve, closed", "eve, closed"]);
  assertEquals(due(["2024-07-05", "2024-07-12"], { timeframe: "1w", calendar: newYork }), [
    "eve, closed",
    "eve, closed",
  ]);
});

Deno.test("a session that breaks off is seen at its last bar and at the first one after it", () => {
  const options = { timeframe: "1h", calendar: newYork };
  assertEquals(due(["2024-07-02 11:30", "2024-07-03 10:30"], options), ["broken off", "after break"]);
  assertEquals(due(["2024-07-02 15:30", "2024-07-03 10:30"], options), ["eve, broken off", "after break"]);
  assertEquals(due(["2024-07-02 16:30", "2024-07-03 10:30"], options), ["closed", ""]);
});

Deno.test("outside of the sessions nothing may stay open", () => {
  const options = { timeframe: "1h", calendar: newYork };
  assertEquals(due(["2024-07-02 08:30", "2024-07-02 18:00", "2024-07-04 12:00"], options), [
    "closed",
    "closed",
    "closed",
  ]);
});

Deno.test("a fill is late where it came with another bar than the last one of the session", () => {
  const time = ["2024-07-02 15:30", "2024-07-02 16:30", "2024-07-02 17:30", "2024-07-03 10:30"];
  const schedule = scheduleOf(time, { timeframe: "1h", calendar: newYork });
  const us = (clock: string): number => Date.parse(`${clock.replace(" ", "T")}-04:00`) * 1000;
  const expected = schedule.expected(us(time[0]!))!;
  assertEquals(time.slice(1).map((filled) => schedule.isLate(expected, us(filled))), [false, true, true]);
  const dates = scheduleOf(["2024-07-02", "2024-07-03", "2024-07-08"], { timeframe: "1d", calendar: newYork });
  const end = (date: string): number => Date.parse(`${date}T23:59:59.999-04:00`) * 1000 + 999;
  assertEquals(dates.isLate(dates.expected(end("2024-07-02"))!, end("2024-07-03")), false);
  assertEquals(dates.isLate(dates.expected(end("2024-07-03"))!, end("2024-07-08")), true); // the 5th is missing
  assertEquals(scheduleOf(["2024-07-02", "2024-07-08"], { timeframe: "1d" }).expected(0), undefined);
});
