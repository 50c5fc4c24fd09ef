/**
 * Stop-loss and take-profit orders: they live from the entry's fill, one ends the other, and both end with the position.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";
import { dailyBars, type Prices } from "./daily_bars.ts";
import { onEveryEngine } from "./every_engine.ts";
import { ends, fillLines, runScript, type Script, scripted } from "./scripted.ts";

const FLAT: Prices = [100, 101, 99, 100];

Deno.test("a stop-loss closes what its entry opened, and the take-profit ends with it", () => {
  const outcome = runScript(dailyBars([FLAT, FLAT, [97, 98, 94, 95], FLAT]), {
    1: (s) => void s.buy({ size: 2, stopLoss: 95, takeProfit: 110 }),
    4: (s) => assertEquals(s.position.size, 0),
  });
  assertEquals(fillLines(outcome), [[1, 2, "open", 2, 100], [2, 3, "stop", -2, 95]]);
  // Both reasons would be true; the group's comes first.
  assertEquals(ends(outcome).slice(0, 2), ["1 filled filled", "2 filled filled"]);
  assertEquals(outcome.orders[2]!.state, "cancelled");
  assertEquals(outcome.orders.map(({ role, parent, oco }) => [role, parent, oco]), [
    ["entry", null, null],
    ["stopLoss", 1, null],
    ["takeProfit", 1, 2],
  ]);
  assertEquals(outcome.roundTrips.map(({ pnl, ambiguous }) => [pnl, ambiguous]), [[-10, false]]);
});

Deno.test("an ambiguous exit of a part marks the trade that stays open, and the statistics count it", () => {
  const rows: Prices[] = [FLAT, FLAT, [100, 110, 90, 100], FLAT, [120, 121, 119, 120]];
  const script: Script = {
    1: (s) => void (s.buy({ size: 10 }), s.buy({ size: 5, stopLoss: 95, takeProfit: 105 })),
  };
  const outcome = runScript(dailyBars(rows), script);
  assertEquals(fillLines(outcome).at(-1), [3, 3, "stop", -5, 95]);
  assertEquals(outcome.roundTrips.map(({ closedUs, ambiguous }) => [closedUs, ambiguous]), [[null, true]]);
  const ended = runScript(dailyBars(rows), { ...script, 4: (s) => void s.close() });
  assertEquals(ended.roundTrips.map(({ closedUs, ambiguous }) => [closedUs === null, ambiguous]), [[false, true]]);
  const counts = onEveryEngine((conduct) =>
    [script, { ...script, 4: (s: ct.Strategy) => void s.close() }].map((each) =>
      ct.backtest(scripted(each), dailyBars(rows), conduct).stats.trades
    )
  );
  assertEquals(counts, [{ closed: 0, open: 1, ambiguous: 1 }, { closed: 1, open: 0, ambiguous: 1 }]);
});

Deno.test("a take-profit closes what its entry opened, and the stop-loss ends with it", () => {
  const outcome = runScript(dailyBars([FLAT, FLAT, [100, 111, 99, 110]]), {
    1: (s) => void s.buy({ size: 2, stopLoss: 95, takeProfit: 110 }),
  });
  assertEquals(fillLines(outcome), [[1, 2, "open", 2, 100], [3, 3, "limit", -2, 110]]);
  assertEquals(outcome.orders[1]!.state, "cancelled");
});

Deno.test("where a bar reaches stop-loss and take-profit the stop-loss fills, and the trade is ambiguous", () => {
  const outcome = runScript(dailyBars([FLAT, FLAT, [100, 111, 94, 100]]), {
    1: (s) => void s.buy({ size: 2, stopLoss: 95, takeProfit: 110 }),
  });
  assertEquals(fillLines(outcome)[1], [2, 3, "stop", -2, 95]);
  assertEquals(outcome.roundTrips[0]!.ambiguous, true);
});

Deno.test("protective orders of a short sale stand the other way round", () => {
  const outcome = runScript(dailyBars([FLAT, FLAT, [100, 106, 99, 105]]), {
    1: (s) => void s.sell({ size: 2, stopLoss: 105, takeProfit: 90 }),
  });
  assertEquals(fillLines(outcome), [[1, 2, "open", -2, 100], [2, 3, "stop", 2, 105]]);
  assertEquals(outcome.roundTrips.map(({ long, pnl }) => [long, pnl]), [[false, -10]]);
});

Deno.test("closing the position by hand ends its protective orders", () => {
  const outcome = runScript(dailyBars([FLAT, FLAT, FLAT, FLAT, [100, 130, 70, 100]]), {
    1: (s) => void s.buy({ size: 2, stopLoss: 80, takeProfit: 120 }),
    2: (s) => void s.close(),
  });
  assertEquals(fillLines(outcome), [[1, 2, "open", 2, 100], [4, 3, "open", -2, 100]]);
  assertEquals(ends(outcome).slice(1, 3), ["2 cancelled positionClosed", "3 cancelled positionClosed"]);
});

Deno.test("protective orders of an entry that is cancelled or refused end without a fill", () => {
  const rows: Prices[] = [FLAT, FLAT, FLAT, [100, 130, 70, 100]];
  const cancelled = runScript(dailyBars(rows), {
    1: (s) => void (s.kept.entry = s.buy({ size: 2, limit: 80, stopLoss: 75, takeProfit: 120 })),
    2: (s) => s.cancel(s.kept.entry!),
  });
  assertEquals([cancelled.fills, ends(cancelled)], [[], [
    "1 cancelled byRequest",
    "2 cancelled parentEnded",
    "3 cancelled parentEnded",
  ]]);
  const refused = runScript(dailyBars(rows), { 1: (s) => void s.buy({ size: 2000, stopLoss: 75, takeProfit: 120 }) });
  assertEquals([refused.fills, ends(refused)], [[], [
    "1 rejected insufficientCash",
    "2 cancelled parentEnded",
    "3 cancelled parentEnded",
  ]]);
});

Deno.test("an entry that is below one lot is refused at once, and its protective orders with it", () => {
  const outcome = runScript(
    dailyBars([FLAT, FLAT]),
    { 1: (s) => void s.buy({ size: 0.4, stopLoss: 75, takeProfit: 120 }) },
    { lot: 1 },
  );
  assertEquals([ends(outcome), outcome.refusals.length], [["1 rejected belowLot"], 1]);
});

Deno.test("the view of an entry leads to its protective orders, whose sizes are what it has filled", () => {
  runScript(dailyBars([FLAT, FLAT, FLAT]), {
    1: (s) => {
      const entry = s.kept.entry = s.buy({ size: 2, stopLoss: 80, takeProfit: 120 });
      assertEquals([entry.stopLoss?.type, entry.stopLoss?.stop, entry.stopLoss?.size], ["stop", 80, null]);
      assertEquals([entry.takeProfit?.type, entry.takeProfit?.limit], ["limit", 120]);
      assertEquals(s.buy({ size: 1 }).stopLoss, null);
    },
    2: (s) => {
      const { stopLoss, takeProfit } = s.kept.entry!;
      assertEquals([stopLoss!.size, stopLoss!.alive, takeProfit!.size, takeProfit!.alive], [2, true, 2, true]);
    },
  });
});
