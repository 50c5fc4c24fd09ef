import { assertEquals } from "@std/assert";
import { bars } from "../../feeds/read_columns.ts";
import { feedOf } from "../../feeds/bars.ts";
import { Clock } from "../../lines/clock.ts";
import { FeedLines } from "../../lines/feed_lines.ts";
import { columnOf } from "../../lines/line.ts";
import { fractals } from "./fractals.ts";
import { swings } from "./swings.ts";

const HIGHS = [5, 7, 6, 6, 8, 9, 9, 7, 6, 7, 8], LOWS = [4, 5, 3, 4, 5, 6, 5, 2, 4, 4, 5], _ = NaN;
const feed = new FeedLines(
  feedOf(bars({
    time: HIGHS.map((_high, day) => new Date(Date.UTC(2024, 0, 1 + day))),
    open: LOWS,
    high: HIGHS,
    low: LOWS,
    close: HIGHS,
  }, { timeframe: "1d" })),
  new Clock("x", HIGHS.length),
);

Deno.test("swings() keep the last turning point that is known", () => {
  const { high, low } = swings(feed, 1, 2);
  assertEquals([high.name, high.minPeriod], ["swings(high, low, 1, 2).high", 4]);
  assertEquals(columnOf(high), Float64Array.of(_, _, _, 7, 7, 7, 7, 9, 9, 9, 9));
  assertEquals(columnOf(low), Float64Array.of(_, _, _, _, 3, 3, 3, 3, 3, 2, 2));
});

Deno.test("fractals() stand at the bar at which they are known, and no bar before it", () => {
  const { high, low } = fractals(feed);
  assertEquals([high.name, high.minPeriod, low.minPeriod], ["fractals(high, low, 2).high", 5, 5]);
  assertEquals(columnOf(high), Float64Array.of(_, _, _, _, _, _, _, 9, _, _, _));
  assertEquals(columnOf(low), Float64Array.of(_, _, _, _, 3, _, _, _, _, 2, _));
  assertEquals(columnOf(fractals(feed, 1).high), Float64Array.of(_, _, 7, _, _, _, 9, _, _, _, _));
});
