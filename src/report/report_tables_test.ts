import { assertEquals } from "@std/assert";
import { drawdowns, worstDrawdown } from "../analyzers/drawdown.ts";
import { DAY_US, dayOfDate, SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import { drawdownRows } from "./drawdown_rows.ts";
import { periodReturns } from "./period_returns.ts";

const UTC = new TimeZone("UTC");

Deno.test("a month's return is over the last equity of the month before, and the first one's over the equity before the run", () => {
  const day = (month: number, date: number, year = 2023): number => dayOfDate(year, month, date) + SESSION_DAY_OFFSET;
  const days = Float64Array.of(day(11, 29), day(11, 30), day(12, 1), day(12, 29), day(2, 1, 2024));
  const { months, years } = periodReturns({ days, equity: Float64Array.of(90, 110, 100, 121, 60.5) }, 100);
  assertEquals(months, [
    { year: 2023, month: 11, value: 0.1 },
    { year: 2023, month: 12, value: 0.1 },
    { year: 2024, month: 2, value: -0.5 },
  ]);
  assertEquals(years, [{ year: 2023, value: 0.21 }, { year: 2024, value: -0.5 }]);
});

Deno.test("a month after an equity of nothing has no return", () => {
  const days = Float64Array.of(SESSION_DAY_OFFSET, SESSION_DAY_OFFSET + 31);
  const { months } = periodReturns({ days, equity: Float64Array.of(-5, 10) }, 100);
  assertEquals(months.map(({ value }) => value), [-1.05, null]);
  assertEquals(periodReturns({ days: new Float64Array(0), equity: new Float64Array(0) }, 100), {
    months: [],
    years: [],
  });
});

Deno.test("the deepest row and the longest row of the drawdowns are those of the statistics", () => {
  const equity = Float64Array.of(100, 100, 90, 75, 100, 110, 109, 109, 120, 60);
  const timeUs = equity.map((_value, step) => step * DAY_US);
  const rows = drawdownRows(timeUs, drawdowns(equity, 100), UTC, 10);
  assertEquals(rows, [
    { peakUs: 8 * DAY_US, lowUs: 9 * DAY_US, recoveredUs: null, depth: 0.5, days: 1 },
    { peakUs: DAY_US, lowUs: 3 * DAY_US, recoveredUs: 4 * DAY_US, depth: 0.25, days: 3 },
    { peakUs: 5 * DAY_US, lowUs: 6 * DAY_US, recoveredUs: 8 * DAY_US, depth: 1 / 110, days: 3 },
  ]);
  const worst = worstDrawdown(timeUs, equity, 100, UTC);
  assertEquals([rows[0]!.depth, Math.max(...rows.map(({ days }) => days))], [worst.fraction, worst.days]);
  assertEquals(drawdownRows(timeUs, drawdowns(equity, 100), UTC, 2), rows.slice(0, 2));
  assertEquals(drawdownRows(new Float64Array(0), new Float64Array(0), UTC, 2), []);
});
