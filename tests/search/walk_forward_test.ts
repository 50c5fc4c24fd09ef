import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import * as ct from "@cracktrader/cracktrader";
import { changedBars } from "../../src/feeds/bars.ts";
import { enginesUnderTest } from "../engines.ts";
import { CROSS_PARAMS, crossing, SmaCross } from "./searched.ts";

const aapl = await ct.sample("aapl");
// A library that a test opens would be a leak of it.
ct.backtest(SmaCross, aapl);
const walk = { params: CROSS_PARAMS, train: 150, test: 60, commission: 0.001, objective: "finalEquity" } as const;

for (const engineBackend of enginesUnderTest()) {
  Deno.test(`each test is the run with its parameters, bars and cash alone, on ${engineBackend}`, async () => {
    const walked = await ct.walkForward(SmaCross, aapl, { ...walk, engineBackend });
    assertEquals(walked.windows.map(({ test }) => test.bars), [60, 60, 60, 60, 60, 54]);
    let cash = 10_000, moneyUnit: string | undefined;
    for (const { params, test: { from, to }, chain, found, result, initialEquity, finalEquity } of walked.windows) {
      const alone = ct.backtest(SmaCross, aapl, {
        ...{ params: params!, from, to, commission: 0.001, cash, closeAtEnd: true, engineBackend },
        ...(moneyUnit === undefined ? {} : { moneyUnit }),
      });
      assertEquals([chain, result!.markHash(), initialEquity], [alone.chain, alone.markHash(), cash]);
      assertEquals([alone.stats.trades.open, finalEquity], [0, alone.stats.finalEquity]);
      assertEquals(found.result(found.best!).chain, found.best!.chain);
      [cash, moneyUnit] = [finalEquity, alone.configuration.moneyUnit];
    }
    assertEquals([walked.finalEquity, walked.equity.at(-1)], [cash, cash]);
    assertEquals(walked.timeUs, ct.backtest(SmaCross, aapl).timeUs.slice(150));
  });
}

Deno.test("a training sees no bar of its test, and a window none behind it", async () => {
  const whole = await ct.walkForward(SmaCross, aapl, walk), columns = aapl.columns;
  // From bar 210 on all prices are others: windows that end there stay as they were.
  const other = changedBars(aapl, {
    columns: {
      ...columns,
      ...Object.fromEntries(
        (["open", "high", "low", "close"] as const).map((name) => [
          name,
          columns[name].map((price, bar) => bar < 210 ? price : Math.round(price * 300) / 100),
        ]),
      ),
    },
  });
  const changed = await ct.walkForward(SmaCross, other, walk);
  assertEquals(changed.windows[0]!.chain, whole.windows[0]!.chain);
  assertEquals(changed.windows[0]!.found.rows(), whole.windows[0]!.found.rows());
  assert(changed.windows[1]!.chain !== whole.windows[1]!.chain);
  const head = await ct.walkForward(SmaCross, aapl.head(270), walk);
  assertEquals(head.windows.map(({ chain }) => chain), whole.windows.slice(0, 2).map(({ chain }) => chain));
});

Deno.test("bars before a window warm up its lines and are in no figure", async () => {
  const walked = await ct.walkForward(SmaCross, aapl, { ...walk, train: 40, params: { fast: [5], slow: [200] } });
  for (const { result, figures, test } of walked.windows) {
    // An average of 200 bars is there from the bar on at which 200 are, and not only 200 bars into the test.
    assertEquals(result!.stats.bars, test.bars);
    assert(figures !== null);
  }
  const last = walked.windows.at(-1)!, { result } = last;
  assertEquals(result!.stats.warmUpBars, aapl.length - last.test.bars);
  const trained = last.found.result(last.found.best!);
  assertEquals(trained.stats.bars, 40);
});

Deno.test("anchored trainings begin with the first bar, and a purge keeps bars out of both", async () => {
  const walked = await ct.walkForward(SmaCross, aapl, { ...walk, mode: "anchored", purge: 10 });
  const starts = new Set(walked.windows.map(({ train }) => train.from));
  assertEquals([starts.size, walked.windows.map(({ train }) => train.bars)], [1, [150, 210, 270, 330, 390, 450]]);
  for (const { train, test } of walked.windows) {
    const at = (text: string): number =>
      aapl.columns.timeUs.findIndex((timeUs) => Math.floor(timeUs / 1000) === Date.parse(text));
    assert(at(train.to) > 0);
    // The test begins behind the end of the last bar of the purge.
    assertEquals(at(test.from) - at(train.to), 10);
  }
  assertStringIncludes(walked.text(), "anchored, purge 10 bars.");
});

Deno.test("any number of workers walks the same way, and signals walk as classes do", async () => {
  const module = new URL("./searched.ts", import.meta.url), options = { ...walk, test: 120 };
  const here = await ct.walkForward(crossing, aapl, options);
  const there = await ct.walkForward({ module, name: "crossing" }, aapl, { ...options, workers: 2 });
  assertEquals(there.toJSON(), here.toJSON());
});

Deno.test("a window without an accepted trial stays in cash", async () => {
  const all = await ct.walkForward(SmaCross, aapl, walk);
  const [least] = all.windows.map(({ inSample }) => inSample!).sort((a, b) => a - b);
  const walked = await ct.walkForward(SmaCross, aapl, { ...walk, accept: ({ finalEquity }) => finalEquity! > least! });
  const idle = walked.windows.filter(({ params }) => params === null);
  assert(idle.length > 0 && idle.length < walked.windows.length, `${idle.length}`);
  for (const { initialEquity, finalEquity, equity, chain, result } of idle) {
    assertEquals([finalEquity, chain, result], [initialEquity, "", null]);
    assert(equity.every((value) => value === initialEquity));
  }
  assertStringIncludes(walked.text(), "none accepted");
  assertEquals(walked.timeUs.length, walked.equity.length);
});

