/**
 * Notifications of a strategy, their order and their time. A strategy hears of a fill before `next` of the bar that
 * filled, and of any other event before `next` of the bar after the event.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";
import { dailyBars, type Prices, risingBars } from "./daily_bars.ts";
import { onEveryEngine } from "./every_engine.ts";

/** Writes down all that it is told; `act` is what it does on a bar. */
class Recorder extends ct.Strategy.with({}) {
  readonly told: string[] = [];
  act: (bar: number) => void = () => {};

  override notifyOrder(order: ct.OrderView): void {
    this.told.push(`order ${order.id} ${order.state} ${order.reason} filled ${order.filled}`);
  }

  override notifyTrade(trade: ct.TradeView): void {
    this.told.push(`trade ${trade.id} ${trade.isOpen ? "open" : "closed"} ${trade.pnl}`);
  }

  override next(): void {
    this.told.push(`next ${this.data.length}`);
    this.act(this.data.length);
  }
}

/** Runs a recorder and returns what it was told. */
function toldBy(
  feed: ct.Bars,
  act: (strategy: Recorder, bar: number) => void,
  options: ct.BacktestOptions = {},
): string[] {
  return onEveryEngine((conduct) => {
    let recorder: Recorder | undefined;
    class Acting extends Recorder {
      override start(): void {
        recorder = this;
        this.act = (bar) => act(this, bar);
      }
    }
    ct.backtest(Acting, feed, { ...options, ...conduct });
    return recorder!.told;
  });
}

Deno.test("notifyOrder tells each state of an order, with what was true then, before next of the bar that brought it", () => {
  const told = toldBy(risingBars(4), (s, bar) => {
    if (bar === 1) s.buy({ size: 2 });
  });
  assertEquals(told.filter((line) => !line.startsWith("trade")), [
    "next 1",
    "order 1 submitted placed filled 0",
    "order 1 accepted placed filled 0",
    "order 1 filled filled filled 2",
    "next 2",
    "next 3",
    "next 4",
  ]);
});

Deno.test("a strategy that counts filled orders in notifyOrder counts each fill once", () => {
  const told = toldBy(risingBars(12), (s, bar) => {
    if (bar % 4 === 1) s.buy({ size: 1, stopLoss: 1, takeProfit: 1000 });
    if (bar % 4 === 3) s.close();
  });
  const filled = told.filter((line) => line.startsWith("order") && line.includes("filled filled"));
  assertEquals(filled.length, 6);
});

Deno.test("notifyTrade tells of the opening and of the closing, once each", () => {
  const told = toldBy(risingBars(6), (s, bar) => {
    if (bar === 1) s.buy({ size: 2 });
    if (bar === 3) s.close();
  }, { commission: { perOrder: 1 } });
  assertEquals(told.filter((line) => !line.startsWith("order")), [
    "next 1",
    "trade 1 open -1",
    "next 2",
    "next 3",
    "trade 1 closed 2",
    "next 4",
    "next 5",
    "next 6",
  ]);
});

Deno.test("a trade that opens and closes within one bar is told as open, then as closed", () => {
  const rows: Prices[] = [[100, 101, 99, 100], [100, 101, 90, 92], [92, 93, 91, 92]];
  const told = toldBy(dailyBars(rows), (s, bar) => {
    if (bar === 1) s.buy({ size: 1, stopLoss: 95 });
  });
  assertEquals(told.filter((line) => line.startsWith("trade")), ["trade 1 open 0", "trade 1 closed -5"]);
});

Deno.test("a flip tells of the old trade's end before the new one's beginning", () => {
  const told = toldBy(risingBars(6), (s, bar) => {
    if (bar === 1) s.buy({ size: 1 });
    if (bar === 3) s.sell({ size: 2 });
  });
  assertEquals(told.filter((line) => line.startsWith("trade")), [
    "trade 1 open 0",
    "trade 1 closed 2",
    "trade 2 open 0",
  ]);
});

Deno.test("a refusal is told as a rejected order with its reason", () => {
  const told = toldBy(risingBars(3), (s, bar) => {
    if (bar === 1) s.buy({ size: 1e6 });
  });
  assertEquals(told.filter((line) => line.includes("rejected")), ["order 1 rejected insufficientCash filled 0"]);
  const atOnce = toldBy(risingBars(3), (s, bar) => {
    if (bar === 1) s.buy({ size: 0.5 });
  }, { lot: 1 });
  assertEquals(atOnce, ["next 1", "order 1 rejected belowLot filled 0", "next 2", "next 3"]);
});

Deno.test("in notifyOrder an order is the one that buy returned, and orders can be placed there", () => {
  const rows: Prices[] = Array.from({ length: 5 }, () => [100, 101, 99, 100]);
  const seen = onEveryEngine((conduct) => {
    const same: boolean[] = [];
    class Chains extends ct.Strategy.with({}) {
      entry: ct.OrderView | null = null;
      override notifyOrder(order: ct.OrderView): void {
        if (order.state !== "filled" || order.side === "sell") return;
        same.push(order === this.entry);
        this.sell({ size: 1, limit: 101 });
      }
      override next(): void {
        this.entry ??= this.buy({ size: 1 });
      }
    }
    const result = ct.backtest(Chains, dailyBars(rows), conduct);
    return { same, fills: result.fills.map(({ bar, side, rule }) => [bar, side, rule]) };
  });
  // The entry fills on bar 2; the sale placed on being told so meets bar 3.
  assertEquals(seen, { same: [true], fills: [[1, "buy", "open"], [2, "sell", "limit"]] });
});

