import { assertEquals, assertThrows } from "@std/assert";
import { DAY_US, dayOfDate, HOUR_US, MINUTE_US } from "../../src/feeds/time/civil_date.ts";
import { barTime, secondText, sessionEndOf, validityOf } from "./scenario_times.ts";

const MONDAY_US = dayOfDate(2020, 1, 6) * DAY_US;
const DAILY_US = MONDAY_US + DAY_US - 11;
const feed = { name: "d0", bars: [] };

Deno.test("a date is the end of its day and an ISO time is itself", () => {
  assertEquals(barTime("2020-01-06", "bar"), DAILY_US);
  assertEquals(barTime("2020-01-06T09:45:00", "bar"), MONDAY_US + 9 * HOUR_US + 45 * MINUTE_US);
  assertThrows(() => barTime("2020-02-30", "bar 3"), TypeError, 'Cannot read bar 3 as "2020-02-30"');
});

Deno.test("a daily bar stands at its session's end", () => {
  assertEquals(sessionEndOf(feed, DAILY_US), DAILY_US);
});

Deno.test("a session that is over ends on the next day", () => {
  const early = { ...feed, sessionend: "11:15:00" }, end_us = 11 * HOUR_US + 15 * MINUTE_US;
  assertEquals(sessionEndOf(early, MONDAY_US + 10 * HOUR_US), MONDAY_US + end_us);
  assertEquals(sessionEndOf(early, MONDAY_US + 12 * HOUR_US), MONDAY_US + DAY_US + end_us);
});

Deno.test("validities are dates, distances, float days, the day itself, or none", () => {
  const validUs = (valid: Parameters<typeof validityOf>[0]): number => validityOf(valid, DAILY_US, "valid").validUs;
  assertEquals(validityOf(undefined, DAILY_US, "valid"), { kind: "gtc", validUs: 0 });
  assertEquals(validityOf(0, DAILY_US, "valid"), { kind: "gtc", validUs: 0 });
  assertEquals(validUs({ date: "2020-01-09" }), MONDAY_US + 3 * DAY_US);
  assertEquals(validUs({ days: 2 }), DAILY_US + 2 * DAY_US);
  assertEquals(validUs(737_433.5), MONDAY_US + 3 * DAY_US + 12 * HOUR_US);
  assertEquals(validUs(5), -(2 ** 53 - 1));
  assertEquals(validityOf({ DAY: 1 }, DAILY_US, "valid").kind, "day");
  assertEquals(validityOf({ days: 0 }, DAILY_US, "valid"), validityOf({ DAY: 1 }, DAILY_US, "valid"));
  assertEquals(validUs({ DAY: 1 }) < DAILY_US, true);
  assertThrows(() => validUs({ moons: 1 }), TypeError, 'Cannot read valid as {"moons":1}');
});

Deno.test("a time is shown to the second, and what lies below is cut off", () => {
  assertEquals(secondText(DAILY_US), "2020-01-06T23:59:59");
  assertEquals(secondText(-1), "1969-12-31T23:59:59");
});
