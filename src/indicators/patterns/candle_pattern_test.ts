import { assertEquals, assertThrows } from "@std/assert";
import { bars } from "../../feeds/read_columns.ts";
import { feedOf } from "../../feeds/bars.ts";
import { Clock } from "../../lines/clock.ts";
import { FeedLines } from "../../lines/feed_lines.ts";
import { columnOf } from "../../lines/line.ts";
import { defineCandlePattern } from "./candle_pattern.ts";
import { doji } from "./doji.ts";
import { morningStar } from "./morning_star.ts";

const feed = new FeedLines(
  feedOf(bars({
    time: ["2024-01-02", "2024-01-03", "2024-01-04"],
    open: [10, 11, 12],
    high: [11, 12, 13],
    low: [9, 10, 11],
    close: [11, 10, 13],
  }, { timeframe: "1d" })),
  new Clock("x", 3),
);

Deno.test("a pattern is found among its candles, once there are enough of them and before them", () => {
  const rises = defineCandlePattern({
    name: "rises",
    candles: 2,
    before: 0,
    formula: "",
    penetration: 2,
    find: (candles, part) => part * (candles.ago(0).close - candles.ago(1).close),
  });
  assertEquals(columnOf(rises(feed)), Float64Array.of(NaN, -2, 6));
  assertEquals(columnOf(rises(feed, 0)), Float64Array.of(NaN, -0, 0));
  assertEquals([rises(feed).name, rises(feed).minPeriod], ["rises(open, high, low, close, 2)", 2]);
  assertEquals([doji(feed).name, doji(feed).minPeriod], ["doji(open, high, low, close)", 11]);
});

Deno.test("a pattern refuses what is no feed, and a penetration that is no part", () => {
  assertThrows(() => doji(feed.close as unknown as FeedLines), TypeError, "Cannot compute doji of close");
  for (const penetration of [-0.1, -Infinity]) {
    assertThrows(() => morningStar(feed, penetration), RangeError, `with penetration ${penetration}: pass a part`);
  }
  for (const penetration of [NaN, Infinity]) {
    assertThrows(() => morningStar(feed, penetration), RangeError, "penetration");
  }
  assertThrows(() => morningStar(feed, "1" as unknown as number), TypeError, 'penetration "1"');
});
