import { changedBars } from "../../feeds/bars.ts";
import { assertEquals } from "@std/assert";
import * as ct from "../../../mod.ts";
import { StrategyProbe } from "./strategy_probe.ts";

const feed = ct.bars({
  time: Array.from({ length: 60 }, (_bar, day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10)),
  open: Array.from({ length: 60 }, (_bar, day) => 100 + (day * 7) % 13),
  high: Array.from({ length: 60 }, (_bar, day) => 103 + (day * 7) % 13),
  low: Array.from({ length: 60 }, (_bar, day) => 97 + (day * 7) % 13),
  close: Array.from({ length: 60 }, (_bar, day) => 101 + (day * 7) % 13),
}, { name: "one" });

/** Speaks in every member in which it may. */
class Talks extends ct.Strategy.with({ period: 5 }) {
  average: ct.Line = ct.sma(this.data.close, this.params.period);
  order: ct.OrderView | null = null;

  override prenext(): void {
    if (this.data.length === 2) this.order = this.buy({ size: 1, limit: 90, valid: "day" });
  }
  override notifyOrder(order: ct.OrderView): void {
    if (order.state === "expired") this.sell({ size: 2, stopLoss: 120 });
  }
  override notifyTrade(trade: ct.TradeView): void {
    if (trade.isOpen) this.order = this.sell({ size: 1, limit: 130 });
  }
  override notifyCash(): void {
    if (this.data.length === 20) this.replace(this.order!, { limit: 140 });
  }
  override next(): void {
    if (this.data.length === 25) this.cancel(this.order!);
    if (this.data.length === 30) this.close();
  }
}

Deno.test("a strategy under observation does what it does unobserved, and its class keeps its name", () => {
  const probe = new StrategyProbe(), watched = probe.watch(Talks), options = { engineBackend: "typescript" } as const;
  const one = ct.backtest(Talks, feed, options), other = ct.backtest(watched, feed, options);
  assertEquals(other.chain, one.chain);
  assertEquals([other.orders, other.stats], [one.orders, one.stats]);
  assertEquals([watched.name, watched.defaults], ["Talks", { period: 5 }]);
});

Deno.test("a strategy's requests are taken down with the member, the bar, the order and the terms", () => {
  const probe = new StrategyProbe();
  ct.backtest(probe.watch(Talks), feed, { engineBackend: "typescript" });
  const asked = probe.trace.filter(({ action }) => !action.startsWith("notify"));
  assertEquals(asked.map(({ member, action, feed: name, order, terms }) => [member, action, name, order, terms]), [
    ["prenext", "buy", "one", 1, { size: 1, limit: 90, valid: "day" }],
    ["notifyOrder", "sell", "one", 2, { size: 2, stopLoss: 120 }],
    ["notifyTrade", "sell", "one", 4, { size: 1, limit: 130 }],
    ["notifyCash", "replace", "one", 4, { limit: 140 }],
    ["next", "cancel", "one", 4, {}],
    ["next", "close", "one", 5, {}],
  ]);
  const bars = asked.map(({ timeUs }) => feed.columns.timeUs.indexOf(timeUs));
  assertEquals([bars[0], ...bars.slice(3)], [1, 19, 24, 29]);
  assertEquals(probe.trace.some(({ action, order }) => action === "notifyOrder" && order === 1), true);
});

Deno.test("a strategy whose members are fields is observed too", () => {
  const probe = new StrategyProbe();
  class Arrow extends ct.Strategy {
    override next = (): void => {
      if (this.data.length === 3) this.buy({ size: 1 });
    };
  }
  ct.backtest(probe.watch(Arrow), feed, { engineBackend: "typescript" });
  assertEquals(probe.trace.map(({ member, timeUs }) => [member, timeUs]), [["next", feed.columns.timeUs[2]!]]);
});

/** Returns what a strategy of this `next` reads over two feeds. */
function usesOf(next: (strategy: ct.Strategy) => void): readonly [boolean, boolean, readonly string[]] {
  const probe = new StrategyProbe();
  class Reads extends ct.Strategy {
    override next(): void {
      next(this);
    }
  }
  ct.backtest(probe.watch(Reads), { one: feed, two: changedBars(feed, { name: "two" }) }, {
    engineBackend: "typescript",
  });
  const { firstFeed, dates, feeds } = probe.uses;
  return [firstFeed, dates, feeds];
}

Deno.test("which feeds a strategy means is told apart: the first, by name, all of them, or none", () => {
  assertEquals(usesOf(() => {}), [false, false, []]);
  assertEquals(usesOf((strategy) => strategy.data.close.now), [true, false, []]);
  assertEquals(usesOf((strategy) => strategy.position.size), [true, false, []]);
  assertEquals(usesOf((strategy) => strategy.close()), [true, false, []]);
  assertEquals(usesOf((strategy) => strategy.feeds["two"]!.close.now), [false, false, ["two"]]);
  assertEquals(usesOf((strategy) => strategy.close({ feed: "two" })), [false, false, []]);
  assertEquals(usesOf((strategy) => Object.keys(strategy.feeds)), [false, false, ["one", "two"]]);
});

Deno.test("reading a date or a time, and ending an order at one, is noted", () => {
  for (
    const read of [
      (strategy: ct.Strategy) => strategy.feeds["one"]!.endsAt,
      (strategy: ct.Strategy) => strategy.feeds["one"]!.timeUs,
      (strategy: ct.Strategy) => strategy.feeds["one"]!.line("time").now,
      (strategy: ct.Strategy) =>
        strategy.buy({ feed: "one", size: 1, limit: 1, valid: new Date(Date.UTC(2030, 0, 1)) }),
    ]
  ) assertEquals(usesOf(read)[1], true);
});
