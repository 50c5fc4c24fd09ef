import { feedOf as dataOf } from "../feeds/bars.ts";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { bars } from "../feeds/read_columns.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { InstrumentSpec } from "./instrument_spec.ts";
import { packBars, type PackedBars } from "./pack.ts";
import { powerOfTenth } from "./rational.ts";

function feedOf(prices: readonly number[], name = "x"): FeedData {
  const time = prices.map((_price, day) => new Date(Date.UTC(2024, 0, 1 + day)));
  return dataOf(bars({
    time,
    open: prices,
    high: prices,
    low: prices,
    close: prices,
    volume: prices.map((price) => price * 2),
  }, {
    name,
    timeframe: "1d",
    stamp: "close",
  }));
}

function pack(feeds: readonly FeedData[], resolution?: number | string): PackedBars {
  const options = resolution === undefined ? {} : { resolution };
  return packBars(feeds, feeds.map((feed) => new InstrumentSpec(feed, options, 1000, powerOfTenth(6))));
}

Deno.test("columns lie feed by feed: time, begin, session day, prices in steps, volume", () => {
  const one = feedOf([1.25, 1.5, 1.75]), other = feedOf([10, 11], "y");
  const { columns, counts, sealed, feeds, notes } = pack([one, other]);
  const { timeUs, beginUs, sessionDay } = one.columns, prices = [1_250_000, 1_500_000, 1_750_000];
  assertEquals(Array.from(columns.subarray(0, 24)), [
    ...timeUs,
    ...beginUs,
    ...sessionDay,
    ...prices,
    ...prices,
    ...prices,
    ...prices,
    2.5,
    3,
    3.5,
  ]);
  assertEquals(Array.from(columns.subarray(24 + 6, 24 + 8)), [1_000_000, 1_100_000]);
  assertEquals([counts, notes], [Uint32Array.of(3, 2), []]);
  assertEquals([sealed.columns === columns, sealed.counts === counts], [true, true]);
  assert(feeds[0]!.columns === one.columns, "what is on the grid is not copied");
});

Deno.test("prices off the grid are rounded half to even, shown so, and the largest change is noted", () => {
  const { columns, feeds, notes } = pack([feedOf([0.5, 1.5, 2.5, 3.25, 3.75].map((price) => price + 10))], 1);
  assertEquals(Array.from(columns.subarray(3 * 5, 4 * 5)), [10, 12, 12, 13, 14]);
  assertEquals(Array.from(feeds[0]!.columns.close), [10, 12, 12, 13, 14]);
  assertEquals(notes, ["Prices of x were rounded to 1; the largest change was 0.5"]);
});

Deno.test("every decimal price of a column is a whole count of its last decimal", () => {
  const prices = Array.from({ length: 2000 }, (_value, at) => (at * 7 + 1) / 100);
  const { columns, feeds, notes } = pack([feedOf(prices)], 0.01);
  assertEquals(Array.from(columns.subarray(6 * 2000, 7 * 2000)), prices.map((_price, at) => at * 7 + 1));
  assertEquals([Array.from(feeds[0]!.columns.close), notes], [prices, []]);
});

Deno.test("noise of arithmetic is rounded and told to nobody, a change above 10^-9 is told", () => {
  const { feeds, notes } = pack([feedOf([100.03999999999999, 100.05000000000001, 0.1 + 0.2])], 0.01);
  assertEquals([Array.from(feeds[0]!.columns.close), notes], [[100.04, 100.05, 0.3], []]);
  assertEquals(pack([feedOf([100, 100.0000002])], 0.01).notes.length, 1);
});

Deno.test("a price past 2^53 steps is an error with the remedy", () => {
  assertThrows(
    () => pack([feedOf([10, 1e9])], 1e-8),
    RangeError,
    'Cannot use a resolution of 1e-8 for feed "x": the price 1000000000 of its bar 1 is past 2^53 steps; pass a coarser one',
  );
});

Deno.test("a resolution at which a price becomes zero is an error with the remedy", () => {
  assertThrows(
    () => pack([feedOf([10, 0.3])], 1),
    RangeError,
    'Cannot use a resolution of 1 for feed "x": the price 0.3 of its bar 1 rounds to zero; pass a finer one',
  );
});

Deno.test("a feed that was packed before is packed again on another grid, and keeps its own facts", () => {
  const feed = feedOf([1.25, 1.75]);
  const first = pack([feed], 0.5),
    second = pack([{ ...feed, name: "other", trade: false, notes: ["noted"] }], 0.5);
  assertEquals(second.columns, first.columns);
  assertEquals([second.feeds[0]!.name, second.feeds[0]!.trade, second.feeds[0]!.notes], ["other", false, ["noted"]]);
  assertEquals(second.notes, ["Prices of other were rounded to 0.5; the largest change was 0.25"]);
  assertEquals(Array.from(pack([feed]).columns.subarray(6, 8)), [1_250_000, 1_750_000]);
});

Deno.test("a feed keeps the packed bars of a few grids, those that were asked for last", () => {
  const feed = feedOf([10, 11]), grids = ["1/2", "1/4", "1/8", "1/16"];
  const packed = grids.map((grid) => pack([feed], grid).columns);
  assert(grids.every((grid, at) => pack([feed], grid).columns === packed[at]), "one of four was let go");
  const other = pack([feed], "1/32").columns;
  assert(pack([feed], "1/32").columns === other && pack([feed], "1/4").columns === packed[1]);
  assert(pack([feed], "1/2").columns !== packed[0], "the oldest one is kept");
  assertEquals(pack([feed], "1/2").columns, packed[0]!);
});

Deno.test("a feed without bars packs to nothing", () => {
  const feed = feedOf([1, 2]);
  const nothing = Object.fromEntries(Object.keys(feed.columns).map((name) => [name, new Float64Array(0)]));
  const empty: FeedData = {
    ...feed,
    name: "empty",
    length: 0,
    columns: nothing as unknown as FeedData["columns"],
  };
  const { columns, counts } = pack([empty, feed]);
  assertEquals([columns.length, counts], [16, Uint32Array.of(0, 2)]);
});

Deno.test("feeds are joined once for as long as they are the same ones in the same order, on the same grids", () => {
  const one = feedOf([1.25, 1.5, 1.75]), other = feedOf([10, 11], "y"), third = feedOf([20, 21], "z");
  const joined = pack([one, other], 0.01).sealed;
  assert(pack([one, other], 0.01).sealed === joined, "the same feeds are joined again");
  for (const feeds of [[one, third], [other, one], [one, other, third]]) {
    const { sealed, counts } = pack(feeds, 0.01);
    assert(sealed !== joined, "other feeds are those that were joined before");
    assertEquals(counts, Uint32Array.from(feeds, ({ length }) => length));
    assertEquals(sealed.columns[counts[0]! * 8], feeds[1]!.columns.timeUs[0]);
    assertEquals(sealed.columns[counts[0]! * 8 + counts[1]! * 3], feeds[1]!.columns.open[0]! * 100);
  }
  assert(pack([one, other], 0.001).sealed !== pack([one, other], 0.01).sealed, "another grid is the same one");
});
