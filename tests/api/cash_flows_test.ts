/**
 * Money in and out: the option `cashFlows`, deposits and withdrawals, and the figures that they leave alone.
 *
 * @module
 */

import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { drawdowns } from "../../src/analyzers/drawdown/drawdown.ts";
import { prove } from "../../src/laws/mod.ts";
import { reportOfResult } from "../../src/report/report_of_result.ts";
import { MemorySink, replay, RunLog } from "../../src/replay/mod.ts";
import { enginesUnderTest } from "../engines.ts";
import { dailyBars, type Prices } from "./daily_bars.ts";
import { diagnosticLines, fillLines, runScript, scripted } from "./scripted.ts";

/** Bars with a flat price each. */
function flat(...prices: readonly number[]): ct.Bars {
  return dailyBars(prices.map((price): Prices => [price, price, price, price]));
}

/** Moments within the bars: a time in the microsecond before midnight is no moment of a Date. */
const times = (feed: ct.Bars): Date[] =>
  [...ct.backtest(Idle, feed).timeUs].map((us) => new Date(Math.floor(us / 1000)));
class Idle extends ct.Strategy {}

Deno.test("a cash flow is cash of the first step at or after its time, ahead of the orders of that step", () => {
  const feed = flat(10, 10, 20, 20, 20), at = times(feed);
  const outcome = runScript(feed, { 1: (s) => void s.buy() }, {
    cash: 1000,
    cashFlows: [{ time: at[1]!, amount: 500 }, { time: at[2]!, amount: -100 }, { time: at[3]!, amount: 50 }],
  });
  // 1,000 + 500 at the open of bar 2, 10 each: 150; what is to go out of nothing at bar 3 is refused.
  assertEquals(fillLines(outcome), [[1, 2, "open", 150, 10]]);
  assertEquals(outcome.cash, [1000, 0, 0, 50, 50]);
  assertEquals(outcome.equity, [1000, 1500, 3000, 3050, 3050]);
  assertEquals(
    outcome.refusals.map(({ reason, orderId, needed, available, bar }) => [reason, orderId, needed, available, bar]),
    [
      ["insufficientCash", 0, 100, 0, 2],
    ],
  );
  assertEquals(diagnosticLines(outcome), ["transfer of null at bar 2", "transfer of null at bar 4"]);
});

Deno.test("flows of one step come in their order, before the first bar too, by date, by moment and late ones never", () => {
  const feed = flat(10, 10, 10);
  const made = runScript(feed, {}, {
    cash: 100,
    cashFlows: [
      { time: "2024-01-03", amount: 7 },
      { time: "1990-01-01", amount: 5 },
      { time: "2024-01-03", amount: -112 },
      { time: "2200-01-01", amount: 9 },
    ],
  });
  assertEquals(made.cash, [105, 105, 0]);
  const { cashFlows } = ct.backtest(Idle, feed, { cash: 100, cashFlows: [{ time: "1990-01-01", amount: 5 }] });
  assertEquals(cashFlows.map(({ bar, amount }) => [bar, amount]), [[0, 5]]);
});

Deno.test("what a strategy moves meets the orders of the next step, and the account shows it there", () => {
  const seen: number[] = [];
  const outcome = runScript(flat(10, 10, 10, 10, 10), {
    1: (s) => (s.deposit(500), void s.buy({ fraction: 1 })),
    2: (s) => void seen.push(s.broker.cash),
    3: (s) => (void s.sell({ size: 100 }), s.withdraw(1000)),
    4: (s) => (seen.push(s.broker.cash), s.withdraw(1000), s.withdraw(0.5)),
    5: (s) => (seen.push(s.broker.cash), s.deposit(3)),
  }, { cash: 1000 });
  // The withdrawal on bar 3 meets an account of no cash: the sale fills after it. 1,000 leave it on bar 4 and nothing else.
  assertEquals(fillLines(outcome), [[1, 2, "open", 150, 10], [2, 4, "open", -100, 10]]);
  assertEquals(seen.slice(0, 3), [0, 1000, 0]);
  assertEquals(outcome.cash, [1000, 0, 0, 1000, 0]);
  assertEquals(outcome.equity, [1000, 1500, 1500, 1500, 500]);
  assertEquals(outcome.refusals.map(({ bar, needed, available }) => [bar, needed, available]), [[2, 1000, 0], [
    3,
    0.5,
    0,
  ]]);
});

