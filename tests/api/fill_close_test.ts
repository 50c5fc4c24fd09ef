/**
 * Fills at the close on which an order was decided, and orders that reach the market some bars later.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { prove } from "../../src/laws/mod.ts";
import { enginesUnderTest } from "../engines.ts";
import { barsAt, dailyBars, type Prices } from "./daily_bars.ts";
import { ends, fillLines, runScript, type Script, scripted } from "./scripted.ts";

const BARS: readonly Prices[] = [
  [100, 102, 99, 101],
  [103, 104, 95, 98],
  [97, 99, 96, 97],
  [98, 108, 97, 106],
  [105, 107, 104, 105],
];

Deno.test("with fill close a market order fills at the close of its bar, which the next bar books", () => {
  const { fills, trades, equity } = runScript(dailyBars(BARS), {
    1: (s) => void s.buy({ size: 10 }),
    3: (s) => void s.close(),
  }, { fill: "close" });
  assertEquals(fills.map(({ bar, rule, price, side }) => [bar, rule, price, side]), [
    [1, "placementClose", 101, "buy"],
    [3, "placementClose", 97, "sell"],
  ]);
  // The whole of the second and the third bar is held: 95 is the worst price, 104 the best.
  assertEquals(trades.map(({ pnl, mae, mfe }) => [pnl, mae, mfe]), [[-40, -60, 30]]);
  assertEquals(equity, [10_000, 9970, 9960, 9960, 9960]);
});

Deno.test("with fill close protection meets the whole of the next bar, a gap at its open too", () => {
  // The open of 103 is beyond the target of 102.5, so it fills there.
  const target = runScript(dailyBars(BARS), { 1: (s) => void s.buy({ size: 10, takeProfit: 102.5 }) }, {
    fill: "close",
  });
  assertEquals(fillLines(target), [[1, 2, "placementClose", 10, 101], [2, 2, "limitOpen", -10, 103]]);
  // The stop at 98 is reached inside the second bar; the close of 101 was known before it.
  const stop = runScript(dailyBars(BARS), { 1: (s) => void s.buy({ size: 10, stopLoss: 98 }) }, { fill: "close" });
  assertEquals(fillLines(stop), [[1, 2, "placementClose", 10, 101], [2, 2, "stop", -10, 98]]);
  assertEquals(stop.fills[1]!.ambiguous, false);
});

Deno.test("with fill close orders at the close come ahead of those that rest, and limits do not change", () => {
  const outcome = runScript(dailyBars(BARS), {
    1: (s) => {
      s.buy({ size: 10, stopLoss: 99, tag: "entry" });
      s.buy({ size: 1, limit: 96 });
    },
    2: (s) => void s.close(),
  }, { fill: "close" });
  // The stop at 99 fills on the way down in bar 2, so there is nothing to close in bar 3.
  assertEquals(fillLines(outcome), [
    [1, 2, "placementClose", 10, 101],
    [2, 2, "stop", -10, 99],
    [3, 2, "limit", 1, 96],
    [4, 3, "placementClose", -1, 98],
  ]);
});

Deno.test("with fill close sizes by money, targets and weights are worked out at that close", () => {
  const sized = runScript(dailyBars(BARS), { 1: (s) => void s.buy({ fraction: 0.5 }) }, { fill: "close", lot: 1 });
  // 5,000 at 101 are 49 units.
  assertEquals(fillLines(sized), [[1, 2, "placementClose", 49, 101]]);
  const target = runScript(dailyBars(BARS), {
    1: (s) => void s.target({ size: 20 }),
    2: (s) => void s.target({ size: -5 }),
  }, { fill: "close" });
  assertEquals(fillLines(target), [
    [1, 2, "placementClose", 20, 101],
    [2, 3, "placementClose", -20, 98],
    [2, 3, "placementClose", -5, 98],
  ]);
  const feeds = { a: dailyBars(BARS), b: dailyBars(BARS.map((row) => row.map((x) => x / 2) as unknown as Prices)) };
  const weights = runScript(feeds, { 1: (s) => void s.targetWeights({ a: 0.5, b: 0.5 }) }, { fill: "close", lot: 1 });
  // 5,000 each: 49 at 101 and 99 at 50.5.
  assertEquals(fillLines(weights), [[1, 2, "placementClose", 49, 101], [2, 2, "placementClose", 99, 50.5]]);
});

Deno.test("with fill close a limit that its close would fill waits for the next bar", () => {
  const outcome = runScript(dailyBars(BARS), { 1: (s) => void s.buy({ size: 10, limit: 104 }) }, { fill: "close" });
  assertEquals(fillLines(outcome), [[1, 2, "limitOpen", 10, 103]]);
});

Deno.test("with fill close an order at the close comes before one that was accepted earlier and fills at the open", () => {
  const outcome = runScript(dailyBars(BARS), {
    3: (s) => {
      s.buy({ size: 5, limit: 98.5 });
      s.buy({ size: 10 });
    },
  }, { fill: "close" });
  assertEquals(fillLines(outcome), [[2, 4, "placementClose", 10, 97], [1, 4, "limitOpen", 5, 98]]);
});

Deno.test("with fill close a share that the open would meet leads to a fill, as the close does not meet it", () => {
  const { fills } = runScript(dailyBars(BARS), {
    1: (s) => void s.buy({ size: 49 }),
    // 48.7 % of 9,853 are 48 units at 98; at the open of 97 they would be the 49 that are there.
    2: (s) => void s.target({ fraction: 0.487 }),
  }, { fill: "close", lot: 1 });
  assertEquals(fills.map(({ rule, size, price }) => [rule, size, price]), [
    ["placementClose", 49, 101],
    ["placementClose", 1, 98],
  ]);
});

Deno.test("with fill close slippage is not bounded by a bar that comes later", () => {
  const { fills } = runScript(dailyBars(BARS), { 3: (s) => void s.buy({ size: 10 }) }, {
    ...{ fill: "close", slippageAmount: 20, slippageBeyondBar: "wait", slippageAtOpen: false },
  });
  assertEquals(fills.map(({ price, slipped, clamped }) => [price, slipped, clamped]), [[117, true, false]]);
});

Deno.test("with fill close an order on a feed without a bar in that step fills at the next open", () => {
  const feeds = {
    a: dailyBars(BARS),
    b: ct.bars({ time: ["2024-01-01", "2024-01-05"], open: [50, 52], high: [51, 53], low: [49, 51], close: [50, 52] }, {
      ...{ name: "b", timeframe: "1d" },
    }),
  };
  const { fills } = runScript(feeds, { 2: (s) => void s.buy({ size: 10, feed: "b" }) }, { fill: "close" });
  assertEquals(fills.map(({ bar, rule, price }) => [bar, rule, price]), [[4, "open", 52]]);
});

/** Bars with a flat price each. */
function flat(...prices: readonly number[]): ct.Bars {
  return dailyBars(prices.map((price): Prices => [price, price, price, price]));
}

