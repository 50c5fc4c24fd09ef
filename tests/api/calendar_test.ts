/**
 * Calendars as a strategy meets them: its place in the session, hours, holidays, half days, changes of the clock, lunch,
 * and sessions over midnight.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { barsAt, type Prices } from "./daily_bars.ts";
import { onEveryEngine } from "./every_engine.ts";
import { scripted } from "./scripted.ts";
import { scheduledEnds as ends } from "./session_bars.ts";

function flat(count: number): Prices[] {
  return Array.from({ length: count }, (_, at) => [100 + at, 101 + at, 99 + at, 100 + at] as const);
}

/** The bars at which a strategy sees the begin and the end of a session, on the clock of the feed. */
function edges(time: readonly string[], options: ct.BarsOptions): { first: string[]; last: string[] } {
  return onEveryEngine((conduct) => {
    const first: string[] = [], last: string[] = [];
    class Watches extends ct.Strategy.with({}) {
      override next(): void {
        const clock = this.data.endsAt.toLocaleString("sv-SE", { timeZone: this.data.timeZone }).slice(5, 16);
        if (this.data.isSessionFirst) first.push(clock);
        if (this.data.isSessionLast) last.push(clock);
      }
    }
    ct.backtest(Watches, barsAt(time, flat(time.length), { stamp: "close", ...options }), conduct);
    return { first, last };
  });
}

const newYork = await ct.calendar("XNYS"), tokyo = await ct.calendar("XTKS"), chicago = await ct.calendar("CMES");

Deno.test("a half day ends at its early close, and a holiday has no session", () => {
  const time = ends(newYork, ["2024-07-02", "2024-07-03", "2024-07-05"], 30);
  assertEquals(edges(time, { timeframe: "30m", calendar: newYork }), {
    first: ["07-02 10:00", "07-03 10:00", "07-05 10:00"],
    last: ["07-02 16:00", "07-03 13:00", "07-05 16:00"],
  });
});

Deno.test("sessions keep their hours through both changes of the clock", () => {
  for (const dates of [["2024-03-08", "2024-03-11"], ["2024-11-01", "2024-11-04"]]) {
    const [before, after] = dates.map((date) => date.slice(5)) as [string, string];
    assertEquals(edges(ends(newYork, dates, 30), { timeframe: "30m", calendar: newYork }), {
      first: [`${before} 10:00`, `${after} 10:00`],
      last: [`${before} 16:00`, `${after} 16:00`],
    });
    // The session of currencies begins on the evening of the Sunday on which the clock changed.
    const fx = ct.calendars.weekly({ open: "17:00", close: "17:00", timeZone: "America/New_York" });
    assertEquals(edges(ends(fx, [dates[1]!], 60), { timeframe: "1h", calendar: "FX" }).last, [`${after} 17:00`]);
  }
});

Deno.test("the bar before lunch is not the last one of its session, nor the bar after it the first", () => {
  assertEquals(edges(ends(tokyo, ["2024-01-04", "2024-01-05"], 30), { timeframe: "30m", calendar: tokyo }), {
    first: ["01-04 09:30", "01-05 09:30"],
    last: ["01-04 15:00", "01-05 15:00"],
  });
});

Deno.test("a session over midnight begins on the evening before its date", () => {
  assertEquals(edges(ends(chicago, ["2024-01-08", "2024-01-09"], 60), { timeframe: "1h", calendar: chicago }), {
    first: ["01-07 18:00", "01-08 18:00"],
    last: ["01-08 17:00", "01-09 17:00"],
  });
});

Deno.test("the scheduled last bar is told by the hours and not by the rows: a missing one is nobody's", () => {
  const time = ends(newYork, ["2024-07-02", "2024-07-05"], 30).filter((_, at) => at !== 12 && at !== 13);
  assertEquals(edges(time, { timeframe: "30m", calendar: newYork }), {
    first: ["07-02 10:00"],
    last: ["07-05 16:00"],
  });
});

Deno.test("hours of the option session tell the place in the session as a calendar does", () => {
  const time = ends(newYork, ["2024-07-02", "2024-07-05"], 30);
  const options = { timeframe: "30m", timeZone: "America/New_York", session: { open: "09:30", close: "16:00" } };
  assertEquals(edges(time, options), {
    first: ["07-02 10:00", "07-05 10:00"],
    last: ["07-02 16:00", "07-05 16:00"],
  });
});

