import { assertEquals } from "@std/assert";
import { bars } from "../feeds/read_columns.ts";
import { Strategy } from "../strategy/strategy.ts";
import { backtest } from "../run/backtest.ts";
import type { Result } from "../results/result.ts";

const rising = Array.from({ length: 12 }, (_value, bar) => 100 + bar);
const feed = bars({
  time: rising.map((_price, bar) => new Date(Date.UTC(2024, 0, 1 + bar))),
  open: rising,
  high: rising.map((price) => price + 0.5),
  low: rising.map((price) => price - 0.5),
  close: rising,
}, { name: "x", timeframe: "1d", stamp: "close", decimals: 2 });

/** Runs what is done on each bar, counted from 1. */
function run(acts: Readonly<Record<number, (strategy: Strategy) => void>>): Result {
  class Acts extends Strategy {
    override next(): void {
      acts[this.data.length]?.(this);
    }
  }
  return backtest(Acts, feed, { commission: { perOrder: 1 }, lot: 1, engineBackend: "typescript" });
}

Deno.test("the notional of a fill is size times price, whether it opens, closes or does both", () => {
  const { fills } = run({
    1: (s) => void s.buy({ size: 4 }),
    3: (s) => void s.sell({ size: 1 }),
    5: (s) => void s.sell({ size: 5 }),
    7: (s) => void s.buy({ size: 1 }),
    9: (s) => void s.buy({ size: 3 }),
  });
  assertEquals(fills.length, 7);
  for (const { notional, size, price } of fills) assertEquals(notional, size * price);
  assertEquals(fills.map(({ side, closing, pnl }) => [side, closing, pnl]), [
    ["buy", false, 0],
    ["sell", true, 2],
    ["sell", true, 12],
    ["sell", false, 0],
    ["buy", true, -2],
    ["buy", true, -4],
    ["buy", false, 0],
  ]);
});

Deno.test("round trips have the prices and sizes of their own fills, over scaling in, scaling out and flips", () => {
  const { trades, fills } = run({
    1: (s) => void s.buy({ size: 1 }),
    2: (s) => void s.buy({ size: 3 }),
    4: (s) => void s.sell({ size: 2 }),
    6: (s) => void s.sell({ size: 4 }),
    8: (s) => void s.close(),
    10: (s) => void s.buy({ size: 1 }),
  });
  assertEquals(
    trades.map(({ id, long, size, entryPrice, exitPrice, pnl, bars }) => [
      id,
      long,
      size,
      entryPrice,
      exitPrice,
      pnl,
      bars,
    ]),
    [
      // 1 at 101 and 3 at 102; 2 out at 104 and 2 at 106; four orders of 1, of which the last is shared with the next.
      [1, true, 4, 101.75, 105, 13 - (trades[0]!.commission), 5],
      [2, false, 2, 106, 108, -4 - (trades[1]!.commission), 2],
      [3, true, 1, 110, null, null, null],
    ],
  );
  const paid = trades.reduce((sum, { commission }) => sum + commission, 0);
  assertEquals([paid, fills.reduce((sum, { commission }) => sum + commission, 0)], [6, 6]);
});

Deno.test("orders that never came to be are no rows, and what protects a refused entry is not told apart from it", () => {
  const { orders, refusals, diagnostics } = run({
    1: (s) => {
      s.close();
      s.buy({ size: 0.5, stopLoss: 50, takeProfit: 150 });
      s.buy({ size: 1 });
    },
  });
  assertEquals(orders.map(({ id, state, reason }) => [id, state, reason]), [[2, "rejected", "belowLot"], [
    5,
    "filled",
    "filled",
  ]]);
  assertEquals([refusals.map(({ orderId }) => orderId), diagnostics.map(({ reason }) => reason)], [[2], [
    "nothingToClose",
  ]]);
});
