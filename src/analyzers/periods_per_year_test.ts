import { assertEquals } from "@std/assert";
import { periodsPerYearOf } from "./periods_per_year.ts";

/** Day numbers of the dates for which a day after 2024-01-01, a Monday, is kept. */
function days(count: number, isKept: (day: number) => boolean): Float64Array {
  const monday = Date.parse("2024-01-01") / 864e5 + 719_163;
  return Float64Array.from(Array.from({ length: count }, (_, day) => day).filter(isKept), (day) => monday + day);
}

Deno.test("periodsPerYearOf() tells weekdays, six days and all days of the week", () => {
  assertEquals(periodsPerYearOf(days(100, (day) => day % 7 < 5)), 252);
  assertEquals(periodsPerYearOf(days(100, (day) => day % 7 !== 5)), 313);
  assertEquals(periodsPerYearOf(days(100, () => true)), 365);
  assertEquals(periodsPerYearOf(days(7, () => true)), 365);
});

Deno.test("periodsPerYearOf() does not count a rare session on a weekend", () => {
  assertEquals(periodsPerYearOf(days(100, (day) => day % 7 < 5 || day === 47)), 252);
});

Deno.test("periodsPerYearOf() tells weeks, months, quarters and years by the spacing", () => {
  assertEquals(periodsPerYearOf(days(100, (day) => day % 7 === 4)), 52);
  assertEquals(periodsPerYearOf(days(100, (day) => day % 7 === 4 && day !== 25 || day === 24)), 52);
  assertEquals(periodsPerYearOf(days(100, (day) => day % 7 === 6)), 52);
  for (const [months, count] of [[1, 12], [3, 4], [6, 2], [12, 1]] as const) {
    const dates = Array.from({ length: 20 }, (_, at) => Date.UTC(2020, (at + 1) * months, 0) / 864e5 + 719_163);
    assertEquals(periodsPerYearOf(Float64Array.from(dates)), count);
  }
});

Deno.test("periodsPerYearOf() counts other spacings as they occur", () => {
  assertEquals(periodsPerYearOf(days(100, (day) => day % 3 === 0)), 122);
  assertEquals(periodsPerYearOf(Float64Array.of(1, 10_000)), 1);
});

Deno.test("periodsPerYearOf() takes fewer than two dates for weekdays", () => {
  assertEquals([periodsPerYearOf(new Float64Array()), periodsPerYearOf(Float64Array.of(6))], [252, 252]);
});
