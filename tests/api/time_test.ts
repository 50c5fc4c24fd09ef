/**
 * Time as a strategy meets it: the clock of the feed, sessions over midnight, longer bars beside shorter ones, and the
 * moments of fills.
 *
 * @module
 */

import { assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { barsAt, type Prices } from "./daily_bars.ts";
import { onEveryEngine, outcomeOf } from "./every_engine.ts";
import { scripted } from "./scripted.ts";
import { summaryNotes } from "./summary_notes.ts";

const DAY_MS = 864e5;

/** Dates of days in a row. */
function dates(from: string, count: number, days = 1): string[] {
  return Array.from({ length: count }, (_, at) => new Date(Date.parse(from) + at * days * DAY_MS).toISOString())
    .map((text) => text.slice(0, 10));
}

function rising(count: number): Prices[] {
  return Array.from({ length: count }, (_, at) => [100 + at, 101 + at, 99 + at, 100 + at] as const);
}

Deno.test("a strategy that buys on Mondays in New York buys on Mondays", () => {
  const outcome = onEveryEngine((conduct) => {
    class Mondays extends ct.Strategy.with({}) {
      readonly seen: string[] = [];
      override next(): void {
        if (this.data.weekday === 1 && this.position.size === 0) this.buy({ size: 1 });
        else if (this.data.weekday === 5) this.close();
      }
    }
    const feed = barsAt(dates("2024-01-01", 14), rising(14), { timeZone: "America/New_York" });
    return outcomeOf(ct.backtest(Mondays, feed, conduct));
  });
  // The bar of Monday 1 January decides, and the bar of Tuesday fills.
  assertEquals(outcome.fills.map(({ side, bar }) => [side, bar]), [["buy", 1], ["sell", 5], ["buy", 8], ["sell", 12]]);
});

Deno.test("opens and closes at midnight and dates are the same days for a strategy", () => {
  const days = dates("2023-12-31", 3), prices = { open: [1, 1, 1], high: [1, 1, 1], low: [1, 1, 1], close: [1, 1, 1] };
  const seen = (time: string[] | number[], options: ct.FeedOptions) => {
    const lines: string[] = [];
    class Watches extends ct.Strategy.with({}) {
      override next(): void {
        const { weekday, day, month, year, sessionDate, beginsAt } = this.data;
        lines.push([weekday, day, month, year, sessionDate, beginsAt.toISOString()].join(" "));
      }
    }
    ct.backtest(Watches, ct.bars({ time, ...prices }, { timeframe: "1d", ...options }));
    return lines;
  };
  const expected = [
    "7 31 12 2023 2023-12-31 2023-12-31T00:00:00.000Z",
    "1 1 1 2024 2024-01-01 2024-01-01T00:00:00.000Z",
    "2 2 1 2024 2024-01-02 2024-01-02T00:00:00.000Z",
  ];
  const midnights = days.map((date) => `${date}T00:00:00Z`), epochs = days.map((date) => Date.parse(date));
  const ends = dates("2024-01-01", 3).map((date) => `${date}T00:00:00Z`);
  assertEquals(seen(days, {}), expected);
  assertEquals(seen(midnights, {}), expected);
  assertEquals(seen(midnights, { stamp: "open" }), expected);
  assertEquals(seen(epochs, { stamp: "open" }), expected);
  assertEquals(seen(ends, { stamp: "close" }), expected);
});

Deno.test("a fill at the open has the moment at which its bar begins, and one inside the bar its end", () => {
  const rows: Prices[] = [[100, 101, 99, 100], [100, 101, 99, 100], [100, 130, 99, 120], [120, 121, 119, 120]];
  const script = scripted({ 1: (s) => void s.buy({ size: 1, takeProfit: 110 }), 3: (s) => void s.sell({ size: 1 }) });
  const feed = barsAt(["2024-01-02T10:00Z", "2024-01-02T10:05Z", "2024-01-02T10:10Z", "2024-01-02T10:30Z"], rows, {
    timeframe: "5m",
    stamp: "close",
  });
  const { fills, trades } = onEveryEngine((conduct) => {
    const result = ct.backtest(script, feed, conduct);
    return { fills: result.fills, trades: result.trades };
  });
  const at = (us: number | null) => us === null ? null : new Date(us / 1000).toISOString().slice(11, 16);
  assertEquals(fills.map(({ timeUs, rule, bar }) => [at(timeUs), rule, bar]), [
    ["10:00", "open", 1],
    ["10:10", "limit", 2],
    ["10:25", "open", 3],
  ]);
  assertEquals(
    trades.map((
      { openedUs, openedBar, closedUs, closedBar },
    ) => [at(openedUs), openedBar, at(closedUs), closedBar]),
    [["10:00", 1, "10:10", 2], ["10:25", 3, null, null]],
  );
});

Deno.test("weeks and months that are dated with their first day are known when their last day ends", () => {
  const daily = barsAt(dates("2024-01-01", 40), rising(40), { name: "daily" });
  const weekly = barsAt(dates("2023-12-25", 6, 7), rising(6), { name: "weekly" });
  const monthly = barsAt(["2023-12-01", "2024-01-01", "2024-02-01"], rising(3), { name: "monthly" });
  const seen = onEveryEngine((conduct) => {
    const seen: [number, number, number][] = [];
    class Watches extends ct.Strategy.with({}) {
      override next(): void {
        if (!this.feeds.daily!.isNew) return;
        seen.push([this.feeds.daily!.length, this.feeds.weekly!.close.now, this.feeds.monthly!.close.now]);
      }
    }
    ct.backtest(Watches, { daily, weekly, monthly }, conduct);
    return seen;
  });
  const known = (day: number) => seen.find(([length]) => length === day)!.slice(1);
  // The week from 1 January ends with day 7, and January with day 31.
  assertEquals([known(6), known(7), known(13), known(14)], [[100, 100], [101, 100], [101, 100], [102, 100]]);
  assertEquals([known(30)[1], known(31)[1], known(32)[1]], [100, 101, 101]);
});

Deno.test("longer bars whose dates do not tell are refused beside shorter ones, and run alone", () => {
  const daily = barsAt(dates("2024-01-01", 40), rising(40), { name: "daily" });
  const rows = rising(5), sundays = dates("2024-01-07", 5, 7);
  const script = scripted({});
  assertThrows(
    () => ct.backtest(script, { daily, weekly: barsAt(sundays, rows) }),
    RangeError,
    'Cannot run feed "weekly" beside "daily" while it is unknown whether its times are those at which bars open or close',
  );
  assertEquals(ct.backtest(script, { daily, weekly: barsAt(sundays, rows, { stamp: "close" }) }).stats.bars, 40);
  assertEquals(ct.backtest(script, barsAt(sundays, rows)).stats.bars, 5);
});

Deno.test("a session over midnight is one day of the statistics and of DAY orders", () => {
  const time = ["2024-01-07T18:00", "2024-01-08T10:00", "2024-01-08T18:00", "2024-01-09T10:00"];
  const options = { timeZone: "America/Chicago", timeframe: "1h", stamp: "close" } as const;
  const run = (session: ct.SessionOptions | undefined) =>
    onEveryEngine((conduct) => {
      const script = scripted({ 1: (s) => void s.buy({ size: 1, limit: 1, valid: "day" }) });
      const feed = barsAt(time, rising(4), session === undefined ? options : { ...options, session });
      const { stats, orders } = ct.backtest(script, feed, conduct);
      return [stats.sessionDays, stats.periodsPerYear, orders[0]!.endedUs! / 1000];
    });
  const at = (text: string) => Date.parse(`${text}-06:00`);
  assertEquals(run({ open: "17:00", close: "16:00" }), [2, 252, at("2024-01-08T18:00")]);
  assertEquals(run(undefined), [3, 252, at("2024-01-09T10:00")]);
});

Deno.test("the summary names the feed of each note, and feeds that begin later or end earlier", () => {
  const a = barsAt(dates("2024-01-01", 60), rising(60)), b = barsAt(dates("2024-01-21", 20), rising(20));
  const notes = summaryNotes(ct.backtest(scripted({}), { a, b }));
  const timeframe = "The timeframe 1d was taken from the commonest spacing of the rows";
  assertEquals(notes.slice(1, 5), [
    `a: ${timeframe}`,
    `b: ${timeframe}`,
    "b begins on 2024-01-21, 20 days after a",
    "b ends on 2024-02-09, 20 days before a",
  ]);
});
