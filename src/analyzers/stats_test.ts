import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { DAY_US, HOUR_US, SESSION_DAY_OFFSET } from "../feeds/time/civil_date.ts";
import { TimeZone } from "../feeds/time/time_zone.ts";
import type { FillRow, TradeRow } from "../broker/result_rows.ts";
import { computeStats, type Stats, type StatsInput } from "./stats.ts";
import { fillRow, tradeRow } from "../../tests/example_rows.ts";

/** 2024-01-01, a Monday. */
const MONDAY = Date.UTC(2024, 0, 1) * 1000 / DAY_US;

Deno.test("computeStats() gives the figures of a small run, worked out by hand", () => {
  // Returns of the days after the first: 1664/1024 - 1 = 5/8, -3/8, 5/8, -3/8, 1/8. Their mean is 1/8, their sample
  // deviation 1/2 (see the test of returnRatios): with 256 a year volatility 1/2 x 16 = 8, Sharpe (1/8) / (1/2) x 16 = 4.
  // Drawdown: from 1664 to 1040 is 3/8, from 1690 to 1056.25 is 3/8 too. Under water: 1664 on day 2 is reached again on
  // day 4, which is two days; 1690 on day 4 is not reached until the end on day 6, two days as well.
  const equity = Float64Array.of(1024, 1664, 1040, 1690, 1056.25, 1188.28125);
  const stats = computeStats({
    ...dailyRun(equity),
    inMarket: Uint8Array.of(0, 1, 1, 1, 0, 0),
    buyAndHold: [{ feed: "aapl", firstClose: 8, lastClose: 10 }],
    fills: [fill(640, 0.5), fill(700, 0.25)],
    trades: [trip(64), trip(-32), trip(null)],
    warmUpBars: 1,
    periodsPerYear: 256,
  });
  const growth = 1188.28125 / 1024;
  assertEquals(stats, {
    start: "2024-01-01",
    end: "2024-01-06",
    bars: 6,
    sessionDays: 6,
    durationDays: 5,
    timeZone: "UTC",
    cashInitial: 1024,
    equityInitial: 1024,
    finalEquity: 1188.28125,
    returnFraction: 0.160430908203125,
    cagr: growth ** (365.25 / 5) - 1,
    buyAndHold: 0.25,
    buyAndHoldFeeds: ["aapl"],
    volatility: 8,
    sharpe: 4,
    sortino: 2 / Math.sqrt(0.05625),
    calmar: (growth ** (365.25 / 5) - 1) / 0.375,
    maxDrawdown: 0.375,
    maxDrawdownDuration: 2,
    trades: { closed: 2, open: 1, ambiguous: 0 },
    winRate: 0.5,
    // Entries of 4 x 8 = 32: returns 2 and -1.
    averageTrade: 0.5,
    bestTrade: 2,
    worstTrade: -1,
    profitFactor: 2,
    expectancy: 16,
    exposure: 0.5,
    // The equities add up to 7662.53125.
    turnover: 1340 / (7662.53125 / 6),
    commission: 0.75,
    warmUpBars: 1,
    periodsPerYear: 256,
    riskFree: 0,
    reasons: {},
    orders: {
      placed: 0,
      filled: 0,
      unsizedCloses: 0,
      refused: 0,
      cancelled: 0,
      cancelledWithEntry: 0,
      expired: 0,
      open: 0,
      refusedByReason: [],
      requestsRefusedByReason: [],
    },
  });
});

Deno.test("computeStats() takes a year as 365.25 days for the growth rate", () => {
  // Sixteenfold in 1461 days, which are four such years: doubled in each.
  const run = { ...dailyRun(Float64Array.of(100, 1600)), timeUs: Float64Array.of(0, 1461 * DAY_US) };
  assertEquals(computeStats(run).cagr, 1);
});

