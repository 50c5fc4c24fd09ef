/**
 * Figures of a run by the options `benchmark`, `riskFree` and `figures`, on every engine.
 *
 * @module
 */

import { assert, assertAlmostEquals, assertEquals, assertMatch, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { barsAt, dailyBars, type Prices } from "./daily_bars.ts";
import { onEveryEngine } from "./every_engine.ts";
import { scripted } from "./scripted.ts";

const CLOSES = [100, 102, 101, 104, 103, 107, 106, 110];
const flat = (closes: readonly number[]): Prices[] => closes.map((close) => [close, close, close, close] as const);
const BUYS = { 1: (strategy: ct.Strategy) => void strategy.buy({ size: 50 }) };

function figuresOf(
  feeds: ct.Bars | Record<string, ct.Bars>,
  options: ct.BacktestOptions = {},
): Pick<ct.Result, "figures" | "stats" | "tables"> {
  return onEveryEngine((conduct) => {
    const { figures, stats, tables } = ct.backtest(scripted(BUYS), feeds, { ...options, ...conduct });
    return { figures, stats, tables };
  });
}

Deno.test("one traded feed is its own benchmark, bought once or with equal weights", () => {
  const feed = dailyBars(flat(CLOSES)), { figures, stats, tables } = figuresOf(feed);
  assertEquals(figures.benchmarkReturn, stats.buyAndHold);
  assertAlmostEquals(figures.beta!, 0.5, 0.01);
  assertEquals(figuresOf(feed, { benchmark: "equal-weight" }).figures, figures);
  assertEquals(tables.monthly, [{ year: 2024, month: 1, returnFraction: 0.04, benchmarkReturn: 0.1 }]);
});

Deno.test("several feeds are bought once for the same amount, or rebalanced each date", () => {
  const feeds = { a: dailyBars(flat([10, 20, 20]), { name: "a" }), b: dailyBars(flat([4, 4, 8]), { name: "b" }) };
  assertEquals(figuresOf(feeds).figures.benchmarkReturn, 1);
  assertEquals(figuresOf(feeds).stats.buyAndHold, 1);
  assertEquals(figuresOf(feeds, { benchmark: "equal-weight" }).figures.benchmarkReturn, 1.25);
});

Deno.test("a benchmark has at each date the last close that was known at its last step", () => {
  const days = [1, 2, 3, 4].map((day) => `2024-01-0${day}`),
    feed = barsAt(days.map((day) => `${day}T16:00Z`), flat([9, 9, 9, 9]), {
      stamp: "close",
      timeframe: "1d",
      session: { open: "00:00", close: "16:00" },
    });
  const at = (hour: number): ct.Bars =>
    barsAt(days.map((day) => `${day}T${hour}:00Z`), flat([8, 16, 32, 16]), {
      name: "x",
      stamp: "close",
      timeframe: "1d",
    });
  const yearly = (benchmark: ct.Bars): unknown => {
    const { benchmarkVolatility, benchmarkReturn } = figuresOf(feed, { benchmark }).figures;
    return [benchmarkVolatility === null, benchmarkReturn];
  };
  // Known at 16:00: 8, 16, 32, 16. Bars that end at 17:00 count for the next date: 8, 16, 32 for the last three.
  assertEquals(yearly(at(16)), [false, 1]);
  assertEquals(yearly(at(17)), [false, 3]);
});

Deno.test("what a benchmark does after the run changes no figure", () => {
  const feed = dailyBars(flat(CLOSES)), other = [50, 60, 55, 70, 65, 60, 75, 80];
  const whole = dailyBars(flat([...other, 1, 1000]), { name: "x" }), cut = dailyBars(flat(other), { name: "x" });
  assertEquals(figuresOf(feed, { benchmark: whole }).figures, figuresOf(feed, { benchmark: cut }).figures);
});

Deno.test("a benchmark, rates and figures change neither orders nor the chain", () => {
  const feed = dailyBars(flat(CLOSES)), mine = ct.analyzer({ formula: "one", unit: "count", compute: () => 1 });
  const chainOf = (options: ct.BacktestOptions): string =>
    onEveryEngine((conduct) => ct.backtest(scripted(BUYS), feed, { ...options, ...conduct }).chain);
  assertEquals(chainOf({ benchmark: feed, riskFree: feed, figures: { mine } }), chainOf({}));
});

Deno.test("a feed of rates of one value has the figures of that number", () => {
  const feed = dailyBars(flat(CLOSES)), rates = dailyBars(flat(CLOSES.map(() => 4)), { name: "irx" });
  const [fed, given] = [rates, 0.04].map((riskFree) => figuresOf(feed, { riskFree }));
  assertEquals([fed!.stats.riskFree, fed!.stats.sortino], [0.04, given!.stats.sortino]);
  // The rate takes part in the deviation where it may vary, which moves the last digit.
  assertAlmostEquals(fed!.stats.sharpe!, given!.stats.sharpe!, 1e-12);
});

Deno.test("rates that nobody knew at the first bar are refused before the run, and a later begin is taken", () => {
  const feed = dailyBars(flat(CLOSES)), rates = dailyBars(flat(CLOSES)).slice({ from: "2024-01-03" });
  assertThrows(
    () => ct.backtest(scripted(BUYS), feed, { riskFree: rates }),
    RangeError,
    'Cannot use feed "AAA" as riskFree',
  );
  const { stats } = ct.backtest(scripted(BUYS), feed, { riskFree: rates, measureFrom: "2024-01-04" });
  // The dates from the fourth on begin with the rates of the third, fourth, fifth, sixth and seventh.
  assertEquals(stats.riskFree, (101 + 104 + 103 + 107 + 106) / 500);
});

Deno.test("figures of the user stand in the result and in a part of the summary of their own", () => {
  const depth = ct.analyzer({ formula: "x", unit: "fraction", compute: ({ drawdown }) => Math.max(...drawdown) });
  const never = ct.analyzer({ formula: "x", unit: "money", nullWhen: "there is no moon", compute: () => null });
  const days = ct.analyzer({ formula: "x", unit: "days", compute: () => 1 });
  const options = { figures: { depth, never, days }, engineBackend: "typescript" } as const;
  const result = ct.backtest(scripted(BUYS), dailyBars(flat(CLOSES)), options);
  assertEquals([result.figures["depth"], result.figures["never"]], [result.figures.maxDrawdown, null]);
  assertEquals(result.figureReasons["never"], "there is no moon");
  assertMatch(
    result.summary(),
    /\n\nOwn figures\ndepth +0\.\d\d %\nnever +n\/a {2}\(there is no moon\)\ndays +1 day\n\n/,
  );
  const plain = ct.backtest(scripted(BUYS), dailyBars(flat(CLOSES)), { engineBackend: "typescript" });
  assert(!plain.summary().includes("Own figures"));
  assertEquals(Object.keys(plain.figures), Object.keys(ct.figures));
  assert(Object.isFrozen(plain.figures) && Object.isFrozen(ct.figures));
});

Deno.test("the table of figures and their values are those of one another, and roll by name", () => {
  const result = ct.backtest(scripted(BUYS), dailyBars(flat(CLOSES)), { engineBackend: "typescript" });
  const { dates, values } = result.rolling("bestDay", 7);
  assertEquals([dates, values], [["2024-01-08"], [result.figures.bestDay]]);
  assertThrows(() => result.rolling("winRate" as "bestDay", 2), RangeError, 'Cannot roll figure "winRate"');
});
