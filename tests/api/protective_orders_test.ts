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
  assertEquals(outcome.trades.map(({ pnl, ambiguous }) => [pnl, ambiguous]), [[-10, false]]);
});

Deno.test("an ambiguous exit of a part marks the trade that stays open, and the statistics count it", () => {
  const rows: Prices[] = [FLAT, FLAT, [100, 110, 90, 100], FLAT, [120, 121, 119, 120]];
  const script: Script = {
    1: (s) => void (s.buy({ size: 10 }), s.buy({ size: 5, stopLoss: 95, takeProfit: 105 })),
  };
  const outcome = runScript(dailyBars(rows), script);
  assertEquals(fillLines(outcome).at(-1), [3, 3, "stop", -5, 95]);
  assertEquals(outcome.trades.map(({ closedUs, ambiguous }) => [closedUs, ambiguous]), [[null, true]]);
  const ended = runScript(dailyBars(rows), { ...script, 4: (s) => void s.close() });
  assertEquals(ended.trades.map(({ closedUs, ambiguous }) => [closedUs === null, ambiguous]), [[false, true]]);
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
  assertEquals(outcome.trades[0]!.ambiguous, true);
});

Deno.test("protective orders of a short sale stand the other way round", () => {
  const outcome = runScript(dailyBars([FLAT, FLAT, [100, 106, 99, 105]]), {
    1: (s) => void s.sell({ size: 2, stopLoss: 105, takeProfit: 90 }),
  });
  assertEquals(fillLines(outcome), [[1, 2, "open", -2, 100], [2, 3, "stop", 2, 105]]);
  assertEquals(outcome.trades.map(({ long, pnl }) => [long, pnl]), [[false, -10]]);
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

Deno.test("protection of a flip closes the part that the flip opened", () => {
  const outcome = runScript(dailyBars([FLAT, FLAT, FLAT, FLAT, [100, 110, 100, 110]]), {
    1: (s) => void s.buy({ size: 10 }),
    2: (s) => void s.sell({ size: 15, stopLoss: 105 }),
    3: (s) => void s.sell({ size: 20 }),
  });
  assertEquals(fillLines(outcome).at(-1), [3, 5, "stop", 5, 105]);
  assertEquals(outcome.orders[2]!.size, 5);
});

Deno.test("protection of an entry that filled and opened nothing ends with a reason of its own", () => {
  const outcome = runScript(dailyBars([FLAT, FLAT, FLAT]), {
    1: (s) => void s.buy({ size: 10 }),
    2: (s) => void s.sell({ size: 10, stopLoss: 105, takeProfit: 90 }),
  });
  assertEquals(ends(outcome), [
    "1 filled filled",
    "2 filled filled",
    "3 cancelled nothingOpened",
    "4 cancelled nothingOpened",
  ]);
});

Deno.test("a protective price on the wrong side refuses the whole entry, with its code and price", () => {
  const wrong: [ct.OrderOptions, "buy" | "sell", number][] = [
    [{ stopLoss: 100 }, "buy", 100],
    [{ stopLoss: 104, takeProfit: 110 }, "buy", 104],
    [{ takeProfit: 100 }, "buy", 100],
    [{ stopLoss: 95, takeProfit: 99 }, "buy", 99],
    [{ limit: 96, stopLoss: 97 }, "buy", 97],
    [{ stop: 105, stopLoss: 105 }, "buy", 105],
    [{ stop: 105, limit: 106, takeProfit: 106 }, "buy", 106],
    [{ onClose: true, stopLoss: 101 }, "buy", 101],
    [{ stopLoss: 99 }, "sell", 99],
    [{ takeProfit: 101 }, "sell", 101],
  ];
  for (const [options, side, price] of wrong) {
    const outcome = runScript(dailyBars([FLAT, FLAT, [100, 130, 70, 100]]), {
      1: (s) => void s[side]({ size: 1, ...options } as ct.OrderOptions),
    });
    assertEquals([outcome.fills, outcome.orders.map(({ state, reason }) => `${state} ${reason}`)[0]], [
      [],
      "rejected protectivePrice",
    ], JSON.stringify(options));
    assertEquals(outcome.refusals.map(({ orderId, reason, price }) => [orderId, reason, price]), [
      [1, "protectivePrice", price],
    ]);
  }
});

Deno.test("a protective price is on the right side of the entry's own price, wherever the last close was", () => {
  const right: ct.OrderOptions[] = [
    { limit: 90, stopLoss: 89, takeProfit: 95 },
    { stop: 110, stopLoss: 105 },
    { stop: 105, limit: 104, takeProfit: 104.5 },
  ];
  for (const options of right) {
    const outcome = runScript(dailyBars([FLAT, FLAT]), {
      1: (s) => void s.buy({ size: 1, ...options } as ct.OrderOptions),
    });
    assertEquals([outcome.refusals, outcome.orders[0]!.state], [[], "accepted"]);
  }
});

Deno.test("an order that only closes may name protection on any side", () => {
  const outcome = runScript(dailyBars([FLAT, FLAT, FLAT]), {
    1: (s) => void s.buy({ size: 10 }),
    2: (s) => {
      s.sell({ size: 4, stopLoss: 90 });
      s.sell({ stopLoss: 90 });
    },
  });
  assertEquals([outcome.refusals, fillLines(outcome).map(([, , , size]) => size)], [[], [10, -4, -6]]);
});

Deno.test("a stop-limit entry that fills inside a bar counts as inside for its stop-loss", () => {
  const outcome = runScript(dailyBars([[100, 100, 100, 100], [100, 107, 99, 106], [106, 107, 105, 106]]), {
    1: (s) => void s.buy({ size: 10, stop: 105, limit: 106, stopLoss: 102 }),
  });
  assertEquals(fillLines(outcome), [[1, 2, "stopLimit", 10, 105], [2, 2, "stop", -10, 102]]);
  assertEquals(outcome.fills.map(({ ambiguous }) => ambiguous), [false, true]);
});

Deno.test("a take-profit at the entry's price fills there, and under limitFill through it does not", () => {
  // The entry at the open of 100 gaps over the take-profit of 98 that was right for a close of 95.
  for (const [limitFill, fills] of [["touch", 2], ["through", 1]] as const) {
    const outcome = runScript(dailyBars([[95, 95, 95, 95], [98, 98, 97, 97]]), {
      1: (s) => void s.buy({ size: 1, takeProfit: 98 }),
    }, { limitFill });
    assertEquals(outcome.fills.length, fills);
  }
});

Deno.test("a row keeps the size that its order had at its end", () => {
  // The stop-loss is cancelled by its group while it sleeps; its entry fills afterwards.
  const outcome = runScript(dailyBars([FLAT, FLAT, FLAT, [100, 100, 90, 95]]), {
    1: (s) => {
      const entry = s.kept.entry = s.buy({ size: 3, limit: 95, stopLoss: 80 });
      s.buy({ size: 1, oco: entry.stopLoss! });
    },
  });
  assertEquals([outcome.orders[1]!.state, outcome.orders[1]!.size], ["cancelled", null]);
  assertEquals(outcome.orders[0]!.state, "filled");
});