Deno.test("computeStats() has null and no number for what is not defined", () => {
  const none = computeStats(dailyRun(new Float64Array(0), 500));
  assertEquals([none.start, none.end, none.finalEquity, none.returnFraction, none.durationDays], [
    null,
    null,
    500,
    0,
    0,
  ]);
  const flat = computeStats(dailyRun(new Float64Array(20).fill(500)));
  assertEquals([flat.cagr, flat.volatility, flat.maxDrawdown, flat.maxDrawdownDuration], [0, 0, 0, 0]);
  const one = computeStats(dailyRun(Float64Array.of(500)));
  const ruined = computeStats(dailyRun(Float64Array.of(500, -10, -10)));
  assertEquals([ruined.cagr, ruined.volatility, ruined.sharpe, ruined.sortino], [null, null, null, null]);
  const lost = computeStats({ ...dailyRun(Float64Array.of(500, -10, -10, 5)), measureStep: 2 });
  assertEquals([lost.returnFraction, lost.maxDrawdown, lost.equityInitial, lost.finalEquity], [null, null, -10, 5]);
  for (const stats of [none, flat, one, ruined, lost]) {
    const nulls = Object.entries(stats).filter(([, value]) => value === null).map(([name]) => name);
    assertEquals(Object.keys(stats.reasons).toSorted(), nulls.toSorted());
    for (const [name, reason] of Object.entries(stats.reasons)) assert(reason?.length > 10, name);
    for (const key of ["sharpe", "sortino", "calmar", "buyAndHold", "winRate", "averageTrade"] as const) {
      assertEquals(stats[key], null, key);
    }
    for (const [key, value] of Object.entries(stats)) {
      if (typeof value === "number") assertEquals(Number.isFinite(value), true, key);
    }
  }
});

Deno.test("computeStats() does not let a short run grow to infinity", () => {
  const run = { ...dailyRun(Float64Array.of(1, 1e6)), timeUs: Float64Array.of(0, HOUR_US) };
  assertEquals(computeStats(run).cagr, null);
});

Deno.test("computeStats() takes the returns of a year from the session dates, unless told", () => {
  assertEquals(computeStats(dailyRun(new Float64Array(5).fill(100))).periodsPerYear, 252);
  assertEquals(computeStats(dailyRun(new Float64Array(14).fill(100))).periodsPerYear, 365);
  assertEquals(computeStats({ ...dailyRun(new Float64Array(6).fill(100)), periodsPerYear: 52 }).periodsPerYear, 52);
});

Deno.test("computeStats() counts the first date where it has several steps", () => {
  const twice = (values: Float64Array) => values.map((_value, step) => values[Math.floor(step / 2) * 2]!);
  const run = dailyRun(Float64Array.of(100, 110, 110, 99), 100);
  const stats = computeStats({ ...run, sessionDay: twice(run.sessionDay), periodsPerYear: 1 });
  // Returns 0.1 and -0.1: their deviation is the root of 0.02.
  assertAlmostEquals(stats.volatility!, Math.sqrt(0.02), 1e-15);
  assertEquals(computeStats({ ...run, cashInitial: 50, periodsPerYear: 1 }).volatility! < 0.2, true);
});

Deno.test("computeStats() measures from a step on, on the equity before it", () => {
  const equity = Float64Array.of(100, 50, 200, 220, 198);
  const run = { ...dailyRun(equity), inMarket: Uint8Array.of(1, 1, 0, 1, 0), periodsPerYear: 1 };
  const rows = {
    fills: [{ ...fill(10, 1), bar: 1 }, { ...fill(20, 2), bar: 3 }],
    trades: [{ ...trip(5), openedBar: 1 }, { ...trip(-3), openedBar: 3 }],
  };
  const stats = computeStats({ ...run, ...rows, measureStep: 3 });
  assertEquals([stats.start, stats.bars, stats.equityInitial, stats.returnFraction], ["2024-01-04", 2, 200, -0.01]);
  // Returns 0.1 and -0.1; the peak is 220.
  assertAlmostEquals(stats.volatility!, Math.sqrt(0.02), 1e-15);
  assertEquals([stats.maxDrawdown, stats.exposure, stats.commission, stats.expectancy], [0.1, 0.5, 2, -3]);
  const warm = computeStats({ ...run, measureStep: 5 });
  assertEquals([warm.start, warm.bars, warm.returnFraction, warm.reasons["start"]], [null, 0, 0, "there is no bar"]);
  assertThrows(() => computeStats({ ...run, measureStep: 6 }), RangeError, "Cannot measure from step 6");
});

