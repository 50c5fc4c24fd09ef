import { assert, assertEquals, assertThrows } from "@std/assert";
import { bars } from "../feeds/read_columns.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { type DeclaredGrids, type Grids, inferMoneyUnit, resolveGrids } from "./grids.ts";
import { powerOfTenth, toText } from "./rational.ts";

const MICRO = powerOfTenth(6);

function feedOf(prices: readonly number[], decimals?: number): FeedData {
  const time = prices.map((_price, day) => new Date(Date.UTC(2024, 0, 1 + day)));
  return bars({ time, open: prices, high: prices, low: prices, close: prices }, {
    name: "x",
    timeframe: "1d",
    ...(decimals === undefined ? {} : { decimals }),
  });
}

function gridsOf(prices: readonly number[], declared: DeclaredGrids = {}, cash = 10_000, decimals?: number): Grids {
  return resolveGrids(feedOf(prices, decimals), declared, cash, inferMoneyUnit(cash));
}

function resolutionOf(...prices: readonly number[]): string {
  return toText(gridsOf(prices).resolution);
}

Deno.test("the resolution has the decimals of the data, or as many as make a step 10^-6 of the lowest price", () => {
  assertEquals(resolutionOf(100), "1/10000");
  assertEquals(resolutionOf(99.99), "1/100000");
  assertEquals(resolutionOf(100, 0.01), "1/100000000");
  assertEquals(resolutionOf(4500.25), "1/1000");
  assertEquals(resolutionOf(4500.125, 4500.0625), "1/10000");
  assertEquals(resolutionOf(1_000_000), "1");
  assertEquals(resolutionOf(0.0000015), "1/1000000000000");
});

Deno.test("the resolution has twelve decimals at most, and leaves 1024 times the highest price below 2^53 steps", () => {
  assertEquals(resolutionOf(1e-12), "1/1000000000000");
  // Sixteen digits of noise need more decimals than are left at each height.
  assertEquals(resolutionOf(1.0987600000000001), "1/1000000000000");
  assertEquals(resolutionOf(100.03999999999999), "1/10000000000");
  assertEquals(resolutionOf(1_612_345_678.1234567), "1/1000");
  assertEquals(resolutionOf(1e-5, 1e5), "1/10000000");
  assertEquals(resolutionOf(1e16), "10000");
  for (const price of [3.3e-7, 0.07, 8.589, 8.591, 1234.5, 7.7e8, 4e13]) {
    const { resolution } = gridsOf([price]);
    assert(1024 * price / (Number(resolution.numerator) / Number(resolution.denominator)) < 2 ** 53, `${price}`);
  }
});

Deno.test("decimals that are declared for the feed are the least, and a tick asks for its own", () => {
  assertEquals(toText(gridsOf([100], {}, 10_000, 6).resolution), "1/1000000");
  assertEquals(gridsOf([100.03125], { tick: "1/32" }).tick, 3125);
  assertEquals([gridsOf([1.5]).tick, gridsOf([1.5], { tick: null }).tick, gridsOf([1.5], { tick: 0.25 }).tick], [
    0,
    0,
    250_000,
  ]);
  assertEquals(gridsOf([1.123], { tick: 0.01 }).tick, 10_000);
  assertEquals(gridsOf([1.5], { resolution: "1/64", tick: "1/32" }).tick, 2);
  assertEquals(toText(gridsOf([1.5], { resolution: "1/32" }).resolution), "1/32");
});

Deno.test("a tick that is not a whole number of resolution steps is an error with the remedy", () => {
  assertThrows(
    () => gridsOf([1.5], { tick: 0.25, resolution: 0.1 }),
    RangeError,
    'Cannot use tick of feed "x" 0.25: it is not a whole number of resolution steps of 1/10; pass a resolution that divides it',
  );
  assertThrows(() => gridsOf([1.5], { tick: "1/3" }), RangeError, "pass a resolution that divides it");
});

Deno.test("the lot is one with a multiplier, else the finest that a hundredfold of the cash fits at the lowest price", () => {
  assertEquals(toText(gridsOf([4500.25], { multiplier: 50 }).lot), "1");
  assertEquals(toText(gridsOf([4500.25], { multiplier: 50, lot: 0.5 }).lot), "1/2");
  assertEquals([1.5e-9, 1e-12].map((price) => toText(gridsOf([price]).lot)), ["1/10", "1000"]);
  for (const price of [1e-12, 0.0001, 0.01, 1, 64.5, 5000, 60_000]) {
    for (const cash of [0.01, 100, 10_000, 1e6, 5e7, 1e12]) {
      const { lot } = gridsOf([price], {}, cash), text = toText(lot);
      const decimals = lot.numerator === 1n ? lot.denominator.toString().length - 1 : -text.length + 1;
      const fits = (k: number): boolean => 100 * cash / price < 2 ** 53 * 10 ** -k;
      assert(decimals <= 8 && fits(decimals), `${text} is too fine for ${cash} at ${price}`);
      assert(decimals === 8 || !fits(decimals + 1), `${text} is not the finest for ${cash} at ${price}`);
    }
  }
});

Deno.test("the money unit is 10^-6, or the least power of ten for which a hundredfold of the cash fits", () => {
  const units = [0.01, 10_000, 9e7, 1e8, 1e12, 1e15].map((cash) => toText(inferMoneyUnit(cash)));
  assertEquals(units, ["1/1000000", "1/1000000", "1/1000000", "1/100000", "1/10", "100"]);
});

Deno.test("where amounts would divide by 2^50 or more, the resolution gets coarser first, then the lot", () => {
  // Twelve decimals of prices, eight of sizes and three of the multiplier are 17 more than six of money.
  const grids = (declared: DeclaredGrids, decimals: number): string[] => {
    const { resolution, lot, scale } = resolveGrids(feedOf([0.000002], decimals), declared, 1, MICRO);
    assert(scale.denominator < 2n ** 50n);
    return [toText(resolution), toText(lot)];
  };
  assertEquals(grids({ lot: 1e-8, multiplier: 0.001 }, 6), ["1/10000000000", "1/100000000"]);
  assertEquals(grids({ lot: 1e-8 }, 6), ["1/1000000000000", "1/100000000"]);
  assertEquals(grids({ resolution: 1e-14 }, 6), ["1/100000000000000", "1/10000000"]);
});

Deno.test("a feed without bars gets the finest grids", () => {
  const feed = feedOf([1, 2]), none = new Float64Array(0);
  const columns = Object.fromEntries(Object.keys(feed.columns).map((name) => [name, none]));
  const empty: FeedData = { ...feed, length: 0, columns: columns as unknown as FeedData["columns"] };
  const { resolution, lot } = resolveGrids(empty, {}, 10_000, MICRO);
  assertEquals([toText(resolution), toText(lot)], ["1", "1/100000000"]);
});
