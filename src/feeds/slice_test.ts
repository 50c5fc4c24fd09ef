import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { feedOf } from "./bars.ts";
import type { SliceOptions } from "./slice.ts";
import { openLibrary } from "../engine/native/library.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

const feed = await ct.sample("aapl");
const session = { open: "17:00", close: "16:00" }, timeZone = "America/Chicago";
const evening = ct.bars({
  time: Array.from({ length: 60 }, (_value, hour) => new Date(Date.UTC(2024, 0, 8, hour))),
  open: Array(60).fill(10),
  high: Array(60).fill(11),
  low: Array(60).fill(9),
  close: Array(60).fill(10),
  openInterest: Array.from({ length: 60 }, (_value, hour) => hour),
}, { name: "es", timeframe: "1h", stamp: "close", timeZone, session });

/** The session dates of the first and last bar. */
function span(bars: ct.Bars): readonly [string, string, number] {
  const dates: string[] = [];
  class Watches extends ct.Strategy.with({}) {
    override next(): void {
      dates.push(this.data.sessionDate);
    }
  }
  ct.backtest(Watches, bars, { engineBackend: "typescript" });
  return [dates[0]!, dates.at(-1)!, dates.length];
}

Deno.test("dates as texts are session dates, and both are included", () => {
  assertEquals(span(feed.slice({ from: "2017-01-01", to: "2017-01-31" })), ["2017-01-03", "2017-01-31", 20]);
  assertEquals(span(feed.slice({ from: "2017-01-03", to: "2017-01-03" })), ["2017-01-03", "2017-01-03", 1]);
  // The evening of Sunday belongs to Monday.
  assertEquals(span(evening.slice({ to: "2024-01-08" })), ["2024-01-08", "2024-01-08", 24]);
});

Deno.test("moments are those behind which the first bar ends, and up to which the last one does", () => {
  const noon = new Date(Date.UTC(2024, 0, 8, 12));
  assertEquals(evening.slice({ to: noon }).length, 13);
  assertEquals(evening.slice({ from: noon }).length, 47);
  assertEquals(evening.slice({ from: "2024-01-08 06:00" }).length, 47);
  assertEquals(evening.slice({ from: "2024-01-08T12:00:00Z", to: "2024-01-08T13:00:00Z" }).length, 1);
});

Deno.test("a number of bars counts from the begin, or without one back from the end", () => {
  assertEquals(span(feed.slice({ from: "2017-01-01", bars: 3 })), ["2017-01-03", "2017-01-05", 3]);
  assertEquals(span(feed.slice({ to: "2017-01-05", bars: 3 })), ["2017-01-03", "2017-01-05", 3]);
  assertEquals(span(feed.slice({ bars: 1 })), ["2018-05-11", "2018-05-11", 1]);
  assertEquals(feed.slice({ bars: 10_000 }).length, feed.length);
  assertEquals(feed.slice({}).length, feed.length);
});

Deno.test("parts joined are the whole, column by column", () => {
  for (const whole of [feed, evening]) {
    const half = whole.head(30), rest = whole.slice({ bars: whole.length - 30 });
    assertEquals(feedOf(half.join(rest)).columns, feedOf(whole).columns);
    assertEquals(feedOf(half.join(rest)).extra, feedOf(whole).extra);
  }
});

Deno.test("a slice is what a file of its rows would be", () => {
  class Buys extends ct.Strategy.with({}) {
    override next(): void {
      this.buy({ size: 1 });
    }
  }
  const part = feed.slice({ from: "2017-06-01", bars: 50 }), { timeUs, open, high, low, close, volume } = part.columns;
  const time = Array.from(timeUs, (us) => new Date(us / 1000 - 12 * 3.6e6).toISOString().slice(0, 10));
  const file = ct.bars({ time, open, high, low, close, volume }, {
    name: "aapl",
    timeZone: feed.timeZone,
    timeframe: "1d",
  });
  assertEquals(ct.backtest(Buys, part).chain, ct.backtest(Buys, file).chain);
});

