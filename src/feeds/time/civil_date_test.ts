import { assertEquals } from "@std/assert";
import {
  addMonths,
  dateOfDay,
  DAY_US,
  dayOfDate,
  formatWallTime,
  SESSION_DAY_OFFSET,
  weekdayOf,
} from "./civil_date.ts";

Deno.test("dayOfDate() and dateOfDay() agree with Date on every day of the years 1600 to 2400", () => {
  const last = Date.UTC(2400, 11, 31) / 86_400_000;
  for (let day = Date.UTC(1600, 0, 1) / 86_400_000; day <= last; day++) {
    const date = new Date(day * 86_400_000);
    const civil = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    // A plain comparison, as some 290,000 deep ones take seconds.
    const found = dateOfDay(day);
    if (found.year !== civil.year || found.month !== civil.month || found.day !== civil.day) {
      assertEquals(found, civil);
    }
    if (dayOfDate(civil.year, civil.month, civil.day) !== day) assertEquals(civil, { year: NaN, month: NaN, day });
  }
});

Deno.test("dayOfDate() is NaN for dates that do not exist", () => {
  for (
    const [year, month, day] of [[2023, 2, 29], [1900, 2, 29], [2024, 13, 1], [2024, 0, 1], [2024, 4, 31]] as const
  ) {
    assertEquals(dayOfDate(year, month, day), NaN);
  }
  assertEquals(dayOfDate(2000, 2, 29) - dayOfDate(2000, 2, 28), 1);
});

Deno.test("addMonths() keeps the day of the month and the time, or takes the last day of a shorter month", () => {
  const at = (year: number, month: number, day: number, ofDay = 0) => dayOfDate(year, month, day) * DAY_US + ofDay;
  assertEquals(addMonths(at(2024, 1, 31), 1), at(2024, 2, 29));
  assertEquals(addMonths(at(2023, 12, 1, 77), 1), at(2024, 1, 1, 77));
  assertEquals(addMonths(at(1969, 11, 30), 3), at(1970, 2, 28));
  assertEquals(addMonths(at(2024, 2, 29), 12), at(2025, 2, 28));
});

Deno.test("formatWallTime() is as short as the time allows", () => {
  assertEquals(formatWallTime(0), "1970-01-01");
  assertEquals(formatWallTime(-1), "1969-12-31T23:59:59.999999");
  assertEquals(formatWallTime(1.5e6), "1970-01-01T00:00:01.5");
  assertEquals(formatWallTime(3.6e9), "1970-01-01T01:00:00");
});

Deno.test("weekdayOf() agrees with Date, Sunday being the seventh day, and 0001-01-01 is a Monday", () => {
  for (let day = -1000; day < 1000; day++) assertEquals(weekdayOf(day) % 7, new Date(day * 86_400_000).getUTCDay());
  assertEquals([weekdayOf(1 - SESSION_DAY_OFFSET), weekdayOf(dayOfDate(2024, 1, 7))], [1, 7]);
});
