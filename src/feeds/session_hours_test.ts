import { assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { checkSession, sessionDays } from "./session_hours.ts";
import { DAY_US, HOUR_US, SESSION_DAY_OFFSET } from "./time/civil_date.ts";
import { TimeZone } from "./time/time_zone.ts";

Deno.test("checkSession() reads hours as microseconds after midnight", () => {
  const { openUs, closeUs, timeZone } = checkSession({ open: "17:00", close: "9:05", timeZone: "America/Chicago" });
  assertEquals([openUs / 6e7, closeUs / 6e7, timeZone?.name], [1020, 545, "America/Chicago"]);
  assertEquals(checkSession({ open: "00:00", close: "00:00" }).timeZone, undefined);
  assertEquals(checkSession({ open: "00:00", close: "24:00" }).closeUs, DAY_US);
});

Deno.test("checkSession() refuses all else and shows what it takes", () => {
  const remedy = 'pass { open: "09:30", close: "16:00" }';
  const types: readonly unknown[] = [
    null,
    "17:00-16:00",
    5,
    {},
    { open: "17:00" },
    { open: 17, close: 16 },
    { open: "17:00", close: "16:00", zone: "UTC" },
  ];
  for (const value of types) assertThrows(() => checkSession(value), TypeError, remedy);
  for (const open of ["24:00", "17", "5 PM", "17:60", ""]) {
    assertThrows(() => checkSession({ open, close: "16:00" }), RangeError, `Cannot use open "${open}" of session`);
  }
  assertThrows(() => checkSession({ open: "17:00", close: "16:00", timeZone: "Chicago" }), RangeError, '"Chicago"');
});

Deno.test("an hour has the date on which it began, also where the clock skips or repeats the midnight of its end", () => {
  const spans = [
    ["America/Sao_Paulo", "2018-01-01", "2018-12-31"],
    ["America/Santiago", "2023-01-01", "2023-12-31"],
    ["America/Havana", "2023-01-01", "2023-12-31"],
    ["Asia/Beirut", "2022-01-01", "2022-12-31"],
    ["Africa/Cairo", "2024-01-01", "2024-12-31"],
    ["America/New_York", "2024-01-01", "2024-12-31"],
  ] as const;
  for (const [name, first, last] of spans) {
    const from = Date.parse(first) * 1000, hours = (Date.parse(last) * 1000 - from) / HOUR_US;
    const ends = Float64Array.from({ length: hours }, (_, hour) => from + (hour + 1) * HOUR_US);
    const zone = new TimeZone(name), format = new Intl.DateTimeFormat("sv-SE", { timeZone: name });
    const days = sessionDays(ends, zone, undefined);
    const found = Array.from(days, (day) => new Date((day - SESSION_DAY_OFFSET) * DAY_US / 1000).toISOString());
    const began = Array.from(ends, (endUs) => `${format.format(endUs / 1000 - 1)}T00:00:00.000Z`);
    assertEquals(found, began, name);
    assertEquals(Array.from(ends, (endUs) => zone.dayUpTo(endUs) + SESSION_DAY_OFFSET), [...days], name);
  }
});

Deno.test("a session up to 24:00 is that of its date, and its last bar ends with it", () => {
  const ends = Array.from({ length: 48 }, (_, hour) => new Date(Date.UTC(2024, 0, 2, hour + 1)));
  const column = ends.map(() => 10), prices = { open: column, high: column, low: column, close: column };
  const read = (open: string, time: readonly Date[], stamp?: "close"): ct.Bars =>
    ct.bars({ time: [...time], ...prices }, {
      timeframe: "1h",
      session: { open, close: "24:00" },
      ...(stamp === undefined ? {} : { stamp }),
    });
  const places: string[] = [];
  class Watches extends ct.Strategy.with({}) {
    override next(): void {
      const { sessionDate, isSessionFirst, isSessionLast, hour } = this.data;
      if (isSessionFirst || isSessionLast) places.push(`${sessionDate} ${hour} ${isSessionFirst ? "first" : "last"}`);
    }
  }
  const days = read("00:00", ends, "close");
  ct.backtest(Watches, days, { engineBackend: "typescript" });
  assertEquals(places, ["2024-01-02 1 first", "2024-01-02 0 last", "2024-01-03 1 first", "2024-01-03 0 last"]);
  const dates = ct.bars({ time: ends, ...prices }, { timeframe: "1h", stamp: "close" });
  assertEquals([days.columns, days.resample("1d").columns], [dates.columns, dates.resample("1d").columns]);
  // Midnight is the open and the close of a whole date, and the close alone of its evening.
  assertEquals(read("00:00", ends).stamp, "unknown");
  const evening = ends.filter((end) => end.getUTCHours() === 0 || end.getUTCHours() > 17),
    column2 = evening.map(() => 10);
  const late = { open: column2, high: column2, low: column2, close: column2 };
  const session = { open: "17:00", close: "24:00" };
  assertEquals(ct.bars({ time: evening, ...late }, { timeframe: "1h", session }).stamp, "close");
});
