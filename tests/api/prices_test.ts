/**
 * Prices and money at every height: coins of many decimals, penny stocks, futures, large accounts, noise of arithmetic.
 *
 * Each expected value was worked out by hand beside its test.
 *
 * @module
 */

import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { DAY_MS, type Prices } from "./daily_bars.ts";
import { fillLines, runScript, type Script, scripted } from "./scripted.ts";

/** Daily bars whose decimals the reader counts. */
function barsOf(rows: readonly Prices[], options: ct.BarsOptions = {}): ct.Bars {
  const time = rows.map((_row, day) => new Date(Date.UTC(2024, 0, 1) + day * DAY_MS).toISOString().slice(0, 10));
  const column = (at: 0 | 1 | 2 | 3): number[] => rows.map((row) => row[at]);
  return ct.bars({ time, open: column(0), high: column(1), low: column(2), close: column(3) }, {
    name: "AAA",
    ...options,
  });
}

/** The same bar some times. */
function same(row: Prices, count = 4): readonly Prices[] {
  return Array.from({ length: count }, () => row);
}

/** Cash at the end on every engine. */
function cashOf(feed: ct.Bars, script: Script, options: ct.BacktestOptions = {}): number {
  return runScript(feed, script, options).cash.at(-1)!;
}

function summaryOf(feed: ct.Bars, options: ct.BacktestOptions = {}, script: Script = {}): string {
  return ct.backtest(scripted(script), feed, options).summary().replaceAll(/\s+/g, " ");
}

const ROUND_TRIP = (size: number): Script => ({ 1: (s) => void s.buy({ size }), 2: (s) => void s.close() });

Deno.test("a coin of nine decimals is bought and sold at its own prices", () => {
  const feed = barsOf([
    [0.000002511, 0.0000026, 0.0000024, 0.000002533],
    [0.000002534, 0.0000026, 0.0000025, 0.000002555],
    [0.000002567, 0.0000026, 0.0000025, 0.000002571],
  ]);
  // 4e8 x (0.000002567 - 0.000002534) = 13.2.
  assertEquals(cashOf(feed, ROUND_TRIP(4e8)), 10_013.2);
  assertEquals(cashOf(feed, ROUND_TRIP(4e8), { resolution: 1e-9 }), 10_013.2);
});

Deno.test("a coin of ten decimals, and one at the finest grid of all, are valued to the money unit", () => {
  const ten = runScript(barsOf([[2.5e-9, 2.6e-9, 2.4e-9, 2.5e-9], [2.5e-9, 2.9e-9, 2.5e-9, 2.8e-9]]), {
    1: (s) => void s.buy({ size: 2e12 }),
  });
  assertEquals([ten.cash.at(-1), ten.equity.at(-1)], [5000, 10_600]);
  const finest = runScript(barsOf([[3e-12, 4e-12, 2e-12, 3e-12], [3e-12, 5e-12, 3e-12, 4e-12]]), {
    1: (s) => void s.buy({ size: 1e15 }),
  });
  assertEquals([finest.cash.at(-1), finest.equity.at(-1)], [7000, 11_000]);
});

Deno.test("a stop of two per cent below a coin's price is where it was asked", () => {
  const feed = barsOf([
    [0.00000972, 0.0000098, 0.0000097, 0.00000972],
    [0.00000972, 0.0000098, 0.0000097, 0.00000975],
    [0.00000975, 0.00000976, 0.0000094, 0.0000095],
  ]);
  const outcome = runScript(feed, { 1: (s) => void s.buy({ size: 1e8, stopLoss: 0.00000972 * 0.98 }) });
  // 0.00000972 x 0.98 = 0.0000095256, and 1e8 x (0.0000095256 - 0.00000972) = -19.44.
  assertEquals(fillLines(outcome).map(([, bar, rule, , price]) => [bar, rule, price]), [
    [2, "open", 0.00000972],
    [3, "stop", 0.0000095256],
  ]);
  assertEquals(outcome.cash.at(-1), 9980.56);
});

Deno.test("slippage of a few basis points costs what it says, on pennies and on whole numbers", () => {
  // 2 x 8000 x 0.25 x 0.0004 = 1.6; 2 x 5 x 200 x 0.002 = 4.
  assertEquals(cashOf(barsOf(same([0.25, 0.3, 0.2, 0.25])), ROUND_TRIP(8000), { slippage: 0.0004 }), 9998.4);
  assertEquals(cashOf(barsOf(same([200, 210, 190, 200])), ROUND_TRIP(5), { slippage: 0.002 }), 9996);
});