Deno.test("the position is up to date when notifyOrder tells of the fill", () => {
  const sizes = onEveryEngine((conduct) => {
    const sizes: number[] = [];
    class Looks extends ct.Strategy.with({}) {
      override notifyOrder(order: ct.OrderView): void {
        if (order.state === "filled") sizes.push(this.position.size);
      }
      override next(): void {
        if (this.data.length === 1) this.buy({ size: 3 });
        if (this.data.length === 3) this.close();
      }
    }
    ct.backtest(Looks, risingBars(5), conduct);
    return sizes;
  });
  assertEquals(sizes, [3, 0]);
});

Deno.test("notifyCash comes before every next with cash and value of that bar", () => {
  const told = onEveryEngine((conduct) => {
    const told: string[] = [];
    class Cash extends ct.Strategy.with({ period: 2 }) {
      average: ct.Line = ct.sma(this.data.close, this.params.period);
      override notifyCash(cash: number, value: number): void {
        told.push(`cash ${cash} value ${value}`);
      }
      override prenext(): void {
        told.push("prenext");
      }
      override next(): void {
        told.push("next");
        if (this.data.length === 2) this.buy({ size: 10 });
      }
    }
    ct.backtest(Cash, risingBars(4), { ...conduct, cash: 5000 });
    return told;
  });
  assertEquals(told, [
    "cash 5000 value 5000",
    "prenext",
    "cash 5000 value 5000",
    "next",
    "cash 3980 value 5010",
    "next",
    "cash 3980 value 5020",
    "next",
  ]);
});

Deno.test("events of the last bar are told before its next, and nothing after stop", () => {
  const told = toldBy(risingBars(2), (s, bar) => {
    s.buy({ size: bar });
  });
  assertEquals(told.filter((line) => line.startsWith("next") || line.includes("filled filled")), [
    "next 1",
    "order 1 filled filled filled 1",
    "next 2",
  ]);
});

Deno.test("notifyOrder shows the average price and the commission of the fill that it tells of", () => {
  const told = onEveryEngine((conduct) => {
    const lines: string[] = [];
    class Reader extends ct.Strategy.with({}) {
      override notifyOrder({ id, state, filled, averagePrice, commission, size }: ct.OrderView): void {
        lines.push(`${id} ${state} ${filled} of ${size} at ${averagePrice}, ${commission}`);
      }

      override next(): void {
        if (this.data.length === 1) this.buy({ size: 10 });
        if (this.data.length === 2) this.sell({ size: 15, stopLoss: 200 });
      }
    }
    const prices: readonly Prices[] = [[100, 100, 100, 100], [100, 100, 100, 100], [102, 102, 102, 102]];
    ct.backtest(Reader, dailyBars([...prices, [102, 102, 102, 102]]), { commission: 0.01, ...conduct });
    return lines;
  });
  assertEquals(told, [
    "1 submitted 0 of 10 at null, 0",
    "1 accepted 0 of 10 at null, 0",
    "1 filled 10 of 10 at 100, 10",
    "2 submitted 0 of 15 at null, 0",
    "2 accepted 0 of 15 at null, 0",
    "3 submitted 0 of null at null, 0",
    "3 accepted 0 of null at null, 0",
    "2 partiallyFilled 10 of 15 at 102, 10.2",
    "2 filled 15 of 15 at 102, 15.3",
  ]);
});

Deno.test("notifyOrder shows an order, its protection and its group as they are at one moment", () => {
  const rows: Prices[] = [[100, 101, 99, 100], [100, 101, 99, 100], [100, 130, 99, 120], [120, 121, 119, 120]];
  const told = onEveryEngine((conduct) => {
    const told: string[] = [];
    class Watches extends ct.Strategy.with({}) {
      entry: ct.OrderView | undefined;
      other: ct.OrderView | undefined;
      override next(): void {
        if (this.data.length !== 1) return;
        this.entry = this.buy({ size: 1, stopLoss: 90, takeProfit: 110 });
        this.other = this.buy({ size: 1, limit: 50, oco: this.entry });
      }
      override notifyOrder(order: ct.OrderView): void {
        const { stopLoss, takeProfit } = this.entry!;
        const all = [this.entry, stopLoss, takeProfit, this.other].map((each) => each!.state);
        told.push(`${order.id}: ${all.join(" ")}`);
      }
    }
    ct.backtest(Watches, dailyBars(rows), conduct);
    return told;
  });
  assertEquals(told.filter((line) => line.includes("filled")), [
    "1: filled accepted accepted accepted",
    "4: filled accepted accepted cancelled",
    "3: filled accepted filled cancelled",
    "2: filled cancelled filled cancelled",
  ]);
});
