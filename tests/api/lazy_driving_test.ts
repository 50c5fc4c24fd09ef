/**
 * Lazy driving: the engine is crossed to for orders and what becomes of them, never for bars.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";
import { testRust } from "../engines.ts";

/** Rising and falling minutes around a price, which never reach a limit far below. */
function minutes(count: number): ct.Bars {
  const time = new Float64Array(count), open = new Float64Array(count), close = new Float64Array(count);
  for (let bar = 0; bar < count; bar++) {
    time[bar] = Date.UTC(2020, 0, 1) + bar * 60_000;
    open[bar] = 100 + (bar % 200) / 100;
    close[bar] = 100 + ((bar * 7) % 200) / 100;
  }
  return ct.bars({
    time,
    open,
    close,
    high: open.map((price, bar) => Math.max(price, close[bar]!)),
    low: open.map((price, bar) => Math.min(price, close[bar]!)),
  }, { decimals: 2, stamp: "close" });
}

/** Crossings that a run may make whatever it does: to load, to begin, to end. */
const CONSTANT = 12;

testRust("a limit that rests for 10^5 bars, with next on each, costs a constant number of crossings", {}, () => {
  let calls = 0;
  class Rests extends ct.Strategy {
    override next(): void {
      if (++calls === 1) this.buy({ size: 1, limit: 50, stopLoss: 40, takeProfit: 60 });
    }
  }
  const result = ct.backtest(Rests, minutes(100_000), { engineBackend: "rust" });
  assertEquals([calls, result.orders[0]!.state], [100_000, "accepted"]);
  assert(result.crossings <= 3 * 6 + CONSTANT, `${result.crossings} crossings`);
});

testRust(
  "crossings are at most six an order and a constant, while a limit rests and other orders come and go",
  {},
  () => {
    class Churns extends ct.Strategy {
      override next(): void {
        const bar = this.data.length;
        if (bar === 1) this.buy({ size: 1, limit: 50 });
        else if (bar % 100 === 0) this.buy({ size: 1 });
        else if (bar % 100 === 50) this.close();
      }
    }
    const feed = minutes(100_000);
    const result = ct.backtest(Churns, feed, { engineBackend: "rust" });
    assertEquals(result.orders.length, 1 + 1000 + 999);
    assert(result.crossings <= 6 * result.orders.length + CONSTANT, `${result.crossings} crossings`);
    assertEquals(result.chain, ct.backtest(Churns, feed, { engineBackend: "typescript" }).chain);
  },
);

testRust("a strategy that only looks costs a constant number of crossings", {}, () => {
  class Looks extends ct.Strategy {
    sum = 0;
    override next(): void {
      this.sum += this.broker.value + this.broker.cash + this.position.size + this.position.value;
    }
  }
  const result = ct.backtest(Looks, minutes(10_000), { engineBackend: "rust" });
  assert(result.crossings <= CONSTANT, `${result.crossings} crossings`);
});

Deno.test("stepping bar by bar gives the same chain, rows and curves as running ahead", () => {
  class Mixed extends ct.Strategy.with({ period: 20 }) {
    average: ct.Line = ct.sma(this.data.close, this.params.period);
    override next(): void {
      const close = this.data.close.now;
      if (this.data.close.ago(1) <= this.average.ago(1) && close > this.average.now) {
        this.buy({ size: 1, limit: close - 0.3, valid: "day", stopLoss: close - 0.7, takeProfit: close + 0.2 });
      }
      if (this.data.length % 97 === 0) this.sell({ size: 2, stop: close - 0.5 });
      if (this.data.length % 211 === 0) this.close();
    }
  }
  const feed = minutes(5000);
  const engineBackend = "typescript";
  const lazy = ct.backtest(Mixed, feed, { engineBackend });
  const stepped = ct.backtest(Mixed, feed, { engineBackend, stepByStep: true });
  assert(lazy.fills.length > 50);
  assertEquals(lazy.chain, stepped.chain);
  assertEquals([lazy.orders, lazy.fills, lazy.equity, lazy.cash], [
    stepped.orders,
    stepped.fills,
    stepped.equity,
    stepped.cash,
  ]);
});