Deno.test("slippage goes against the trader to a declared tick, and never past the bar", () => {
  const feed = barsOf(same([4500.25, 4510, 4490, 4500.25]));
  // 4500.25 x 0.0001 = 0.450025: up to 4500.75 and down to 4499.75, 50 a point on two contracts.
  const outcome = runScript(feed, ROUND_TRIP(2), { slippage: 0.0001, tick: 0.25, multiplier: 50, cash: 1_000_000 });
  assertEquals(fillLines(outcome).map(([, , , size, price]) => [size, price]), [[2, 4500.75], [-2, 4499.75]]);
  assertEquals(outcome.cash.at(-1), 999_900);
  const tight = barsOf(same([4500.25, 4500.25, 4500.25, 4500.25]));
  const clamped = runScript(tight, ROUND_TRIP(2), { slippage: 0.0001, tick: 0.25, multiplier: 50, cash: 1_000_000 });
  assertEquals(clamped.cash.at(-1), 1_000_000);
});

Deno.test("adjusted prices keep what the adjustment made of them", () => {
  const text = "Date,Open,High,Low,Close,Adj Close,Volume\n" +
    "1985-01-02,20,20.5,19.5,20,0.05,1000\n1985-01-03,21,21.5,20.5,21,0.0525,1000\n1985-01-04,22,22.5,21.5,22,0.055,1000\n";
  const feed = ct.parseCsv(new TextEncoder().encode(text), "old.csv", { adjust: "back" });
  assertEquals(feed.decimals, 1);
  // A factor of 1/400: in at 0.0525, out at 0.055, so 100,000 x 0.0025.
  for (const options of [{}, { resolution: 1e-8 }]) assertEquals(cashOf(feed, ROUND_TRIP(100_000), options), 10_250);
});

Deno.test("noise of arithmetic in a bar is no fault, a real difference is one", () => {
  assertEquals(barsOf([[12.300000000000001, 12.3, 12, 12.1], [12.1, 12.3, 12.100000000000001, 12.2]]).length, 2);
  assertThrows(() => barsOf([[12.31, 12.3, 12, 12.1]]), RangeError, "the open 12.31 is above the high 12.3");
  const csv = (open: string): ct.Bars =>
    ct.parseCsv(new TextEncoder().encode(`Date,Open,High,Low,Close\n2024-01-02,${open},12.3,12,12.1\n`), "a.csv");
  assertEquals(csv("12.300000000000001").length, 1);
  assertThrows(() => csv("12.31"), RangeError, "above the high");
  const noisy = barsOf(same([12.300000000000001, 12.3, 12, 12.1]));
  assertEquals(cashOf(noisy, ROUND_TRIP(100)), 10_000);
});

Deno.test("a long column of noise is rounded to its grid and told to nobody", () => {
  const count = 100_000, time = Array.from({ length: count }, (_value, at) => 1.6e12 + at * 60_000);
  const price = (at: number): number => (10_000 + at % 97) / 100 * 1.1 / 1.1 + (at % 3) * 1e-14;
  const column = time.map((_time, at) => price(at));
  const feed = ct.bars({ time, open: column, high: column, low: column, close: column }, { name: "AAA" });
  const outcome = runScript(feed, { 1: (s) => void s.buy({ size: 10 }) }, { closeAtEnd: true });
  // The second bar opens at 100.01, and the last one, of index 99,999, closes at 100 + 89 / 100.
  assertEquals(outcome.cash.at(-1), 10_000 + 10 * (100.89 - 100.01));
  assert(!summaryOf(feed).includes("were rounded"));
});

Deno.test("limits and stops between the prices of whole-number data are where they were asked", () => {
  const feed = barsOf([[100, 101, 99, 100], [100, 101, 99, 100], [100, 101, 97, 98], [98, 99, 97, 98]]);
  const outcome = runScript(feed, {
    1: (s) => void s.buy({ size: 1 }),
    2: (s) => void s.sell({ size: 1, stop: 97.5 }),
    3: (s) => void s.buy({ size: 1, limit: 97.125 }),
  });
  assertEquals(fillLines(outcome).map(([, , rule, , price]) => [rule, price]), [
    ["open", 100],
    ["stop", 97.5],
    ["limit", 97.125],
  ]);
});

Deno.test("the summary says that prices are not snapped, until a tick is declared", () => {
  const feed = barsOf(same([100, 101, 99, 100]));
  assertStringIncludes(
    summaryOf(feed),
    "Order prices not snapped, as no tick is declared for AAA; tick: 0.01 sets it",
  );
  assert(!summaryOf(feed).includes("whole numbers"));
  const snapped = ct.backtest(scripted({}), feed, { tick: 0.01 }), free = ct.backtest(scripted({}), feed);
  assert(!snapped.summary().includes("not snapped"));
  assertEquals([snapped, free].map((each) => each.configuration.instruments[0]!.tick), ["1/100", null]);
  const one = ct.backtest(scripted({}), feed, { tick: 0.01, instruments: { AAA: { tick: null } } });
  assertEquals(one.configuration.instruments[0]!.tick, null);
});