/** Kind, number of the bar and amount of each payment of a run on every engine. */
function paid(script: Script, feeds: ct.Bars | Record<string, ct.Bars>, options: ct.BacktestOptions): unknown[] {
  const rows = enginesUnderTest().map((engineBackend) => {
    const { payments } = ct.backtest(scripted(script), feeds as ct.Bars, {
      ...{ fill: "close", checks: true, engineBackend },
      ...options,
    });
    return payments.map(({ kind, bar, amount }) => [kind, bar + 1, amount]);
  });
  for (const each of rows) assertEquals(each, rows[0]);
  return rows[0]!;
}

Deno.test("with fill close a dividend is for who bought at the close before it, and not for who sold there", () => {
  const terms = { cash: 1000, dividends: [{ date: "2024-01-03", amount: 0.5 }] };
  const bought: Script = { 2: (s) => void s.buy({ size: 50 }) }, feed = flat(10, 10, 12, 12);
  // 50 at the close of the second, ahead of the ex-date: 25. At that close a share is worth 12, less nothing.
  assertEquals(paid(bought, feed, terms), [["dividend", 3, 25]]);
  const outcome = runScript(feed, bought, { ...terms, fill: "close" });
  assertEquals(fillLines(outcome), [[1, 3, "placementClose", 50, 10]]);
  assertEquals([outcome.cash, outcome.equity], [[1000, 1000, 525, 525], [1000, 1000, 1125, 1125]]);
  const sold: Script = { 1: (s) => void s.buy({ size: 50 }), 2: (s) => void s.close() };
  assertEquals(paid(sold, feed, terms), []);
  // A short of that close owes it: 1,000 + 200 - 10.
  assertEquals(runScript(feed, { 2: (s) => void s.sell({ size: 20 }) }, { ...terms, fill: "close" }).cash, [
    ...[1000, 1000, 1190, 1190],
  ]);
});

