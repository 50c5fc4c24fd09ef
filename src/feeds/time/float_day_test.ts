import { assertEquals } from "@std/assert";
import { DAY_US, dayOfDate, HOUR_US, MINUTE_US, SECOND_US } from "./civil_date.ts";
import { floatDayOf, throughFloatDay, timeOfFloatDay } from "./float_day.ts";

const END_OF_DAY_US = DAY_US - 10;

Deno.test("the end of a day in 2020 loses a microsecond on its way through the float day", () => {
  const midnight = dayOfDate(2020, 1, 6) * DAY_US;
  assertEquals(throughFloatDay(midnight + END_OF_DAY_US), midnight + DAY_US - 11);
});

Deno.test("noon of 2020-01-06 is half past its day number", () => {
  assertEquals(floatDayOf(dayOfDate(2020, 1, 6) * DAY_US + 12 * HOUR_US), 737_430.5);
  assertEquals(timeOfFloatDay(737_430.5), dayOfDate(2020, 1, 6) * DAY_US + 12 * HOUR_US);
});

Deno.test("whole minutes come back as they were", () => {
  for (let day = dayOfDate(1970, 1, 1); day < dayOfDate(2100, 1, 1); day += 97) {
    for (let minute = 0; minute < 1440; minute += 7) {
      const timeUs = day * DAY_US + minute * MINUTE_US;
      assertEquals(throughFloatDay(timeUs), timeUs);
    }
  }
});

Deno.test("times keep their order and a second trip changes nothing", () => {
  const midnight = dayOfDate(2020, 1, 6) * DAY_US;
  let before = -Infinity;
  for (let us = 0; us < 20 * SECOND_US; us += 3333) {
    const mapped = throughFloatDay(midnight + us);
    assertEquals(mapped >= before, true);
    assertEquals(throughFloatDay(mapped), mapped);
    before = mapped;
  }
});

Deno.test("day numbers beyond the times of the contract are clamped", () => {
  assertEquals(timeOfFloatDay(5), -(2 ** 53 - 1));
  assertEquals(timeOfFloatDay(4_000_000), 2 ** 53 - 1);
});
