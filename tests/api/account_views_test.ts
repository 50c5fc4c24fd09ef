/**
 * The views of the account are computed between crossings; they equal the engines' own marks, bit for bit, on every bar.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";
import { dailyBars, type Prices } from "./daily_bars.ts";
import { onEveryEngine, outcomeOf } from "./every_engine.ts";

/** A generator of whole numbers below `limit`: the same for the same seed, everywhere. */
function generator(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(state / 4_294_967_296 * limit);
  };
}

/** Prices that wander, with gaps. */
function wanderingBars(count: number, seed: number): ct.Bars {
  const random = generator(seed), rows: Prices[] = [];
  let price = 10_000;
  for (let bar = 0; bar < count; bar++) {
    const open = Math.max(500, price + random(201) - 100), close = Math.max(500, open + random(401) - 200);
    rows.push([open, Math.max(open, close) + random(100), Math.min(open, close) - random(100), close]);
    price = close;
  }
  return dailyBars(rows.map((row) => row.map((cents) => cents / 100) as unknown as Prices));
}

/** Trades at random on all feeds and writes down cash, value and positions of every bar. */
function tradeAtRandom(feeds: Record<string, ct.Bars>, seed: number, options: ct.BacktestOptions): {
  result: ct.Result;
  views: number[][];
  fractions: boolean;
} {
  const random = generator(seed), views: number[][] = [];
  class Random extends ct.Strategy {
    override next(): void {
      const names = Object.keys(this.feeds);
      const positions = names.map((name) => this.positionOf(name));
      views.push([this.broker.cash, this.broker.value, ...positions.map(({ value }) => value)]);
      const feed = names[random(names.length)]!,
        close = this.feeds[feed]!.length > 0 ? this.feeds[feed]!.close.now : 100;
      const size = (1 + random(400)) / 10, offset = (random(600) - 300) / 100;
      const side = random(2) === 0 ? "buy" : "sell";
      switch (random(8)) {
        case 0:
          this[side]({ feed, size });
          break;
        case 1:
          this[side]({ feed, size, limit: close + offset });
          break;
        case 2:
          this[side]({ feed, size, stop: close + offset, valid: "day" });
          break;
        case 3:
          this[side]({ feed, fraction: 0.3, stopLoss: close * (side === "buy" ? 0.97 : 1.03) });
          break;
        case 4:
          this.close({ feed });
          break;
        case 5:
          this[side]({ feed, cash: 1000 + random(1000), onClose: true });
          break;
      }
    }
  }
  const result = ct.backtest(Random, feeds, { start: "any", cash: 50_000, ...options });
  return { result, views, fractions: result.orders.some(({ asked }) => asked.fraction !== undefined) };
}

for (const seed of [1, 2, 3]) {
  Deno.test(`cash and value read on every bar equal the marks of every engine, with seed ${seed}`, () => {
    const feeds = { a: wanderingBars(300, seed), b: wanderingBars(220, seed + 100), c: wanderingBars(260, seed + 200) };
    const options = { commission: 0.0007, slippage: 0.0003, multiplier: 3 } as const;
    const outcome = onEveryEngine((conduct) => {
      const { result, views } = tradeAtRandom(feeds, seed, { ...options, ...conduct });
      const steps = views.length;
      assertEquals(views.map(([cash]) => cash!), Array.from(result.cash.subarray(0, steps)));
      assertEquals(views.map(([_cash, value]) => value!), Array.from(result.equity.subarray(0, steps)));
      for (const [cash, value, ...positions] of views) {
        const sum = positions.reduce((total, position) => total + Math.round(position * 1e6), Math.round(cash! * 1e6));
        assertEquals(sum, Math.round(value! * 1e6));
      }
      return outcomeOf(result);
    });
    assert(outcome.fills.length > 100, `${outcome.fills.length} fills`);
  });
}

Deno.test("profits add up: final equity is cash at the start plus profits of closed and open trades", () => {
  const feeds = { a: wanderingBars(300, 7), b: wanderingBars(300, 8) };
  let open = 0;
  class Holds extends ct.Strategy {
    override next(): void {
      const bar = this.feeds.a!.length;
      if (bar % 10 === 1) this.buy({ feed: bar % 20 === 1 ? "a" : "b", size: 3 });
      if (bar % 30 === 15) this.close({ feed: "a" });
      open = this.positionOf("a").openProfit + this.positionOf("b").openProfit;
    }
  }
  const result = ct.backtest(Holds, feeds, { cash: 1_000_000 });
  const closed = result.fills.reduce((sum, { pnl }) => sum + Math.round(pnl * 1e6), 0);
  assert(result.fills.length > 30);
  assertEquals(Math.round(result.stats.finalEquity * 1e6), 1e12 + closed + Math.round(open * 1e6));
});

Deno.test("closing at the end sells at the last close and leaves nothing open", () => {
  const run = (closeAtEnd: boolean): ct.Result => {
    class Holds extends ct.Strategy {
      override next(): void {
        if (this.data.length === 2) this.buy({ size: 10, stopLoss: 1 });
      }
    }
    return ct.backtest(Holds, wanderingBars(50, 5), { closeAtEnd, commission: { perOrder: 2 } });
  };
  const open = run(false), closed = run(true);
  assertEquals([open.stats.trades.open, closed.stats.trades.open, closed.stats.trades.closed], [1, 0, 1]);
  const [, exit] = closed.fills;
  assertEquals([exit!.rule, exit!.side, exit!.bar], ["closeAtEnd", "sell", 49]);
  assertEquals(closed.stats.finalEquity, open.stats.finalEquity - 2);
  assertEquals(closed.cash.at(-1), closed.equity.at(-1));
  assertEquals(closed.orders.find(({ role }) => role === "stopLoss")!.state, "cancelled");
});
