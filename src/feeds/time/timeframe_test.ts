import { assertEquals, assertThrows } from "@std/assert";
import { DAY_US, dayOfDate } from "./civil_date.ts";
import { formatTimeframe, inferTimeframe, parseTimeframe } from "./timeframe.ts";

Deno.test("parseTimeframe() reads counts and units, and microseconds", () => {
  const cases = [["5m", 3e8], ["1h", 3.6e9], ["1d", DAY_US], ["2W", 14 * DAY_US], ["30s", 3e7], [
    "250ms",
    250_000,
  ]] as const;
  for (const [text, us] of cases) assertEquals(parseTimeframe(text), { us, months: 0 }, text);
  assertEquals(parseTimeframe("1mo"), { us: 31 * DAY_US, months: 1 });
  assertEquals(parseTimeframe("1M"), parseTimeframe("1mo"));
  assertEquals(parseTimeframe("2y"), { us: 732 * DAY_US, months: 24 });
  assertEquals(parseTimeframe(1500), { us: 1500, months: 0 });
});

Deno.test("parseTimeframe() refuses what is not a length of time", () => {
  for (const value of ["", "m", "0m", "-5m", "5 fortnights", "1.5h", 0, -1, 1.5, NaN, Infinity]) {
    assertThrows(() => parseTimeframe(value), RangeError, "Cannot use timeframe");
  }
});

Deno.test("formatTimeframe() writes what parseTimeframe() reads", () => {
  for (const text of ["5m", "1h", "4h", "1d", "1w", "2w", "1mo", "3mo", "1y", "18mo", "30s", "250ms", "7us"]) {
    assertEquals(formatTimeframe(parseTimeframe(text).us), text);
  }
});

Deno.test("inferTimeframe() takes the commonest spacing and the shorter of two equally common ones", () => {
  assertEquals(inferTimeframe(Float64Array.of(0, 5, 10, 70, 75))?.timeframe.us, 5);
  assertEquals(inferTimeframe(Float64Array.of(75, 70, 10, 5, 0))?.timeframe.us, 5);
  assertEquals(inferTimeframe(Float64Array.of(0, 7, 10))?.timeframe.us, 3);
  assertEquals(inferTimeframe(Float64Array.of(0, 5, 10, 17)), { timeframe: { us: 5, months: 0 }, count: 2, total: 3 });
  assertEquals(inferTimeframe(Float64Array.of(5)), undefined);
});

Deno.test("inferTimeframe() finds months, quarters and years by the calendar", () => {
  const dates = (months: number, day: (index: number) => number) =>
    Float64Array.from({ length: 14 }, (_, index) => {
      const month = index * months;
      return dayOfDate(2000 + Math.floor(month / 12), month % 12 + 1, day(index)) * DAY_US;
    });
  assertEquals(inferTimeframe(dates(1, () => 1))?.timeframe.months, 1);
  assertEquals(inferTimeframe(dates(1, (index) => 28 - index % 3))?.timeframe.months, 1);
  assertEquals(inferTimeframe(dates(3, () => 1))?.timeframe.months, 3);
  assertEquals(inferTimeframe(dates(12, () => 28))?.timeframe.months, 12);
  const fourWeeks = Float64Array.from({ length: 9 }, (_, index) => index * 28 * DAY_US);
  assertEquals(inferTimeframe(fourWeeks)?.timeframe, { us: 28 * DAY_US, months: 0 });
});

Deno.test("inferTimeframe() finds weeks whose days vary by holidays", () => {
  const days = (...numbers: number[]) => Float64Array.from(numbers, (day) => day * DAY_US);
  assertEquals(inferTimeframe(days(0, 7, 15, 21))?.timeframe.us, 7 * DAY_US);
  assertEquals(inferTimeframe(days(0, 6, 12, 18))?.timeframe.us, 6 * DAY_US);
});
