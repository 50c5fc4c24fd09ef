import { assertEquals } from "@std/assert";
import { lastDayOfPeriod, periodLabel, runningBar } from "./period_label.ts";
import { parseTimeframe } from "./time/timeframe.ts";

function labelOf(timeframe: string, ...dates: readonly string[]): string {
  return periodLabel(Float64Array.from(dates, (date) => Date.parse(date) * 1000), parseTimeframe(timeframe));
}

Deno.test("periodLabel() tells weeks by their weekdays, holidays allowed", () => {
  assertEquals(labelOf("1w", "2024-01-01", "2024-01-08"), "first");
  assertEquals(labelOf("1w", "2024-01-08", "2024-01-16", "2024-01-22"), "first");
  assertEquals(labelOf("1w", "2024-01-05", "2024-01-11", "2024-01-19"), "last");
  assertEquals(labelOf("2w", "2024-01-05", "2024-01-19"), "last");
  assertEquals(labelOf("1w", "2024-01-07", "2024-01-14"), "unclear");
  assertEquals(labelOf("1w", "2024-01-02", "2024-01-09"), "unclear");
  assertEquals(labelOf("1w", "2024-01-01", "2024-01-12"), "unclear");
  assertEquals(labelOf("1w", "1969-12-22", "1969-12-29"), "first");
  assertEquals(labelOf("3d", "2024-01-01", "2024-01-04"), "unclear");
});

Deno.test("periodLabel() tells months, quarters and years by the days of the month", () => {
  assertEquals(labelOf("1mo", "2024-01-01", "2024-02-01"), "first");
  assertEquals(labelOf("1mo", "2024-01-02", "2024-02-01", "2024-06-03"), "first");
  assertEquals(labelOf("3mo", "2024-03-31", "2024-06-28"), "last");
  assertEquals(labelOf("1y", "2023-12-29", "2024-12-31"), "last");
  assertEquals(labelOf("1mo", "2024-01-15", "2024-02-15"), "unclear");
  assertEquals(labelOf("1mo", "2024-01-02", "2024-02-02", "2024-03-02"), "unclear");
  assertEquals(labelOf("1mo", "2024-01-01", "2024-02-29"), "unclear");
});

Deno.test("lastDayOfPeriod() is the Sunday of the last week, or the last day of the last month", () => {
  const last = (timeframe: string, date: string) =>
    new Date(lastDayOfPeriod(Date.parse(date) * 1000, parseTimeframe(timeframe)) * 864e5).toISOString().slice(0, 10);
  assertEquals(last("1w", "2024-01-01"), "2024-01-07");
  assertEquals(last("1w", "2024-01-16"), "2024-01-21");
  assertEquals(last("2w", "2024-01-01"), "2024-01-14");
  assertEquals(last("1mo", "2024-02-01"), "2024-02-29");
  assertEquals(last("1mo", "2024-06-03"), "2024-06-30");
  assertEquals(last("3mo", "2024-01-02"), "2024-03-31");
  assertEquals(last("1y", "2023-01-03"), "2023-12-31");
});

Deno.test("runningBar() finds the last bar that is not over behind the others", () => {
  const running = (timeframe: string, ...dates: readonly string[]) =>
    runningBar(Float64Array.from(dates, (date) => Date.parse(date) * 1000), parseTimeframe(timeframe));
  assertEquals(running("1mo", "2023-12-01", "2024-01-01", "2024-01-17"), { label: "first", isTwice: true });
  assertEquals(running("1mo", "2023-11-01", "2023-12-01", "2024-01-17"), { label: "first", isTwice: false });
  assertEquals(running("1w", "2024-01-01", "2024-01-08", "2024-01-10"), { label: "first", isTwice: true });
  assertEquals(running("1w", "2024-01-01", "2024-01-08", "2024-01-19"), { label: "first", isTwice: false });
  assertEquals(running("1mo", "2023-11-30", "2023-12-29", "2024-01-17"), { label: "last", isTwice: false });
  for (const dates of [["2023-12-01", "2024-01-01"], ["2023-12-01", "2024-01-01", "2024-02-01"]]) {
    assertEquals(running("1mo", ...dates), undefined);
  }
  assertEquals(running("1w", "2024-01-01", "2024-01-08", "2024-01-16"), undefined);
  assertEquals(running("1d", "2024-01-01", "2024-01-02", "2024-01-03"), undefined);
});