Deno.test("computeStats() counts days by the clock of the zone", () => {
  // New York put its clock forward in this span, so that it is an hour short of 120 days.
  const zone = new TimeZone("America/New_York");
  const timeUs = Float64Array.of(zone.endOfDateUs(MONDAY), zone.endOfDateUs(MONDAY + 120));
  assertEquals(timeUs[1]! - timeUs[0]!, 120 * DAY_US - HOUR_US);
  const stats = computeStats({ ...dailyRun(Float64Array.of(100, 100)), timeUs, timeZone: "America/New_York" });
  assertEquals([stats.start, stats.end, stats.durationDays], ["2024-01-01", "2024-04-30", 120]);
});

Deno.test("computeStats() writes times of day where a session date has several steps", () => {
  const timeUs = Float64Array.from([9, 10, 11, 24], (hour) => MONDAY * DAY_US + hour * HOUR_US);
  const sessionDay = new Float64Array(4).fill(MONDAY + SESSION_DAY_OFFSET);
  const stats = computeStats({ ...dailyRun(new Float64Array(4).fill(100)), timeUs, sessionDay });
  assertEquals([stats.start, stats.end, stats.sessionDays], ["2024-01-01T09:00:00", "2024-01-02T00:00:00", 1]);
});

Deno.test("computeStats() agrees with an obvious model on random walks", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const run = randomRun(seed), stats = computeStats(run), model = obviousModel(run);
    for (const [key, expected] of Object.entries(model)) {
      const actual = stats[key as keyof Stats] as number;
      assertAlmostEquals(actual, expected, 1e-11 * Math.max(1, Math.abs(expected)), `seed ${seed}: ${key}`);
    }
  }
});

Deno.test("computeStats() keeps every ratio when all amounts are doubled", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const run = randomRun(seed), stats = computeStats(run);
    const doubled = computeStats({
      ...run,
      cashInitial: run.cashInitial * 2,
      equity: run.equity.map((value) => value * 2),
      fills: run.fills.map((row) => ({ ...row, notional: row.notional * 2, commission: row.commission * 2 })),
      trades: run.trades.map((row) => ({
        ...row,
        size: row.size * 2,
        entryValue: row.entryValue * 2,
        pnl: row.pnl === null ? null : row.pnl * 2,
      })),
    });
    assertEquals(doubled, {
      ...stats,
      cashInitial: stats.cashInitial * 2,
      equityInitial: stats.equityInitial * 2,
      finalEquity: stats.finalEquity * 2,
      commission: stats.commission * 2,
      expectancy: stats.expectancy! * 2,
    });
  }
});

Deno.test("computeStats() does not depend on the order of fills and trades", () => {
  const run = randomRun(5);
  assertEquals(
    computeStats({ ...run, fills: run.fills.toReversed(), trades: run.trades.toReversed() }),
    computeStats(run),
  );
});

Deno.test("computeStats() refuses input that it cannot use", () => {
  const run = dailyRun(Float64Array.of(100, 100));
  for (const periodsPerYear of [0, -1, NaN, Infinity]) {
    assertThrows(
      () => computeStats({ ...run, periodsPerYear }),
      RangeError,
      `Cannot use periodsPerYear ${periodsPerYear}: pass a number above zero`,
    );
  }
  assertThrows(() => computeStats({ ...run, cashInitial: 0 }), RangeError, "initial cash of 0");
  assertThrows(() => computeStats({ ...run, inMarket: new Uint8Array(1) }), RangeError, "2, 2, 2, 1 entries");
});

