/**
 * The rows of trades and fills: times, causes, excursions and the cost of slippage, worked out by hand.
 *
 * @module
 */

import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import * as ct from "../../mod.ts";
import { barsAt, dailyBars, type Prices } from "./daily_bars.ts";
import { runScript, type Script, scripted, type ScriptedStrategy } from "./scripted.ts";
import { enginesUnderTest } from "../engines.ts";

/** Excursions of each trade. */
function excursions(
  rows: readonly Prices[],
  script: Script,
  options: ct.BacktestOptions = {},
): (readonly [mae: number, mfe: number])[] {
  return runScript(dailyBars(rows), script, { lot: 1, ...options }).trades.map(({ mae, mfe }) => [mae, mfe]);
}

const FLAT: Prices = [100, 100, 100, 100];

Deno.test("a trade has the time, date, cause and rule of its first and of its last fill", () => {
  const rows: Prices[] = [FLAT, [101, 104, 99, 103], [103, 105, 102, 104], [106, 107, 105, 106]];
  const { trades, fills, orders } = runScript(dailyBars(rows), {
    1: (s) => s.buy({ size: 10, takeProfit: 104.5 }),
    3: (s) => s.sell({ size: 5 }),
  }, { lot: 1, closeAtEnd: true });
  const [first, second] = trades;
  assertEquals(
    [first!.openedAt, first!.openedUs, first!.openedDate, first!.entryReason, first!.entryRule, first!.entryOrderId],
    ["2024-01-01T23:59:59.999999Z", Date.UTC(2024, 0, 2) * 1000 - 1, "2024-01-02", "buy", "open", 1],
  );
  assertEquals(
    [first!.closedAt, first!.closedDate, first!.exitReason, first!.exitRule, first!.exitOrderId],
    ["2024-01-03T23:59:59.999999Z", "2024-01-03", "takeProfit", "limit", 2],
  );
  assertEquals([second!.entryReason, second!.exitReason, second!.exitRule, second!.long], [
    ...["sell", "closeAtEnd", "closeAtEnd", false],
  ]);
  assertEquals([first!.returnFraction, first!.pnl], [35 / 1010, 35]);
  assertEquals(fills.map(({ time, date, reason }) => [time, date, reason]), [
    ["2024-01-01T23:59:59.999999Z", "2024-01-02", "buy"],
    ["2024-01-03T23:59:59.999999Z", "2024-01-03", "takeProfit"],
    ["2024-01-03T23:59:59.999999Z", "2024-01-04", "sell"],
    ["2024-01-04T23:59:59.999999Z", "2024-01-04", "closeAtEnd"],
  ]);
  assertEquals(orders.map(({ placedAt, endedAt }) => [placedAt, endedAt])[0], [
    "2024-01-01T23:59:59.999999Z",
    "2024-01-02T23:59:59.999999Z",
  ]);
});

Deno.test("an open trade has no exit, and its excursions go up to the last bar", () => {
  const rows: Prices[] = [FLAT, [100, 103, 98, 101], [101, 120, 90, 110]];
  const { trades: [trade] } = runScript(dailyBars(rows), { 1: (s) => s.buy({ size: 2 }) }, { lot: 1 });
  assertEquals(
    [trade!.closedAt, trade!.closedDate, trade!.exitReason, trade!.exitRule, trade!.exitOrderId, trade!.returnFraction],
    [null, null, null, null, null, null],
  );
  assertEquals([trade!.mae, trade!.mfe, trade!.maeFraction, trade!.mfeFraction], [-20, 40, -0.1, 0.2]);
});

Deno.test("a bar that a trade is held for whole counts with its high and its low, long and short", () => {
  const rows: Prices[] = [FLAT, [100, 101, 99, 100], [100, 130, 80, 100], [100, 101, 99, 100]];
  assertEquals(excursions(rows, { 1: (s) => s.buy({ size: 1 }), 3: (s) => s.close() }), [[-20, 30]]);
  assertEquals(excursions(rows, { 1: (s) => s.sell({ size: 1 }), 3: (s) => s.close() }), [[-30, 20]]);
});

