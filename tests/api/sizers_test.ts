/**
 * Sizers: what each makes of an order, worked out by hand, and which of them an order takes.
 *
 * @module
 */

import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { prove } from "../../src/laws/mod.ts";
import { barsAt, dailyBars, type Prices } from "./daily_bars.ts";
import { ends, runScript, scripted } from "./scripted.ts";

/** Bars with a flat price each. */
function flat(...prices: readonly number[]): ct.Bars {
  return dailyBars(prices.map((price): Prices => [price, price, price, price]));
}

/** Sizes of the fills of an order that is placed on bar 1, with a sign. */
function sizes(size: ct.Sizer, options: ct.BacktestOptions = {}, order: object = {}): number[] {
  const outcome = runScript(flat(10, 10, 10), { 1: (s) => void s.buy({ ...order, size }) }, { cash: 1000, ...options });
  return outcome.fills.map(({ side, size }) => side === "buy" ? size : -size);
}

Deno.test("each sizer says the size that its formula has", () => {
  const { fixed, percent, allIn, risk, kelly } = ct.sizers;
  assertEquals(sizes(fixed(7)), [7]);
  assertEquals(sizes(percent(25)), [25]);
  assertEquals(sizes(allIn()), [100]);
  // 1 % of 1,000 is 10, and 2.5 are lost a unit.
  assertEquals(sizes(risk({ fraction: 0.01, stop: 2.5 })), [4]);
  assertEquals(sizes(risk({ fraction: 0.01, stop: () => 5 })), [2]);
  assertEquals(sizes(risk({ fraction: 0.01 }), {}, { stopLoss: 8 }), [5]);
  assertEquals(sizes(risk({ fraction: 0.01 }), { multiplier: 2, lot: 0.5 }, { stopLoss: 8 }), [2.5]);
  // The price of an order is its trigger: 10 of 1,000 over 10 - 8 with a touch, as with a stop.
  const falls = [10, 10, 9, 9].map((price): Prices => [price, price, price, price]);
  for (const kind of [{ touch: 9 }, { limit: 9 }]) {
    const order = { ...kind, stopLoss: 7, size: risk({ fraction: 0.01 }) };
    assertEquals(runScript(dailyBars(falls), { 1: (s) => void s.buy(order) }, { cash: 1000 }).fills[0]?.size, 5);
  }
  // 0.6 - 0.4 / 2 = 0.4 of 1,000, and half of that.
  assertEquals(sizes(kelly({ winRate: 0.6, payoff: 2 })), [40]);
  assertEquals(sizes(kelly({ winRate: 0.6, payoff: 2, scale: 0.5 })), [20]);
  assertEquals(sizes(({ broker, price }) => broker.value / price / 50), [2]);
  assertEquals(sizes(() => ({ cash: 300 })), [30]);
});

Deno.test("the volatility sizer takes the fraction that brings its target about, and none before it has bars", () => {
  const feed = flat(100, 110, 99, 108.9, 108.9, 108.9);
  const outcome = runScript(feed, {
    3: (s) => void s.buy({ size: ct.sizers.volatility({ target: 0.1, period: 3 }) }),
    4: (s) => void s.buy({ size: ct.sizers.volatility({ target: 0.1, period: 3, periodsPerYear: 4 }) }),
  }, { cash: 10_000 });
  assertEquals(ends(outcome), ["1 rejected belowLot", "2 filled filled"]);
  // Returns 0.1, -0.1, 0.1: mean 1 / 30, deviation √((2 x (1 / 15)² + (2 / 15)²) / 2) = 0.2 / √3, in a year twice that.
  const fraction = 0.1 / (2 * 0.2 / Math.sqrt(3));
  assertAlmostEquals(outcome.fills[0]!.notional, fraction * 10_000, 0.01);
});

Deno.test("a sizer that needs no price says its size on a feed without a bar yet", () => {
  const days = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"],
    rows = days.map((): Prices => [10, 10, 10, 10]);
  const feeds = { a: barsAt(days, rows, { name: "a" }), b: barsAt(days.slice(2), rows.slice(2), { name: "b" }) };
  const sizeOf = (size: ct.Sizer) => {
    const strategy = scripted({ 1: (s) => void s.buy({ feed: "b", size }) });
    return ct.backtest(strategy, feeds, { start: "any", cash: 1000 }).orders.map((
      { state, filled },
    ) => [state, filled]);
  };
  assertEquals(sizeOf(ct.sizers.fixed(3)), [["filled", 3]]);
  assertEquals(sizeOf(ct.sizers.percent(10)), [["filled", 10]]);
  assertEquals(sizeOf(ct.sizers.risk({ fraction: 0.01, stop: 5 })), [["filled", 2]]);
  assertThrows(() => sizeOf(({ price }) => 100 / price), Error, "Cannot use size NaN: pass a finite number");
});

Deno.test("a rule without a size to say gives one that the engine refuses", () => {
  for (
    const none of [
      ct.sizers.kelly({ winRate: 0.3, payoff: 1 }),
      ct.sizers.risk({ fraction: 0.1, stop: () => NaN }),
    ]
  ) {
    const outcome = runScript(flat(10, 10), { 1: (s) => void s.buy({ size: none }) });
    assertEquals(ends(outcome), ["1 rejected belowLot"]);
  }
});

