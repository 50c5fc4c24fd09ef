import { assertEquals, assertThrows } from "@std/assert";
import { bars } from "../feeds/read_columns.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { noteOnBarsWithoutVolume, resolveBarWithoutVolume } from "./bar_without_volume.ts";

/** A feed with these volumes. */
function feedOf(volume: readonly number[], trade: boolean = true): FeedData {
  const price = volume.map(() => 10), time = volume.map((_each, day) => new Date(Date.UTC(2024, 0, 1 + day)));
  const columns = { time, open: price, high: price, low: price, close: price, volume: [...volume] };
  return bars(columns, { name: "x", timeframe: "1d", stamp: "close", trade });
}

const inferred = (volume: readonly number[]): string => resolveBarWithoutVolume(feedOf(volume), undefined, "it");
const many = (count: number, volume: number): number[] => Array.from({ length: count }, () => volume);

Deno.test("at most 5 % of the bars from the first with volume on may lack it for no-fill", () => {
  assertEquals([inferred([...many(19, 1), 0]), inferred([...many(18, 1), 0])], ["no-fill", "fill"]);
  assertEquals([inferred([...many(38, 1), 0, 0]), inferred([...many(37, 1), 0, 0])], ["no-fill", "fill"]);
  assertEquals([inferred([...many(90, 0), 1]), inferred(many(5, 2)), inferred([0.001])], [
    "no-fill",
    "no-fill",
    "no-fill",
  ]);
});

Deno.test("a feed without volume, or without bars, fills", () => {
  assertEquals(inferred(many(9, 0)), "fill");
  const feed = feedOf([1]), empty = new Float64Array(0);
  const columns = { ...feed.columns, volume: empty };
  assertEquals(resolveBarWithoutVolume({ ...feed, length: 0, columns }, undefined, "it"), "fill");
});

Deno.test("a choice goes before the data, and an unknown one is an error with the choices", () => {
  assertEquals(resolveBarWithoutVolume(feedOf([1, 1]), "fill", "it"), "fill");
  assertEquals(resolveBarWithoutVolume(feedOf([0, 0]), "no-fill", "it"), "no-fill");
  assertThrows(
    () => resolveBarWithoutVolume(feedOf([1]), "none", 'barWithoutVolume of feed "x"'),
    RangeError,
    'Cannot use barWithoutVolume of feed "x" "none": pass "no-fill" or "fill"',
  );
});

Deno.test("a note counts the bars that fill without volume, of a feed that is traded and has volume", () => {
  assertEquals(
    noteOnBarsWithoutVolume(feedOf([0, 0, 1, 0, 1]), "fill"),
    "1 of 3 bars of x have no volume, and orders fill on them, as it is more than 5 %; " +
      'barWithoutVolume: "no-fill" lets orders wait for volume',
  );
  assertEquals(noteOnBarsWithoutVolume(feedOf([0, 0]), "fill"), undefined);
  assertEquals(noteOnBarsWithoutVolume(feedOf([1, 0], false), "fill"), undefined);
  assertEquals(noteOnBarsWithoutVolume(feedOf([...many(30, 1), 0]), "no-fill"), undefined);
});