Deno.test("an exit at the open leaves out all of its bar but the open, and one at the close nothing", () => {
  const rows: Prices[] = [FLAT, [100, 101, 99, 100], [95, 130, 80, 110], FLAT];
  assertEquals(excursions(rows, { 1: (s) => s.buy({ size: 1 }), 2: (s) => s.close() }), [[-5, 1]]);
  assertEquals(excursions(rows, { 1: (s) => s.buy({ size: 1 }), 2: (s) => s.close({ onClose: true }) }), [[-20, 30]]);
});

Deno.test("what is bought or left at a close is held at that close, which slippage is beside", () => {
  const rows: Prices[] = [[100, 100, 100, 100], [100, 101, 99, 100], [103, 103, 103, 103], [110, 110, 110, 110]];
  const slips = { lot: 1, slippageAmount: 1, slippageAtOpen: false };
  const held = (script: Script, options: ct.BacktestOptions): unknown =>
    runScript(dailyBars(rows), script, options).trades.map(({ mae, mfe }) => [mae, mfe]);
  const buy = (s: ScriptedStrategy): unknown => s.buy({ size: 10, onClose: true });
  assertEquals(held({ 1: buy, 2: (s) => s.close() }, slips), [[-10, 20]]);
  assertEquals(held({ 1: (s) => s.sell({ size: 10, onClose: true }), 2: (s) => s.close() }, slips), [[-40, 0]]);
  // Half of it goes at the close of 103, which its bar has no price below, and the rest at 110.
  assertEquals(held({ 1: buy, 2: (s) => s.sell({ size: 5, onClose: true }), 3: (s) => s.close() }, slips), [[-10, 55]]);
  // Decided at the close of 100 and booked by the next bar; sold at the close of 103, ahead of the open of 110.
  const atClose = { lot: 1, slippageAmount: 1, fill: "close" } as const;
  assertEquals(held({ 2: (s) => s.buy({ size: 10 }), 3: (s) => s.close() }, atClose), [[-10, 20]]);
});

Deno.test("after a stop that buys inside the bar its high is certain, and its low counts against the trade", () => {
  const rows: Prices[] = [FLAT, [100, 110, 90, 104], [104, 105, 103, 104]];
  assertEquals(excursions(rows, { 1: (s) => s.buy({ size: 1, stop: 102 }) }), [[-12, 8]]);
  assertEquals(excursions(rows, { 1: (s) => s.sell({ size: 1, stop: 98 }) }), [[-12, 8]]);
});

Deno.test("after a limit that buys inside the bar its low is certain, and its high may have come before", () => {
  const rows: Prices[] = [FLAT, [100, 110, 90, 99], [99, 99, 99, 99]];
  assertEquals(excursions(rows, { 1: (s) => s.buy({ size: 1, limit: 95 }) }), [[-5, 4]], "the close is 4 above 95");
  assertEquals(excursions(rows, { 1: (s) => s.sell({ size: 1, limit: 105 }) }), [[-5, 6]]);
});

Deno.test("before a stop inside the bar no price was beyond it, and a high before it is not certain", () => {
  const rows: Prices[] = [FLAT, FLAT, [100, 130, 80, 90]];
  assertEquals(excursions(rows, { 1: (s) => s.buy({ size: 1, stopLoss: 95 }) }), [[-5, 0]]);
  const short: Script = { 1: (s) => s.sell({ size: 1, stopLoss: 105 }) };
  assertEquals(excursions(rows, short), [[-5, 0]]);
});

Deno.test("before a target inside the bar a low may have come, which counts against the trade", () => {
  const rows: Prices[] = [FLAT, FLAT, [100, 130, 80, 90]];
  assertEquals(excursions(rows, { 1: (s) => s.buy({ size: 1, takeProfit: 120 }) }), [[-20, 20]]);
});

