import { assertEquals } from "@std/assert";
import { bars } from "../feeds/read_columns.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { mergeTimes } from "./timeline.ts";

function feedOf(seconds: readonly number[]): FeedData {
  const ones = seconds.map(() => 1), time = seconds.map((second) => new Date(Date.UTC(2024, 0, 1) + second * 1000));
  return bars({ time, open: ones, high: ones, low: ones, close: ones }, { timeframe: "1s", stamp: "close" });
}

Deno.test("steps are the sorted distinct times of all feeds", () => {
  const lists = [[1, 2, 4, 90_000], [2, 3, 4], [4, 5, 200_000], [50_000]];
  const { timeUs, sessionDay } = mergeTimes(lists.map(feedOf));
  const expected = [...new Set(lists.flat())].sort((a, b) => a - b);
  assertEquals(Array.from(timeUs), expected.map((second) => (Date.UTC(2024, 0, 1) + second * 1000) * 1000));
  const days = expected.map((second) => Math.floor(second / 86_400));
  assertEquals(Array.from(sessionDay, (day) => day - sessionDay[0]!), days);
});

Deno.test("the steps of one feed are its own times", () => {
  const feed = feedOf([1, 2, 4]);
  assertEquals(mergeTimes([feed]).timeUs, feed.columns.timeUs);
});

Deno.test("the order of feeds does not matter", () => {
  const feeds = [[1, 5, 9], [2, 5], [9, 10]].map(feedOf);
  assertEquals(mergeTimes(feeds), mergeTimes([...feeds].reverse()));
});

Deno.test("the same feeds are merged once, and others anew", () => {
  const [one, other, third] = [[1, 5, 9], [2, 5], [9, 10]].map(feedOf) as [FeedData, FeedData, FeedData];
  const merged = mergeTimes([one, other]);
  assertEquals(mergeTimes([one, other]) === merged, true);
  assertEquals(mergeTimes([one, third]).timeUs.length, 4);
  assertEquals(mergeTimes([one, other, third]).timeUs.length, 5);
  assertEquals(mergeTimes([one, other]).timeUs.length, 4);
});
