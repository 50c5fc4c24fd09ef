import { assertEquals, assertThrows } from "@std/assert";
import { feedOf } from "../../feeds/bars.ts";
import { bars } from "../../feeds/read_columns.ts";
import { Clock } from "../../lines/clock.ts";
import { FeedLines } from "../../lines/feed_lines.ts";
import { columnOf, type Line } from "../../lines/line.ts";
import { vwma } from "./vwma.ts";

function feedOfCloses(close: number[], volume: number[]): FeedLines {
  const time = close.map((_, day) => new Date(Date.UTC(2024, 0, 1 + day)));
  const feed = bars({ time, open: close, high: close, low: close, close, volume }, { name: "aapl", timeframe: "1d" });
  return new FeedLines(feedOf(feed), new Clock("aapl", close.length));
}

Deno.test("vwma() weighs each price by its volume, and prices without any alike", () => {
  const feed = feedOfCloses([10, 20, 30, 50, 70], [1, 3, 0, 0, 5]);
  assertEquals(columnOf(vwma(feed, 2)), Float64Array.of(NaN, 17.5, 20, 40, 70));
});

Deno.test("vwma() averages the price that it is given", () => {
  const feed = feedOfCloses([10, 20, 30], [1, 1, 3]);
  assertEquals(columnOf(vwma(feed, 2, { price: feed.close.times(2) })), Float64Array.of(NaN, 30, 55));
});

Deno.test("vwma() refuses what is no feed, and a price of another feed", () => {
  const feed = feedOfCloses([10, 20], [1, 1]), other = feedOfCloses([10, 20], [1, 1]);
  assertThrows(
    () => vwma(feed.close as unknown as FeedLines),
    TypeError,
    "Cannot compute vwma of close: it reads several",
  );
  assertThrows(() => vwma(feed, 2, { price: other.close }), RangeError, "they are lines of different runs");
  assertThrows(() => vwma(feed, 2, { price: 3 as unknown as Line }), TypeError, "of 3 as its price: pass one line");
});