Deno.test("an order takes its own size, else the sizer of the run, else that of its class", () => {
  class Sized extends ct.Strategy.with({}) {
    static sizer = ct.sizers.fixed(3);

    override next(): void {
      const at = this.data.length;
      if (at === 1) this.buy();
      else if (at === 2) this.buy({ size: 5 });
      else if (at === 3) this.buy({ size: ct.sizers.fixed(2) });
      else if (at === 4) this.sell();
      else if (at === 5) this.sell({ cash: 10 });
      else if (at === 6) this.close();
    }
  }
  const feed = flat(10, 10, 10, 10, 10, 10, 10, 10);
  const run = (options: ct.BacktestOptions): number[] =>
    ct.backtest(Sized, feed, options).fills.map(({ size }) => size);
  assertEquals(run({}), [3, 5, 2, 3, 1, 6]);
  assertEquals(run({ sizer: () => 4 }), [4, 5, 2, 4, 1, 6]);
});

Deno.test("every law holds on a strategy whose class has a sizer that reads lines", async () => {
  class Risks extends ct.Strategy.with({}) {
    static sizer = ct.sizers.volatility({ target: 0.4, period: 5 });
    range = ct.atr(this.data, 3);

    override next(): void {
      if (this.data.length % 4 === 0) this.buy();
      else if (this.data.length % 4 === 2) this.sell({ size: ct.sizers.risk({ fraction: 0.02, stop: this.range }) });
    }
  }
  const feed = flat(...Array.from({ length: 40 }, (_each, at) => 16 + (at * 5) % 7));
  const proof = await prove(Risks, feed, { cash: 4096 });
  assertEquals(
    proof.laws.filter(({ verdict }) => verdict === "failed").map(({ counterExample }) => counterExample),
    [],
  );
});

Deno.test("sizers that cannot be are named with the value and a remedy", () => {
  const { fixed, percent, risk, volatility, kelly } = ct.sizers, any = (value: unknown): never => value as never;
  for (
    const [make, kind, message] of [
      [() => fixed(any("1")), TypeError, 'Cannot use units "1" of sizers.fixed: pass a number above 0'],
      [() => fixed(0), RangeError, "Cannot use units 0 of sizers.fixed"],
      [() => fixed(NaN), RangeError, "Cannot use units NaN"],
      [
        () => percent(101),
        RangeError,
        "Cannot use percent 101 of sizers.percent: pass a number above 0 and at most 100",
      ],
      [
        () => risk(any(0.01)),
        TypeError,
        "Cannot make sizers.risk with 0.01: pass an object, such as { fraction: 0.01 }",
      ],
      [() => risk(any({ fraction: 0.01, stopp: 1 })), TypeError, 'Cannot use option "stopp" of sizers.risk'],
      [() => risk({ fraction: 2 }), RangeError, "Cannot use fraction 2"],
      [() => risk({ fraction: 0.1, stop: -1 }), RangeError, "Cannot use stop -1"],
      [() => risk({ fraction: 0.1, stop: any("2") }), TypeError, 'Cannot use stop "2" of sizers.risk: pass a distance'],
      [() => volatility({ target: 0 }), RangeError, "Cannot use target 0"],
      [() => volatility({ target: 1, period: 1.5 }), RangeError, "Cannot use period 1.5"],
      [() => kelly({ winRate: 1.5, payoff: 1 }), RangeError, "Cannot use winRate 1.5"],
      [() => kelly({ winRate: 0.5, payoff: -1 }), RangeError, "Cannot use payoff -1"],
    ] as const
  ) assertThrows(make, kind, message);
  const run = (order: object, options: ct.BacktestOptions = {}): void =>
    void runScript(flat(10, 10), { 1: (s) => void s.buy(order) }, options);
  for (
    const [order, message] of [
      [{ size: risk({ fraction: 0.1 }) }, "Cannot size an order by its risk without a stop"],
      [{ size: fixed(1), cash: 5 }, "Cannot buy with a sizer and cash: pass one of them"],
      [{ size: () => "much" }, 'Cannot use the size "much" of a sizer: return units as a number'],
      [{ size: () => ({ size: 1, cash: 2 }) }, "of a sizer: return units as a number"],
      [{ size: () => NaN }, "Cannot use size NaN: pass a finite number"],
    ] as const
  ) assertThrows(() => run(order), ct.StrategyError, message);
  assertThrows(() => run({}, { sizer: any(5) }), TypeError, "Cannot use sizer 5: pass one of ct.sizers");
  assertThrows(() => run({}, { sizer: any(async () => await 5) }), TypeError, "Cannot use sizer");
});

Deno.test("risk counts a stop-loss at a distance from the price that the order expects", () => {
  const feed = dailyBars([[100, 100, 100, 100], [100, 100, 100, 100]]);
  const size = ct.sizers.risk({ fraction: 0.01 });
  for (
    const [stopLoss, expected] of [[{ amount: 5 }, 20], [{ percent: 4 }, 25], [{ trail: { percent: 4 } }, 25]] as const
  ) {
    for (const side of ["buy", "sell"] as const) {
      const outcome = runScript(feed, { 1: (s) => void s[side]({ size, stopLoss }) });
      assertEquals(outcome.fills.map((fill) => fill.size), [expected], side);
    }
  }
});
