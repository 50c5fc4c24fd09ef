/**
 * What happens to an account without an order: funding, dividends, splits, the cost of borrowing, interest, and feeds that
 * end. Every number is worked out by hand.
 *
 * @module
 */

import { assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { prove } from "../../src/laws/mod.ts";
import { MemorySink, replay, RunLog } from "../../src/replay/mod.ts";
import { enginesUnderTest } from "../engines.ts";
import { barsAt, dailyBars, type Prices } from "./daily_bars.ts";
import { diagnosticLines, ends, fillLines, runScript, scripted } from "./scripted.ts";

/** Bars with a flat price each. */
function flat(...prices: readonly number[]): ct.Bars {
  return dailyBars(prices.map((price): Prices => [price, price, price, price]));
}

/** The same, with a column of its own. */
function withColumn(name: string, values: readonly number[], ...prices: readonly number[]): ct.Bars {
  const time = prices.map((_price, day) => `2024-01-${`${day + 1}`.padStart(2, "0")}`);
  return ct.bars(
    { time, open: [...prices], high: [...prices], low: [...prices], close: [...prices], [name]: [...values] },
    { name: "AAA", decimals: 2 },
  );
}

/** Payments of a run as short lines. */
function payments(result: ct.RunResult): (readonly [kind: string, bar: number, feed: string | null, amount: number])[] {
  return result.payments.map(({ kind, bar, feed, amount }) => [kind, bar + 1, feed, amount] as const);
}

Deno.test("a dividend is paid ahead of the bar of its date, on what was held before, and a short pays it", () => {
  const feed = flat(10, 10, 12, 12), options = { cash: 1000, dividends: [{ date: "2024-01-03", amount: 0.5 }] };
  const long = runScript(feed, { 1: (s) => void s.buy({ size: 50 }), 2: (s) => void s.buy({ size: 10 }) }, options);
  // 1,000 - 500, then 25 for the 50 that were held, then 120 for 10 more, which get nothing.
  assertEquals(long.cash, [1000, 500, 405, 405]);
  assertEquals(long.equity, [1000, 1000, 1125, 1125]);
  assertEquals(diagnosticLines(long), ["dividend of null at bar 3"]);
  const short = runScript(feed, { 1: (s) => void s.sell({ size: 20 }) }, options);
  // 1,000 + 200, less 10; 20 short at 12 are worth -240.
  assertEquals(short.cash, [1000, 1200, 1190, 1190]);
  assertEquals(short.equity, [1000, 1000, 950, 950]);
});

Deno.test("a column of a feed holds its dividends, and a date without a bar meets the next one", () => {
  const script = { 1: (s: ct.Strategy) => void s.buy({ size: 50 }) };
  const column = runScript(withColumn("Dividends", [0.1, 0, 0.5, NaN], 10, 10, 12, 12), script, {
    ...{ cash: 1000, dividends: "Dividends" },
  });
  assertEquals(column.cash, [1000, 500, 525, 525]);
  const feed = barsAt(["2024-01-05", "2024-01-08", "2024-01-11"], [[10, 10, 10, 10], [10, 10, 10, 10], [
    10,
    10,
    10,
    10,
  ]]);
  const dividends = [{ date: "2024-01-09", amount: 0.5 }, { date: "2023-12-01", amount: 9 }];
  assertEquals(runScript(feed, script, { cash: 1000, dividends }).cash, [1000, 500, 525]);
});

Deno.test("a split changes lots and average price at the same cost, and cancels the orders on its feed", () => {
  const seen: unknown[] = [], feed = flat(40, 40, 40, 10, 10, 11);
  const outcome = runScript(feed, {
    1: (s) => void s.buy({ size: 10 }),
    2: (s) => void s.sell({ size: 10, stop: 30 }),
    3: (s) => void s.buy({ size: 1 }),
    4: (s) => (seen.push([s.position.size, s.position.averagePrice, s.broker.value]), s.close()),
  }, { cash: 1000, splits: [{ date: "2024-01-04", ratio: 4 }] });
  assertEquals(seen[0], [40, 10, 1000]);
  assertEquals(outcome.equity, [1000, 1000, 1000, 1000, 1000, 1000]);
  assertEquals(fillLines(outcome), [[1, 2, "open", 10, 40], [4, 5, "open", -40, 10]]);
  assertEquals(ends(outcome), [
    ...["1 filled filled", "2 cancelled beforeSplit", "3 cancelled beforeSplit", "4 filled filled"],
  ]);
  const result = ct.backtest(
    scripted({ 1: (s) => void s.buy({ size: 10 }), 4: (s) => void s.close() }),
    feed,
    { cash: 1000, splits: [{ date: "2024-01-04", ratio: 4 }], dividends: [{ date: "2024-01-03", amount: 1 }] },
  );
  const account = result.explain(result.fills[1]!).steps.find(({ what }) => what === "account")!;
  assertEquals([account.numbers["cashBefore"], account.numbers["cashAfter"]], [610, 1010]);
  assertEquals([account.numbers["positionBefore"], account.numbers["positionAfter"]], [40, 0]);
  assertEquals(result.splits.map(({ bar, feed, sizeBefore, size }) => [bar, feed, sizeBefore, size]), [[
    3,
    "AAA",
    10,
    40,
  ]]);
  const [trade] = outcome.trades;
  assertEquals([trade!.size, trade!.entryPrice, trade!.exitPrice, trade!.pnl, trade!.entryValue], [40, 10, 10, 0, 400]);
  assertEquals([trade!.mae, trade!.mfe], [0, 0]);
});

Deno.test("lots that a split turns into no whole ones are paid in cash at the last close, without commission", () => {
  const feed = flat(40, 40, 40, 120, 130), script = { 1: (s: ct.Strategy) => void s.buy({ size: 10 }) };
  const terms = { cash: 1000, lot: 1, commission: { perOrder: 1 } };
  for (const ratio of ["1:3", 1 / 3, 0.333333]) {
    const outcome = runScript(feed, script, { ...terms, splits: [{ date: "2024-01-04", ratio }] });
    // 1,000 - 400 - 1; one share of ten is paid with 40, and nine become three at 120.
    assertEquals(fillLines(outcome), [[1, 2, "open", 10, 40], [0, 4, "split", -1, 40]]);
    assertEquals(outcome.fills[1]!.reason, "split");
    assertEquals(outcome.cash, [1000, 599, 599, 639, 639]);
    assertEquals(outcome.equity, [1000, 999, 999, 999, 1029]);
  }
  // Of two shares none is left, and the trade ends there.
  const gone = runScript(feed, { 1: (s) => void s.buy({ size: 2 }) }, {
    ...{ ...terms, splits: [{ date: "2024-01-04", ratio: "1:3" }] },
  });
  assertEquals(gone.cash, [1000, 919, 919, 999, 999]);
  assertEquals([gone.trades[0]!.closedBar, gone.trades[0]!.exitReason, gone.trades[0]!.pnl], [3, "split", -1]);
  // A short mirrors it: 10 short at 40 bring 400; one is bought back with 40.
  const column = withColumn("Splits", [0, 0, 0, 1 / 3, 0], 40, 40, 40, 120, 130);
  const short = runScript(column, { 1: (s) => void s.sell({ size: 10 }) }, { ...terms, splits: "Splits" });
  assertEquals(short.cash, [1000, 1399, 1399, 1359, 1359]);
  assertEquals(short.equity, [1000, 999, 999, 999, 969]);
});

Deno.test("interest is due at each change of the date, for the days since the last one, on the cash of then", () => {
  const days = ["2024-01-04", "2024-01-05", "2024-01-08"], rows = days.map((): Prices => [10, 10, 10, 10]);
  const interest = { cash: 0.0365, debt: 0.073 };
  // A day is 0.0001 of the cash: 1 and then three days of 10,001, which are 3.0003.
  assertEquals(runScript(barsAt(days, rows), {}, { interest }).cash, [10_000, 10_001, 10_004.0003]);
  // 15,000 of stock with 10,000: a debt of 5,000, of which three days cost 0.0006.
  const debt = runScript(barsAt(days, rows), { 1: (s) => void s.buy({ size: 1500 }) }, { interest, leverage: 2 });
  assertEquals(debt.cash, [10_000, -4999, -5001.9994]);
  assertEquals(diagnosticLines(debt).filter((line) => line.startsWith("interest")), [
    ...["interest of null at bar 2", "interest of null at bar 3"],
  ]);
});

Deno.test("a run from a date pays interest for no day before it", () => {
  const days = ["2024-01-04", "2024-01-05", "2024-06-08", "2024-06-09"], interest = { cash: 0.365 };
  const feed = barsAt(days, days.map((): Prices => [10, 10, 10, 10]));
  // A day is 0.001 of the cash. The account begins with 2024-06-08, which is its first day.
  assertEquals(runScript(feed, {}, { interest, from: "2024-06-08" }).cash.slice(2), [10_010, 10_020.01]);
  assertEquals(runScript(feed, {}, { interest, from: "2024-06-01" }).cash.slice(2), [10_080, 10_090.08]);
  // From the end of a bar on, all days since it count, as in the windows of a walk.
  const fromEnd = runScript(feed, {}, { interest: { cash: 0.000365 }, from: "2024-01-05T23:59:59.999999Z" });
  assertEquals(fromEnd.cash.slice(2), [10_001.55, 10_001.560002]);
});

Deno.test("a short pays for what it borrows at each change of the date, on its value at the last close", () => {
  const days = ["2024-01-04", "2024-01-05", "2024-01-08"], rows: Prices[] = [10, 20, 20].map((p) => [p, p, p, p]);
  const outcome = runScript(barsAt(days, rows), { 1: (s) => void s.sell({ size: 100 }) }, { borrow: 0.0365 });
  // 100 short at 20 are 2,000, of which three days cost 0.0003.
  assertEquals(outcome.cash, [10_000, 12_000, 11_999.4]);
  const long = runScript(barsAt(days, rows), { 1: (s) => void s.buy({ size: 100 }) }, { borrow: 0.0365 });
  assertEquals(long.cash, [10_000, 8000, 8000]);
});

Deno.test("funding is settled at the close of the first bar that ends at its time or later, after the bar's fills", () => {
  const feed = flat(100, 100, 110, 110), perpetual = { leverage: 10, settlement: "futures" as const, cash: 1000 };
  const funding = [{ time: "2024-01-02T12:00Z", rate: 0.001 }, { time: "2024-01-03T12:00Z", rate: -0.002 }];
  const outcome = runScript(feed, { 1: (s) => void s.buy({ size: 20 }) }, { ...perpetual, funding });
  // 2,000 at the first, of which 2 are paid; 2,200 at the second, of which 4.4 come back.
  assertEquals(outcome.cash, [1000, 998, 1002.4, 1002.4]);
  assertEquals(outcome.equity, [1000, 998, 1202.4, 1202.4]);
  const column = withColumn("rate", [0, 0.001, -0.002, 0], 100, 100, 110, 110);
  const result = ct.backtest(scripted({ 1: (s) => void s.sell({ size: 20 }) }), column, {
    ...{ ...perpetual, funding: "rate" },
  });
  assertEquals(payments(result), [["funding", 2, "AAA", 2], ["funding", 3, "AAA", -4.4]]);
});

Deno.test("statistics tell payments, the most margin and leverage, and liquidations; the summary has a row for each", () => {
  const feed = flat(100, 100, 110, 88, 80, 80), funding = [{ time: "2024-01-03", rate: 0.001 }];
  const terms = { cash: 1000, leverage: 5, settlement: "futures", lot: 1, liquidationFee: 0.01 } as const;
  const result = ct.backtest(scripted({ 1: (s) => void s.buy({ size: 40 }) }), feed, { ...terms, funding });
  // 40 at 110 are 4,400, of which 4.4 are paid and a fifth is set aside. At 88 they are 3,520, and 520 less 4.4 is left:
  // 6.83 times that, and above the maintenance of 352. At 80 the loss of 800 leaves 195.6 of the 320 that is needed.
  assertEquals(result.stats.account, {
    ...{ funding: -4.4, borrow: 0, interest: 0, dividends: 0, liquidations: 1, marginMax: 880 },
    leverageMax: 3520 / 515.6,
  });
  assertEquals(fillLines(runScript(feed, { 1: (s) => void s.buy({ size: 40 }) }, { ...terms, funding })), [
    ...[[1, 2, "open", 40, 100] as const, [0, 5, "liquidation", -40, 80] as const],
  ]);
  const summary = result.summary();
  for (const label of ["Funding", "Margin, at most", "Leverage, at most", "Liquidations"]) {
    assertEquals(summary.includes(`\n${label} `), true, label);
  }
  assertEquals(
    ct.backtest(scripted({ 1: (s) => void s.buy({ size: 4 }) }), feed, { cash: 1000 }).stats.account,
    undefined,
  );
});

Deno.test("a position whose feed ends is closed at the last close, and its orders are cancelled, where that is asked", () => {
  const [short, long] = [flat(10, 11, 12), dailyBars([1, 2, 3, 4, 5].map((p): Prices => [p, p, p, p]), { name: "B" })];
  const script = {
    1: (s: ct.Strategy) => void s.buy({ feed: "a", size: 10 }),
    2: (s: ct.Strategy) => void s.sell({ feed: "a", size: 10, limit: 99 }),
  };
  const closes = runScript({ a: short, b: long }, script, {
    ...{ cash: 1000, commission: { perOrder: 1 }, instruments: { a: { onFeedEnd: "close" } } },
  });
  assertEquals(fillLines(closes), [[1, 2, "open", 10, 11], [0, 4, "feedEnded", -10, 12]]);
  assertEquals(closes.fills[1]!.reason, "feedEnd");
  assertEquals(ends(closes), ["1 filled filled", "2 cancelled feedEnded"]);
  // 1,000 - 110 - 1 + 120 - 1.
  assertEquals(closes.cash, [1000, 889, 889, 1008, 1008]);
  const { notes } = ct.backtest(scripted(script), { a: short, b: long }, { onFeedEnd: "close" }).export().remarks;
  assertEquals(notes.filter((note) => note.includes("onFeedEnd")), [
    "1 position was closed where the bars of its feed end (onFeedEnd)",
  ]);
  const only = ct.backtest(scripted({}), short, { onFeedEnd: "close" }).export().remarks.notes;
  assertEquals(only.filter((note) => note.includes("onFeedEnd")), [
    "No feed ends before the run, so onFeedEnd closed nothing; closeAtEnd closes what is open where the run ends",
  ]);
  const kept = ct.backtest(scripted(script), { a: short, b: long }, { cash: 1000 }).export().remarks.notes;
  assertEquals(kept.filter((note) => note.includes("onFeedEnd")), [
    '1 order rests on a, whose bars end before the run: cancel what is left there, or pass onFeedEnd "close"',
  ]);
  const late = { 5: (s: ct.Strategy) => void s.buy({ feed: "a", size: 1 }) };
  const behind = ct.backtest(scripted(late), { a: short, b: long }, { onFeedEnd: "close" }).export().remarks.notes;
  assertEquals(behind.filter((note) => note.includes("rests on a")), [
    "1 order rests on a, whose bars end before the run: place none there behind its last bar, as no bar comes to fill it",
  ]);
  const keeps = runScript({ a: short, b: long }, script, { cash: 1000 });
  assertEquals(keeps.cash, [1000, 890, 890, 890, 890]);
});

Deno.test("events of one step come in their order: dues, dividends for old units, splits, money, and funding at the end", () => {
  const feed = flat(40, 40, 10, 10),
    result = ct.backtest(scripted({ 1: (s) => void s.buy({ size: 10 }) }), feed, {
      ...{ cash: 1000, lot: 1, interest: { cash: 0.0365 }, leverage: 2, checks: true },
      dividends: [{ date: "2024-01-03", amount: 1 }],
      splits: [{ date: "2024-01-03", ratio: 4 }],
      cashFlows: [{ time: "2024-01-03", amount: 100 }],
      funding: [{ time: "2024-01-03", rate: 0.01 }],
    });
  assertEquals(payments(result), [
    ["interest", 2, null, 0.1],
    // 1,000.1 - 400 = 600.1, of which a day brings 0.06001; 10 for 10 old units; 400 at the close pay 4.
    ["interest", 3, null, 0.06001],
    ["dividend", 3, "AAA", 10],
    ["funding", 3, "AAA", -4],
    ["interest", 4, null, 0.070616],
  ]);
  assertEquals(result.cashFlows.map(({ bar, amount }) => [bar, amount]), [[2, 100]]);
});

Deno.test("runs with events go on from checkpoints, through replay logs, over blocks and from saved results alike", async () => {
  const prices = [40, 41, 42, 20, 21, 19, 22, 23, 21, 20];
  const feed = withColumn("rate", prices.map((_price, at) => at % 3 === 0 ? 0.0001 : 0), ...prices);
  const options = {
    ...{ resolution: 0.01, lot: 0.01, barWithoutVolume: "fill" as const, cash: 1000, leverage: 3, commission: 0.001 },
    ...{ interest: { cash: 0.02, debt: 0.05 }, borrow: 0.03, funding: "rate" },
    dividends: [{ date: "2024-01-03", amount: 0.25 }, { date: "2024-01-08", amount: 0.5 }],
    splits: [{ date: "2024-01-04", ratio: 2 }, { date: "2024-01-09", ratio: "2:3" }],
    cashFlows: [{ time: "2024-01-04", amount: 100 }],
  };
  class Turns extends ct.Strategy.with({}) {
    override next(): void {
      const { length } = this.data;
      if (length % 4 === 1) this.buy({ size: 20.01 });
      if (length % 4 === 2) this.sell({ size: 31.01 });
      if (length === 6) this.buy({ size: 3, limit: 18 });
    }
  }
  for (const engineBackend of enginesUnderTest()) {
    const saved: Uint8Array[] = [], sink = new MemorySink();
    const whole = ct.backtest(Turns, feed, {
      ...{ ...options, engineBackend, checks: true },
      checkpoint: { every: 1, save: (bytes) => saved.push(bytes) },
    });
    assertEquals(
      new Set(whole.payments.map(({ kind }) => kind)),
      new Set(["interest", "borrow", "dividend", "funding"]),
    );
    for (const resume of saved) {
      const again = ct.backtest(Turns, feed, { ...options, engineBackend, checks: true, resume });
      assertEquals([again.chain, again.payments, again.trades], [whole.chain, whole.payments, whole.trades]);
      assertEquals(again.stats, whole.stats);
    }
    const logged = ct.backtest(Turns, feed, { ...options, engineBackend, replayLog: new RunLog(sink) });
    assertEquals(logged.chain, whole.chain);
    assertEquals(replay(sink.bytes(), { engineBackend }).difference, undefined);
    for (const blockBars of [1, 3, 100]) {
      const run = await ct.run(Turns, feed, { ...options, engineBackend, blockBars });
      assertEquals([run.chain, run.markHash(), run.payments], [whole.chain, whole.markHash(), whole.payments]);
      assertEquals(run.trades.map(({ pnl, size }) => [pnl, size]), whole.trades.map(({ pnl, size }) => [pnl, size]));
    }
    const text = JSON.stringify(whole), read = ct.readResult(text);
    assertEquals([read.payments, read.cashFlows, JSON.stringify(read)], [whole.payments, whole.cashFlows, text]);
  }
});

Deno.test("every law holds on a strategy to whose account all of it happens", async () => {
  class Sways extends ct.Strategy.with({}, ["one", "two"]) {
    override next(): void {
      const { one, two } = this.feeds;
      if (one.close.now > two.close.now) this.target({ feed: "one", fraction: 0.5 });
      else this.target({ feed: "two", fraction: -0.5 });
    }
  }
  const wave = (shift: number): ct.Bars =>
    flat(...Array.from({ length: 24 }, (_each, at) => 16 + (at * 5 + shift) % 7));
  const feeds = { one: wave(0), two: wave(3) };
  for (const settlement of ["paid", "futures"] as const) {
    const proof = await prove(Sways, feeds, {
      ...{ cash: 4096, leverage: 2, settlement, interest: { cash: 0.03, debt: 0.05 }, borrow: 0.02 },
      cashFlows: [{ time: "2024-01-05", amount: 128 }],
      dividends: [{ date: "2024-01-06", amount: 0.5 }],
      splits: [{ date: "2024-01-08", ratio: 2 }],
      funding: [{ time: "2024-01-09", rate: 0.001 }],
    });
    const failed = proof.laws.filter(({ verdict }) => verdict === "failed");
    assertEquals(failed.map(({ law, counterExample }) => [law, counterExample]), []);
  }
});

Deno.test("rows and rates that cannot be are named with their place and a remedy", () => {
  const feed = withColumn("rate", [2, 0], 10, 10);
  class Idle extends ct.Strategy {}
  const cases: readonly [options: object, kind: typeof TypeError | typeof RangeError, message: string][] = [
    [{ funding: 5 }, TypeError, "Cannot use funding 5: pass a list, such as"],
    [{ funding: [5] }, TypeError, "Cannot use funding[0] 5: pass an object"],
    [{ funding: [{ time: "2024-01-01", rate: "1" }] }, TypeError, 'Cannot use funding[0].rate "1": pass a number'],
    [{ funding: [{ time: "2024-01-01", rate: 1 }] }, RangeError, "Cannot use funding[0].rate 1: pass a fraction"],
    [{ funding: [{ time: 5, rate: 0.1 }] }, TypeError, "Cannot use funding[0].time 5"],
    [{ funding: [{ time: "soon", rate: 0.1 }] }, RangeError, 'Cannot use funding[0] of feed "AAA" "soon"'],
    [{ funding: "rates" }, RangeError, 'Cannot find column "rates" of feed "AAA" for funding: there are "rate"'],
    [{ funding: "rate" }, RangeError, 'Cannot use funding of feed "AAA" in bar 1 2: pass a fraction'],
    [{ dividends: [{ time: "2024-01-01", amount: 1 }] }, TypeError, 'Cannot find option "time" of dividends[0]'],
    [
      { dividends: [{ date: "2024-01-01", amount: 0 }] },
      RangeError,
      "Cannot use dividends[0].amount 0: pass the amount",
    ],
    [{ dividends: [{ date: "2024-01-01", amount: NaN }] }, RangeError, "Cannot use dividends[0].amount NaN"],
    [{ splits: [{ date: "2024-01-01", ratio: 0 }] }, RangeError, "Cannot use splits[0].ratio 0: pass new units"],
    [{ splits: [{ date: "2024-01-01", ratio: "4 to 1" }] }, RangeError, 'Cannot use splits[0].ratio "4 to 1"'],
    [{ splits: [{ date: "2024-01-01", ratio: "1:0" }] }, RangeError, 'Cannot use splits[0].ratio "1:0"'],
    [{ splits: [{ date: "2024-01-01", ratio: true }] }, TypeError, "Cannot use splits[0].ratio true: pass a number"],
    [{ instruments: { AAA: { splits: {} } } }, TypeError, 'Cannot use splits of feed "AAA" {}: pass a list'],
    [{ borrow: 3 }, RangeError, "Cannot use borrow 3: pass the rate of a year as a fraction"],
    [{ borrow: "3 %" }, TypeError, 'Cannot use borrow "3 %": pass a number'],
    [{ onFeedEnd: "stop" }, RangeError, 'Cannot use onFeedEnd "stop": pass "keep" or "close"'],
    [{ interest: 0.03 }, TypeError, "Cannot use interest 0.03: pass an object"],
    [{ interest: { loan: 0.03 } }, TypeError, 'Cannot find option "loan" of interest: there are cash and debt'],
    [{ interest: { debt: 6 } }, RangeError, "Cannot use interest.debt 6: pass the rate of a year"],
    [{ profile: "backtrader", interest: { debt: 0.1 } }, RangeError, "Cannot use interest with the queue model"],
    [{ profile: "backtrader", borrow: 0.1 }, RangeError, "Cannot use borrow 0.1"],
  ];
  for (const [options, kind, message] of cases) {
    assertThrows(() => ct.backtest(Idle, feed, options as ct.BacktestOptions), kind, message);
  }
});

Deno.test("a feed that may wait is known to end ahead of the next step, so that blocks and sources have the same chain", async () => {
  const days = (count: number, from: number): { time: string[]; open: number[] } => ({
    time: Array.from({ length: count }, (_each, at) => `2024-01-${`${from + at}`.padStart(2, "0")}`),
    open: Array.from({ length: count }, (_each, at) => 10 + (at * 7 + from) % 5),
  });
  const flatly = ({ time, open }: ReturnType<typeof days>): ct.BarsInput => ({
    ...{ time, open, high: open, low: open, close: open },
  });
  // One ends first of all, one begins behind that end, and two end on one day.
  const rows = { a: days(6, 1), b: days(20, 1), c: days(5, 9), d: days(20, 1) };
  const feedOf = (name: keyof typeof rows): ct.Bars => ct.bars(flatly(rows[name]), { name, decimals: 2 });
  const feeds = { a: feedOf("a"), b: feedOf("b"), c: feedOf("c"), d: feedOf("d") };
  class Holds extends ct.Strategy.with({}, ["a", "b", "c", "d"]) {
    override next(): void {
      const { length } = this.feeds.b, feed = (["a", "b", "c", "d"] as const)[length % 4]!;
      if (this.positionOf(feed).size === 0) {
        this.buy({ feed, size: 10, ...(length % 3 === 0 ? { takeProfit: 99 } : {}) });
      } else if (length % 5 === 0) this.target({ feed, size: -5 });
    }
  }
  async function* source({ time, open }: ReturnType<typeof days>, parts: number): AsyncGenerator<ct.BarItem> {
    for (let from = 0; from < time.length; from += parts) {
      if (from % 2 === 0) await Promise.resolve();
      yield flatly({ time: time.slice(from, from + parts), open: open.slice(from, from + parts) });
    }
  }
  // A source tells its grids by its first block alone.
  const grids = { resolution: 0.01, lot: 0.01, barWithoutVolume: "fill" } as const;
  for (const engineBackend of enginesUnderTest()) {
    for (const fill of ["open", "close"] as const) {
      const options = {
        ...grids,
        engineBackend,
        fill,
        start: "any",
        commission: { perOrder: 1 },
        onFeedEnd: "close",
      } as const;
      const whole = ct.backtest(Holds, feeds, { ...options, checks: true });
      assertEquals(whole.fills.filter(({ rule }) => rule === "feedEnded").map(({ feed, bar }) => [feed, bar]), [
        ...[["a", 6], ["c", 13]],
      ]);
      const known = [whole.chain, whole.markHash(), whole.trades, whole.export().remarks.notes];
      for (const blockBars of [1, 2, 5, 100]) {
        const run = await ct.run(Holds, feeds, { ...options, blockBars });
        assertEquals(
          [run.chain, run.markHash(), run.trades, run.export().remarks.notes],
          known,
          `blocks of ${blockBars}`,
        );
        const sources = {
          ...{ a: source(rows.a, 2), b: source(rows.b, 3), c: source(rows.c, 4), d: feeds.d },
        };
        const streamed = await ct.run(Holds, sources, { ...options, blockBars });
        assertEquals([streamed.chain, streamed.markHash()], known.slice(0, 2), `sources in blocks of ${blockBars}`);
      }
    }
  }
});

Deno.test("rows that meet no bar are told of", () => {
  class Idle extends ct.Strategy {}
  const feed = flat(10, 10),
    { notes } = ct.backtest(Idle, feed, {
      ...{ splits: [{ date: "2030-01-01", ratio: 2 }], dividends: [] },
    }).export().remarks;
  assertEquals(notes.filter((note) => note.includes("splits")), ["No row of splits of AAA lies within its bars"]);
});
