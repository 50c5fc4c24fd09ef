import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import * as ct from "@cracktrader/cracktrader";
import { formatStress, prove, stress } from "../src/laws/mod.ts";
import { MARKET_KINDS, marketBars, marketCsv, marketRows } from "../src/laws/stress_market.ts";
import { PeeksAhead } from "./wrong_strategies/peeks_ahead.ts";

/** Trades with protection, so that laws have orders to look at. */
class Honest extends ct.Strategy.with({ period: 5 }) {
  average = ct.sma(this.data.close, this.params.period);

  override next(): void {
    const { now } = this.data.close;
    if (this.position.size === 0 && now > this.average.now) this.buy({ fraction: 0.5, stopLoss: now * 0.9 });
    else if (now < this.average.now) this.close();
  }
}

/** Divides by nothing where a bar has no volume. */
class NeedsVolume extends ct.Strategy.with({}) {
  override next(): void {
    if (this.data.volume.now === 0) throw new Error("no volume");
    if (this.data.length === 2) this.buy({ size: 1 });
  }
}

// A library that a test opens would be a leak of it.
ct.backtest(Honest, await ct.sample("aapl"));

Deno.test("the market of a number is the same whenever it is made, and its file reads back as its bars", () => {
  for (const [number, kind] of MARKET_KINDS.entries()) {
    const rows = marketRows(kind, 7, number);
    assertEquals(rows, marketRows(kind, 7, number));
    assert(JSON.stringify(rows) !== JSON.stringify(marketRows(kind, 8, number)), kind);
    const bars = marketBars(rows, "market");
    const read = ct.parseCsv(new TextEncoder().encode(marketCsv(rows)), "market", {
      timeframe: kind === "minutes" ? "5m" : "1d",
      ...(kind === "minutes" ? { stamp: "close" } : {}),
    });
    assertEquals(read.columns, bars.columns, kind);
    for (const { open, high, low, close } of rows) {
      assert(low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close), kind);
    }
  }
  assertEquals(marketRows("one bar", 1, 0).length, 1);
  assert(marketRows("flat", 1, 0).every(({ high, low }) => high === low));
  assert(marketRows("halts", 1, 0).some(({ volume }) => volume === 0));
});

Deno.test("an honest strategy passes the laws on every kind of market", async () => {
  const report = await stress(Honest, { markets: MARKET_KINDS.length, cash: 1_000_000, cuts: 1 });
  assertEquals([report.verdict, report.smallest, report.strategy], ["held", null, "Honest"]);
  assertEquals(report.markets.map(({ kind }) => kind), [...MARKET_KINDS]);
  assertStringIncludes(formatStress(report), "No law failed.");
});

Deno.test("a strategy that peeks ahead fails, and the smallest market is one on which it still does", async () => {
  const report = await stress(PeeksAhead, { markets: 3, cash: 100_000, cuts: 4 }), smallest = report.smallest!;
  assertEquals(report.verdict, "failed");
  assert(smallest.laws.includes(8), formatStress(report));
  assert(smallest.bars <= report.markets[smallest.market]!.bars && smallest.bars < 30, `${smallest.bars}`);
  const bars = ct.parseCsv(new TextEncoder().encode(smallest.files["market"]!), "market", { timeframe: "1d" });
  assertEquals(bars.length, smallest.bars);
  const again = await prove(PeeksAhead, { market: bars }, { cash: 100_000, cuts: 4 });
  assertEquals(again.laws.find(({ law }) => law === 8)!.verdict, "failed");
  // The same seed finds the same market.
  assertEquals((await stress(PeeksAhead, { markets: 3, cash: 100_000, cuts: 4 })).smallest, smallest);
});

Deno.test("a strategy that throws on a market fails there, and the smallest market has the bar that it throws at", async () => {
  const report = await stress(NeedsVolume, { markets: 4, cash: 1_000_000, cuts: 1 }), { smallest, markets } = report;
  assertEquals(markets.map(({ verdict }) => verdict), ["held", "held", "held", "failed"]);
  assertEquals([smallest!.bars, smallest!.kind], [1, "halts"]);
  assertStringIncludes(smallest!.error!, "no volume");
  assertStringIncludes(formatStress(report), "market 3 (halts");
});

Deno.test("wrong numbers of markets are refused", async () => {
  await assertRejects(() => stress(Honest, { markets: 0 }), RangeError, "pass a whole number from 1 on");
  await assertRejects(() => stress(Honest, { feeds: [] }), RangeError, "the names of one at least");
});