/** A run without trades over days from Monday 2024-01-01 on, each known at its end. */
function dailyRun(equity: Float64Array, cashInitial: number = equity[0] ?? 100): StatsInput {
  return {
    timeUs: equity.map((_value, day) => (MONDAY + day + 1) * DAY_US - 1),
    sessionDay: equity.map((_value, day) => MONDAY + day + SESSION_DAY_OFFSET),
    equity,
    inMarket: new Uint8Array(equity.length),
    cashInitial,
    measureStep: 0,
    buyAndHold: [],
    orders: [],
    fills: [],
    trades: [],
    refusals: [],
    warmUpBars: 0,
    timeZone: "UTC",
  };
}

/** Some weeks of several steps a day, with trades that have nothing to do with the equity. */
function randomRun(seed: number): StatsInput {
  let state = seed;
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const timeUs: number[] = [], sessionDay: number[] = [], equity: number[] = [];
  let value = 10_000;
  for (let day = 0; day < 15 + seed; day++) {
    if (day % 7 > 4) continue;
    for (let hour = 9; hour < 10 + random() * 6; hour++) {
      timeUs.push((MONDAY + day) * DAY_US + hour * HOUR_US);
      sessionDay.push(MONDAY + day + SESSION_DAY_OFFSET);
      equity.push(value = Math.round(value * (1 + (random() - 0.49) / 20) * 100) / 100);
    }
  }
  return {
    ...dailyRun(Float64Array.from(equity), 10_000),
    timeUs: Float64Array.from(timeUs),
    sessionDay: Float64Array.from(sessionDay),
    inMarket: Uint8Array.from(equity, () => Math.round(random())),
    buyAndHold: ["aapl", "msft"].map((feed) => ({ feed, firstClose: 10 + random(), lastClose: 10 + random() })),
    fills: Array.from({ length: 30 }, () => fill(random() * 1000, random())),
    trades: Array.from({ length: 15 }, () => trip(random() < 0.1 ? null : random() * 100 - 50)),
  };
}

/** The same figures by loops over objects, in the words of their definitions. */
function obviousModel(run: StatsInput): Record<string, number> {
  const lastOfDay = new Map<number, number>();
  run.equity.forEach((value, step) => lastOfDay.set(run.sessionDay[step]!, value));
  const closes = [...lastOfDay.values()];
  // The first date has several steps, so that its own return counts too.
  const returns = closes.map((value, day) => value / (closes[day - 1] ?? run.cashInitial) - 1);
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  const mean = total(returns) / returns.length;
  const deviation = Math.sqrt(total(returns.map((value) => (value - mean) ** 2)) / (returns.length - 1));
  const downside = Math.sqrt(total(returns.map((value) => Math.min(value, 0) ** 2)) / returns.length);
  const final = run.equity.at(-1)!;
  const length = (run.timeUs.at(-1)! - run.timeUs[0]!) / DAY_US;
  const cagr = Math.exp(Math.log(final / run.cashInitial) / (length / 365.25)) - 1;
  let maxDrawdown = 0, maxDrawdownDuration = 0;
  run.equity.forEach((value, step) => {
    const before = [run.cashInitial, ...run.equity.subarray(0, step + 1)], peak = Math.max(...before);
    maxDrawdown = Math.max(maxDrawdown, 1 - value / peak);
    // Under water until now: the step that reaches the peak again still belongs to it.
    const atPeak = Math.max(0, before.slice(0, -1).lastIndexOf(Math.max(...before.slice(0, -1))) - 1);
    if (step > atPeak + 1 || value < peak) {
      maxDrawdownDuration = Math.max(maxDrawdownDuration, (run.timeUs[step]! - run.timeUs[atPeak]!) / DAY_US);
    }
  });
  const profits = run.trades.flatMap(({ pnl }) => pnl === null ? [] : [pnl]);
  const wins = profits.filter((pnl) => pnl > 0), losses = profits.filter((pnl) => pnl < 0);
  return {
    bars: run.equity.length,
    sessionDays: closes.length,
    finalEquity: final,
    returnFraction: final / run.cashInitial - 1,
    durationDays: length,
    cagr,
    buyAndHold: total(run.buyAndHold.map(({ firstClose, lastClose }) => lastClose / firstClose - 1)) / 2,
    volatility: deviation * Math.sqrt(252),
    sharpe: mean / deviation * Math.sqrt(252),
    sortino: mean / downside * Math.sqrt(252),
    calmar: cagr / maxDrawdown,
    maxDrawdown,
    maxDrawdownDuration,
    winRate: wins.length / profits.length,
    averageTrade: total(profits) / 32 / profits.length,
    bestTrade: Math.max(...profits) / 32,
    worstTrade: Math.min(...profits) / 32,
    profitFactor: total(wins) / Math.abs(total(losses)),
    expectancy: total(profits) / profits.length,
    exposure: run.inMarket.filter((flag) => flag === 1).length / run.inMarket.length,
    turnover: total(run.fills.map((row) => row.notional)) / (total(closes) / closes.length),
    commission: total(run.fills.map((row) => row.commission)),
  };
}

