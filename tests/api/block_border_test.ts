/**
 * Runs over feeds that wait, at the borders of their blocks: they show and tell what a backtest does.
 *
 * @module
 */

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import * as ct from "../../mod.ts";
import { openLibrary } from "../../src/engine/native/library.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

/** Bars of one price each, as objects. */
function barsAt(prices: readonly number[], stepMinutes = 1440): ct.BarObject[] {
  return prices.map((price, bar) => ({
    time: new Date(Date.UTC(2024, 0, 2) + (bar + 1) * stepMinutes * 60_000),
    ...{ open: price, high: price, low: price, close: price },
  }));
}

function columnsAt(prices: readonly number[]): ct.Bars {
  const rows = barsAt(prices), time = rows.map((row) => row.time as Date), all = [...prices];
  return ct.bars({ time, open: all, high: all, low: all, close: all }, { name: "aa", timeframe: "1d", stamp: "close" });
}

const DAYS: ct.BarsOptions = { name: "aa", timeframe: "1d", stamp: "close" };

Deno.test("an order shows what protected it in the news of its end and ever after, also where a sink took its row", async () => {
  const seen: string[] = [];
  class Cancels extends ct.Strategy.with({}) {
    entry: ct.OrderView | undefined;
    calls = 0;
    #tell(order: ct.OrderView): void {
      const { stopLoss, takeProfit, takeProfits } = order;
      seen.push(`${order.state} ${stopLoss?.id} ${takeProfit?.id} ${takeProfits.map(({ id }) => id)}`);
    }
    override notifyOrder(order: ct.OrderView): void {
      if (order.id === 1 && !order.alive) this.#tell(order);
    }
    override next(): void {
      if (++this.calls === 1) this.entry = this.buy({ size: 1, limit: 9, stopLoss: 8, takeProfit: 12 });
      if (this.calls === 2) this.cancel(this.entry!);
      if (this.calls === 5) this.#tell(this.entry!);
    }
  }
  const prices = [10, 10, 10, 10, 10], wanted = Array(2).fill("cancelled 2 3 3");
  ct.backtest(Cancels, columnsAt(prices));
  assertEquals(seen.splice(0), wanted);
  for (const blockBars of [1, 2, 4096]) {
    const feed = ct.stream(barsAt(prices), DAYS), orders: number[] = [];
    await ct.run(Cancels, feed, { blockBars, sink: { order: ({ id }) => void orders.push(id) } });
    assertEquals([seen.splice(0), orders], [wanted, [1, 2, 3]], `${blockBars}`);
  }
});

Deno.test("a bar with a column that the first one has not is refused with its place, as a block is", async () => {
  class Idle extends ct.Strategy.with({}) {}
  const rows = barsAt([10, 10, 10, 10]).map((row, bar) => bar < 2 ? row : { ...row, volume: 5 });
  const error = await assertRejects(() => ct.run(Idle, ct.stream(rows, DAYS), { blockBars: 1 }), TypeError);
  assertStringIncludes(error.message, 'Cannot read bar 2 of feed "aa": column "volume" is new');
});

Deno.test("a measured part that never begins holds nothing, in blocks as in a backtest", async () => {
  class Cold extends ct.Strategy.with({}) {
    average = ct.sma(this.data.close, 10);
  }
  const prices = [10, 11, 12, 13];
  for (const measureFrom of ["warm", "start"] as const) {
    const whole = ct.backtest(Cold, columnsAt(prices), { measureFrom });
    for (const blockBars of [1, 3, 4096]) {
      const parts = await ct.run(Cold, ct.stream(barsAt(prices), DAYS), {
        ...{ measureFrom, blockBars },
        ...ct.termsOf(whole),
      });
      assertEquals([parts.stats.buyAndHold, parts.chain], [whole.stats.buyAndHold, whole.chain], `${blockBars}`);
    }
  }
});

Deno.test("keep is as many bars as a line reads back, also of a slower feed and of larger bars", async () => {
  const streamOf = (minutes: number, count: number): ct.BarStream =>
    ct.stream(barsAt(Array.from({ length: count }, (_, bar) => 10 + bar), minutes), {
      timeframe: `${minutes}m`,
      stamp: "close",
    });
  for (const bars of [1, 2, 5]) {
    class Slower extends ct.Strategy.with({}, ["fast", "slow"]) {
      override next(): void {
        if (this.feeds.slow.length > bars) this.feeds.slow.close.ago(bars);
      }
    }
    class Larger extends ct.Strategy.with({}) {
      half = this.data.resample("30m");
      override next(): void {
        if (this.half.length > bars) this.half.close.ago(bars);
      }
    }
    await ct.run(Slower, { fast: streamOf(5, 48), slow: streamOf(15, 16) }, { keep: bars, blockBars: 3 });
    await ct.run(Larger, { fast: streamOf(5, 72) }, { keep: bars, blockBars: 6 });
  }
});
