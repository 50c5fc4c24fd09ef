/**
 * Figures of a run by its options: years of weeks and months, the measured part, the risk-free rate, buy and hold.
 *
 * @module
 */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { barsAt, dailyBars, type Prices } from "./daily_bars.ts";
import { onEveryEngine } from "./every_engine.ts";
import { scripted } from "./scripted.ts";

const CLOSES = [100, 102, 101, 104, 103, 107, 106, 110, 108, 113, 111, 116, 115];

function flatRows(closes: readonly number[]): Prices[] {
  return closes.map((close) => [close, close, close, close] as const);
}

function statsOf(
  feeds: ct.Bars | Record<string, ct.Bars>,
  script: Parameters<typeof scripted>[0],
  options = {},
): ct.Stats {
  return onEveryEngine((conduct) => ct.backtest(scripted(script), feeds, { ...options, ...conduct }).stats);
}

/** Mean and sample deviation of the returns from bar to bar. */
function momentsOf(values: readonly number[]): [number, number] {
  const returns = values.slice(1).map((value, at) => value / values[at]! - 1);
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  return [mean, Math.sqrt(returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (returns.length - 1))];
}

Deno.test("weekly bars make 52 returns a year, and monthly bars 12", () => {
  const weeks = CLOSES.map((_, at) => new Date(Date.UTC(2024, 0, 5 + 7 * at)).toISOString().slice(0, 10));
  const months = CLOSES.map((_, at) => new Date(Date.UTC(2023, at + 1, 0)).toISOString().slice(0, 10));
  for (const [time, count] of [[weeks, 52], [months, 12]] as const) {
    const feed = barsAt(time, flatRows(CLOSES));
    const stats = statsOf(feed, { 1: (s) => void s.buy({ size: 90 }) });
    const equity = CLOSES.map((close, at) => at === 0 ? 10_000 : 10_000 + 90 * (close - CLOSES[1]!));
    const [mean, deviation] = momentsOf(equity);
    assertEquals(stats.periodsPerYear, count);
    assertAlmostEquals(stats.sharpe!, mean / deviation * Math.sqrt(count), 1e-12);
  }
});

Deno.test("hourly bars make 365 returns a year where weekends have sessions, and 252 elsewhere", () => {
  const HOUR_MS = 3_600_000, monday = Date.UTC(2024, 0, 1);
  const perYear = (from: number, hours: number, isOpen: (at: Date) => boolean, options: ct.FeedOptions = {}) => {
    const opens = Array.from({ length: hours }, (_, hour) => new Date(from + hour * HOUR_MS)).filter(isOpen);
    const feed = barsAt(opens.map((at) => at.toISOString()), flatRows(opens.map((_, at) => 100 + at % 7)), {
      stamp: "open",
      timeframe: "1h",
      ...options,
    });
    return statsOf(feed, {}).periodsPerYear;
  };
  for (const [days, count] of [[3, 252], [5, 252], [6, 365], [7, 365], [8, 365], [60, 365]] as const) {
    assertEquals(perYear(monday, days * 24, () => true), count, `${days} days`);
  }
  // Currencies rest from Friday, 22:00 to Sunday, 22:00.
  const currencies = (at: Date) => {
    const day = at.getUTCDay(), hour = at.getUTCHours();
    return !(day === 6 || day === 5 && hour >= 22 || day === 0 && hour < 22);
  };
  for (const days of [5, 6, 7, 30]) assertEquals(perYear(monday, days * 24, currencies), 252);
  const session = { open: "17:00", close: "17:00", timeZone: "America/New_York" };
  assertEquals(perYear(monday, 30 * 24, currencies, { session }), 252);
});

Deno.test("measureFrom measures from the first call of next, or from a date, on the equity before it", () => {
  const feed = dailyBars(flatRows(CLOSES)), script = { 1: (s: ct.Strategy) => void s.buy({ size: 10 }) };
  const whole = statsOf(feed, script), from = new Date(feed.columns.timeUs[6]! / 1000 - 60_000);
  const part = statsOf(feed, script, { measureFrom: from });
  assertEquals(statsOf(feed, script, { measureFrom: "2024-01-07" }), part);
  assertEquals([whole.bars, whole.equityInitial, part.bars, part.equityInitial], [13, 10_000, 7, 10_050]);
  assertEquals(part.returnFraction, (10_130 - 10_050) / 10_050);
  assertEquals([part.buyAndHold, whole.buyAndHold], [8 / 107, 15 / 100]);
  assertEquals([whole.trades.open, part.trades.open], [1, 0]);
  class Warm extends ct.Strategy.with({}) {
    average: ct.Line = ct.sma(this.data.close, 4);
  }
  const warm = ct.backtest(Warm, feed, { measureFrom: "warm" }).stats;
  assertEquals([warm.warmUpBars, warm.bars, warm.buyAndHold], [3, 10, 14 / 101]);
  assertThrows(
    () => ct.backtest(Warm, feed, { measureFrom: new Date("2200-01-01") }),
    RangeError,
    "Cannot measure from 2200-01-01T00:00:00.000Z: the last bar ends at",
  );
});

Deno.test("buy and hold has the same weight in each traded feed, and names them", () => {
  const a = dailyBars(flatRows([100, 110, 120])), b = dailyBars(flatRows([100, 100, 90]));
  const lines = dailyBars(flatRows([1, 2, 3]), { trade: false });
  const stats = statsOf({ a, b, lines }, {});
  assertAlmostEquals(stats.buyAndHold!, (0.2 - 0.1) / 2, 1e-16);
  assertEquals(stats.buyAndHoldFeeds, ["a", "b"]);
});

Deno.test("every figure of a run without trades, with one, of one bar, flat, and ruined is a number or null with a reason", () => {
  const falling = flatRows([100, 100, 40, 1, 1]), buy = { 1: (s: ct.Strategy) => void s.buy({ size: 50 }) };
  const short = { 1: (s: ct.Strategy) => void s.sell({ size: 50 }) };
  const runs: readonly ct.Stats[] = [
    statsOf(dailyBars(flatRows([100])), {}),
    statsOf(dailyBars(flatRows([100, 100, 100])), {}),
    statsOf(dailyBars(falling), buy),
    statsOf(dailyBars(falling), { ...buy, 3: (s) => void s.close() }),
    statsOf(dailyBars(flatRows([100, 100, 900, 900, 900])), short, { onRuin: "ignore" }),
    statsOf(dailyBars(flatRows([100, 100, 900, 900, 900])), short, {
      onRuin: "ignore",
      measureFrom: new Date(dailyBars(flatRows([1, 1, 1, 1, 1])).columns.timeUs[3]! / 1000),
    }),
    statsOf(dailyBars(falling), buy, { measureFrom: "warm", riskFree: 0.05 }),
  ];
  for (const stats of runs) {
    for (const [name, value] of Object.entries(stats)) {
      if (typeof value === "number") assert(Number.isFinite(value), name);
      assertEquals(name in stats.reasons, value === null, name);
    }
    assertEquals(JSON.parse(JSON.stringify(stats)), stats);
  }
});
