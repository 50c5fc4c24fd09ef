import { assert, assertEquals, assertThrows } from "@std/assert";
import { openLibrary } from "../../engine/native/library.ts";
import * as ct from "../../../mod.ts";
import { changedBars, feedOf } from "../bars.ts";
import { sessionTable } from "./session_table.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

const newYork = await ct.calendar("XNYS"), fx = await ct.calendar("FX");
const hours = { open: "09:30", close: "16:00" }, timeZone = "America/New_York";

/** Bars of half an hour over the sessions of a calendar from one date to another. */
function halfHours(source: ct.Calendar, first: string, last: string, options: ct.FeedOptions): ct.Bars {
  const ends = source.sessionsBetween(first, last).flatMap(({ openUs, closeUs }) =>
    Array.from({ length: (closeUs - openUs) / 18e8 }, (_, bar) => openUs + (bar + 1) * 18e8)
  );
  return barsOf(ends, { timeframe: "30m", ...options });
}

function barsOf(ends: readonly (number | string)[], options: ct.FeedOptions): ct.Bars {
  const time = ends.map((end) => typeof end === "number" ? new Date(end / 1000).toISOString() : end);
  const column = (above: number): number[] => ends.map((_, row) => 100 + row % 7 + above);
  const prices = { open: column(0), high: column(1), low: column(-1), close: column(0.5) };
  return ct.bars({ time, ...prices }, { stamp: "close", ...options });
}

/** Returns the rows of bars from one to another, as a file of their own would be read. */
function fileOf(whole: ct.Bars, from: number, until: number, options: ct.FeedOptions): ct.Bars {
  const part = (column: Float64Array): Float64Array => column.slice(from, until);
  const { timeUs, open, high, low, close, volume } = whole.columns;
  const prices = { open: part(open), high: part(high), low: part(low), close: part(close), volume: part(volume) };
  const time = Array.from(part(timeUs), (us) => new Date(us / 1000));
  return ct.bars({ time, ...prices }, { timeframe: "30m", stamp: "close", ...options });
}

class BuysAlways extends ct.Strategy.with({}) {
  opens = 0;
  atOpen = this.timer({ at: "session-open" }, () => {
    this.opens++;
  });

  override next(): void {
    if (this.position.size === 0) this.buy({ size: 1 });
  }
}

Deno.test("two files, joined at any row, are the file of all rows: bars, sessions, resampled days and exits", () => {
  const cases: readonly (readonly [ct.Bars, ct.FeedOptions])[] = [
    [halfHours(newYork, "2024-06-28", "2024-07-10", { calendar: newYork }), { calendar: newYork }],
    [halfHours(fx, "2024-07-05", "2024-07-09", { calendar: fx }), { calendar: fx }],
    [halfHours(newYork, "2024-06-28", "2024-07-10", { session: hours, timeZone }), { session: hours, timeZone }],
  ];
  for (const [whole, options] of cases) {
    const options1 = { flatAt: "close", engineBackend: "typescript" } as const;
    const expected = ct.backtest(BuysAlways, whole, options1).chain;
    for (let row = 1; row < whole.length; row += 7) {
      const joined = fileOf(whole, 0, row, options).join(fileOf(whole, row, whole.length, options));
      assertEquals(feedOf(joined).columns, feedOf(whole).columns);
      assertEquals(feedOf(joined).sessions, feedOf(whole).sessions, `${row}`);
      assertEquals(joined.resample("1d").columns, whole.resample("1d").columns);
      assertEquals(ct.backtest(BuysAlways, joined, options1).chain, expected);
    }
  }
});

Deno.test("sessions between two files are those of the calendar, and a third file goes on from there", () => {
  const months = [["2024-01-02", "2024-01-05"], ["2024-02-01", "2024-02-09"], ["2024-04-01", "2024-04-02"]] as const;
  const [one, two, three] = months.map(([from, to]) => halfHours(newYork, from, to, { calendar: newYork }));
  const joined = one!.join(two!).join(three!), days = newYork.sessionsBetween("2023-12-29", "2024-04-05");
  assertEquals([...joined.sessions!.openUs], days.map(({ openUs }) => openUs));
  assertEquals(joined.resample("1d").length, 4 + 7 + 2);
  let opens = 0;
  class Counts extends BuysAlways {
    override stop(): void {
      opens = this.opens;
    }
  }
  const { trades } = ct.backtest(Counts, joined, { flatAt: "close", engineBackend: "typescript" });
  assertEquals([opens, trades.length, trades.filter(({ lateExit }) => lateExit).length], [13, 13, 0]);
});

