/**
 * Many orders: more in one step than a buffer holds, more in a run than the engines keep, more alive than they take.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";
import { enginesUnderTest } from "../engines.ts";
import { risingBars } from "./daily_bars.ts";
import { runScript } from "./scripted.ts";

Deno.test("a thousand orders of one step are all told, filled and listed", () => {
  const outcome = runScript(risingBars(3), {
    1: (s) => {
      for (let order = 0; order < 1000; order++) s.buy({ size: 0.01, stopLoss: 50 });
    },
    2: (s) => assertEquals(s.position.size, 10),
  });
  assertEquals([outcome.orders.length, outcome.fills.length], [2000, 1000]);
  assertEquals(outcome.orders.filter(({ state }) => state === "accepted").length, 1000);
});

Deno.test("notifications of more orders than a buffer holds come once each", () => {
  for (const engineBackend of enginesUnderTest()) {
    const told = new Map<string, number>();
    class Places extends ct.Strategy {
      override notifyOrder(order: ct.OrderView): void {
        const line = `${order.id} ${order.state}`;
        told.set(line, (told.get(line) ?? 0) + 1);
      }
      override next(): void {
        if (this.data.length === 1) { for (let order = 0; order < 700; order++) this.buy({ size: 0.01 }); }
      }
    }
    ct.backtest(Places, risingBars(3), { engineBackend });
    assertEquals([...told.values()].filter((times) => times !== 1), []);
    assertEquals(told.size, 3 * 700);
  }
});

Deno.test("a run of more orders than the engines keep lists them all, and its chain is the same on every engine", () => {
  // Ended orders beyond 65,536 are retired by the engines; the rows live at the edge.
  const count = 700, each = 100;
  const results = enginesUnderTest().map((engineBackend) => {
    class Churns extends ct.Strategy {
      first: ct.OrderView | null = null;
      override next(): void {
        for (let order = 0; order < each; order++) {
          const bid = this.buy({ size: 1, limit: 1 });
          this.first ??= bid;
          this.cancel(bid);
        }
        if (this.data.length === count) this.cancel(this.first!);
      }
    }
    return ct.backtest(Churns, risingBars(count), { engineBackend });
  });
  for (const result of results) {
    assertEquals([result.orders.length, result.stats.orders.cancelled], [count * each, count * each]);
    assertEquals(result.chain, results[0]!.chain);
    assertEquals(result.refusals, results[0]!.refusals);
    assertEquals(result.diagnostics, results[0]!.diagnostics);
    assert(result.refusals.length + result.diagnostics.length === 1, "cancelling a retired order is answered once");
  }
});

Deno.test("an order beyond the limit of live ones is refused with the reason", () => {
  const limit = 65_536;
  for (const engineBackend of enginesUnderTest()) {
    class Piles extends ct.Strategy {
      override next(): void {
        if (this.data.length === 1) { for (let order = 0; order <= limit; order++) this.buy({ size: 1, limit: 1 }); }
      }
    }
    const result = ct.backtest(Piles, risingBars(3), { engineBackend });
    assertEquals(result.refusals.map(({ orderId, reason }) => [orderId, reason]), [[limit + 1, "ordersLimit"]]);
    assertEquals(result.stats.orders.open, limit);
  }
});