Deno.test("an entry and its stop in one bar are bounded by the stop", () => {
  const rows: Prices[] = [FLAT, [100, 110, 80, 90], FLAT];
  assertEquals(excursions(rows, { 1: (s) => s.buy({ size: 1, stop: 102, stopLoss: 97 }) }), [[-5, 0]]);
  assertEquals(excursions(rows, { 1: (s) => s.buy({ size: 1, stopLoss: 97 }) }), [[-3, 0]]);
});

Deno.test("a stop-limit that its bar triggers shows no way, so that only prices against the trade count", () => {
  const rows: Prices[] = [FLAT, [100, 110, 90, 98], [98, 98, 98, 98]];
  // It is triggered at 102 and filled at 101, as the close shows; the low of 90 may have come after that.
  assertEquals(excursions(rows, { 1: (s) => s.buy({ size: 1, stop: 102, limit: 101 }) }), [[-11, 0]]);
});

Deno.test("an excursion follows the size: a part that is closed keeps its profit", () => {
  const rows: Prices[] = [FLAT, FLAT, [110, 110, 110, 110], [90, 90, 90, 90], FLAT];
  const script: Script = {
    1: (s) => s.buy({ size: 4 }),
    2: (s) => s.close({ size: 2 }),
    4: (s) => s.close(),
  };
  // All four at 110: 40. Two were closed there for 20, and the two others at 90 lose 20, at 100 nothing.
  assertEquals(excursions(rows, script), [[0, 40]]);
});

Deno.test("a flip ends one trade and begins the next at the same price", () => {
  const rows: Prices[] = [FLAT, [100, 104, 98, 102], [102, 106, 95, 96], [96, 97, 90, 91]];
  const script: Script = { 1: (s) => s.buy({ size: 1 }), 2: (s) => s.sell({ size: 2 }) };
  assertEquals(excursions(rows, script), [[-2, 4], [-4, 12]]);
});

Deno.test("excursions count the bars of their own feed alone", () => {
  const rows: Prices[] = [FLAT, [100, 101, 99, 100], [100, 108, 97, 100]];
  const one = barsAt(["2024-01-01", "2024-01-03", "2024-01-05"], rows, { timeframe: "1d" });
  const other = dailyBars(Array.from({ length: 6 }, (): Prices => [10, 99, 1, 10]));
  const outcome = runScript({ one, other }, { 1: (s) => s.buy({ size: 1 }) }, { lot: 1 });
  assertEquals(outcome.trades.map(({ mae, mfe }) => [mae, mfe]), [[-3, 8]]);
});

Deno.test("slippage is the money between the price and that of its rule, by fill and by trade", () => {
  const rows: Prices[] = [FLAT, [100, 110, 95, 104], [104, 110, 90, 100], [100, 110, 90, 100], [100, 110, 90, 104]];
  const { fills, trades } = runScript(dailyBars(rows), {
    1: (s) => s.buy({ size: 10, stopLoss: 96 }),
    3: (s) => s.sell({ size: 5, limit: 105 }),
    4: (s) => s.close({ onClose: true }),
  }, { lot: 1, slippage: 0.01 });
  assertEquals(fills.map(({ rule, price, slippage }) => [rule, price, slippage]), [
    ["open", 101, 10],
    ["stop", 95.04, 9.6],
    ["limit", 105, 0],
    ["close", 105.04, 5.2],
  ]);
  assertEquals(trades.map(({ slippage }) => slippage), [19.6, 5.2]);
});