Deno.test("with fill close a night counts for what was bought at its begin, and not for what was closed there", () => {
  const feed = flat(10, 10, 10, 10);
  // Short 100 at 10 from the first close to the third: two nights of 1,000 at 0.0001.
  const short: Script = { 1: (s) => void s.sell({ size: 100 }), 3: (s) => void s.close() };
  assertEquals(paid(short, feed, { borrow: 0.0365 }), [["borrow", 2, -0.1], ["borrow", 3, -0.1]]);
  // 5,000 at the first close leave 5,000 of cash for its night, and at the second close all of it is back.
  const half: Script = { 1: (s) => void s.buy({ size: 500 }), 2: (s) => void s.close() };
  assertEquals(paid(half, feed, { interest: { cash: 0.0365 } }), [
    ...[["interest", 2, 0.5], ["interest", 3, 1.00005], ["interest", 4, 1.00015]],
  ]);
});

Deno.test("with fill close an order decided ahead of a split fills at its close in old units, which the split changes", () => {
  const outcome = runScript(flat(40, 40, 10, 11), { 2: (s) => void s.buy({ size: 10 }) }, {
    ...{ fill: "close", cash: 1000, splits: [{ date: "2024-01-03", ratio: 4 }] },
  });
  assertEquals(fillLines(outcome), [[1, 3, "placementClose", 10, 40]]);
  assertEquals([outcome.cash, outcome.equity], [[1000, 1000, 600, 600], [1000, 1000, 1000, 1040]]);
});

Deno.test("with fill close an order decided at the last bar of a feed fills at its close, and its end closes it there", () => {
  const feeds = { a: flat(10, 11, 12), b: flat(1, 2, 3, 4, 5) };
  const outcome = runScript(feeds, { 3: (s) => void s.buy({ feed: "a", size: 10 }) }, {
    ...{ fill: "close", cash: 1000, commission: { perOrder: 1 }, instruments: { a: { onFeedEnd: "close" } } },
  });
  assertEquals(fillLines(outcome), [[1, 4, "placementClose", 10, 12], [0, 4, "feedEnded", -10, 12]]);
  assertEquals(outcome.cash, [1000, 1000, 1000, 998, 998]);
});

Deno.test("with fill close money of the next step comes after the close, and what the strategy moves ahead of it", () => {
  const all: Script = { 1: (s) => void s.buy({ cash: 1500 }) }, feed = flat(10, 10, 10);
  const flows = [{ time: "2024-01-02", amount: 1000 }], terms = { fill: "close", cash: 1000, lot: 1 } as const;
  assertEquals(fillLines(runScript(feed, all, { ...terms, cashFlows: flows })), [[1, 2, "placementClose", 100, 10]]);
  const moves: Script = { 1: (s) => (s.deposit(1000), void s.buy({ cash: 1500 })) };
  for (const cashFlows of [undefined, flows]) {
    const { fills, cash } = runScript(feed, moves, { ...terms, ...(cashFlows === undefined ? {} : { cashFlows }) });
    assertEquals(fills.map(({ rule, size }) => [rule, size]), [["placementClose", 150]]);
    assertEquals(cash[1], cashFlows === undefined ? 500 : 1500);
  }
});