function fill(notional: number, commission: number): FillRow {
  return fillRow({ price: notional, notional, commission });
}

/** A trade with an entry of 32. */
function trip(pnl: number | null): TradeRow {
  return tradeRow({ size: 4, entryPrice: 8, entryValue: 32, exitPrice: pnl === null ? null : 8 + pnl / 4, pnl });
}

Deno.test("a figure is a finite number with one zero, or null with its reason, whatever the options are", () => {
  const equity = Float64Array.of(100, 101, 99, 103, 100),
    plain = computeStats({ ...dailyRun(equity), periodsPerYear: 1 });
  for (const periodsPerYear of [0.01, 1, 252, 1e12]) {
    for (const riskFree of [-1 + 2 ** -52, -0.5, 0, 0.05, 1000]) {
      const stats = computeStats({ ...dailyRun(equity), periodsPerYear, riskFree });
      for (const [name, value] of Object.entries(stats)) {
        const isTold = value !== null || typeof stats.reasons[name] === "string";
        assert(isTold && (typeof value !== "number" || (Number.isFinite(value) && !Object.is(value, -0))), name);
      }
      assertEquals(stats.volatility, plain.volatility! * Math.sqrt(periodsPerYear), "the rate is no part of it");
    }
  }
  const past = computeStats({ ...dailyRun(equity), periodsPerYear: 0.01, riskFree: 1000 });
  assertEquals([past.sortino, past.reasons["sortino"]], [null, "it is past every number"]);
  const huge = computeStats(dailyRun(Float64Array.of(1e-300, 1e300, 1e-300, 1e300)));
  assertEquals([huge.volatility, huge.reasons["volatility"]], [null, "it is past every number"]);
});

Deno.test("options with which nothing can be worked out are refused by name", () => {
  const run = dailyRun(Float64Array.of(100, 101));
  for (const periodsPerYear of [1e-6, 0.009, 1e13]) {
    assertThrows(
      () => computeStats({ ...run, periodsPerYear }),
      RangeError,
      `Cannot use periodsPerYear ${periodsPerYear}: pass a number above zero, such as 252 or 365, from 0.01 to 10`,
    );
  }
  for (const riskFree of [-1, 1001, 1e300, NaN]) {
    assertThrows(
      () => computeStats({ ...run, riskFree }),
      RangeError,
      `Cannot use riskFree ${riskFree}: pass a fraction of a year, such as 0.03 for 3 %, above -1 and up to 1000`,
    );
  }
});
