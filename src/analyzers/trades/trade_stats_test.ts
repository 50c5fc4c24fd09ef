import { assertEquals } from "@std/assert";
import type { TradeRow } from "../../broker/result_rows.ts";
import { tradeStats } from "./trade_stats.ts";
import { tradeRow } from "../../../tests/example_rows.ts";

Deno.test("tradeStats() counts and averages closed trades, worked out by hand", () => {
  // Entries of 4 x 8 = 32 each: returns 16/32, -8/32, 0/32 and 24/32. The fifth is open and the sixth ambiguous as well.
  const trips = [trip(16), trip(-8), trip(0), trip(24), trip(null), { ...trip(null), ambiguous: true }];
  assertEquals(tradeStats(trips), {
    closed: 4,
    open: 2,
    ambiguous: 1,
    winRate: 0.5,
    averageTrade: 0.25,
    bestTrade: 0.75,
    worstTrade: -0.25,
    profitFactor: 5,
    expectancy: 8,
  });
});

Deno.test("tradeStats() is null where there is nothing to divide by", () => {
  const none = {
    winRate: null,
    averageTrade: null,
    bestTrade: null,
    worstTrade: null,
    profitFactor: null,
    expectancy: null,
  };
  assertEquals(tradeStats([]), { closed: 0, open: 0, ambiguous: 0, ...none });
  assertEquals(tradeStats([trip(null)]), { closed: 0, open: 1, ambiguous: 0, ...none });
  assertEquals(tradeStats([trip(16)]).profitFactor, null);
  assertEquals(tradeStats([trip(-16)]).profitFactor, 0);
  assertEquals(tradeStats([{ ...trip(16), entryPrice: 0, entryValue: 0 }]).averageTrade, null);
});

Deno.test("tradeStats() takes returns over the value of the entry, which has the multiplier in it", () => {
  // Four contracts at 8 with a multiplier of 50 are worth 1,600: 16 is 1 % of it and -8 half a per cent less.
  const trips = [{ ...trip(16), entryValue: 1600 }, { ...trip(-8), entryValue: 1600 }];
  const { averageTrade, bestTrade, worstTrade } = tradeStats(trips);
  assertEquals([averageTrade, bestTrade, worstTrade], [0.0025, 0.01, -0.005]);
});

Deno.test("tradeStats() does not depend on the order of the trades", () => {
  const trips = Array.from({ length: 300 }, (_value, index) => trip(Math.sin(index) * 10 ** (index % 12)));
  const stats = tradeStats(trips);
  assertEquals(tradeStats(trips.toReversed()), stats);
  assertEquals(tradeStats(trips.toSorted((a, b) => a.pnl! - b.pnl!)), stats);
});

function trip(pnl: number | null): TradeRow {
  return tradeRow({ size: 4, entryPrice: 8, entryValue: 32, exitPrice: pnl === null ? null : 8 + pnl / 4, pnl });
}