Deno.test("with fill close a feed without a bar at the change of the date has filled there, too", () => {
  const hours = (days: readonly string[]): ct.Bars => {
    const flatly = days.map(() => 10);
    return ct.bars({ time: [...days], open: flatly, high: flatly, low: flatly, close: flatly }, {
      ...{ timeframe: "1h", stamp: "close", decimals: 2 },
    });
  };
  const feeds = {
    a: hours(["2024-01-02 10:00", "2024-01-02 11:00", "2024-01-03 01:00", "2024-01-03 10:00", "2024-01-03 11:00"]),
    b: hours(["2024-01-02 10:00", "2024-01-02 11:00", "2024-01-03 10:00", "2024-01-03 11:00"]),
  };
  const script: Script = { 2: (s) => void s.sell({ feed: "b", size: 100 }), 4: (s) => void s.close({ feed: "b" }) };
  // The first step of the third has no bar of b, whose short of the second has had its night.
  assertEquals(paid(script, feeds, { borrow: 0.0365 }), [["borrow", 3, -0.1]]);
  const { fills, trades, equity } = runScript(feeds, script, { fill: "close", borrow: 0.0365 });
  assertEquals(fills.map(({ feed, bar, rule }) => [feed, bar, rule]), [
    ...[["b", 2, "placementClose"], ["b", 4, "placementClose"]],
  ]);
  assertEquals(trades.map(({ pnl, openedBar, closedBar }) => [pnl, openedBar, closedBar]), [[0, 2, 4]]);
  assertEquals(equity, [10_000, 10_000, 9999.9, 9999.9, 9999.9]);
});

Deno.test("with fill close a fill that is booked in a step without a bar of its feed is one at the close before it", async () => {
  const days = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-06"];
  const other = days.map(() => 5), flatly: Prices = [100, 100, 100, 100];
  const feeds = {
    a: barsAt(days.toSpliced(3, 1), [flatly, flatly, [100, 110, 97, 101], [101, 101, 101, 101]]),
    // The change of its spread on the fourth day books what is due there.
    b: ct.bars({ time: days, open: other, high: other, low: other, close: other, spread: [0, 0, 0, 1, 1] }),
  };
  class Acts extends ct.Strategy.with({ entry: false }, ["a", "b"]) {
    bar = 0;
    entry: ct.OrderView | undefined;
    seen: (number | null)[] = [];

    override next(): void {
      this.bar++;
      if (this.params.entry) {
        if (this.bar === 3) this.entry = this.buy({ feed: "a", size: 10, stopLoss: { trail: { amount: 5 } } });
      } else if (this.bar === 1) this.buy({ feed: "a", size: 10 });
      else if (this.bar === 2) this.sell({ feed: "a", size: 1, limit: 105 });
      else if (this.bar === 3) this.close({ feed: "a" });
      this.seen.push(this.entry?.stopLoss?.stop ?? null);
    }
  }
  const options = { fill: "close", instruments: { b: { slippageSpread: "spread" } } } as const;
  for (const engineBackend of enginesUnderTest()) {
    for (
      const [entry, excursions, seen] of [
        // Nine were held at the high of 110, and one was sold at 105.
        [false, [-30, 95], [null, null, null, null, null]],
        // Bought at the close of the third bar, behind its high and its low.
        [true, [0, 0], [null, null, null, 96, 96]],
      ] satisfies [boolean, number[], (number | null)[]][]
    ) {
      const run = { ...options, engineBackend, params: { entry } };
      const outcomes = [ct.backtest(Acts, feeds, run), ct.backtest(Acts, feeds, { ...run, stepByStep: true })];
      for (const blockBars of [1, 2, 3, 4, 100]) outcomes.push(await ct.run(Acts, feeds, { ...run, blockBars }));
      for (const { fills, trades, strategy } of outcomes) {
        assertEquals(fills.at(-1)!.bar, 3);
        assertEquals(trades.flatMap(({ mae, mfe }) => [mae, mfe]), excursions);
        assertEquals(strategy.seen, seen);
      }
    }
  }
});

