import { assertEquals } from "@std/assert";
import { periodsPerYearOf, type SessionDates } from "./periods_per_year.ts";

const MONDAY = Date.parse("2024-01-01") / 864e5 + 719_163;

/**
 * The dates for which a day after 2024-01-01, a Monday, is kept, with their steps: one, or as many as they have hours.
 */
function dates(
  count: number,
  isKept: (day: number) => boolean,
  hours: (day: number) => number = () => 1,
): SessionDates {
  const days = Array.from({ length: count }, (_, day) => day).filter(isKept);
  return { days: Float64Array.from(days, (day) => MONDAY + day), steps: Float64Array.from(days, hours) };
}

/** Daily bars at the day numbers. */
function daily(...days: number[]): SessionDates {
  return { days: Float64Array.from(days), steps: new Float64Array(days.length).fill(1) };
}

Deno.test("periodsPerYearOf() tells sessions on weekdays and on all days of the week", () => {
  assertEquals(periodsPerYearOf(dates(100, (day) => day % 7 < 5)), 252);
  assertEquals(periodsPerYearOf(dates(100, () => true)), 365);
  // A hole is not a rest.
  assertEquals(periodsPerYearOf(dates(100, (day) => day !== 12 && day !== 13)), 365);
});

Deno.test("periodsPerYearOf() tells a market without rest from any number of days that has a weekend day", () => {
  for (let start = 0; start < 7; start++) {
    for (let length = 2; length <= 16; length++) {
      const isIn = (day: number) => day >= start && day < start + length;
      const hasWeekend = Array.from({ length }, (_, at) => (start + at) % 7).some((day) => day >= 5);
      const expected = hasWeekend ? 365 : 252, about = `${length} days from day ${start} of the week on`;
      assertEquals(periodsPerYearOf(dates(40, isIn)), expected, about);
      assertEquals(periodsPerYearOf(dates(40, isIn, () => 24)), expected, about);
      // The first and the last date may have a few hours alone.
      const inner = Array.from({ length }, (_, at) => at).slice(1, -1).some((at) => (start + at) % 7 >= 5);
      const ends = (day: number) => day === start || day === start + length - 1 ? 3 : 24;
      if (length > 2) assertEquals(periodsPerYearOf(dates(40, isIn, ends)), inner ? 365 : 252, about);
    }
  }
});

Deno.test("periodsPerYearOf() counts no Sunday evening of currencies, and no Saturday morning", () => {
  const sundays = (hours: number) => (day: number) => day % 7 === 6 ? hours : 24;
  for (const hours of [1, 2, 7, 11]) {
    for (const length of [6, 7, 13, 60]) {
      const isKept = (day: number) => day >= 6 && day < 6 + length && day % 7 !== 5;
      assertEquals(periodsPerYearOf(dates(100, isKept, sundays(hours))), 252, `${hours} hours of ${length} days`);
      const inAsia = (day: number) => day < length && day % 7 !== 6;
      assertEquals(periodsPerYearOf(dates(100, inAsia, (day) => day % 7 === 5 ? hours : 24)), 252);
    }
  }
  // Two rows a day and one on the evening on which the data begin.
  assertEquals(periodsPerYearOf(dates(20, (day) => day >= 6 && day < 9, (day) => day === 6 ? 1 : 2)), 252);
  // A stock and a coin at two times a day, of which one is there on weekends.
  assertEquals(periodsPerYearOf(dates(30, () => true, (day) => day % 7 < 5 ? 2 : 1)), 365);
  // Daily bars of Sunday to Friday, and the week of Tel Aviv.
  assertEquals(periodsPerYearOf(dates(100, (day) => day % 7 !== 5)), 252);
  assertEquals(periodsPerYearOf(dates(100, (day) => day % 7 !== 4 && day % 7 !== 5)), 252);
});

Deno.test("periodsPerYearOf() does not count a rare session on a weekend", () => {
  assertEquals(periodsPerYearOf(dates(100, (day) => day % 7 < 5 || day === 47)), 252);
});

Deno.test("periodsPerYearOf() tells weeks, months, quarters and years by the spacing", () => {
  assertEquals(periodsPerYearOf(dates(100, (day) => day % 7 === 4)), 52);
  assertEquals(periodsPerYearOf(dates(100, (day) => day % 7 === 4 && day !== 25 || day === 24)), 52);
  assertEquals(periodsPerYearOf(dates(100, (day) => day % 7 === 6)), 52);
  for (const [months, count] of [[1, 12], [3, 4], [6, 2], [12, 1]] as const) {
    const ends = Array.from({ length: 20 }, (_, at) => Date.UTC(2020, (at + 1) * months, 0) / 864e5 + 719_163);
    assertEquals(periodsPerYearOf(daily(...ends)), count);
  }
});

Deno.test("periodsPerYearOf() counts other spacings as they occur", () => {
  assertEquals(periodsPerYearOf(dates(100, (day) => day % 3 === 0)), 122);
  assertEquals(periodsPerYearOf(daily(1, 10_000)), 1);
});

Deno.test("periodsPerYearOf() takes fewer than two dates for weekdays", () => {
  assertEquals([periodsPerYearOf(daily()), periodsPerYearOf(daily(6))], [252, 252]);
});