Deno.test("returns, drawdowns and growth leave money that comes and goes out of account", () => {
  const feed = flat(10, 10, 11, 11, 8.8, 8.8),
    at = times(feed),
    hold = { 1: (s: ct.Strategy) => void s.buy({ size: 100 }) };
  const plain = ct.backtest(scripted(hold), feed, { cash: 1000 });
  assertEquals(plain.stats.returnFraction, -0.12);
  const flows = [{ time: at[3]!, amount: 1100 }, { time: at[5]!, amount: -400 }];
  // Growth: 1,100 / 1,000; 2,200 / 2,200; 1,980 / 2,200 as half is invested; 1,580 / 1,580.
  const { stats, figures, equity, cashFlows } = ct.backtest(scripted(hold), feed, { cash: 1000, cashFlows: flows });
  assertEquals([...equity], [1000, 1000, 1100, 2200, 1980, 1580]);
  assertAlmostEquals(stats.returnFraction!, 1.1 * 0.9 - 1, 1e-15);
  assertAlmostEquals(stats.maxDrawdown!, 0.1, 1e-15);
  assertEquals(stats.finalEquity, 1580);
  assertEquals([figures.netFlows, figures.netProfit], [700, -120]);
  assertEquals(cashFlows.map(({ bar, amount }) => [bar, amount]), [[3, 1100], [5, -400]]);
  // The report draws drawdowns of that growth, and not of an equity to which money came.
  const { growth } = reportOfResult(ct.backtest(scripted(hold), feed, { cash: 1000, cashFlows: flows })).curves;
  assertAlmostEquals(Math.max(...drawdowns(growth!, 1000)), stats.maxDrawdown!, 1e-12);
  assertEquals(reportOfResult(ct.backtest(scripted(hold), feed, { cash: 1000 })).curves.growth, undefined);
  // 1,000 and 1,100 two days before the end of five, and 400 taken at the end: by hand 1,980 = 1,000 x^5 + 1,100 x^2 a day.
  const daily = (1 + figures.moneyWeightedReturn!) ** (1 / 365.25);
  assertAlmostEquals(1000 * daily ** 5 + 1100 * daily ** 2, 1980, 1e-6);
});

Deno.test("the drawdown of each step and of the CSV leave money that comes and goes out of account, as the statistics do", async () => {
  // An idle account of 1,500 of which 200 go has no drawdown; a deposit hides none: 1,000 fall to 900, and 1,000 come.
  const idle = ct.backtest(Idle, flat(10, 10, 10), {
    cash: 1500,
    cashFlows: [{ time: times(flat(10, 10, 10))[1]!, amount: -200 }],
  });
  assertEquals([[...idle.drawdown], idle.stats.maxDrawdown], [[0, 0, 0], 0]);
  assertEquals(
    idle.toCsv("equity").trimEnd().split("\n").slice(1).map((line) => line.split(",").slice(3).join()),
    ["1500,1500,0", "1300,1300,0", "1300,1300,0"],
  );
  const feed = flat(10, 10, 9, 9), amount = 1000, time = times(feed)[3]!;
  class Holds extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length === 1) this.buy({ size: 100 });
    }
  }
  // Terms that a run over blocks infers from its first block are given.
  const options = {
    cash: 1000,
    cashFlows: [{ time, amount }],
    resolution: 0.01,
    lot: 1,
    barWithoutVolume: "fill",
  } as const;
  const held = ct.backtest(Holds, feed, options);
  assertEquals([...held.equity], [1000, 1000, 900, 1900]);
  assertEquals([[...held.drawdown], held.stats.maxDrawdown], [[0, 0, 0.1, 0.1], 0.1]);
  assertEquals([...ct.readResult(JSON.stringify(held)).drawdown], [...held.drawdown]);
  for (const equity of ["all", "daily"] as const) {
    const run = await ct.run(Holds, feed, { ...options, blockBars: 2, equity });
    assertEquals([...run.drawdown], [...held.drawdown], equity);
  }
});