Deno.test("a declared tick coarser than the data's decimals snaps order prices and leaves the data alone", () => {
  const feed = barsOf([[1.123, 1.135, 1.111, 1.125], [1.125, 1.135, 1.101, 1.117], [1.117, 1.137, 1.101, 1.117]]);
  const outcome = runScript(feed, {
    1: (s) => void s.buy({ size: 100, limit: 1.119 }),
    2: (s) => void s.sell({ size: 100, limit: 1.121 }),
  }, { tick: 0.01 });
  assertEquals(fillLines(outcome).map(([, , , size, price]) => [size, price]), [[100, 1.11], [-100, 1.13]]);
  assertEquals(outcome.equity.at(-1), 10_002);
});

Deno.test("currencies, bitcoin, bonds in thirty-seconds and futures come out to the cent", () => {
  const pip = barsOf([[1.09876, 1.1, 1.09, 1.09876], [1.09876, 1.1, 1.09, 1.0999], [1.09999, 1.1, 1.09, 1.0999]]);
  // 1000 x 0.00123.
  assertEquals(cashOf(pip, ROUND_TRIP(1000), { tick: 0.00001 }), 10_001.23);
  const yen = barsOf([[151.123, 152, 150, 151.5], [151.456, 152, 150, 151.5], [151.999, 152, 150, 151.5]]);
  assertEquals(cashOf(yen, ROUND_TRIP(10)), 10_005.43);
  const cross = barsOf([[0.03, 0.031, 0.029, 0.03], [0.03005, 0.031, 0.029, 0.03], [0.03015, 0.031, 0.029, 0.03]]);
  assertEquals(cashOf(cross, ROUND_TRIP(10_000)), 10_001);
  const coin = runScript(barsOf(same([100_000, 101_000, 99_000, 100_000])), {
    1: (s) => void s.buy({ fraction: 0.3 }),
  });
  assertEquals([coin.fills[0]!.size, coin.cash.at(-1)], [0.03, 7000]);
  const bond = barsOf([[99.5, 100, 99, 99.5], [99.53125, 100, 99, 99.5], [99.78125, 100, 99, 99.5]]);
  assertEquals(cashOf(bond, ROUND_TRIP(10), { resolution: "1/32", tick: "1/32" }), 10_002.5);
  assertEquals(cashOf(bond, ROUND_TRIP(10), { tick: "1/32" }), 10_002.5);
  const future = barsOf([[5000.25, 5010, 4990, 5000], [5000.25, 5010, 4990, 5000], [5002.75, 5010, 4990, 5000]]);
  assertEquals(cashOf(future, ROUND_TRIP(3), { multiplier: 50, tick: 0.25, cash: 1e6 }), 1_000_375);
});

Deno.test("prices from a hundred-thousandth to a hundred thousand share a grid, and what it costs is told", () => {
  const feed = barsOf([[0.00001234, 0.00001234, 0.00001234, 0.00001234], [1e5, 1e5, 1e5, 1e5], [2e5, 2e5, 2e5, 2e5]]);
  assertMatch(summaryOf(feed), /Prices of AAA were rounded to 1e-7; the largest change was 4e-8/);
  assertEquals(cashOf(feed, ROUND_TRIP(0.01)), 11_000);
});

Deno.test("large prices and accounts need no option", () => {
  const rupiah = barsOf([
    [1_700_000_000.1234567, 1_700_000_009, 1_700_000_000, 1_700_000_005],
    [1_700_000_005, 1_700_000_009, 1_700_000_000, 1_700_000_005],
    [1_710_000_005, 1_710_000_009, 1_710_000_000, 1_710_000_005],
  ]);
  assertEquals(cashOf(rupiah, ROUND_TRIP(0.002), { cash: 10_000_000 }), 10_020_000);
  const feed = barsOf([[40_000, 41_000, 39_000, 40_500], [40_500, 41_000, 39_000, 40_500]]);
  for (const [cash, moneyUnit] of [[2e8, "1/100000"], [1e12, "1/10"], [1e14, "10"]] as const) {
    const outcome = runScript(feed, { 1: (s) => void s.buy({ fraction: 0.5 }) }, { cash });
    assertEquals([outcome.equity[0], outcome.equity.at(-1)], [cash, cash]);
    assertEquals(ct.backtest(scripted({}), feed, { cash }).configuration.moneyUnit, moneyUnit);
  }
});

