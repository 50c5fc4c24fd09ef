import { assert, assertEquals } from "@std/assert";
import { bars } from "../feeds/read_columns.ts";
import { Strategy } from "../strategy/strategy.ts";
import { backtest } from "../run/backtest.ts";

const column = [1, 2, 3];
const feed = bars({
  time: ["2024-01-01", "2024-01-02", "2024-01-03"],
  open: column,
  high: column,
  low: column,
  close: column,
});

class Buys extends Strategy {
  override next(): void {
    if (this.data.length === 1) this.buy();
  }
}

Deno.test("rows and statistics are made once, when they are first asked for", () => {
  const result = backtest(Buys, feed, { engineBackend: "typescript" });
  assert(result.orders === result.orders && result.fills === result.fills && result.stats === result.stats);
});

Deno.test("curves of different results share nothing", () => {
  const one = backtest(Buys, feed, { engineBackend: "typescript", lot: 1 });
  const equity = Array.from(one.equity);
  backtest(Buys, feed, { engineBackend: "typescript", cash: 5 });
  assertEquals(Array.from(one.equity), equity);
  assertEquals(equity, [10_000, 10_000, 15_000]);
});

Deno.test("the resolved configuration says every rule, and the lanes that the core took", () => {
  const { configuration } = backtest(Buys, feed, { engineBackend: "typescript", limitFill: "through" });
  assertEquals([configuration.profile, configuration.rules.LIMIT_FILL, configuration.cash], [
    "exact",
    "THROUGH",
    10_000,
  ]);
  assert(configuration.lanes.length > 0 && configuration.lanes.every(Number.isFinite));
});
