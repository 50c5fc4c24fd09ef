import { assertEquals } from "@std/assert";
import type { Scheme } from "./commission_scheme.ts";
import { type ExecutionBit, TradeBook } from "./trade_book.ts";

/** A stock with this value of a point. */
function stock(multiplier: number): Scheme {
  const money = { commission: 0, margin: 0, marginRate: 0, leverage: 1, interest: 0, interestLong: false };
  return { isStock: true, isRate: true, multiplier, ...money };
}

function bit(closed: number, opened: number, price: number, commission = 0): ExecutionBit {
  const size = closed + opened, own = { size, price, closed, opened, closedvalue: 0, openedvalue: 0, pnl: 0 };
  return { ...own, closedcomm: closed === 0 ? 0 : commission, openedcomm: opened === 0 ? 0 : commission };
}

Deno.test("a trade is told when it opens and when it closes, and not in between", () => {
  const book = new TradeBook([stock(1)]);
  assertEquals(book.execute(0, 0, bit(0, 2, 10), 1).map((trade) => trade.status), ["Open"]);
  assertEquals(book.execute(0, 0, bit(0, 2, 12), 2), []);
  assertEquals(book.execute(0, 0, bit(-1, 0, 20), 3), []);
  const [closed] = book.execute(0, 0, bit(-3, 0, 15), 5);
  assertEquals([closed!.status, closed!.price, closed!.pnl, closed!.barlen], ["Closed", 11, 21, 4]);
});

Deno.test("a reversal closes one trade and opens the next, each with its part of the commission", () => {
  const book = new TradeBook([stock(1)]);
  book.execute(0, 0, bit(0, 5, 10, 0.5), 1);
  const told = book.execute(0, 0, bit(-5, -3, 12, 0.25), 2);
  assertEquals(told.map((trade) => [trade.ref, trade.status, trade.size, trade.commission]), [
    [1, "Closed", 0, 0.75],
    [2, "Open", -3, 0.25],
  ]);
});

Deno.test("a closing fill under another trade id opens a trade of its own", () => {
  const book = new TradeBook([stock(10)]);
  book.execute(0, 1, bit(0, 1, 10), 1);
  const [opened] = book.execute(0, 2, bit(-1, 0, 11), 2);
  assertEquals([opened!.ref, opened!.tradeid, opened!.size, opened!.justopened], [2, 2, -1, true]);
});