Deno.test("a daily bar is the first and the last one of its session, dated or not, with a calendar or without", () => {
  const dates = ["2024-07-03", "2024-07-05"], moments = ["2024-07-03T17:00Z", "2024-07-05T20:00Z"];
  for (
    const [time, calendar] of [[dates, undefined], [dates, newYork], [moments, newYork], [moments, undefined]] as const
  ) {
    const { first, last } = edges(time, { timeframe: "1d", ...(calendar === undefined ? {} : { calendar }) });
    assertEquals([first.length, last.length], [2, 2]);
  }
});

/** The hours of each bar's session as texts of UTC. */
function hours(feed: ct.Bars): string[] {
  const seen: string[] = [];
  class Watches extends ct.Strategy.with({}) {
    override next(): void {
      const text = (date: Date): string => date.toISOString().slice(5, 16);
      seen.push(`${this.data.sessionDate} ${text(this.data.sessionOpensAt)} ${text(this.data.sessionClosesAt)}`);
    }
  }
  ct.backtest(Watches, feed, { engineBackend: "typescript" });
  return seen;
}

Deno.test("a strategy reads when its session opens and closes", () => {
  assertEquals(
    hours(barsAt(["2024-07-03T15:00Z", "2024-07-05T12:00Z"], flat(2), { timeframe: "1h", calendar: newYork })),
    [
      "2024-07-03 07-03T13:30 07-03T17:00",
      "2024-07-05 07-05T13:30 07-05T20:00", // before the open
    ],
  );
  assertEquals(hours(barsAt(["2024-07-03", "2024-07-05"], flat(2), { calendar: newYork })), [
    "2024-07-03 07-03T13:30 07-03T17:00",
    "2024-07-05 07-05T13:30 07-05T20:00",
  ]);
  assertEquals(hours(barsAt(["2024-07-03", "2024-07-05"], flat(2))), [
    "2024-07-03 07-03T00:00 07-03T23:59",
    "2024-07-05 07-05T00:00 07-05T23:59",
  ]);
  // A week that ends with a holiday has the session before it.
  const weeks = barsAt(["2024-03-22", "2024-03-29"], flat(2), { timeframe: "1w", stamp: "close", calendar: newYork });
  assertEquals(hours(weeks)[1], "2024-03-29 03-28T13:30 03-28T20:00");
});

Deno.test("without calendar and hours, the place in the session of shorter bars is an error that says what to pass", () => {
  const feed = barsAt(["2024-07-03T15:00Z", "2024-07-03T16:00Z"], flat(2), { timeframe: "1h" });
  for (const name of ["isSessionFirst", "isSessionLast", "sessionOpensAt", "sessionClosesAt"] as const) {
    const script = scripted({ 1: (s) => void s.data[name] });
    const error = assertThrows(() => ct.backtest(script, feed), ct.StrategyError);
    assert(error.cause instanceof RangeError);
    assertEquals(
      error.cause.message,
      `Cannot read ${name} of feed "AAA": its bars are shorter than a day, and nothing tells the hours of its sessions; ` +
        'pass calendar, as in calendar: await ct.calendar("XNYS"), or session: { open: "09:30", close: "16:00" } when ' +
        "reading it",
    );
  }
  const early = class extends ct.Strategy.with({}) {
    seen = this.data.isSessionLast;
  };
  assertThrows(() => ct.backtest(early, feed), ct.StrategyError, "before the first bar");
});

Deno.test("a date that has no session in the calendar has no hours, and the reader has told it", () => {
  const feed = barsAt(["2024-07-03", "2024-07-04"], flat(2), { calendar: newYork });
  assert(feed.notes.some((note) => note.startsWith("1 bar lies outside of every session of XNYS: index 1 of AAA")));
  assertThrows(() => hours(feed), ct.StrategyError, "the calendar XNYS has none on that date");
});

Deno.test("DAY orders and the figures of a year follow the sessions of the calendar", () => {
  // A week of currencies in UTC: sessions begin at 22:00, so that the dates of UTC are six and the sessions five.
  const fx = ct.calendars.weekly({ open: "17:00", close: "17:00", timeZone: "America/New_York" });
  const time = ends(fx, ["2024-01-08", "2024-01-09", "2024-01-10", "2024-01-11", "2024-01-12"], 60);
  const run = (options: ct.BarsOptions) =>
    onEveryEngine((conduct) => {
      const script = scripted({ 1: (s) => void s.buy({ size: 1, limit: 1, valid: "day" }) });
      const { stats, orders } = ct.backtest(
        script,
        barsAt(time, flat(time.length), { timeframe: "1h", ...options }),
        conduct,
      );
      return [stats.sessionDays, stats.periodsPerYear, new Date(orders[0]!.endedUs! / 1000).toISOString()];
    });
  assertEquals(run({ calendar: "FX" }), [5, 252, "2024-01-08T23:00:00.000Z"]);
  assertEquals(run({}), [6, 252, "2024-01-08T01:00:00.000Z"]);
  assertEquals(run({ calendar: "24/7" })[0], 6);
});

