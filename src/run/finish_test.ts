import { assertEquals } from "@std/assert";
import { bars } from "../feeds/read_columns.ts";
import { Strategy } from "../strategy/strategy.ts";
import { backtest } from "./backtest.ts";

const column = [10, 10, 13];
const feed = bars(
  { time: ["2024-01-01", "2024-01-02", "2024-01-03"], open: column, high: column, low: column, close: column },
  { name: "x", timeframe: "1d", stamp: "close" },
);
class Holds extends Strategy {
  override next(): void {
    if (this.data.length === 1) this.buy({ size: 2 });
  }
}

Deno.test("the last marks are those after the end of the run, in display units", () => {
  const ended = (closeAtEnd: boolean): unknown[] => {
    const { cash, equity, stats } = backtest(Holds, feed, { cash: 100, engineBackend: "typescript", closeAtEnd });
    return [Array.from(cash), Array.from(equity), stats.exposure];
  };
  assertEquals(ended(false), [[100, 80, 80], [100, 100, 106], 2 / 3]);
  assertEquals(ended(true), [[100, 80, 106], [100, 100, 106], 1 / 3]);
});
