/**
 * Fills at the close on which an order was decided, and orders that reach the market some bars later.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { dailyBars, type Prices } from "./daily_bars.ts";
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
  assertThrows(run({ fill: "close", rules: { CHEAT_ON_CLOSE: "ON" } }), RangeError, "Cannot use both fill and");
  assertThrows(run({ fill: "middle" as never }), RangeError, 'Cannot use fill "middle": pass "open" or "close"');
  assertThrows(run({ latencyBars: -1 }), RangeError, "pass a whole number of bars from 0");
  assertThrows(run({ latencyBars: 1.5 }), RangeError, "pass a whole number of bars from 0");
  assertThrows(run({ latencyBars: "1" as never }), TypeError, "pass a number");
  assertThrows(run({ latencyBars: 1, flatAt: "close" }), RangeError, "with latencyBars");
});