Deno.test("parts that are none are refused with what there is", () => {
  const refused = (options: unknown, message: string, type: ErrorConstructor = RangeError as ErrorConstructor) =>
    assertThrows(() => feed.slice(options as SliceOptions), type, message);
  refused({ from: "2019-01-01" }, "no bar is left; it runs from 2016-05-12 to 2018-05-11");
  refused({ from: "2017-02-01", to: "2017-01-01" }, "from 2017-02-01 to 2017-01-01: no bar is left");
  refused({ from: "yesterday" }, "Cannot use from 'yesterday'".replaceAll("'", '"'));
  refused({ from: new Date(NaN) }, "Cannot use from Invalid Date in America/New_York: pass a Date");
  refused({ bars: 0 }, "Cannot slice 0 bars");
  refused({ bars: 1.5 }, "Cannot slice 1.5 bars");
  refused({ to: 5 }, "Cannot use to 5: pass a Date, or a text", TypeError);
  refused({ until: 5 }, 'Cannot use option "until" of slice: the options are from, to, bars', TypeError);
  refused(5, "Cannot slice feed", TypeError);
  assertThrows(() => feed.head(0), RangeError, "Cannot take the first 0 bars");
  assertEquals(feed.head().length, 5);
});

Deno.test("feeds that do not go on where the other ends are not joined", () => {
  const refused = (next: unknown, message: string) =>
    assert(assertThrows(() => feed.join(next as ct.Bars), Error).message.includes(message));
  refused(feed, "it begins with 2016-05-12, and the other ends with 2018-05-11; slice one");
  refused(5, 'Cannot join 5 to feed "aapl": pass bars');
  refused(evening, "its bars are 1h, and the other's 1d");
});

/** Bars that end at times, of equal prices. */
function barsAt(time: readonly string[], timeframe: string, options: ct.FeedOptions = {}): ct.Bars {
  const column = time.map((_, row) => 10 + row % 3);
  return ct.bars({ time, open: column, high: column, low: column, close: column }, {
    timeframe,
    stamp: "close",
    ...options,
  });
}

Deno.test("bars that begin before the others end are of another grid, and are not joined", () => {
  const hours = barsAt(["2024-07-02 14:30", "2024-07-02 15:30"], "1h");
  assertThrows(
    () => hours.join(barsAt(["2024-07-02 15:45", "2024-07-02 16:45"], "1h")),
    RangeError,
    "its first bar begins at 2024-07-02T14:45:00, before the last one of the other ends at 2024-07-02T15:30:00; " +
      "slice one, or read both with the same stamp and timeframe",
  );
  assertEquals(hours.join(barsAt(["2024-07-02 16:30"], "1h")).length, 3);
  // Resampled bars begin anew with each session, and those of a number of bars with none.
  const later = barsAt(["2024-07-03 14:00", "2024-07-03 14:30", "2024-07-03 15:00", "2024-07-03 15:30"], "30m");
  const apart = [[hours, later.resample("1h")], [later.resample("1h"), barsAt(["2024-07-04 12:00"], "1h")]] as const;
  const kinds = [[hours.resample("1h"), later.resample({ ticks: 2 })]] as const;
  for (const [one, other] of [...apart, ...kinds]) {
    assertThrows(() => one.join(other), RangeError, "resample both alike, or neither");
  }
  assertEquals(hours.resample("1h").join(later.resample("1h")).length, 3); // until 15:00, 14:00 and 15:00
  // The last bar of a session may be shorter than the others.
  const session = { open: "09:30", close: "16:00" }, short = barsAt(["2024-07-02 16:00"], "1h", { session });
  assertEquals(barsAt(["2024-07-02 15:30"], "1h", { session }).join(short).columns.beginUs[1], hours.columns.timeUs[1]);
  // Days of 23 hours, short months and weeks that end with a holiday.
  const zoned = { timeZone: "America/New_York" }, days = [["2024-03-09 17:00"], ["2024-03-10 17:00"]] as const;
  assertEquals(barsAt(days[0], "1d", zoned).join(barsAt(days[1], "1d", zoned)).length, 2);
  assertEquals(barsAt(["2023-01-31"], "1mo").join(barsAt(["2023-02-28"], "1mo")).length, 2);
  assertEquals(barsAt(["2025-06-27"], "1w").join(barsAt(["2025-07-03"], "1w")).length, 2);
  assertThrows(
    () => barsAt(["2025-06-27"], "1w").join(barsAt(["2025-06-30"], "1w")),
    RangeError,
    "its first bar begins",
  );
});