Deno.test("with fill close every law holds on a strategy to whose account all of it happens between the bars", async () => {
  const prices = [40, 41, 42, 20, 21, 19, 22, 23, 21, 20, 19, 18];
  const feeds = { a: flat(...prices), b: flat(...prices.slice(0, 9).map((price) => price / 2)) };
  class Turns extends ct.Strategy.with({}, ["a", "b"]) {
    override next(): void {
      const { length } = this.data;
      if (length % 3 === 1) this.targetWeights({ a: 0.4, b: -0.2 });
      if (length % 3 === 2) this.sell({ feed: "a", size: 31.01, stopLoss: { percent: 4 } });
      if (length === 5) this.deposit(50);
      if (length === 9) this.buy({ feed: "b", size: 3 });
    }
  }
  const options: ct.BacktestOptions = {
    ...{ fill: "close" as const, cash: 1000, leverage: 3, commission: 0.001, slippage: 0.001, borrow: 0.03 },
    ...{ interest: { cash: 0.02, debt: 0.05 }, onFeedEnd: "close" as const },
    cashFlows: [{ time: "2024-01-04", amount: 100 }],
    instruments: {
      a: {
        dividends: [{ date: "2024-01-03", amount: 0.25 }, { date: "2024-01-08", amount: 0.5 }],
        splits: [{ date: "2024-01-04", ratio: 2 }],
      },
    },
  };
  const runs = enginesUnderTest().map((engineBackend) =>
    ct.backtest(Turns, feeds, { ...options, checks: true, engineBackend })
  );
  for (const { chain, payments } of runs) assertEquals([chain, payments], [runs[0]!.chain, runs[0]!.payments]);
  const proof = await prove(Turns, feeds, options), failed = proof.laws.filter(({ verdict }) => verdict === "failed");
  assertEquals(failed.map(({ law, counterExample }) => [law, counterExample]), []);
});

Deno.test("the summary of a run with fill close says that it is optimistic", () => {
  const result = ct.backtest(scripted({}), dailyBars(BARS), { fill: "close" });
  assert(result.summary().replaceAll(/\s+/g, " ").includes("this is optimistic"), result.summary());
});

Deno.test("with a latency an order meets bars that come so many later, and a replacement waits again", () => {
  const market: Script = { 1: (s) => void s.buy({ size: 10 }) };
  for (const [latencyBars, bar, price] of [[0, 2, 103], [1, 3, 97], [2, 4, 98]] as const) {
    assertEquals(fillLines(runScript(dailyBars(BARS), market, { latencyBars })), [[1, bar, "open", 10, price]]);
  }
  // The limit of 96 is reached in bars 2 and 3. With one bar of latency the order meets bar 3 first.
  const limit: Script = { 1: (s) => void s.buy({ size: 10, limit: 96 }) };
  assertEquals(fillLines(runScript(dailyBars(BARS), limit, {})), [[1, 2, "limit", 10, 96]]);
  assertEquals(fillLines(runScript(dailyBars(BARS), limit, { latencyBars: 1 })), [[1, 3, "limit", 10, 96]]);
  // Replaced after bar 2, it meets bar 4, whose low is 97.
  const replaced: Script = {
    1: (s) => void (s.kept["order"] = s.buy({ size: 10, limit: 90 })),
    2: (s) => s.replace(s.kept["order"]!, { limit: 97 }),
  };
  assertEquals(fillLines(runScript(dailyBars(BARS), replaced, {})), [[1, 3, "limitOpen", 10, 97]]);
  assertEquals(fillLines(runScript(dailyBars(BARS), replaced, { latencyBars: 1 })), [[1, 4, "limit", 10, 97]]);
  // Bar 3 reaches both limits, and while the replacement waits it fills neither of them.
  const either: Script = {
    1: (s) => void (s.kept["order"] = s.buy({ size: 10, limit: 96 })),
    2: (s) => s.replace(s.kept["order"]!, { limit: 97 }),
  };
  assertEquals(fillLines(runScript(dailyBars(BARS), either, { latencyBars: 1 })), [[1, 4, "limit", 10, 97]]);
});

/** Sells with a trail of 2 on the second bar, and makes it one of 3 on the fourth if it is to be replaced. */
class TrailsLate extends ct.Strategy.with({ replaced: false }) {
  exit: ct.OrderView | undefined;
  seen: (number | null)[] = [];

  override next(): void {
    if (this.data.length === 1) this.buy({ size: 10 });
    if (this.data.length === 2) this.exit = this.sell({ size: 10, trail: { amount: 2 } });
    if (this.data.length === 4 && this.params.replaced) this.replace(this.exit!, { trail: { amount: 3 } });
    this.seen.push(this.exit?.stop ?? null);
  }
}