Deno.test("the zone of the calendar is that of the feed where nothing else says one", () => {
  const feed = barsAt(["2024-07-03 10:30", "2024-07-03 11:30"], flat(2), { timeframe: "1h", calendar: newYork });
  assertEquals(feed.timeZone, "America/New_York");
  assertEquals(feed.columns.timeUs[0], Date.parse("2024-07-03T14:30Z") * 1000);
  assert(
    feed.notes.includes("The zone of the calendar XNYS, America/New_York, is taken as time zone; timeZone sets it"),
  );
  const given = barsAt(["2024-07-03 15:30"], flat(1), { timeframe: "1h", calendar: newYork, timeZone: "UTC" });
  assertEquals(given.timeZone, "UTC");
});

Deno.test("ct.csv loads a calendar by its name, and reads one from a file", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const prices = `${folder}/prices.csv`, sessions = `${folder}/sessions.csv`;
    const rows = ["2024-07-03 10:30", "2024-07-03 11:30", "2024-07-05 10:30"].map((time) => `${time},10,12,9,11`);
    await Deno.writeTextFile(prices, `Time,Open,High,Low,Close\n${rows.join("\n")}\n`);
    await Deno.writeTextFile(sessions, "date,open,close\n2024-07-03,09:30,13:00\n2024-07-05,09:30,16:00\n");
    const named = await ct.csv(prices, { calendar: "XNYS" });
    const listed = await ct.csv(prices, { calendar: sessions, timeZone: "America/New_York" });
    for (const feed of [named, listed]) assertEquals(hours(feed)[0], "2024-07-03 07-03T13:30 07-03T17:00");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("bars of another size begin and end with the sessions of the calendar", () => {
  const time = ends(newYork, ["2024-07-02", "2024-07-03", "2024-07-05", "2024-07-08"], 30);
  const options = { timeframe: "30m", stamp: "close", calendar: newYork } as const;
  const feed = barsAt(time, flat(time.length), options);
  const known = (feed: ct.Bars, size: string): string[] =>
    Array.from(feed.resample(size).columns.timeUs, (us) => new Date(us / 1000).toISOString().slice(5, 16));
  assertEquals(known(feed, "1d"), ["07-02T20:00", "07-03T17:00", "07-05T20:00", "07-08T20:00"]);
  assertEquals(known(feed, "1w"), ["07-05T20:00"]); // known at the close of Friday
  assertEquals(known(feed, "2h").slice(0, 7), [
    ...["07-02T15:30", "07-02T17:30", "07-02T19:30", "07-02T20:00", "07-03T15:30", "07-03T17:00", "07-05T15:30"],
  ]);
  const sessions: string[] = [];
  class Watches extends ct.Strategy.with({}) {
    override next(): void {
      sessions.push(`${this.data.sessionDate} ${this.data.isSessionLast} ${this.data.sessionClosesAt.toISOString()}`);
    }
  }
  ct.backtest(Watches, feed.resample("1d"), { engineBackend: "typescript" });
  assertEquals(sessions[1], "2024-07-03 true 2024-07-03T17:00:00.000Z");
  // A bar outside of the sessions belongs to no day, and a last bar that ends after the close belongs to its day.
  const early = barsAt(["2024-07-02T12:00Z", ...time], flat(time.length + 1), options);
  assertEquals(early.resample("1d").columns.open[0], 101);
  const hours = ["2024-07-02T14:30Z", "2024-07-02T20:30Z", "2024-07-03T14:30Z"];
  const late = barsAt(hours, flat(3), { ...options, timeframe: "1h" }).resample("1d");
  assertEquals([late.columns.close[0], late.columns.high[0]], [101, 102]);
});

Deno.test("hours and a calendar together are refused", () => {
  const both = { calendar: newYork, session: { open: "09:30", close: "16:00" } };
  assertThrows(() => barsAt(["2024-07-03"], flat(1), both), RangeError, "Cannot use both session and calendar");
});
