import { feedOf as dataOf } from "../../feeds/bars.ts";
import { assertEquals, assertNotEquals } from "@std/assert";
import { bars } from "../../feeds/read_columns.ts";
import type { FeedData } from "../../feeds/feed_data.ts";
import { cutFeeds, inventTails, overwriteTails, sameColumns, stepTimes } from "./feed_window.ts";

function feedOf(name: string, days: readonly number[]): FeedData {
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
    const restore = overwriteTails({ a }, timeUs[1]!, turn, { resolutions: { a: CENT }, keptOpens: new Set() });
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
    const restore = overwriteTails({ a }, a.columns.timeUs[0]!, turn, {
      resolutions: { a: CENT },
      keptOpens: new Set(),
    });
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

Deno.test("inventTails makes up bars from what came before and nothing else, each way on one of its turns", () => {
  const days = Array.from({ length: 40 }, (_none, at) => at + 1);
  const tailOf = (rise: number, turn: 0 | 1): FeedData["columns"] => {
    const prices = days.map((day) => day <= 5 ? 10 + day / 4 : 10 + day * rise);
    const time = days.map((day) => new Date(Date.UTC(2024, 0, day)).toISOString().slice(0, 10));
    const high = prices.map((price) => price + 1), low = prices.map((price) => price - 1);
    const a = bars({ time, open: prices, high, low, close: prices, volume: days.map((day) => day * rise) }, {
      name: "a",
    });
    const known = {
      ...dataOf(a),
      columns: { ...a.columns, volume: a.columns.volume.map((each, row) => row < 5 ? 7 : each) },
    };
    inventTails({ a: known }, known.columns.timeUs[4]!, turn, {
      resolutions: { a: CENT },
      keptOpens: new Set(),
      seed: 3,
    });
    return known.columns;
  };
  const [up, down] = [tailOf(1, 0), tailOf(1, 1)];
  // Bars that came afterwards leave no trace.
  for (const turn of [0, 1] as const) assertEquals(tailOf(1, turn), tailOf(2.5, turn));
  for (const { open, high, low, close } of [up, down]) {
    for (let row = 5; row < days.length; row++) {
      const [o, h, l, c] = [open[row]!, high[row]!, low[row]!, close[row]!];
      assertEquals(l > 0 && l <= Math.min(o, c) && h >= Math.max(o, c) && o === close[row - 1], true, `row ${row}`);
      assertEquals([o, h, l, c].map((price) => Math.round(price * 100) / 100), [o, h, l, c]);
    }
  }
  for (let row = 5; row < days.length; row++) {
    assertEquals(up.close[row]! > up.open[row]!, down.close[row]! < down.open[row]!, `row ${row}`);
  }
  const late = feedOf("late", [8, 9]);
  inventTails({ late }, 0, 0, { resolutions: { late: CENT }, keptOpens: new Set(), seed: 1 });
  assertEquals(late.columns.open[0], 10, "a feed without a bar before begins anywhere");
});