/** The third bar goes to 109, and with a latency of a bar the order of {@linkcode TrailsLate} does not meet it. */
const RISING: readonly Prices[] = [
  [100, 100, 100, 100],
  [100, 100, 100, 100],
  [100, 109, 100, 106],
  [106, 107.5, 106, 106.9],
  [106, 111, 106, 110],
  [110, 111, 109, 110],
  [110, 110, 104, 105],
];

Deno.test("a trailing trigger follows no bar that its order does not meet for its latency", async () => {
  const options = { latencyBars: 1, slippageAmount: 0.25, slippageBeyondBar: "allow" } as const;
  for (
    const [params, seen, price] of [
      [{}, [null, null, 98, 105.5, 109, 109, 109], 108.75],
      // From 106.9 on at 3, it lets the fifth bar pass, to 111, and follows the sixth.
      [{ replaced: true }, [null, null, 98, 105.5, 103.9, 108, 108], 107.75],
    ] satisfies [object, (number | null)[], number][]
  ) {
    for (const engineBackend of enginesUnderTest()) {
      for (const stepByStep of [false, true]) {
        const saved: Uint8Array[] = [], run = { ...options, params, engineBackend };
        const whole = ct.backtest(TrailsLate, dailyBars(RISING), {
          ...run,
          stepByStep,
          checkpoint: { every: 1, save: (bytes) => void saved.push(bytes) },
        });
        assertEquals(whole.strategy.seen, seen);
        assertEquals(whole.fills.map(({ rule, price, slippage }) => [rule, price, slippage])[1], ["stop", price, 2.5]);
        assertEquals(whole.orders[1]!.stop, price + 0.25);
        const { lines } = whole.explain(2);
        assert(
          lines.some((line) =>
            line.endsWith("bar 2: The bar passed before the order reached the market with its terms (latencyBars).")
          ),
          `${lines}`,
        );
        for (const resume of saved) {
          const resumed = ct.backtest(TrailsLate, dailyBars(RISING), { ...run, resume });
          assertEquals([resumed.strategy.seen, resumed.orders], [whole.strategy.seen, whole.orders]);
        }
      }
      for (const blockBars of [1, 2, 3]) {
        const run = await ct.run(TrailsLate, dailyBars(RISING), { ...options, params, engineBackend, blockBars });
        assertEquals(run.strategy.seen, seen);
      }
    }
  }
});

Deno.test("protection comes with its entry, and what its first bar decides waits for that bar", () => {
  const bracket = runScript(dailyBars(BARS), { 1: (s) => void s.buy({ size: 10, stopLoss: 96.5 }) }, {
    latencyBars: 1,
  });
  assertEquals(fillLines(bracket), [[1, 3, "open", 10, 97], [2, 3, "stop", -10, 96.5]]);
  // A stop that is replaced while it sleeps comes with its entry all the same.
  const moved = runScript(dailyBars(BARS), {
    1: (s) => void (s.kept["entry"] = s.buy({ size: 10, stopLoss: 90 })),
    2: (s) => s.replace(s.kept["entry"]!.stopLoss!, { stop: 96.5 }),
  }, { latencyBars: 1 });
  assertEquals(fillLines(moved), [[1, 3, "open", 10, 97], [2, 3, "stop", -10, 96.5]]);
  const ioc: Script = { 1: (s) => void s.buy({ size: 10, limit: 96, valid: "ioc" }) };
  assertEquals(fillLines(runScript(dailyBars(BARS), ioc, { latencyBars: 1 })), [[1, 3, "limit", 10, 96]]);
  assertEquals(ends(runScript(dailyBars(BARS), ioc, { latencyBars: 2 })), ["1 cancelled notAtOnce"]);
  // The day of an order for a day is that of the first bar that it meets.
  const day: Script = { 1: (s) => void s.buy({ size: 10, limit: 97.5, valid: "day" }) };
  assertEquals(fillLines(runScript(dailyBars(BARS), day, { latencyBars: 2 })), [[1, 4, "limit", 10, 97.5]]);
  const trail: Script = {
    1: (s) => void s.buy({ size: 10 }),
    2: (s) => void s.sell({ size: 10, trail: { amount: 2 }, reduceOnly: true }),
  };
  // Without latency the trail from 98 is at 96 and bar 3 reaches it; with it bar 3 is not met.
  assertEquals(fillLines(runScript(dailyBars(BARS), trail, {})).at(-1), [2, 3, "stop", -10, 96]);
  const late = runScript(dailyBars(BARS), trail, { latencyBars: 1 });
  // Bar 4 carries it to 106, two below its high, where it closes.
  assertEquals(fillLines(late), [[1, 3, "open", 10, 97], [2, 4, "stop", -10, 106]]);
});