Deno.test("parts of any bars are joined, also where bars are shorter than the timeframe", () => {
  const minutes = Array.from(
    { length: 400 },
    (_, bar) => new Date(Date.UTC(2024, 6, 2, 13, 35 + 5 * bar)).toISOString(),
  );
  const whole = barsAt(minutes, "5m"), sizes = ["25m", "7h", { ticks: 3 }, { renko: 0.5 }, { rangeBars: 2 }] as const;
  for (const bars of [whole, ...sizes.map((size) => whole.resample(size)), barsAt(minutes, "15m")]) {
    for (let row = 1; row < bars.length; row += Math.ceil(bars.length / 40)) {
      const joined = bars.slice({ bars: bars.length }).head(row).join(bars.slice({ bars: bars.length - row }));
      assertEquals(feedOf(joined).columns, feedOf(bars).columns);
    }
  }
});

Deno.test("readers keep the part of from and to, with the price grid of the whole, and tell how much it is", () => {
  const text = "Date,Open,High,Low,Close,Volume,Other\n2024-01-02,10.125,12,9,11,5,1\n2024-01-03,11,12,9,10,6,2\n" +
    "2024-01-04,10,12,9,11,7,3\n2024-01-05,11,12,9,10,8,4\n";
  const bytes = new TextEncoder().encode(text), part = { from: "2024-01-03", to: "2024-01-04" };
  const whole = ct.parseCsv(bytes, "a.csv"), read = ct.parseCsv(bytes, "a.csv", part), sliced = whole.slice(part);
  assertEquals(feedOf(read), { ...feedOf(sliced), notes: [...whole.notes, read.notes.at(-1)!] });
  assertEquals([read.decimals, [...read.columns.volume], [...read.extra["Other"]!]], [3, [6, 7], [2, 3]]);
  assertEquals(read.notes.at(-1), "2 of 4 bars were kept, by the options from and to");
  assertEquals(ct.parseCsv(bytes, "a.csv", { from: "2024-01-02" }).notes, whole.notes);

  const { timeUs, open, high, low, close } = whole.columns, time = [...timeUs].map((us) => new Date(us / 1000));
  const later = ct.bars({ time, open, high, low, close }, { timeframe: "1d", from: new Date("2024-01-04T12:00:00Z") });
  assertEquals([...later.columns.open], [10, 11]);
});

Deno.test("a reader refuses a part that is no moment, of the wrong order or without a bar, and names the span", () => {
  const bytes = new TextEncoder().encode("Date,Open,High,Low,Close\n2024-01-02,10,12,9,11\n2024-01-03,11,12,9,10\n");
  const refusal = (options: Record<string, unknown>): string =>
    assertThrows(() => ct.parseCsv(bytes, "a.csv", options), Error).message;
  assertEquals(
    refusal({ from: 2024 }),
    'Cannot use from 2024: pass a Date, or a text such as "2024-01-31" or "2024-01-31 15:30"',
  );
  assertEquals(
    refusal({ to: "soon" }),
    'Cannot use to "soon" in UTC: pass a Date, or a text such as "2024-01-31" or "2024-01-31 15:30"',
  );
  assertEquals(
    refusal({ from: "2025-01-01" }),
    'Cannot slice feed "a" from 2025-01-01 to its end: no bar is left; it runs from 2024-01-02 to 2024-01-03',
  );
});