Deno.test("slippage from the close of the decision, and of limits from the price that they were given, is told", () => {
  const rows: Prices[] = [FLAT, [98, 104, 97, 99], [98, 104, 97, 103]];
  const slips = { lot: 1, slippageAmount: 0.5 }, ofLimits = { ...slips, slippageOfLimits: true };
  const told = (script: Script, options: ct.BacktestOptions): unknown =>
    runScript(dailyBars(rows), script, options).fills.map(({ rule, price, slippage }) => [rule, price, slippage]);
  assertEquals(told({ 1: (s) => s.buy({ size: 10 }) }, { ...slips, fill: "close" }), [["placementClose", 100.5, 5]]);
  assertEquals(told({ 1: (s) => s.buy({ size: 10, limit: 99 }) }, ofLimits), [["limitOpen", 98.5, 5]]);
  assertEquals(told({ 1: (s) => s.buy({ size: 10, stop: 102, limit: 103 }) }, ofLimits), [["stopLimit", 102.5, 5]]);
  assertEquals(told({ 1: (s) => s.sell({ size: 10, touch: 102, limit: 101.8 }) }, ofLimits), [[
    "touchLimit",
    101.8,
    2,
  ]]);
  assertEquals(told({ 1: (s) => s.buy({ size: 10, limit: 97.5 }) }, ofLimits), [["limit", 97.5, 0]]);
  const result = ct.backtest(scripted({ 1: (s) => s.buy({ size: 10 }) }), dailyBars(rows), { ...slips, fill: "close" });
  assertEquals([result.figures.slippage, result.figures.costs, result.trades[0]!.slippage], [5, 5, 5]);
  assertStringIncludes(
    result.explain(1).lines.join("\n"),
    "at the close at which it was placed, 100. Slippage moved it to 100.5, against the trader.",
  );
});

Deno.test("slippage that a bar cuts costs what was paid, and a stop at the entry's price slips from there", () => {
  const rows: Prices[] = [FLAT, [100, 100.5, 99, 100], [90, 95, 85, 90]];
  const { fills } = runScript(dailyBars(rows), {
    1: (s) => s.buy({ size: 10 }),
    2: (s) => s.buy({ size: 10, limit: 99, stopLoss: 98 }),
  }, { lot: 1, slippage: 0.01 });
  assertEquals(fills.map(({ rule, price, slippage, clamped }) => [rule, price, slippage, clamped]), [
    ["open", 100.5, 5, true],
    ["limitOpen", 90, 0, false],
    ["entryPrice", 89.1, 9, false],
  ]);
});

Deno.test("the profit of each closed trade lies within its excursions, before commission", async () => {
  class Swings extends ct.Strategy {
    average = ct.sma(this.data.close, 8);

    override next(): void {
      const close = this.data.close.now;
      if (close > this.average.now && this.position.size <= 0) {
        this.buy({ size: 2, stop: close * 1.005, stopLoss: close * 0.97, takeProfit: close * 1.04, valid: "day" });
      } else if (close < this.average.now && this.position.size >= 0) {
        this.sell({ size: 3, limit: close * 1.004, stopLoss: close * 1.03, valid: "day" });
      }
    }
  }
  const feed = await ct.sample("aapl");
  for (const engineBackend of enginesUnderTest()) {
    const { trades, fills, stats } = ct.backtest(Swings, feed, { engineBackend, commission: 0.001, slippage: 0.0005 });
    assert(trades.length > 40);
    for (const { mae, mfe, pnl, commission, size, entryPrice } of trades) {
      assert(mae <= 0 && mfe >= 0);
      if (pnl === null) continue;
      assert(
        pnl + commission >= mae - 1e-9 && pnl + commission <= mfe + 1e-9,
        `${mae} <= ${pnl + commission} <= ${mfe}`,
      );
      assert(mae > -size * entryPrice);
    }
    const slipped = fills.reduce((sum, { slippage }) => sum + slippage!, 0);
    assertAlmostEquals(trades.reduce((sum, { slippage }) => sum + slippage!, 0), slipped, 1e-9);
    assertEquals(fills.some(({ slipped, slippage }) => slipped !== slippage! > 0), false);
    assert(stats.commission > 0);
  }
});