Deno.test("numbers of a division are taken, and small accounts are told what became of them", () => {
  const feed = barsOf(same([100, 101, 99, 100]));
  const equity = (options: ct.BacktestOptions): number => runScript(feed, {}, options).equity.at(-1)!;
  assertEquals(equity({ cash: 20_000 / 3 }), 6666.666667);
  assertEquals(equity({ cash: 0.01 }), 0.01);
  for (const commission of [0.002 / 3, { perOrder: 1 / 3 }, { perUnit: 0.01 / 7, minimum: 1 / 3 }]) {
    assertEquals(equity({ commission }), 10_000);
  }
  // 100 x 10 / 3000 and 0.333333 an order.
  assertEquals(cashOf(feed, ROUND_TRIP(10), { commission: 1 / 3000 }), 9999.333334);
  assertEquals(cashOf(feed, ROUND_TRIP(10), { commission: { perOrder: 1 / 3 } }), 9999.333334);
  assertEquals(equity({ resolution: 1 / 3, lot: 0.1 + 0.2 }), 10_000);
  assertStringIncludes(summaryOf(feed, { cash: 0.0000014 }), "The cash was rounded from 0.0000014 to 0.000001");
  assertThrows(() => equity({ cash: 1e-7 }), RangeError, "Cannot start with cash 1e-7: it is nothing in units of");
});

Deno.test("a price that no order can have is a refusal with a code, never an exception", () => {
  const feed = barsOf(same([100, 101, 99, 100]));
  const reasons = (order: ct.OrderOptions, options: ct.BacktestOptions = {}): string[] => {
    const outcome = runScript(feed, { 1: (s) => void s.buy(order) }, options);
    return outcome.refusals.map(({ orderId, reason }) => `${orderId} ${reason}`);
  };
  assertEquals(reasons({ size: 1, limit: 1e300 }), ["1 priceRange"]);
  assertEquals(reasons({ size: 1, stop: 1e300 }, { tick: 0.01 }), ["1 priceRange"]);
  assertEquals(reasons({ size: 1, limit: 0 }), ["1 priceMissing"]);
  assertEquals(reasons({ size: 1, limit: 0.004 }, { tick: 0.01 }), ["1 priceMissing"]);
  assertEquals(reasons({ size: 1, stop: 1e-9 }), ["1 priceMissing"]);
  assertEquals(reasons({ size: 1, limit: -5 }), ["1 negative"]);
  assertEquals(reasons({ size: 1, limit: 100, stop: -1e300 }), ["1 negative"]);
  assertEquals(reasons({ size: 1, stopLoss: -3, takeProfit: 1e300 }), ["1 protectivePrice"]);
  assertEquals(reasons({ size: 1, stopLoss: 0, takeProfit: 102 }), ["1 protectivePrice"]);
  assertEquals(reasons({ size: 1, limit: 99.995 }, { tick: 0.01, tickRounding: "reject" }), ["1 offTick"]);
});

Deno.test("a replacement by a price that no order can have is refused, and the order keeps its terms", () => {
  const feed = barsOf(same([100, 101, 99, 100]));
  for (const [limit, reason] of [[0, "negative"], [-1, "negative"], [1e300, "priceRange"]] as const) {
    const outcome = runScript(feed, {
      1: (s) => void (s.kept["order"] = s.buy({ size: 1, limit: 50 })),
      2: (s) => s.replace(s.kept["order"]!, { limit }),
    });
    assertEquals(outcome.refusals.map((each) => each.reason), [reason]);
    assertEquals(outcome.orders.map((order) => [order.limit, order.state]), [[50, "accepted"]]);
  }
});

Deno.test("a price that is no finite number is an exception that names option and value", () => {
  const feed = barsOf(same([100, 101, 99, 100]));
  for (const name of ["limit", "stop", "stopLoss", "takeProfit"]) {
    for (const value of [NaN, Infinity, -Infinity, "5", null] as unknown as number[]) {
      const shown = typeof value === "string" ? JSON.stringify(value) : String(value);
      assertThrows(
        () => ct.backtest(scripted({ 1: (s) => void s.buy({ size: 1, [name]: value }) }), feed),
        ct.StrategyError,
        `Cannot use ${name} ${shown}: pass a `,
      );
    }
  }
});

Deno.test("a price past a declared grid is an error that names feed, bar, price and remedy", () => {
  assertThrows(
    () => ct.backtest(scripted({}), barsOf([[1, 1, 1, 1], [1e9, 1e9, 1e9, 1e9]]), { resolution: 1e-8 }),
    RangeError,
    'Cannot use a resolution of 1e-8 for feed "AAA": the price 1000000000 of its bar 1 is past 2^53 steps; pass a coarser one',
  );
  for (const price of [1e13, 1e18, 3e20]) {
    assertEquals(cashOf(barsOf(same([price, price, price, price])), {}), 10_000);
  }
  for (const price of [1e25, 1e300]) {
    assertThrows(
      () => ct.backtest(scripted({}), barsOf([[1, 1, 1, 1], [price, price, price, price]])),
      RangeError,
      `Cannot use feed "AAA": the price ${price} of its bar 1 is past what the account can count; divide the prices`,
    );
  }
});