Deno.test("daily bars with a calendar are joined too", () => {
  const days = (dates: readonly string[]): ct.Bars => barsOf(dates, { calendar: newYork });
  const joined = days(["2024-01-02", "2024-01-03"]).join(days(["2024-02-01", "2024-02-02"]));
  const closes: string[] = [];
  class Watches extends ct.Strategy.with({}) {
    override next(): void {
      closes.push(this.data.sessionClosesAt.toISOString());
    }
  }
  ct.backtest(Watches, joined, { engineBackend: "typescript" });
  assertEquals(closes.map((close) => close.slice(0, 13)), [
    ...["2024-01-02T21", "2024-01-03T21", "2024-02-01T21", "2024-02-02T21"],
  ]);
});

Deno.test("feeds of other sessions are not joined, and the message names both", () => {
  const march = (source: ct.Calendar, options: ct.FeedOptions): ct.Bars =>
    halfHours(source, "2024-03-01", "2024-03-01", { timeZone, ...options });
  const january = (options: ct.FeedOptions): ct.Bars =>
    halfHours(newYork, "2024-01-02", "2024-01-02", { timeZone, ...options });
  const refused = (one: ct.Bars, other: ct.Bars): string =>
    assertThrows(() => one.join(other), RangeError).message.replace('Cannot join feed "bars" to "bars": ', "");
  const both = "; read both with the same";
  assertEquals(
    refused(january({ calendar: newYork }), march(newYork, {})),
    `it has neither calendar nor session, and the other the calendar XNYS of ${timeZone}${both}`,
  );
  assertEquals(
    refused(january({ session: hours }), march(newYork, { calendar: newYork })),
    `it has the calendar XNYS of ${timeZone}, and the other session hours of ${timeZone}${both}`,
  );
  assertEquals(
    refused(january({ calendar: newYork }), march(fx, { calendar: fx })),
    `it has the calendar FX of ${timeZone}, and the other the calendar XNYS of ${timeZone}${both}`,
  );
  assertEquals(
    refused(january({ session: hours }), march(newYork, { session: { open: "10:00", close: "16:00" } })),
    "its session of 2024-01-01 has hours from 2024-01-01T10:00:00 to 2024-01-01T16:00:00, and the other's hours from " +
      "2024-01-01T09:30:00 to 2024-01-01T16:00:00; read both with the same hours",
  );
});

Deno.test("days that neither calendar knows are no guess", () => {
  const listed = (date: string): ct.Calendar =>
    ct.calendars.sessions([{ date, open: "09:30", close: "16:00" }], { timeZone, name: "mine" });
  const [tuesday, wednesday, friday] = ["2024-01-02", "2024-01-03", "2024-01-05"].map((date) =>
    halfHours(newYork, date, date, { calendar: listed(date) })
  );
  assertEquals(tuesday!.join(wednesday!).sessions!.day.length, 2);
  const message = "the calendar mine of neither knows the sessions from 2024-01-04 to 2024-01-04; read both with one";
  assertThrows(() => wednesday!.join(friday!), RangeError, message);
});

Deno.test("a table that came from another process knows its own days", () => {
  const moved = (bars: ct.Bars): ct.Bars => changedBars(bars, { sessions: structuredClone(bars.sessions!) });
  const [one, two, far] = ["2024-01-02", "2024-01-04", "2024-06-03"].map((date) =>
    moved(halfHours(newYork, date, date, { calendar: newYork }))
  );
  const { sessions } = one!.join(two!), { day } = sessions!;
  assert(day.every((each, row) => row === 0 || each > day[row - 1]!));
  assertEquals([day[0], day.at(-1)], [one!.sessions!.day[0], two!.sessions!.day.at(-1)]);
  assertThrows(() => one!.join(far!), RangeError, "of neither knows the sessions from 2024-01-06 to 2024-05-30");
  const pauses = sessionTable(
    {
      firstDay: 0,
      lastDay: 9,
      timesOn: (day) => ({
        openUs: day * 864e8,
        closeUs: day * 864e8 + 10,
        breaks: [{ startUs: day * 864e8 + 4, endUs: day * 864e8 + 5 }],
      }),
    },
    { calendar: "mine", timeZone: "UTC" },
    3,
    4,
  );
  const feed = (date: string): ct.Bars =>
    changedBars(barsOf([date], { timeframe: "1d" }), { sessions: structuredClone(pauses) });
  const joint = feedOf(feed("1970-01-04").join(feed("1970-01-05"))).sessions!;
  assertEquals([joint.breakStartUs, joint.breakEndUs], [pauses.breakStartUs, pauses.breakEndUs]);
});
