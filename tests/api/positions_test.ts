/**
 * Positions: opened by size, cash or fraction, closed, reduced, flipped, sold short.
 *
 * @module
 */

import { assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { dailyBars, type Prices, risingBars } from "./daily_bars.ts";
import { diagnosticLines, ends, fillLines, runScript, scripted } from "./scripted.ts";

// The open of bar n of the rising bars is 99 + n.

Deno.test("without a size an order is for the whole account, and a second one finds nothing left", () => {
  const outcome = runScript(risingBars(3), {
    1: (s) => {
      s.buy();
      s.buy();
    },
  }, { cash: 10_100, lot: 1 });
  assertEquals(fillLines(outcome), [[1, 2, "open", 100, 101]]);
  assertEquals(ends(outcome)[1]!.slice(0, 10), "2 rejected");
  assertEquals(outcome.cash.at(-1), 0);
});

Deno.test("a size off the lot is rounded down, and 0.1 + 0.2 with a lot of 0.1 is three lots", () => {
  const sized = (size: number, lot: number): unknown =>
    runScript(risingBars(2), { 1: (s) => void s.buy({ size }) }, { lot }).fills[0]?.size;
  assertEquals([sized(2.9, 1), sized(0.1 + 0.2, 0.1), sized(0.7 + 0.1, 0.1), sized(0.29, 0.1)], [2, 0.3, 0.8, 0.2]);
});

Deno.test("a size below one lot is refused", () => {
  const outcome = runScript(risingBars(2), { 1: (s) => void s.buy({ size: 0.5 }) }, { lot: 1 });
  assertEquals(ends(outcome), ["1 rejected belowLot"]);
});

Deno.test("a close below one lot is refused and closes nothing", () => {
  const outcome = runScript(risingBars(4), {
    1: (s) => void s.buy({ size: 5 }),
    2: (s) => void s.close({ size: 0.5 }),
  }, { lot: 1 });
  assertEquals(fillLines(outcome), [[1, 2, "open", 5, 101]]);
  assertEquals(ends(outcome), ["1 filled filled", "2 rejected belowLot"]);
  assertEquals(outcome.refusals.map(({ reason, size }) => [reason, size]), [["belowLot", 0.5]]);
});

Deno.test("cash buys the most lots whose price and commission stay within it", () => {
  const buy = (cash: number, commission: ct.Commission): number =>
    runScript(risingBars(2), { 1: (s) => void s.buy({ cash }) }, { commission, lot: 1 }).fills[0]!.size;
  // At 101 ten units cost 1010, and 1 % of that more with commission.
  assertEquals([buy(1010, 0), buy(1009.99, 0), buy(1020.1, 0.01), buy(1020.09, 0.01)], [10, 9, 10, 9]);
});

Deno.test("a fraction is one of the account's value at its fill, with what is held", () => {
  const outcome = runScript(risingBars(4), {
    1: (s) => void s.buy({ fraction: 0.5 }),
    3: (s) => void s.buy({ fraction: 0.25 }),
  }, { cash: 20_200, lot: 1 });
  // 10,100 at 101; then a quarter of 10,100 + 100 x 103 = 20,400 at 103.
  assertEquals(fillLines(outcome), [[1, 2, "open", 100, 101], [2, 4, "open", 49, 103]]);
  assertEquals(outcome.orders.map(({ asked, size }) => [asked, size]), [[{ fraction: 0.5 }, 100], [
    { fraction: 0.25 },
    49,
  ]]);
});

Deno.test("a sale without a position sells short, and its profit comes with falling prices", () => {
  const outcome = runScript(dailyBars([[100, 101, 99, 100], [100, 101, 99, 100], [90, 91, 89, 90], [90, 91, 89, 90]]), {
    1: (s) => void s.sell({ size: 10 }),
    2: (s) =>
      assertEquals([s.position.size, s.broker.cash, s.broker.value, s.broker.freeCash], [-10, 11_000, 10_000, 9000]),
    3: (s) => {
      assertEquals([s.position.value, s.position.openProfit, s.broker.value], [-900, 100, 10_100]);
      s.close();
    },
  });
  assertEquals(fillLines(outcome), [[1, 2, "open", -10, 100], [2, 4, "open", 10, 90]]);
  assertEquals(outcome.trades.map(({ long, pnl }) => [long, pnl]), [[false, 100]]);
  assertEquals(outcome.equity.at(-1), 10_100);
});

Deno.test("an order larger than the opposite position flips it: one fill closes, one opens", () => {
  const outcome = runScript(risingBars(6), {
    1: (s) => void s.buy({ size: 1 }),
    3: (s) => void s.sell({ size: 3 }),
    5: (s) => assertEquals([s.position.size, s.position.averagePrice], [-2, 103]),
  });
  assertEquals(fillLines(outcome), [
    [1, 2, "open", 1, 101],
    [2, 4, "open", -1, 103],
    [2, 4, "open", -2, 103],
  ]);
  assertEquals(outcome.fills.map(({ closing, pnl }) => [closing, pnl]), [[false, 0], [true, 2], [false, 0]]);
  assertEquals(outcome.trades.map(({ long, closedUs }) => [long, closedUs === null]), [[true, false], [
    false,
    true,
  ]]);
});

Deno.test("reduceOnly never opens and never flips", () => {
  const outcome = runScript(risingBars(6), {
    1: (s) => void s.sell({ size: 1, reduceOnly: true }),
    2: (s) => void s.buy({ size: 2 }),
    4: (s) => void s.sell({ size: 5, reduceOnly: true }),
  });
  assertEquals(fillLines(outcome), [[2, 3, "open", 2, 102], [3, 5, "open", -2, 104]]);
  assertEquals(ends(outcome)[0], "1 cancelled nothingToClose");
});

Deno.test("reduceOnly without a size is an error that names the remedy", () => {
  assertThrows(
    () => ct.backtest(scripted({ 1: (s) => void s.sell({ reduceOnly: true }) }), risingBars(2)),
    ct.StrategyError,
    "Cannot place a reduceOnly order without a size: pass size, or use close()",
  );
});

Deno.test("close closes the whole position, or a part of it, and never more than there is", () => {
  const closed = (options: ct.CloseOptions): number[] => {
    const outcome = runScript(risingBars(5), { 1: (s) => void s.buy({ size: 4 }), 3: (s) => void s.close(options) });
    assertEquals(outcome.orders[1]!.role, "close");
    return outcome.fills.slice(1).map(({ size, price }) => size * price);
  };
  assertEquals([closed({}), closed({ size: 3 }), closed({ size: 9 })], [[4 * 103], [3 * 103], [4 * 103]]);
  assertEquals(closed({ onClose: true }), [4 * 104]);
});

Deno.test("close without a position gives null, leaves a diagnostic, and is no order and no refusal", () => {
  const outcome = runScript(risingBars(2), { 1: (s) => assertEquals(s.close(), null) });
  assertEquals([outcome.orders, outcome.refusals], [[], []]);
  assertEquals(diagnosticLines(outcome), ["nothingToClose of 1 at bar 1"]);
});

Deno.test("a second close while one waits is no order and no refusal, but a diagnostic", () => {
  const outcome = runScript(risingBars(5), {
    1: (s) => void s.buy({ size: 4 }),
    2: (s) => {
      s.close();
      s.kept.second = s.close()!;
    },
    3: (s) => assertEquals([s.kept.second!.state, s.kept.second!.reason], ["rejected", "alreadyClosing"]),
  });
  assertEquals(fillLines(outcome), [[1, 2, "open", 4, 101], [2, 3, "open", -4, 102]]);
  assertEquals([outcome.refusals, outcome.orders.length], [[], 2]);
  assertEquals(diagnosticLines(outcome), ["alreadyClosing of 3 at bar 2"]);
});

Deno.test("closing on every bar does no harm", () => {
  class ClosesAlways extends ct.Strategy.with({}) {
    override next(): void {
      this.close();
      if (this.data.length === 2) this.buy({ size: 1 });
      this.close();
    }
  }
  const result = ct.backtest(ClosesAlways, risingBars(8));
  assertEquals(result.fills.map(({ bar, side }) => [bar, side]), [[2, "buy"], [3, "sell"]]);
  assertEquals([result.refusals, result.stats.orders.placed], [[], 2]);
});

Deno.test("an order that the account cannot pay is refused with what was needed and what there was", () => {
  const outcome = runScript(risingBars(3), { 1: (s) => void s.buy({ size: 1000 }) }, { commission: 0.001 });
  assertEquals(outcome.refusals.map(({ reason, needed, available, bar }) => [reason, needed, available, bar]), [
    ["insufficientCash", 101_101, 10_000, 1],
  ]);
  assertEquals(outcome.fills, []);
});

Deno.test("the average price of a position is that of its entries, whatever has been closed of it", () => {
  const rows: Prices[] = [[100, 101, 99, 100], [100, 101, 99, 100], [110, 111, 109, 110], [120, 121, 119, 120], [
    120,
    121,
    119,
    120,
  ]];
  runScript(dailyBars(rows), {
    1: (s) => {
      assertEquals([s.position.size, s.position.averagePrice, s.position.value], [0, null, 0]);
      s.buy({ size: 1 });
    },
    2: (s) => void s.buy({ size: 1 }),
    3: (s) => {
      assertEquals([s.position.size, s.position.averagePrice, s.position.openProfit], [2, 105, 10]);
      s.close({ size: 1 });
    },
    4: (s) => assertEquals([s.position.size, s.position.averagePrice, s.position.openProfit], [1, 105, 15]),
  });
});
