/**
 * The costs of trading: commission in its three forms, slippage, and how a limit has to be reached.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { dailyBars, type Prices, risingBars } from "./daily_bars.ts";
import { onEveryEngine } from "./every_engine.ts";
import { fillLines, runScript, scripted } from "./scripted.ts";

const FLAT: Prices = [100, 101, 99, 100];

/** Commissions of a purchase of 10 at 101 and of its sale at 103. */
function commissions(commission: ct.Commission, size = 10): number[] {
  const script = { 1: (s: ct.Strategy) => void s.buy({ size }), 3: (s: ct.Strategy) => void s.close() };
  return runScript(risingBars(4), script, { commission }).fills.map((fill) => fill.commission);
}

Deno.test("a number is a fraction of the notional on each side", () => {
  assertEquals(commissions(0.001), [1.01, 1.03]);
  assertEquals(commissions(0), [0, 0]);
});

Deno.test("an amount per unit has a least amount per order", () => {
  assertEquals(commissions({ perUnit: 0.5 }), [5, 5]);
  assertEquals(commissions({ perUnit: 0.005, minimum: 1 }), [1, 1]);
  assertEquals(commissions({ perUnit: 0.5, minimum: 1 }), [5, 5]);
  assertEquals(commissions({ perUnit: 0, minimum: 1 }), [1, 1]);
  assertEquals(commissions({ perUnit: 0 }), [0, 0]);
});

Deno.test("an amount per order does not depend on the size", () => {
  assertEquals([commissions({ perOrder: 2.5 }), commissions({ perOrder: 2.5 }, 1)], [[2.5, 2.5], [2.5, 2.5]]);
});

Deno.test("commission is paid once by an order that flips, and both parts of the profit know of it", () => {
  const outcome = runScript(risingBars(6), {
    1: (s) => void s.buy({ size: 1 }),
    3: (s) => void s.sell({ size: 3 }),
  }, { commission: { perOrder: 6 } });
  assertEquals(outcome.orders.map(({ commission }) => commission), [6, 6]);
  assertEquals(outcome.fills.reduce((sum, { commission }) => sum + commission, 0), 12);
  assertEquals(outcome.cash.at(-1), 10_000 - 101 + 3 * 103 - 12);
});

Deno.test("a commission of 5 % and more asks whether per cent was meant, and for large ones names perOrder", () => {
  const message = (commission: number): string =>
    assertThrows(() => ct.backtest(ct.Strategy, risingBars(1), { commission }), RangeError).message;
  const what = 'Cannot use commission of feed "AAA" ';
  const fraction = "it is a fraction of the notional, so that would be ";
  assertEquals(message(0.1), `${what}0.1: ${fraction}10 %; was 0.001, which is 0.1 %, meant?`);
  assertEquals(message(0.07), `${what}0.07: ${fraction}7 %; was 0.0007, which is 0.07 %, meant?`);
  assertEquals(message(0.05), `${what}0.05: ${fraction}5 %; was 0.0005, which is 0.05 %, meant?`);
  assertEquals(message(5), `${what}5: ${fraction}500 %; for an amount per order pass { perOrder: 5 }`);
  assertEquals(commissions(0.0499).length, 2);
});

Deno.test("a commission of another form is an error that lists the forms", () => {
  const wrong = [
    -0.001,
    NaN,
    {},
    null,
    { rate: 0.1 },
    "0.001",
    { perUnit: 1, min: 2 },
    { perUnit: -1 },
    {
      perOrder: 1,
      perUnit: 1,
    },
    { perOrder: NaN },
  ];
  for (const commission of wrong) {
    const error = assertThrows(() =>
      ct.backtest(ct.Strategy, risingBars(1), { commission: commission as ct.Commission })
    );
    assert(error instanceof RangeError || error instanceof TypeError, String(error));
    assert(error.message.startsWith('Cannot use commission of feed "AAA"'), error.message);
  }
});

Deno.test("a commission of several parts without taker is told to say it, and an unknown part by name", () => {
  const message = (commission: object): string =>
    assertThrows(
      () => ct.backtest(ct.Strategy, risingBars(1), { commission: commission as ct.Commission }),
      TypeError,
    ).message;
  assert(message({ perUnit: 0.005, minimum: 1, maximum: 9 }).endsWith("pass { taker: 0, perUnit, minimum, maximum }"));
  assert(message({ rate: 0.001, minimum: 1 }).includes('it has no part "rate"'));
  const remedy = { taker: 0, perUnit: 0.005, minimum: 1, maximum: 9 };
  assertEquals(ct.backtest(ct.Strategy, risingBars(1), { commission: remedy }).orders, []);
});

