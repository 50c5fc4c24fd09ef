/**
 * Commission by a schedule: what makers and takers pay, bounds of an order, tiers, and what is refused.
 *
 * @module
 */

import { assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { enginesUnderTest } from "../engines.ts";

/** Places orders on given bars. */
type Acts = Readonly<Record<number, readonly ct.OrderOptions[]>>;

const FEED = ct.bars({
  time: ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"],
  open: [100, 100, 100, 100],
  high: [100, 101, 101, 101],
  low: [100, 98, 98, 98],
  close: [100, 100, 100, 100],
});

/** The commissions of all fills, on every engine. */
function commissionsOf(commission: ct.Commission, acts: Acts, cash = 100_000): readonly number[] {
  class Places extends ct.Strategy.with({}) {
    override next(): void {
      for (const options of acts[this.data.length] ?? []) this.buy(options);
    }
  }
  const told = enginesUnderTest().map((engineBackend) =>
    ct.backtest(Places, FEED, { cash, commission, engineBackend }).fills.map((fill) => fill.commission)
  );
  for (const each of told) assertEquals(each, told[0]);
  return told[0]!;
}

Deno.test("a limit that fills at its price inside a bar is a maker, and every other fill is a taker", () => {
  const commission = { taker: 0.002, maker: -0.0005 };
  // 10 at the open of 100 take 0.2 % of 1,000; 10 at 99 rest there and get 0.05 % of 990 back.
  assertEquals(commissionsOf(commission, { 1: [{ size: 10 }, { size: 10, limit: 99 }] }), [2, -0.495]);
  // A limit that the open reaches did not rest.
  assertEquals(commissionsOf(commission, { 1: [{ size: 10, limit: 101 }] }), [2]);
});

Deno.test("a schedule adds amounts per unit and per order to the rate, and the bounds of the order hold for the sum", () => {
  // 0.1 % of 1,000 is 1, ten units are 0.2, and the order is 0.5.
  assertEquals(commissionsOf({ taker: 0.001, perUnit: 0.02, perOrder: 0.5 }, { 1: [{ size: 10 }] }), [1.7]);
  assertEquals(commissionsOf({ taker: 0.001, minimum: 3 }, { 1: [{ size: 10 }, { size: 40 }] }), [3, 4]);
  assertEquals(commissionsOf({ taker: 0.001, maximum: 3 }, { 1: [{ size: 10 }, { size: 40 }] }), [1, 3]);
});

Deno.test("tiers count what was traded before a fill", () => {
  const commission = { taker: 0.001, tiers: [{ from: 2000, taker: 0.0005 }, { from: 5000, taker: 0 }] };
  // 2,000 of notional at 0.1 %, then 3,000 at 0.05 %, and from 5,000 on nothing.
  const acts = { 1: [{ size: 20 }], 2: [{ size: 30 }], 3: [{ size: 10 }] };
  assertEquals(commissionsOf(commission, acts), [2, 1.5, 0]);
});

Deno.test("a bound or a tier that is nothing in money units is refused: zero means that there is none", () => {
  const play = (commission: ct.Commission) => () => commissionsOf(commission, {}, 10_000);
  assertThrows(
    play({ taker: 0.001, maximum: 1e-9 }),
    RangeError,
    "maximum 1e-9: it is nothing in money units; pass more, or a finer moneyUnit",
  );
  assertThrows(
    play({ taker: 0.001, tiers: [{ from: 1e-9, taker: 0 }] }),
    RangeError,
    "tiers[0].from 1e-9: it is nothing in money units",
  );
  assertThrows(play({ taker: 0.001, minimum: 2, maximum: 2 }), RangeError, "it is above the minimum");
  assertThrows(
    play({ taker: 0.001, tiers: [{ from: 5, taker: 0 }, { from: 5, taker: 0 }] }),
    RangeError,
    "it is above 5, as tiers rise",
  );
});
