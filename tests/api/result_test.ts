/**
 * The result of a run: rows, curves, statistics, summary and the proof of what ran.
 *
 * @module
 */

import { assert, assertEquals, assertMatch } from "@std/assert";
import * as ct from "../../mod.ts";
import { enginesUnderTest } from "../engines.ts";
import { dailyBars, endOfDayUs, type Prices, risingBars } from "./daily_bars.ts";
import { scripted } from "./scripted.ts";

const aapl = await ct.csv(new URL("../../fixtures/prices/aapl.csv", import.meta.url), { timeZone: "America/New_York" });

/** The strategy of the README. */
class SmaCross extends ct.Strategy.with({ fast: 10, slow: 30 }) {
  cross: ct.Line = ct.crossover(ct.sma(this.data.close, this.params.fast), ct.sma(this.data.close, this.params.slow));

  override next(): void {
    if (this.cross.now > 0 && this.position.size === 0) this.buy({ stopLoss: this.data.close.now * 0.95 });
    else if (this.cross.now < 0) this.close();
  }
}

const OPTIONS = { cash: 10_000, commission: 0.001 } as const;

Deno.test("rows are plain data, so that JSON writes all that they hold", () => {
  const result = ct.backtest(SmaCross, aapl, OPTIONS);
  const { orders, fills, trades, refusals, diagnostics, stats, configuration, engine } = result;
  assert(orders.length > 20 && fills.length > 20 && trades.length > 10);
  for (const rows of [orders, fills, trades, refusals, diagnostics, stats, configuration, engine]) {
    assertEquals(JSON.parse(JSON.stringify(rows)), rows);
  }
});

Deno.test("an order row tells what was asked and what was used", () => {
  const result = ct.backtest(
    scripted({ 1: (s) => void s.buy({ fraction: 0.5, stopLoss: 95.129 }) }),
    risingBars(3),
    { lot: 1, tick: 0.01 },
  );
  const [entry, stopLoss] = result.orders;
  assertEquals(entry, {
    id: 1,
    feed: "AAA",
    side: "buy",
    type: "market",
    asked: { fraction: 0.5 },
    size: 49,
    limit: null,
    stop: null,
    placedUs: endOfDayUs(1),
    placedAt: "2024-01-01T23:59:59.999999Z",
    bar: 0,
    endedUs: endOfDayUs(2),
    endedAt: "2024-01-02T23:59:59.999999Z",
    state: "filled",
    reason: "filled",
    filled: 49,
    opened: 49,
    averagePrice: 101,
    commission: 0,
    parent: null,
    oco: null,
    role: "entry",
    tag: null,
  });
  assertEquals([stopLoss!.asked, stopLoss!.stop, stopLoss!.size, stopLoss!.endedUs], [
    { stop: 95.129 },
    95.13,
    49,
    null,
  ]);
});

Deno.test("curves have an entry for each step, and drawdown is the fall from the highest equity so far", () => {
  const result = ct.backtest(SmaCross, aapl, OPTIONS);
  const { equity, cash, timeUs, drawdown } = result;
  assertEquals([equity.length, cash.length, timeUs.length, drawdown.length], [1260, 1260, 1260, 1260]);
  let peak: number = OPTIONS.cash;
  for (let step = 0; step < equity.length; step++) {
    peak = Math.max(peak, equity[step]!);
    assertEquals(drawdown[step], (peak - equity[step]!) / peak);
  }
  assertEquals(Math.max(...drawdown), result.stats.maxDrawdown);
  assertEquals(result.stats.finalEquity, equity.at(-1));
});

Deno.test("statistics count what the rows hold", () => {
  const { stats, orders, fills, trades } = ct.backtest(SmaCross, aapl, OPTIONS);
  assertEquals(stats.orders.placed, orders.length);
  assertEquals(stats.orders.filled, orders.filter(({ state }) => state === "filled").length);
  assertEquals(stats.trades.closed, trades.filter(({ closedUs }) => closedUs !== null).length);
  assertEquals([stats.bars, stats.warmUpBars, stats.start, stats.end], [1260, 30, "2013-05-13", "2018-05-11"]);
  assertEquals(stats.periodsPerYear, 252);
  assert(Math.abs(fills.reduce((sum, { commission }) => sum + commission, 0) - stats.commission) < 1e-6);
  for (const [name, value] of Object.entries(stats)) {
    assert(value === null || typeof value !== "number" || Number.isFinite(value), `${name} is ${value}`);
  }
});

Deno.test("two runs in one process have equal chains, and other parameters another one", () => {
  const run = (fast: number): string => ct.backtest(SmaCross, aapl, { ...OPTIONS, params: { fast } }).chain;
  assertMatch(run(10), /^[0-9a-f]{16}$/);
  assertEquals([run(10), run(10)], [run(10), run(10)]);
  assert(run(10) !== run(9));
});