Deno.test("slippage goes against the trader on market and stop fills, rounded to the next tick or the nearest step", () => {
  const rows: Prices[] = [FLAT, [100, 103, 97, 100], [100, 103, 97, 100]];
  const slipped = (act: (s: ct.Strategy) => void, options: ct.BacktestOptions = { tick: 0.01 }): unknown => {
    const [fill] = runScript(dailyBars(rows), { 1: act }, { slippage: 0.0012, ...options }).fills;
    return [fill!.rule, fill!.price, fill!.slipped];
  };
  assertEquals(slipped((s) => void s.buy({ size: 1 })), ["open", 100.12, true]);
  assertEquals(slipped((s) => void s.sell({ size: 1 })), ["open", 99.88, true]);
  assertEquals(slipped((s) => void s.buy({ size: 1, stop: 102 })), ["stop", 102.13, true]);
  assertEquals(slipped((s) => void s.buy({ size: 1, stop: 102 }), {}), ["stop", 102.1224, true]);
  assertEquals(slipped((s) => void s.sell({ size: 1 }), { resolution: 0.5 }), ["open", 100, false]);
  assertEquals(slipped((s) => void s.buy({ size: 1, limit: 99 })), ["limit", 99, false]);
  assertEquals(slipped((s) => void s.buy({ size: 1, stop: 102, limit: 102.5 })), ["stopLimit", 102, false]);
});

Deno.test("slippage never leaves the bar, and a fill that was cut there says so", () => {
  const fill = (side: "buy" | "sell", row: Prices, slippage = 0.01): unknown[] => {
    const result = runScript(dailyBars([FLAT, row]), { 1: (s) => void s[side]({ size: 1 }) }, { slippage });
    const { price, slipped, clamped } = result.fills[0]!;
    return [price, slipped, clamped];
  };
  assertEquals(fill("buy", [100, 100.05, 99.95, 100]), [100.05, true, true]);
  assertEquals(fill("sell", [100, 100.05, 99.95, 100]), [99.95, true, true]);
  // At the edge of the bar nothing is left of it.
  assertEquals(fill("buy", [100, 100, 99, 99]), [100, false, true]);
  assertEquals(fill("sell", [100, 101, 100, 101]), [100, false, true]);
  assertEquals(fill("buy", [100, 102, 99, 100]), [101, true, false]);
  assertEquals(fill("buy", [100, 100, 99, 99], 0), [100, false, false]);
});

Deno.test("a limit that is touched exactly fills by default, and with limitFill through only when it is passed", () => {
  const rows: Prices[] = [FLAT, [100, 101, 98.5, 100], [100, 101, 98.49, 100]];
  const filled = (limitFill?: "touch" | "through"): unknown =>
    fillLines(
      runScript(dailyBars(rows), {
        1: (s) => void s.buy({ size: 1, limit: 98.5 }),
      }, limitFill === undefined ? {} : { limitFill }),
    );
  assertEquals(filled(), [[1, 2, "limit", 1, 98.5]]);
  assertEquals(filled("touch"), [[1, 2, "limit", 1, 98.5]]);
  assertEquals(filled("through"), [[1, 3, "limit", 1, 98.5]]);
});

Deno.test("the returns of trades are over the value of their entry, with the multiplier", () => {
  for (const [multiplier, entryValue] of [[50, 10_100], [1, 202]] as const) {
    const { trade, stats } = onEveryEngine((conduct) => {
      const script = scripted({ 1: (s) => void s.buy({ size: 2 }), 3: (s) => void s.close() });
      const result = ct.backtest(script, risingBars(4), { multiplier, cash: 20_000, ...conduct });
      return { trade: result.trades[0]!, stats: result.stats };
    });
    // Two contracts from 101 to 103: 4 points of 202, whatever a point is worth.
    assertEquals([trade.entryValue, trade.pnl], [entryValue, 4 * multiplier]);
    assertEquals([stats.averageTrade, stats.bestTrade, stats.worstTrade], [4 / 202, 4 / 202, 4 / 202]);
  }
});

Deno.test("a multiplier scales money, not prices", () => {
  const outcome = runScript(risingBars(4), {
    1: (s) => void s.buy({ size: 1 }),
    2: (s) => assertEquals([s.position.value, s.position.openProfit, s.position.averagePrice], [5100, 50, 101]),
    3: (s) => void s.close(),
  }, { multiplier: 50 });
  assertEquals(outcome.fills.map(({ price, notional, pnl }) => [price, notional, pnl]), [[101, 5050, 0], [
    103,
    5150,
    100,
  ]]);
  assertEquals(outcome.cash.at(-1), 10_100);
});

Deno.test("slippage moves every market fill and every triggered stop, on the close and at an entry's price too", () => {
  const rows: Prices[] = [[100, 100, 100, 100], [100, 105, 90, 100], [94, 105, 90, 100], [100, 105, 90, 100]];
  const outcome = runScript(dailyBars(rows), {
    1: (s) => {
      s.buy({ size: 1 });
      s.buy({ size: 1, onClose: true });
    },
    // The limit is gapped over at 94, beyond its own stop at 95, which fires at the entry's price.
    2: (s) => void s.buy({ size: 1, limit: 96, stopLoss: 95 }),
    3: (s) => void s.sell({ size: 1, stop: 99 }),
  }, { slippage: 0.01 });
  assertEquals(fillLines(outcome), [
    [1, 2, "open", 1, 101],
    [2, 2, "close", 1, 101],
    [3, 3, "limitOpen", 1, 94],
    [4, 3, "entryPrice", -1, 93.06],
    [5, 4, "stop", -1, 98.01],
  ]);
  assertEquals(outcome.fills.map(({ slipped }) => slipped), [true, true, false, true, true]);
});
