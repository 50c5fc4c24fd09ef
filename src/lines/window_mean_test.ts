import { assert, assertEquals } from "@std/assert";
import { RollingSum } from "../feeds/exact_sum.ts";
import { Random } from "../laws/random.ts";
import { PRODUCT_MAX, sidesOfMeans, type StepColumn, type WindowMean } from "./window_mean.ts";

/** Prices by their steps, as a feed has them: steps x numerator / denominator. */
function pricesOf(steps: readonly number[], numerator: number, denominator: number, grid: object = {}): StepColumn {
  const column = Float64Array.from(steps);
  return { steps: column, prices: column.map((count) => count * numerator / denominator), grid };
}

/** The sides of both columns: exact sums of the prices, rounded once, over the periods. */
function sidesOfColumns(a: WindowMean, b: WindowMean, first: number): Int8Array {
  const [left, right] = [a, b].map(({ prices, period }) => {
    const sum = new RollingSum(period, period);
    return prices.map((price) => sum.update(price));
  });
  return Int8Array.from(left!, (value, bar) => bar < first ? 0 : Math.sign(value - right![bar]!));
}

/** Markets that are made to bring sums near to each other, or prices to a limit. */
const MARKETS: Readonly<Record<string, (random: Random, bars: number) => number[]>> = {
  "a walk in cents": (random, bars) => walk(random, bars, 10_000, 80),
  "a walk in large steps, so that means are often equal": (random, bars) => walk(random, bars, 20, 2),
  "two prices in turn": (_random, bars) => Array.from({ length: bars }, (_value, bar) => 3 + bar % 2),
  "prices of a few steps": (random, bars) => Array.from({ length: bars }, () => random.between(1, 3)),
  "prices that leap": (random, bars) => Array.from({ length: bars }, () => random.pick([1, 7, 1e6, 2 ** 40])),
  "prices near the limit of the products": (random, bars) =>
    Array.from({ length: bars }, () => Math.floor(PRODUCT_MAX / 400) - random.below(3)),
};

function walk(random: Random, bars: number, start: number, change: number): number[] {
  let price = start;
  return Array.from({ length: bars }, () => price = Math.max(1, price + random.between(-change, change)));
}

Deno.test("sides by whole numbers are those of the columns, for prices of every grid", () => {
  for (const [market, make] of Object.entries(MARKETS)) {
    let compared = 0, equal = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed), bars = 200;
      const [numerator, denominator] = random.pick([[1, 100], [1, 10], [1, 1000], [1, 1e12], [5, 1], [1, 3], [7, 90]])!;
      const column = pricesOf(make(random, bars), numerator!, denominator!);
      const other = random.chance(30) ? pricesOf(make(random, bars), numerator!, denominator!, column.grid) : column;
      const a = { ...column, period: random.between(1, 12) }, b = { ...other, period: random.between(1, 30) };
      const first = Math.max(a.period, b.period) - 1 + random.below(3), sides = new Int8Array(bars);
      if (!sidesOfMeans(a, b, first, sides)) continue;
      compared++;
      const expected = sidesOfColumns(a, b, first);
      assertEquals(sides, expected, `${market}, seed ${seed}`);
      // From the second time on the running sums of the steps are there, where both means are of the same prices.
      for (let again = 0; again < 2; again++) {
        assert(sidesOfMeans(a, b, first, sides.fill(7, first)), `${market}, seed ${seed}`);
        assertEquals(sides, expected, `${market}, seed ${seed}, again`);
      }
      equal += expected.subarray(first).filter((side) => side === 0).length;
    }
    assert(compared > 20, `${market}: ${compared} compared`);
    if (market.includes("equal") || market.includes("few")) assert(equal > 50, `${market}: ${equal} equal`);
  }
});

Deno.test("means that are equal as whole numbers and differ as doubles take the side of the doubles", () => {
  let differing = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const random = new Random(seed), column = pricesOf(walk(random, 100, 60, 4), 1, 10);
    const a = { ...column, period: 2 }, b = { ...column, period: 3 }, sides = new Int8Array(100);
    assert(sidesOfMeans(a, b, 2, sides));
    const expected = sidesOfColumns(a, b, 2), { steps } = column;
    assertEquals(sides, expected);
    assert(sidesOfMeans(a, b, 2, sides.fill(7, 2)));
    assertEquals(sides, expected);
    for (let bar = 2; bar < 100; bar++) {
      const two = steps[bar]! + steps[bar - 1]!, isTie = 3 * two === 2 * (two + steps[bar - 2]!);
      if (isTie && expected[bar] !== 0) differing++;
    }
  }
  assert(differing > 20, `${differing} ties of whole numbers are none of doubles`);
});

Deno.test("prices of two grids, sums past the limit and sums that are nearly always equal are left to the columns", () => {
  const flat = Array.from({ length: 1000 }, () => 5), sides = new Int8Array(1000);
  const grid = pricesOf(flat, 1, 10), other = pricesOf(flat, 1, 100);
  assertEquals(sidesOfMeans({ ...grid, period: 1 }, { ...other, period: 1 }, 0, sides), false);
  assertEquals(sidesOfMeans({ ...grid, period: 10 }, { ...grid, period: 30 }, 29, sides), false);
  assertEquals(sidesOfMeans({ ...grid, period: 1 }, { ...grid, period: 2 }, 1, sides), true);
  const large = pricesOf([1, 1, PRODUCT_MAX / 4, PRODUCT_MAX / 4, PRODUCT_MAX / 4], 1, 1);
  const five = new Int8Array(5);
  assertEquals(sidesOfMeans({ ...large, period: 1 }, { ...large, period: 2 }, 1, five), true);
  assertEquals(sidesOfMeans({ ...large, period: 1 }, { ...large, period: 4 }, 3, five), false);
});

Deno.test("a step whose product with both periods is at the limit is left to the way that looks at each sum", () => {
  const high = PRODUCT_MAX / 8, column = pricesOf([1, high, 2, 1, 1, 1, 1, 1], 1, 1);
  const a = { ...column, period: 2 }, b = { ...column, period: 4 }, sides = new Int8Array(8);
  // The sum of two times four is past the limit on the first bars that both have, and not on the last ones.
  for (let time = 0; time < 3; time++) {
    assertEquals(sidesOfMeans(a, b, 3, sides), true);
    assertEquals(sides, sidesOfColumns(a, b, 3));
  }
  const both = pricesOf([high, high, high, high], 1, 1), four = new Int8Array(4);
  for (let time = 0; time < 3; time++) {
    assertEquals(sidesOfMeans({ ...both, period: 2 }, { ...both, period: 4 }, 3, four), false);
  }
});