Deno.test("evidence draws trades in other orders of an account without the money that came or went", async () => {
  const feed = flat(...Array.from({ length: 40 }, (_each, at) => 100 + (at * 7) % 13)), at = times(feed);
  class Trades extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length % 4 === 1) this.buy({ fraction: 1 });
      if (this.data.length % 4 === 3) this.close();
    }
  }
  const shown = async (cashFlows: readonly ct.CashFlow[]): Promise<readonly number[]> => {
    const result = ct.backtest(Trades, feed, { cash: 1000, cashFlows, lot: 1e-6 });
    const { drawdown, drawdowns } = (await ct.evidence(result, { runs: 200 })).numbers.tradeOrder!;
    return [drawdown, drawdowns.median, drawdowns.high, result.stats.maxDrawdown!];
  };
  // Money comes and goes while nothing is held, so that each trade is the same part of the account.
  const plain = await shown([]);
  for (
    const cashFlows of [
      [{ time: at[20]!, amount: 99_000 }],
      [{ time: at[8]!, amount: 500 }, { time: at[24]!, amount: -900 }],
    ]
  ) (await shown(cashFlows)).forEach((value, place) => assertAlmostEquals(value, plain[place]!, 1e-6));
});

Deno.test("an account that is emptied is not ruined, keeps its returns, and trades the money that comes back", () => {
  for (const engineBackend of enginesUnderTest()) {
    for (const stepByStep of [false, true]) {
      // 1,000 become 1,100, all of it goes in two parts, 1,000 come back and become 1,200: 1.1 times 1.2.
      const result = ct.backtest(
        scripted({
          1: (s) => void s.buy({ size: 100 }),
          2: (s) => s.close(),
          3: (s) => (s.withdraw(1099.9), s.withdraw(0.1)),
          5: (s) => s.deposit(1000),
          6: (s) => void s.buy({ size: 100 }),
        }),
        flat(10, 10, 11, 11, 11, 10, 10, 12),
        { cash: 1000, engineBackend, stepByStep, checks: true },
      );
      assertEquals([...result.equity], [1000, 1000, 1100, 0, 0, 1000, 1000, 1200]);
      assertEquals(result.orders.map(({ state }) => state), ["filled", "filled", "filled"]);
      assertEquals([result.diagnostics.filter(({ reason }) => reason === "ruined"), result.refusals], [[], []]);
      assertEquals(result.notes.filter((note) => note.includes("worth nothing")), []);
      assertAlmostEquals(result.stats.returnFraction!, 0.32, 1e-12);
      assertEquals([result.stats.maxDrawdown, result.figures.netProfit], [0, 300]);
    }
  }
});

Deno.test("what a withdrawal leaves can be lost, which is ruin, before it and after money came back", () => {
  for (const engineBackend of enginesUnderTest()) {
    const short = (s: ct.Strategy): void => void s.sell({ size: 10 });
    // 100 short at 10 with 200: 100 go and 100 are left, which the price of 20 takes.
    const lost = ct.backtest(
      scripted({
        1: (s) => s.withdraw(100),
        2: short,
        4: (s) => void s.buy({ size: 1 }),
        5: (s) => void s.sell({ size: 1 }),
      }),
      flat(10, 10, 10, 20, 20, 20),
      { cash: 200, engineBackend, checks: true },
    );
    assertEquals(lost.diagnostics.filter(({ reason }) => reason === "ruined").map(({ bar }) => bar), [3]);
    assertEquals(lost.orders.at(-1)!.reason, "riskFlagged");
    const back = ct.backtest(
      scripted({ 1: (s) => s.withdraw(200), 2: (s) => s.deposit(100), 3: short }),
      flat(10, 10, 10, 10, 20),
      { cash: 200, engineBackend, checks: true },
    );
    assertEquals([...back.equity], [200, 0, 100, 100, 0]);
    assertEquals(back.diagnostics.filter(({ reason }) => reason === "ruined").map(({ bar }) => bar), [4]);
    assertEquals([back.stats.returnFraction, back.stats.maxDrawdown], [-1, 1]);
  }
});

