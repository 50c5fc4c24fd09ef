import { assertEquals, assertNotEquals } from "@std/assert";
import { bars } from "../../feeds/bars.ts";
import type { Feed } from "../../feeds/feed.ts";
import { cutFeeds, firstAfter, overwriteTails, sameColumns, stepTimes } from "./feed_window.ts";

function feedOf(name: string, days: readonly number[]): Feed {
  const prices = days.map((day) => 10 + day / 4);
  return bars({
    time: days.map((day) => new Date(Date.UTC(2024, 0, day)).toISOString().slice(0, 10)),
    open: prices,
    high: prices.map((price) => price + 1),
    low: prices.map((price) => price - 1),
    close: prices,
    openInterest: days,
  }, { name });
}

const CENT = { numerator: 1n, denominator: 100n };

Deno.test("stepTimes gives each distinct time of any feed once, ascending", () => {
  const a = feedOf("a", [1, 3, 5]), b = feedOf("b", [2, 3, 9]);
  const days = Array.from(stepTimes({ a, b }), (timeUs) => new Date(timeUs / 1000).getUTCDate());
  assertEquals(days, [1, 2, 3, 5, 9]);
});

Deno.test("cutFeeds keeps the bars between two times as copies, and a feed without any", () => {
  const feeds = { a: feedOf("a", [1, 2, 3, 4]), b: feedOf("b", [9]) }, { timeUs } = feeds.a.columns;
  const cut = cutFeeds(feeds, timeUs[1]!, timeUs[2]!);
  assertEquals(Array.from(cut["a"]!.columns.timeUs), [timeUs[1]!, timeUs[2]!]);
  assertEquals([cut["a"]!.length, cut["b"]!.length], [2, 0]);
  assertEquals(Array.from(cut["a"]!.extra["openInterest"]!), [2, 3]);
  assertEquals(cut["a"]!.columns.close.buffer.byteLength, 16, "nothing of the rest is behind the view");
});

Deno.test("overwriteTails changes every price after a time in the very arrays, each way on one of its turns", () => {
  const a = feedOf("a", [1, 2, 3, 4, 5, 6]), { open, high, low, close, timeUs } = a.columns, before = close.slice();
  const seen: number[][] = [];
  for (const turn of [0, 1] as const) {
    const restore = overwriteTails({ a }, timeUs[1]!, turn, { a: CENT });
    assertEquals(close.slice(0, 2), before.slice(0, 2));
    for (let row = 2; row < 6; row++) {
      assertNotEquals(close[row], before[row]);
      assertEquals(
        low[row]! <= Math.min(open[row]!, close[row]!) && Math.max(open[row]!, close[row]!) <= high[row]!,
        true,
      );
    }
    seen.push(Array.from(close.slice(2)));
    restore();
    assertEquals(close, before);
  }
  for (let row = 0; row < 4; row++) {
    const ways = seen.map((closes) => closes[row]! > before[row + 2]!);
    assertEquals(ways.toSorted(), [false, true], "once above and once below what it was");
  }
});

Deno.test("overwriteTails leaves prices at least one step and on their grid", () => {
  const a = bars({
    time: ["2024-01-01", "2024-01-02"],
    open: [1, 0.01],
    high: [1, 0.03],
    low: [1, 0.01],
    close: [1, 0.03],
  }, {
    name: "a",
  });
  for (const turn of [0, 1] as const) {
    const restore = overwriteTails({ a }, a.columns.timeUs[0]!, turn, { a: CENT });
    for (const column of [a.columns.low, a.columns.high]) {
      assertEquals(column[1]! >= 0.01 && Number.isInteger(Math.round(column[1]! * 1e9) / 1e7), true);
    }
    restore();
  }
});

Deno.test("sameColumns gives new feeds over the same arrays", () => {
  const a = feedOf("a", [1, 2]), copy = sameColumns({ a })["a"]!;
  assertEquals(copy.columns === a.columns, false);
  assertEquals(copy.columns.close === a.columns.close, true);
});

Deno.test("firstAfter finds the first time after another, or from it on", () => {
  const times = Float64Array.of(1, 3, 5);
  assertEquals([0, 1, 2, 5].map((time) => firstAfter(times, time, false)), [0, 1, 1, 3]);
  assertEquals([0, 1, 2, 5].map((time) => firstAfter(times, time, true)), [0, 0, 1, 2]);
});