Deno.test("every engine gives the same chain, rows and statistics, and says which it is and why", () => {
  const results = enginesUnderTest().map((engineBackend) => ct.backtest(SmaCross, aapl, { ...OPTIONS, engineBackend }));
  for (const [at, result] of results.entries()) {
    assertEquals(result.engine.backend, enginesUnderTest()[at]);
    assert(result.engine.reason.length > 0);
    assertEquals(result.chain, results[0]!.chain);
    assertEquals([result.orders, result.fills, result.trades], [
      results[0]!.orders,
      results[0]!.fills,
      results[0]!.trades,
    ]);
    assertEquals(result.stats, results[0]!.stats);
    assertEquals([result.equity, result.cash], [results[0]!.equity, results[0]!.cash]);
  }
});

Deno.test("the TypeScript engine crosses nothing", () => {
  const { engine, crossings } = ct.backtest(SmaCross, aapl, { ...OPTIONS, engineBackend: "typescript" });
  assertEquals([engine.backend, crossings], ["typescript", 0]);
});

Deno.test("the summary says the figures, the engine, and what was decided without being asked", () => {
  const result = ct.backtest(SmaCross, aapl, OPTIONS);
  const text = result.summary();
  assert(text.startsWith("SmaCross on aapl\n"));
  for (
    const label of ["Final equity", "Sharpe (252 a year)", "Max drawdown", "Trades closed", "Orders placed", "Engine:"]
  ) {
    assert(text.includes(label), `${label} is missing in:\n${text}`);
  }
  assertMatch(text, /adjusted/i);
  for (const line of text.split("\n")) assert(line.length <= 80 || !line.trim().includes(" "), line);
});

Deno.test("a result that is printed shows its summary", () => {
  const result = ct.backtest(SmaCross, aapl, OPTIONS);
  assertEquals([Deno.inspect(result), `${result}`, String(result)], Array(3).fill(result.summary()));
});

/** The summary's sentence on why there was no trade. */
function reasonForNoTrade(result: ct.Result): string {
  return /No trade: ([^]*?)(?:\n-|$)/.exec(result.summary())![1]!.replaceAll(/\s+/g, " ");
}

Deno.test("with no trade the summary says why: no signal", () => {
  const reason = reasonForNoTrade(ct.backtest(scripted({}), risingBars(5)));
  assertEquals(reason, "no signal; the strategy was called on 5 warm bars and placed no order");
});

Deno.test("with no trade the summary says why: a strategy in which nothing could place an order", () => {
  class Idle extends ct.Strategy {
    override start(): void {}
    override stop(): void {}
  }
  const reason =
    "the strategy has no method next, nor another one that could place an order; write next() in its class";
  for (const idle of [Idle, class extends ct.Strategy {}, ct.Strategy.with({ x: 1 })]) {
    assertEquals(reasonForNoTrade(ct.backtest<ct.Params, string>(idle, risingBars(5))), reason);
  }
  class Field extends ct.Strategy {
    override next = (): void => {};
  }
  class Follows extends ct.Strategy {
    override notifyCash(): void {}
  }
  for (const acts of [Field, Follows]) {
    assertEquals(reasonForNoTrade(ct.backtest(acts, risingBars(5))).split(";")[0], "no signal");
  }
});

Deno.test("with no trade the summary says why: data shorter than the warm-up", () => {
  const result = ct.backtest(SmaCross, risingBars(21));
  assertEquals(reasonForNoTrade(result), "the strategy was never warm: 31 bars needed, 21 given");
  assertEquals([result.stats.warmUpBars, result.orders], [21, []]);
});

Deno.test("with no trade the summary says why: every order was refused, with the first case", () => {
  const result = ct.backtest(
    scripted({ 1: (s) => void s.buy({ size: 500 }), 2: (s) => void s.buy({ size: 600 }) }),
    risingBars(5),
  );
  assertEquals(reasonForNoTrade(result), "all 2 orders were refused: not enough free cash");
  const [refused] = result.stats.orders.refusedByReason;
  assertEquals([refused!.reason, refused!.count, refused!.needed, refused!.available], [
    "insufficientCash",
    2,
    50_500,
    10_000,
  ]);
  assert(result.summary().includes("50,500.00 needed, 10,000.00 available"));
});

Deno.test("entries that are refused take their protective orders with them, and the sentence still says so", () => {
  const result = ct.backtest(
    scripted({ 1: (s) => void s.buy({ size: 500, stopLoss: 90, takeProfit: 120 }) }),
    risingBars(5),
  );
  assertMatch(reasonForNoTrade(result), /refused: not enough free cash$/);
});