Deno.test("runs with flows go on from checkpoints, through replay logs and over blocks with the same chain", async () => {
  const feed = flat(10, 11, 12, 13, 12, 11, 10, 9, 10, 11), at = times(feed);
  // Terms that a run over blocks infers from its first block are given.
  const terms = { resolution: 0.01, lot: 0.01, barWithoutVolume: "fill" } as const;
  const options = {
    ...terms,
    cash: 1000,
    cashFlows: [3, 3, 5, 8].map((step, k) => ({ time: at[step]!, amount: 100 - 90 * k })),
  };
  class Buys extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length % 3 === 1) this.buy({ cash: 200 });
      if (this.data.length === 6) this.deposit(33);
    }
  }
  for (const engineBackend of enginesUnderTest()) {
    const saved: Uint8Array[] = [], sink = new MemorySink();
    const whole = ct.backtest(Buys, feed, {
      ...{ ...options, engineBackend },
      checkpoint: { every: 1, save: (bytes) => saved.push(bytes) },
    });
    for (const resume of saved) {
      const again = ct.backtest(Buys, feed, { ...options, engineBackend, resume });
      assertEquals([again.chain, [...again.equity], again.cashFlows], [
        whole.chain,
        [...whole.equity],
        whole.cashFlows,
      ]);
      assertEquals(again.stats, whole.stats);
    }
    const logged = ct.backtest(Buys, feed, { ...options, engineBackend, replayLog: new RunLog(sink) });
    assertEquals(logged.chain, whole.chain);
    assertEquals(replay(sink.bytes(), { engineBackend }).difference, undefined);
    for (const blockBars of [1, 3, 100]) {
      for (const equity of ["all", "daily", "none"] as const) {
        const run = await ct.run(Buys, feed, { ...options, engineBackend, blockBars, equity });
        assertEquals([run.chain, run.markHash()], [whole.chain, whole.markHash()]);
        const { returnFraction, maxDrawdown, sharpe, finalEquity } = whole.stats, told = run.stats;
        assertEquals([told.returnFraction, told.maxDrawdown, told.sharpe, told.finalEquity], [
          ...[returnFraction, maxDrawdown, sharpe, finalEquity],
        ]);
        assertEquals(run.figures.moneyWeightedReturn, whole.figures.moneyWeightedReturn);
      }
    }
  }
});

Deno.test("every law holds on a strategy over flows that also moves money itself", async () => {
  class Saves extends ct.Strategy.with({}, ["one", "two"]) {
    override next(): void {
      const { one, two } = this.feeds;
      if (one.close.now > two.close.now) this.target({ feed: "one", fraction: 0.5 });
      else this.target({ feed: "two", fraction: 0.5 });
      if (one.length % 5 === 0) this.deposit(64);
      if (one.length % 7 === 0) this.withdraw(4096);
    }
  }
  const wave = (shift: number): ct.Bars =>
    flat(...Array.from({ length: 24 }, (_each, at) => 16 + (at * 5 + shift) % 7));
  const feeds = { one: wave(0), two: wave(3) };
  const proof = await prove(Saves, feeds, { cash: 4096, cashFlows: [{ time: "2024-01-05", amount: 128 }] });
  const failed = proof.laws.filter(({ verdict }) => verdict === "failed");
  assertEquals(failed.map(({ law, counterExample }) => [law, counterExample]), []);
});

Deno.test("flows and amounts that cannot be are named with their place and a remedy", () => {
  const feed = flat(10, 10),
    run = (cashFlows: unknown): void => {
      ct.backtest(Idle, feed, { cashFlows: cashFlows as ct.CashFlow[] });
    };
  for (
    const [flows, kind, message] of [
      [5, TypeError, "Cannot use cashFlows 5: pass a list"],
      [[5], TypeError, "Cannot use cashFlows[0] 5: pass an object"],
      [[{ time: "2024-01-01", amount: "5" }], TypeError, 'Cannot use cashFlows[0].amount "5": pass a number'],
      [[{ time: "2024-01-01", amount: 0 }], RangeError, "Cannot use cashFlows[0].amount 0: pass money"],
      [[{ time: "2024-01-01", amount: NaN }], RangeError, "Cannot use cashFlows[0].amount NaN"],
      [[{ time: "2024-01-01", amount: 1e-9 }], RangeError, "it is nothing in the account's money units"],
      [[{ amount: 5 }], TypeError, "Cannot use cashFlows[0].time undefined"],
      [[{ time: "soon", amount: 5 }], RangeError, 'Cannot use cashFlows[0].time "soon"'],
      [[{ time: "2024-01-01", amount: 5 }, { time: "x", amount: 5 }], RangeError, 'Cannot use cashFlows[1].time "x"'],
      [[{ time: "2024-01-01", amount: 5, note: 1 }], TypeError, 'Cannot find option "note" of cashFlows[0]'],
    ] as const
  ) assertThrows(() => run(flows), kind, message);
});
