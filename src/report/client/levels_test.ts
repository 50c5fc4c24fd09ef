import { assert, assertEquals } from "@std/assert";
import { candlesOf, groupCount, groupsAround, lastOf, placeOf, pointsOf, strideOf, sumsOf } from "./levels.ts";

const noise = (count: number, seed = 7): Float64Array => {
  let state = seed;
  return Float64Array.from({ length: count }, () => (state = state * 16807 % 2147483647) / 2147483647);
};

Deno.test("strides are 1, 2, 3, 4, 6, 8, 12 and so on, the least that is enough", () => {
  assertEquals([10, 11, 21, 31, 41, 61, 81, 1_000_000].map((bars) => strideOf(bars, 10)), [
    ...[1, 2, 3, 4, 6, 8, 12, 131072],
  ]);
});

Deno.test("groups cover the range with as much again on either side, and begin at multiples of their stride", () => {
  for (const [from, to] of [[0, 999], [400, 500], [-50, 20], [990, 1200]] as const) {
    const groups = groupsAround(from, to, 1000, 40);
    assertEquals(groups.from % groups.stride, 0);
    assert(groups.from <= Math.max(0, from - (to - from)) && groups.until >= Math.min(1000, to + (to - from)));
    assertEquals(lastOf(groups, groupCount(groups) - 1), groups.until - 1);
  }
});

Deno.test("candles and sums of groups are those of their bars, whatever the stride", () => {
  const close = noise(101), open = noise(101, 3);
  const high = close.map((value, i) => Math.max(value, open[i]!) + 0.1);
  const low = close.map((value, i) => Math.min(value, open[i]!) - 0.1);
  for (const stride of [1, 2, 3, 8, 64, 128]) {
    const groups = { from: 0, until: 101, stride }, candles = candlesOf({ open, high, low, close }, groups);
    const sums = sumsOf(close, groups);
    for (let group = 0; group < groupCount(groups); group++) {
      const [first, end] = [group * stride, Math.min(101, (group + 1) * stride)];
      assertEquals(candles.high[group], Math.max(...high.subarray(first, end)));
      assertEquals(candles.low[group], Math.min(...low.subarray(first, end)));
      assertEquals([candles.open[group], candles.close[group]], [open[first], close[end - 1]]);
      assertEquals(sums[group], close.subarray(first, end).reduce((sum, value) => sum + value, 0));
    }
  }
});

Deno.test("points of a line keep its least and its largest value, and its last one", () => {
  const values = noise(1001);
  values.fill(NaN, 0, 30);
  for (const stride of [1, 2, 3, 16, 200]) {
    const points = pointsOf(values, { from: 0, until: 1001, stride });
    const told = [...points].filter((value) => !Number.isNaN(value)), all = values.subarray(30);
    assertEquals(points.at(-1), values[1000]);
    // The last value may take the place of one extreme of the last pair, which the search leaves out.
    const searched = all.subarray(0, all.length - 2 * stride);
    if (searched.length === 0) continue;
    assert(Math.min(...told) <= Math.min(...searched) && Math.max(...told) >= Math.max(...searched), `${stride}`);
  }
  assertEquals([...pointsOf(Float64Array.of(NaN, NaN, 1, 2), { from: 0, until: 4, stride: 2 })], [1, 2]);
  assertEquals([...pointsOf(Float64Array.of(NaN, NaN, NaN), { from: 0, until: 3, stride: 3 })], [NaN]);
});

Deno.test("a place among ascending numbers is that of the first one at or above", () => {
  assertEquals([0, 1, 2, 5, 6].map((value) => placeOf([1, 2, 2, 5], value)), [0, 0, 1, 3, 4]);
  assertEquals(placeOf([], 1), 0);
});