Deno.test("the joined figures follow from the joined equity", async () => {
  const walked = await ct.walkForward(SmaCross, aapl, walk), { equity } = walked;
  let peak = 10_000, deepest = 0;
  for (const value of equity) {
    peak = Math.max(peak, value);
    deepest = Math.max(deepest, (peak - value) / peak);
  }
  assertEquals([walked.maxDrawdown, walked.returnFraction], [deepest, walked.finalEquity / 10_000 - 1]);
  const returns = [...equity].map((value, at) => value / (at === 0 ? 10_000 : equity[at - 1]!) - 1);
  const mean = returns.reduce((sum, each) => sum + each) / returns.length;
  const deviation = Math.sqrt(returns.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (returns.length - 1));
  assert(Math.abs(walked.sharpe! - mean / deviation * Math.sqrt(252)) < 1e-9);
  const trained = walked.windows.map(({ found }) => found.best!.figures!.cagr!);
  assertEquals(walked.efficiency === null, !(trained.reduce((sum, each) => sum + each) > 0));
  const page = await walked.html();
  assertStringIncludes(page, "Equity of all tests");
  for (const { chain } of walked.windows) assertStringIncludes(page, chain);
});

Deno.test("a paused walk has the windows that were made, and mistakes are refused with the remedy", async () => {
  const controller = new AbortController(), seen = new Set<number>();
  const paused = await ct.walkForward(SmaCross, aapl, {
    ...{ ...walk, signal: controller.signal },
    onProgress: ({ window, windows }) => {
      seen.add(window);
      assertEquals(windows, 6);
      if (window === 3) controller.abort();
    },
  });
  assertEquals([paused.complete, paused.windows.length <= 3, [...seen].slice(0, 3)], [false, true, [1, 2, 3]]);
  // deno-lint-ignore no-explicit-any -- what a caller in JavaScript could write
  const wrong = (options: any, message: string): Promise<unknown> =>
    assertRejects(() => ct.walkForward(SmaCross, aapl, { ...walk, ...options }), Error, message);
  await wrong({ from: "2017-01-01" }, "Cannot use from of walkForward: the windows say");
  await wrong({ resume: "x" }, "Cannot use resume of walkForward");
  await wrong(
    { profile: "backtrader" },
    'Cannot walk forward with profile "backtrader": each test closes its positions',
  );
  await wrong({ mode: "sliding" }, 'it is "rolling" or "anchored"');
  await wrong({ train: "x" }, "Cannot use train");
  await wrong({ train: 600 }, "they make no window");
  await wrong({ workers: 1 }, "a worker cannot be given a class");
  await wrong({ purge: -1 }, "Cannot use purge -1");
});

/** Does nothing with either value of its parameter. */
class Idle extends ct.Strategy.with({ n: 1 }) {
  override next(): void {}
}

/** Days of one price, at which nothing is gained or lost. */
function flatDays(count: number): ct.Bars {
  const time = Array.from({ length: count }, (_none, day) => new Date(Date.UTC(2024, 0, 2 + day))),
    price = time.map(() => 100);
  return ct.bars({ time, open: price, high: price, low: price, close: price }, { timeframe: "1d" });
}

Deno.test("interest comes once for each day of the tests, and none of the bars that warm a window up", async () => {
  const options = { interest: { cash: 0.365 }, params: { n: [1, 2] }, objective: "finalEquity" } as const;
  const walked = await ct.walkForward(Idle, flatDays(9), { ...options, train: 3, test: 2 });
  // 0.1 % a day on 10,000: six days of tests, two for each window.
  assertEquals(walked.windows.map(({ result }) => result!.payments.map(({ bar }) => bar)), [[3, 4], [5, 6], [7, 8]]);
  assertEquals(walked.windows[0]!.finalEquity, 10_020.01);
  const whole = ct.backtest(Idle, flatDays(9), { interest: { cash: 0.365 }, from: "2024-01-05" });
  assertEquals([walked.finalEquity, walked.equity], [whole.stats.finalEquity, whole.equity.slice(3)]);
  const later = ct.backtest(Idle, flatDays(9), { interest: { cash: 0.365 }, from: "2024-01-08" });
  assertEquals([later.payments.map(({ bar }) => bar), later.stats.equityInitial], [[6, 7, 8], 10_000]);
  await assertRejects(
    () => ct.walkForward(Idle, flatDays(9), { ...options, train: 3, test: 2, cashFlows: [] } as never),
    RangeError,
    "Cannot use cashFlows of walkForward: money from outside is no gain of a window",
  );
});

Deno.test("windows tell session dates of the feed, which are not the dates in UTC", async () => {
  const time = [2, 3, 4, 5, 6, 7].map((day) => `2024-01-0${day}`), price = time.map(() => 100);
  const prices = { open: price, high: price, low: price, close: price };
  const feed = ct.bars({ time, ...prices }, { timeframe: "1d", timeZone: "America/New_York" });
  const walked = await ct.walkForward(Idle, feed, { params: { n: [1] }, objective: "finalEquity", train: 2, test: 2 });
  const dates = walked.windows.map(({ test }) => [test.firstDate, test.lastDate]);
  assertEquals(dates, [["2024-01-04", "2024-01-05"], ["2024-01-06", "2024-01-07"]]);
  // That of the bar before ends in New York where it is five in the morning in UTC.
  assert(walked.windows[0]!.test.from.startsWith("2024-01-04T04:59"), walked.windows[0]!.test.from);
  assert(walked.text().split("\n")[1]!.trim().startsWith("2024-01-04   2024-01-05"), walked.text());
});