Deno.test("options that contradict each other are refused by name", () => {
  const run = (options: ct.BacktestOptions) => () => ct.backtest(scripted({}), dailyBars(BARS), options);
  assertThrows(
    run({ fill: "close", latencyBars: 1 }),
    RangeError,
    'Cannot use latencyBars of feed "AAA" with fill "close"',
  );
  const dividends = [{ date: "2024-01-03", amount: 1 }],
    borrow = 0.03,
    limited = { fill: "close", volumeLimit: 0.1 } as const;
  assertThrows(
    run({ ...limited, dividends }),
    RangeError,
    'Cannot use volumeLimit of feed "AAA" with fill "close" and dividends: such a fill needs the volume',
  );
  assertThrows(run({ ...limited, interest: { debt: 0.05 } }), RangeError, "and interest: such");
  assertThrows(run({ ...limited, onFeedEnd: "close" }), RangeError, "and onFeedEnd: such");
  assertThrows(run({ ...limited, cashFlows: [{ time: "2024-01-03", amount: 1 }] }), RangeError, "and cashFlows: such");
  assertThrows(run({ fill: "close", slippageImpact: 0.1, borrow }), RangeError, "slippageImpact of feed");
  run({ ...limited, funding: [{ time: "2024-01-03", rate: 0.001 }] })();
  assertThrows(run({ fill: "close", rules: { CHEAT_ON_CLOSE: "ON" } }), RangeError, "Cannot use both fill and");
  assertThrows(run({ fill: "middle" as never }), RangeError, 'Cannot use fill "middle": pass "open" or "close"');
  assertThrows(run({ latencyBars: -1 }), RangeError, "pass a whole number of bars from 0");
  assertThrows(run({ latencyBars: 1.5 }), RangeError, "pass a whole number of bars from 0");
  assertThrows(run({ latencyBars: "1" as never }), TypeError, "pass a number");
  assertThrows(run({ latencyBars: 1, flatAt: "close" }), RangeError, "with latencyBars");
});

Deno.test("with fill close an order that goes on in a later bar opens at its open what it closes there and more", () => {
  const time = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"], open = [100, 103, 97, 98];
  const prices = { open, high: [110, 110, 110, 110], low: [90, 90, 90, 90], close: [101, 98, 96, 106] };
  const feed = ct.bars({ time, ...prices, volume: [30, 30, 60, 60] }, { name: "AAA" });
  class Both extends ct.Strategy.with({}) {
    override next(): void {
      if (this.data.length !== 1) return;
      this.sell({ size: 20 });
      this.buy({ size: 100 });
    }
  }
  const options = { fill: "close", volumeLimit: 1, cash: 100_000 } as const;
  const runs = enginesUnderTest().map((engineBackend) =>
    ct.backtest(Both, feed, { ...options, engineBackend, checks: true })
  );
  for (const { chain, fills } of runs) {
    assertEquals(chain, runs[0]!.chain);
    // The second bar has thirty: twenty are sold and ten bought. The third one closes the ten that are left short.
    assertEquals(fills.map(({ orderId, bar, rule, size, price }) => [orderId, bar, rule, size, price]), [
      [1, 1, "placementClose", 20, 101],
      [2, 1, "placementClose", 10, 101],
      [2, 2, "open", 10, 97],
      [2, 2, "open", 50, 97],
      [2, 3, "open", 30, 98],
    ]);
  }
});
