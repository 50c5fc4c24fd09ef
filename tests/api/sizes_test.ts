/**
 * Sizes: orders without a size, by money, and targets, all of them worked out at the fill.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type * as ct from "../../mod.ts";
import { dailyBars, type Prices } from "./daily_bars.ts";
import { ends, fillLines, runScript, scripted } from "./scripted.ts";
import { backtest } from "../../mod.ts";

const FLAT: Prices = [100, 100, 100, 100];
const at = (price: number): Prices => [price, price, price, price];

Deno.test("an order without a size closes the whole of an opposite position, whatever the price and the fee", () => {
  for (const commission of [0, 0.001, { perUnit: 0.01, minimum: 1 }, { perOrder: 5 }]) {
    for (const exit of [80, 100, 120]) {
      const outcome = runScript(dailyBars([FLAT, FLAT, at(exit), at(exit)]), {
        1: (s) => void s.buy(),
        2: (s) => void s.sell(),
      }, { commission });
      const [bought, sold] = outcome.fills;
      assertEquals([outcome.fills.length, sold!.size], [2, bought!.size]);
      assertEquals(outcome.trades.map(({ closedUs }) => closedUs === null), [false]);
    }
  }
});

Deno.test("an order without a size that was placed against a position only reduces, for its whole life", () => {
  // The limit sell rests while close() ends the position, and a second entry gives it something to close again.
  const outcome = runScript(dailyBars([FLAT, FLAT, FLAT, FLAT, FLAT, [100, 111, 100, 100]]), {
    1: (s) => void s.buy({ size: 10 }),
    2: (s) => void s.sell({ limit: 110 }),
    3: (s) => void s.close(),
    4: (s) => void s.buy({ size: 3 }),
  });
  assertEquals(fillLines(outcome).at(-1), [2, 6, "limit", -3, 110]);
  const flat = runScript(dailyBars([FLAT, FLAT, FLAT, FLAT, [100, 111, 100, 100]]), {
    1: (s) => void s.buy({ size: 10 }),
    2: (s) => void s.sell({ limit: 110 }),
    3: (s) => void s.close(),
  });
  assertEquals(ends(flat)[1], "2 cancelled nothingToClose");
});

Deno.test("an order without a size that was placed flat closes what is opposite at its fill, and opens nothing", () => {
  const outcome = runScript(dailyBars([FLAT, FLAT, [100, 111, 100, 100]]), {
    1: (s) => {
      s.sell({ limit: 110 });
      s.buy({ size: 4 });
    },
  });
  assertEquals(fillLines(outcome), [[2, 2, "open", 4, 100], [1, 3, "limit", -4, 110]]);
});

Deno.test("an order without a size opens with the whole account, and adds what cash is left", () => {
  const outcome = runScript(dailyBars([FLAT, FLAT, FLAT, FLAT]), {
    1: (s) => void s.buy({ size: 60 }),
    2: (s) => void s.buy(),
  });
  assertEquals(fillLines(outcome), [[1, 2, "open", 60, 100], [2, 3, "open", 40, 100]]);
});

Deno.test("the summary says once that an order without a size closed and opened nothing", () => {
  const run = (sell: ct.OrderOptions): string =>
    backtest(
      scripted({ 1: (s) => void s.buy({ size: 5 }), 2: (s) => void s.sell(sell) }),
      dailyBars([FLAT, FLAT, FLAT]),
    ).summary().replaceAll(/\s+/g, " ");
  const note =
    "1 order without a size closed a position and opened none; to flip a position, give a size or use target";
  assertEquals([run({}).includes(note), run({ size: 10 }).includes("without a size")], [true, false]);
});

Deno.test("the largest size is the one whose sum with commission stays within the budget before it is rounded", () => {
  const bought = (price: number, options: ct.BacktestOptions, order: ct.OrderOptions = {}): number =>
    runScript(dailyBars([at(price), at(price)]), { 1: (s) => void s.buy(order) }, options).fills[0]!.size;
  assertEquals(bought(10, { cash: 1000 }), 100);
  assertEquals(bought(10, {}), 1000);
  assertEquals(bought(3, { cash: 1000 }), 333.33333333);
  assertEquals(bought(10, { cash: 1001, commission: 0.001 }), 100);
  assertEquals(bought(10, { cash: 1010, commission: { perUnit: 0.1 } }), 100);
  assertEquals(bought(10, { cash: 1005, commission: { perOrder: 5 } }), 100);
  assertEquals(bought(10, {}, { cash: 250 }), 25);
  assertEquals(bought(10, { lot: 1 }, { cash: 259.99 }), 25);
});

Deno.test("cash is cut to the free cash as a fraction is", () => {
  const outcome = runScript(dailyBars([FLAT, FLAT, FLAT, FLAT]), {
    1: (s) => void s.buy({ fraction: 0.5 }),
    2: (s) => {
      s.buy({ cash: 8000 });
      s.buy({ fraction: 0.8 });
    },
  });
  assertEquals(fillLines(outcome), [[1, 2, "open", 50, 100], [2, 3, "open", 50, 100]]);
  assertEquals(ends(outcome)[2], "3 rejected insufficientCash");
  assertEquals(outcome.refusals.map(({ needed, available }) => [needed, available]), [[0.000001, 0]]);
});

Deno.test("a fraction is one of the account's value at the fill, at the price of that fill", () => {
  // 50 held from 100 on; at the open of 120 the account is worth 11,000, of which 0.25 buys 22.91666666.
  const outcome = runScript(dailyBars([FLAT, FLAT, at(120)]), {
    1: (s) => void s.buy({ fraction: 0.5 }),
    2: (s) => void s.buy({ fraction: 0.25 }),
  });
  assertEquals(fillLines(outcome)[1], [2, 3, "open", 22.91666666, 120]);
});

Deno.test("a rotation by fraction buys the same whatever the order of feeds and calls", () => {
  const rows = { falls: [FLAT, FLAT, at(90), at(90)], rises: [FLAT, FLAT, at(50), at(50)] };
  const sizes = [["falls", "rises"], ["rises", "falls"]].map((names) =>
    [true, false].map((closesFirst) => {
      const feeds = Object.fromEntries(
        names.map((name) => [name, dailyBars(rows[name as keyof typeof rows], { name })]),
      );
      const outcome = runScript(feeds, {
        1: (s) => void s.buy({ feed: "falls", fraction: 1 }),
        2: (s) => {
          if (closesFirst) s.close({ feed: "falls" });
          s.buy({ feed: "rises", fraction: 0.5 });
          if (!closesFirst) s.close({ feed: "falls" });
        },
      });
      return outcome.fills.map(({ feed, size }) => [feed, size]);
    })
  );
  // 100 sold at 90 leave 9,000, of which half buys 90 at 50.
  const expected = [["falls", 100], ["falls", 100], ["rises", 90]];
  assertEquals(sizes, [[expected, expected], [expected, expected]]);
});

Deno.test("another instrument is worth its last fill of the step, else its last close, never its coming open", () => {
  const feeds = {
    held: dailyBars([FLAT, FLAT, at(200)], { name: "held" }),
    bought: dailyBars([FLAT, FLAT, FLAT], { name: "bought" }),
  };
  // The 50 held are worth 5,000 at their last close, not 10,000 at the open that comes.
  const outcome = runScript(feeds, {
    1: (s) => void s.buy({ feed: "held", size: 50 }),
    2: (s) => void s.buy({ feed: "bought", fraction: 0.4 }),
  });
  assertEquals(outcome.fills[1]!.size, 40);
});

Deno.test("a target goes from any position to the size that it names, closing before it opens", () => {
  const sizes = (start: number, size: number): number[] =>
    runScript(dailyBars([FLAT, FLAT, FLAT]), {
      1: (s) => void s.target({ size: start }),
      2: (s) => void s.target({ size }),
    }).fills.map(({ side, size }) => side === "buy" ? size : -size);
  assertEquals(sizes(10, 4), [10, -6]);
  assertEquals(sizes(10, 25), [10, 15]);
  assertEquals(sizes(10, -5), [10, -10, -5]);
  assertEquals(sizes(-10, 5), [-10, 10, 5]);
  assertEquals(sizes(-10, -3), [-10, 7]);
  assertEquals(sizes(10, 0), [10, -10]);
  assertEquals(sizes(10, 10), [10]);
});

Deno.test("a target that is reached already ends as on target, and a target of nothing closes", () => {
  const outcome = runScript(dailyBars([FLAT, FLAT, FLAT, FLAT]), {
    1: (s) => void s.target({ fraction: 0 }),
    2: (s) => void s.target({ value: 1000 }),
    3: (s) => void s.target({ value: 1000 }),
  });
  assertEquals(ends(outcome), ["1 cancelled onTarget", "2 filled filled", "3 cancelled onTarget"]);
  assertEquals(outcome.orders.map(({ role, asked }) => [role, asked]), [
    ["target", { fraction: 0 }],
    ["target", { value: 1000 }],
    ["target", { value: 1000 }],
  ]);
});

Deno.test("a target by value or fraction is worked out at the fill, and free cash cuts it", () => {
  const rows = [FLAT, FLAT, at(110), at(110)];
  const held = (target: ct.TargetOptions, options: ct.BacktestOptions = {}): number[] =>
    runScript(dailyBars(rows), { 1: (s) => void s.target(target), 2: (s) => void s.target(target) }, options)
      .fills.map(({ side, size }) => side === "buy" ? size : -size);
  assertEquals(held({ value: 5000 }, { lot: 1 }), [50, -5]);
  // Half of 10,500 at 110 are 47.7 units.
  assertEquals(held({ fraction: 0.5 }, { lot: 1 }), [50, -3]);
  assertEquals(held({ fraction: -0.5 }, { lot: 1 }), [-50, 7]);
  // The whole account does not pay for the commission too; the 0.1 that are left buy nothing more.
  assertEquals(held({ fraction: 1 }, { lot: 1, commission: 0.001 }), [99]);
  assertEquals(held({ value: 50_000 }, { lot: 1 }), [100]);
});

Deno.test("a target of a size that cash does not pay for is refused, and its closing part stands", () => {
  const outcome = runScript(dailyBars([FLAT, FLAT, FLAT]), {
    1: (s) => void s.target({ size: 10 }),
    2: (s) => void s.target({ size: -500 }),
  });
  assertEquals(fillLines(outcome), [[1, 2, "open", 10, 100], [2, 3, "open", -10, 100]]);
  assertEquals(outcome.refusals.map(({ reason, needed, available }) => [reason, needed, available]), [
    ["insufficientCash", 50_000, 10_000],
  ]);
});

Deno.test("a target slips to the side that it turns out to trade", () => {
  const outcome = runScript(dailyBars([[100, 105, 95, 100], [100, 105, 95, 100], [100, 105, 95, 100]]), {
    1: (s) => void s.target({ size: 10 }),
    2: (s) => void s.target({ size: 4 }),
  }, { slippage: 0.01 });
  assertEquals(fillLines(outcome), [[1, 2, "open", 10, 101], [2, 3, "open", -6, 99]]);
});

Deno.test("sizes that no market takes are refused with a code, and lose nothing else", () => {
  const outcome = runScript(dailyBars([FLAT, FLAT]), {
    1: (s) => {
      s.buy({ size: 0 });
      s.buy({ size: 0.4 });
      s.buy({ size: -3 });
      s.buy({ cash: -3 });
      s.buy({ fraction: 0 });
      s.buy({ size: 2 });
    },
  }, { lot: 1 });
  assertEquals(outcome.refusals.map(({ orderId, reason, size }) => [orderId, reason, size]), [
    [1, "belowLot", 0],
    [2, "belowLot", 0.4],
    [3, "negative", -3],
    [4, "negative", null],
    [5, "belowLot", null],
  ]);
  assertEquals(fillLines(outcome), [[6, 2, "open", 2, 100]]);
});

Deno.test("a position can always be closed, however much its round trip has turned over", () => {
  const script: Record<
    number,
    (s: { buy: (o: ct.OrderOptions) => unknown; sell: (o: ct.OrderOptions) => unknown }) => void
  > = {
    1: (s) => void s.buy({ size: 890_000 }),
  };
  for (let bar = 2; bar < 430; bar++) {
    script[bar] = (s) => void (bar % 2 === 0 ? s.sell({ size: 440_000 }) : s.buy({ size: 440_000 }));
  }
  const outcome = runScript(
    dailyBars(Array.from({ length: 440 }, () => FLAT)),
    { ...script, 435: (s) => void s.close() },
    { cash: 9e7, lot: 1, moneyUnit: 0.000001 },
  );
  assertEquals([outcome.refusals, outcome.orders.at(-1)!.state], [[], "filled"]);
  assertEquals(outcome.diagnostics.map(({ reason }) => reason), ["figureLimit", "figureLimit"]);
  assertEquals(outcome.trades.map(({ closedUs }) => closedUs === null), [false]);
});
