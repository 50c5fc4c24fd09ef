import { assertEquals, assertThrows } from "@std/assert";
import { VALIDITY_DAY, VALIDITY_GTC, VALIDITY_GTD } from "../contract/contract.gen.ts";
import { bars } from "../feeds/read_columns.ts";
import { feedOf } from "../feeds/bars.ts";
import { DAY_US, dayOfDate, HOUR_US, MINUTE_US, SECOND_US } from "../feeds/time/civil_date.ts";
import type { Validity } from "../strategy/valid_distance.ts";
import { queueBarTimes, QueueTimes } from "./queue_times.ts";

const MONDAY_US = dayOfDate(2020, 1, 6) * DAY_US;
const DAILY_US = MONDAY_US + DAY_US - 11;
const column = [1, 1];
const flat = { open: column, high: column, low: column, close: column };
const daily = feedOf(bars({ time: ["2020-01-06", "2020-01-07"], ...flat }));

Deno.test("a bar of a date ends ten microseconds before midnight, less what the float day loses, and so on its own clock", () => {
  assertEquals([...queueBarTimes(daily).timeUs], [DAILY_US, DAILY_US + DAY_US]);
  const tokyo = feedOf(bars({ time: ["2020-01-06", "2020-01-07"], ...flat }, { timeZone: "Asia/Tokyo" }));
  assertEquals([...queueBarTimes(tokyo).timeUs], [DAILY_US - 9 * HOUR_US, DAILY_US + DAY_US - 9 * HOUR_US]);
});

Deno.test("a bar with a time of day ends there, and bars begin no earlier than the bar before them ends", () => {
  const time = ["2020-01-06T09:30:00", "2020-01-06T09:45:00"];
  const quarter = queueBarTimes(feedOf(bars({ time, ...flat }, { timeframe: "15min", stamp: "close" })));
  const endUs = MONDAY_US + 9 * HOUR_US + 30 * MINUTE_US;
  assertEquals([...quarter.timeUs], [endUs, endUs + 15 * MINUTE_US]);
  assertEquals([...quarter.beginUs], [endUs - 15 * MINUTE_US, endUs]);
});

Deno.test("a session ends with its date, or at the close of its hours if bars are shorter than a day", () => {
  assertEquals(new QueueTimes(daily).sessionEnd(DAILY_US), DAILY_US);
  const session = { open: "00:00", close: "11:15" };
  const time = ["2020-01-06T09:30:00", "2020-01-06T09:45:00"];
  const hours = new QueueTimes(feedOf(bars({ time, ...flat }, { timeframe: "15min", stamp: "close", session })));
  const closeUs = MONDAY_US + 11 * HOUR_US + 15 * MINUTE_US;
  assertEquals(hours.sessionEnd(MONDAY_US + 10 * HOUR_US), closeUs);
  assertEquals(hours.sessionEnd(closeUs), closeUs);
  assertEquals(hours.sessionEnd(MONDAY_US + 12 * HOUR_US), closeUs + DAY_US);
});

Deno.test("lifetimes are the day, a moment, a distance from the bar, or none", () => {
  const times = new QueueTimes(daily), lifetime = (valid?: Validity) => times.lifetime(valid, DAILY_US);
  assertEquals(lifetime(), { validity: VALIDITY_GTC, validUs: 0 });
  const day = { validity: VALIDITY_DAY, validUs: MONDAY_US + DAY_US - SECOND_US + 9_999 };
  assertEquals(lifetime("day").validity, VALIDITY_DAY);
  assertEquals(Math.abs(lifetime("day").validUs - day.validUs) <= 10, true);
  assertEquals(lifetime({ days: 0 }), lifetime("day"));
  assertEquals(lifetime({ days: 2 }), { validity: VALIDITY_GTD, validUs: DAILY_US + 2 * DAY_US });
  assertEquals(lifetime(new Date("2020-01-09")).validUs, MONDAY_US + 3 * DAY_US);
  assertEquals(lifetime(new Date(0)).validUs, 1);
  assertThrows(() => lifetime(new Date(NaN)), RangeError, "Cannot use valid Invalid Date");
});