Deno.test("with no trade the summary says why: orders that did not fill", () => {
  const result = ct.backtest(
    scripted({
      1: (s) => {
        s.buy({ size: 1, limit: 1 });
        s.cancel(s.buy({ size: 1 }));
        s.buy({ size: 1, limit: 1, valid: "day" });
      },
    }),
    risingBars(5),
  );
  assertEquals(reasonForNoTrade(result), "no order filled; of 3 placed: 1 cancelled, 1 expired, 1 still open");
});

Deno.test("a run of one bar has a result", () => {
  const result = ct.backtest(scripted({ 1: (s) => void s.buy() }), risingBars(1));
  assertEquals([result.stats.bars, result.stats.sharpe, result.stats.cagr, result.equity[0]], [1, null, null, 10_000]);
  assert(result.summary().length > 0);
});

Deno.test("inferred grids are printed in the configuration, and giving them back repeats the run", () => {
  const first = ct.backtest(SmaCross, aapl, OPTIONS);
  const [instrument] = first.configuration.instruments;
  assertEquals(instrument, {
    name: "aapl",
    resolution: "1/1000000",
    tick: null,
    lot: "1/100000000",
    multiplier: "1",
    barWithoutVolume: "no-fill",
    commission: OPTIONS.commission,
    slippage: 0,
  });
  const { resolution, tick, lot, multiplier, barWithoutVolume } = instrument!;
  const again = ct.backtest(SmaCross, aapl, {
    ...OPTIONS,
    resolution,
    tick,
    lot,
    multiplier,
    barWithoutVolume,
    moneyUnit: first.configuration.moneyUnit,
  });
  assertEquals(again.chain, first.chain);
  assertEquals(again.configuration, first.configuration);
});

Deno.test("prices off a given resolution are rounded, the strategy sees the rounded ones, and a note says by how much", () => {
  const rows: Prices[] = [[10.02, 10.07, 10.01, 10.07], [10.13, 10.2, 10.1, 10.12]];
  const seen: number[] = [];
  class Sees extends ct.Strategy {
    override next(): void {
      seen.push(this.data.open.now, this.data.high.now, this.data.low.now, this.data.close.now);
    }
  }
  const result = ct.backtest(Sees, dailyBars(rows), { resolution: 0.05 });
  assertEquals(seen, [10, 10.05, 10, 10.05, 10.15, 10.2, 10.1, 10.1]);
  assertMatch(
    result.summary().replaceAll(/\s+/g, " "),
    /Prices of AAA were rounded to 0.05; the largest change was 0.0[12]/,
  );
});

Deno.test("prices that were adjusted back run on a grid of the raw decimals, and a note says what was rounded", async () => {
  const feed = await ct.csv(new URL("../../fixtures/prices/aapl.csv", import.meta.url), { adjust: "back" });
  assertEquals(feed.adjusted, true);
  const result = ct.backtest(SmaCross, feed, OPTIONS);
  assert(result.fills.length > 20);
  assertMatch(result.summary().replaceAll(/\s+/g, " "), /Prices of aapl were rounded to [^;]+; the largest change was/);
});

Deno.test("a strategy whose name and feed are long still has lines of 80 columns", () => {
  class AStrategyWithAVeryLongNameThatGoesOnAndOn extends ct.Strategy {}
  const text = ct.backtest(AStrategyWithAVeryLongNameThatGoesOnAndOn, {
    "a feed with a long name of many words": risingBars(3),
    "another feed with a long name of many words": risingBars(3),
  }).summary();
  for (const line of text.split("\n")) assert(line.length <= 80 || !line.trim().includes(" "), line);
});

Deno.test("rows are plain objects, and those of the orders have the state that each order was last told with", () => {
  const told = new Map<number, readonly unknown[]>();
  const facts = (
    { id, side, type, state, reason, averagePrice, filled }: ct.OrderView | ct.OrderRow,
  ): readonly unknown[] => [id, side, type, state, reason, averagePrice, filled];
  class Watched extends SmaCross {
    override notifyOrder(order: ct.OrderView): void {
      told.set(order.id, facts(order));
    }
  }
  const { orders, fills, trades, refusals } = ct.backtest(Watched, aapl, OPTIONS);
  assertEquals(orders.map(facts), [...told.values()].sort(([a], [b]) => Number(a) - Number(b)));
  assert(orders.length > 20 && fills.length > 10 && trades.length > 5, "there are too few rows");
  for (const row of [...orders, ...fills, ...trades, ...refusals]) {
    assertEquals(Object.getPrototypeOf(row), Object.prototype);
    for (const value of Object.values(row)) assert(typeof value !== "function", "a row has a method");
  }
});
