import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../mod.ts";
import { openLibrary } from "../engine/native/library.ts";
import type { FeedData } from "../feeds/feed_data.ts";
import { Clock } from "./clock.ts";
import { FeedLines, sessionLineOf } from "./feed_lines.ts";
import { Line } from "./line.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

function feedOf(timeUs: number[], extra: Record<string, Float64Array> = {}): FeedData {
  const column = (base: number): Float64Array => Float64Array.from(timeUs, (_, i) => base + i);
  return {
    name: "aapl",
    length: timeUs.length,
    columns: {
      timeUs: Float64Array.from(timeUs),
      beginUs: Float64Array.from(timeUs),
      sessionDay: column(719163),
      open: column(10),
      high: column(20),
      low: column(5),
      close: column(15),
      volume: column(1000),
    },
    extra,
    timeframeUs: 86_400_000_000,
    stamp: "date",
    timeZone: "UTC",
    decimals: 2,
    adjusted: false,
    trade: true,
    notes: [],
  };
}

Deno.test("FeedLines reads each column of the feed at the clock", () => {
  const clock = new Clock("aapl", 2);
  const data = new FeedLines(feedOf([1000, 2000], { openInterest: Float64Array.of(7, 8) }), clock);
  clock.index = 1;
  const { open, high, low, close, volume, time } = data;
  assertEquals([open, high, low, close, volume, time].map((line) => line.now), [11, 21, 6, 16, 1001, 2000]);
  assertEquals(data.line("openInterest").now, 8);
  assertEquals(data.name, "aapl");
});

Deno.test("FeedLines.line() gives the bar's own columns by name, the same lines as its fields", () => {
  const data = new FeedLines(feedOf([1000], { close: Float64Array.of(99) }), new Clock("aapl", 1));
  for (const name of ["open", "high", "low", "close", "volume", "time"] as const) {
    assertEquals(data.line(name) === data[name], true);
  }
});

Deno.test("FeedLines.line() of an unknown name lists the names there are", () => {
  const data = new FeedLines(feedOf([1000], { openInterest: Float64Array.of(7) }), new Clock("aapl", 1));
  assertEquals(
    assertThrows(() => data.line("oi"), RangeError).message,
    'Cannot find line "oi" of feed "aapl": there are "openInterest", "open", "high", "low", "close", "volume", "time"',
  );
  assertThrows(() => data.line("constructor"), RangeError);
});

Deno.test("FeedLines.length counts the bars seen", () => {
  const clock = new Clock("aapl", 2);
  const data = new FeedLines(feedOf([1000, 2000]), clock);
  assertEquals(data.length, 0);
  clock.index = 1;
  assertEquals(data.length, 2);
});

Deno.test("FeedLines.ready waits for the most demanding line of the feed", () => {
  const clock = new Clock("aapl", 2);
  const data = new FeedLines(feedOf([1000, 2000]), clock);
  clock.index = 0;
  assertEquals(data.ready, true);
  new Line({ name: "slow", clock, minPeriod: 2, values: new Float64Array(2) });
  assertEquals(data.ready, false);
  clock.index = 1;
  assertEquals(data.ready, true);
});

Deno.test("FeedLines.timeUs, beginsAt and endsAt are those of the current bar, before 1970 too", () => {
  const clock = new Clock("aapl", 2);
  const data = new FeedLines(feedOf([-1, Date.UTC(2006, 0, 2, 23, 59, 59) * 1000 + 999_999]), clock);
  assertThrows(() => data.timeUs, RangeError, 'line "time" of feed "aapl"');
  assertThrows(() => data.endsAt, RangeError, 'line "time" of feed "aapl"');
  assertThrows(() => data.beginsAt, RangeError, 'line "beginsAt" of feed "aapl"');
  assertThrows(() => data.weekday, RangeError, 'line "time" of feed "aapl"');
  assertThrows(() => data.sessionDate, RangeError, 'line "sessionDate" of feed "aapl"');
  clock.index = 0;
  assertEquals(data.timeUs, -1);
  assertEquals(data.endsAt.toISOString(), "1969-12-31T23:59:59.999Z");
  clock.index = 1;
  assertEquals(data.endsAt.toISOString(), "2006-01-02T23:59:59.999Z");
});

Deno.test("FeedLines tells the calendar and the clock of the feed's time zone, through a change of the clock", () => {
  const times = ["2024-03-10T06:59:30Z", "2024-03-10T07:00:00Z", "2024-03-11T04:00:00Z", "1969-12-31T04:59:59Z"];
  const feed = {
    ...feedOf(times.map((time) => Date.parse(time) * 1000)),
    timeZone: "America/New_York",
    timeframeUs: 300_000_000,
  };
  const clock = new Clock("aapl", 4), data = new FeedLines(feed, clock);
  const told = times.map((_, index) => {
    clock.index = index;
    const { year, month, day, weekday, hour, minute, second } = data;
    return [year, month, day, weekday, hour, minute, second];
  });
  assertEquals(told, [
    [2024, 3, 10, 7, 1, 59, 30],
    [2024, 3, 10, 7, 3, 0, 0],
    [2024, 3, 11, 1, 0, 0, 0],
    [1969, 12, 30, 2, 23, 59, 59],
  ]);
  assertEquals([data.timeZone, data.sessionDate], ["America/New_York", "1970-01-04"]);
});

Deno.test("FeedLines gives a bar of a day or more that ends at midnight the calendar of its session date", () => {
  const monday = 738_886, ends = ["2024-01-02T00:00Z", "2024-01-02T23:59Z", "2025-01-01T00:00Z"];
  const feed = feedOf(ends.map((end) => Date.parse(end) * 1000));
  const sessionDay = Float64Array.of(monday, monday + 1, monday + 365);
  const told = (timeframeUs: number) => {
    const clock = new Clock("aapl", 3);
    const data = new FeedLines({ ...feed, timeframeUs, columns: { ...feed.columns, sessionDay } }, clock);
    return ends.map((_, index) => {
      clock.index = index;
      return [data.year, data.month, data.day, data.weekday, data.hour].join(" ");
    });
  };
  assertEquals(told(86_400e6), ["2024 1 1 1 0", "2024 1 2 2 23", "2024 12 31 2 0"]);
  assertEquals(told(7 * 86_400e6), told(86_400e6));
  assertEquals(told(3600e6), ["2024 1 2 2 0", "2024 1 2 2 23", "2025 1 1 3 0"]);
});

Deno.test("FeedLines.beginsAt is rounded up, so that the bar of a date begins at its midnight", () => {
  // In the feeds of this file a bar begins at the time given for its end.
  const begins = [Date.UTC(1969, 11, 31), Date.UTC(2024, 0, 2)].map((ms) => ms * 1000 - 1);
  const clock = new Clock("aapl", 2), data = new FeedLines(feedOf(begins), clock);
  clock.index = 0;
  assertEquals(data.beginsAt.toISOString(), "1969-12-31T00:00:00.000Z");
  clock.index = 1;
  assertEquals(data.beginsAt.toISOString(), "2024-01-02T00:00:00.000Z");
});

Deno.test("FeedLines refuses a clock of another length", () => {
  assertThrows(() => new FeedLines(feedOf([1000]), new Clock("aapl", 2)), RangeError, 'feed "aapl" has 2 bars');
});

Deno.test("sessionLineOf() gives the session of each bar as a line on the clock of the feed", () => {
  const clock = new Clock("aapl", 2), data = new FeedLines(feedOf([1000, 2000]), clock), line = sessionLineOf(data);
  clock.index = 1;
  assertEquals([line.ago(1), line.now, line.clock], [719163, 719164, data.close.clock]);
  assertEquals(data.sessionDate, "1970-01-02");
});

Deno.test("every week and month of daily bars is new once, and lines across them count the steps that came", async () => {
  const steps: number[] = [], ratios: number[] = [], news: string[] = [];
  class Watches extends ct.Strategy.with({}) {
    weeks = this.data.resample("1w");
    months = this.data.resample("1M");
    ratio = this.data.close.dividedBy(this.weeks.close);
    mean = ct.sma(this.ratio, 3);
    override next(): void {
      if (this.weeks.isNew) news.push("week");
      if (this.months.isNew) news.push("month");
      if (this.ratio.ready) ratios.push(this.ratio.now);
      if (ratios.length > 2) steps.push(this.mean.now * 3 - ratios.slice(-3).reduce((sum, ratio) => sum + ratio, 0));
    }
  }
  const feed = (await ct.sample("aapl")).slice({ from: "2017-01-01", to: "2017-12-31" });
  ct.backtest(Watches, feed, { start: "any" });
  const counts = ["week", "month"].map((each) => news.filter((one) => one === each).length);
  assertEquals(counts, [51, 11]);
  assert(
    steps.length > 200 && steps.every((difference) => Math.abs(difference) < 1e-12),
    "a mean is that of the last three steps",
  );
});

Deno.test("bars that grow are refused by what sums or resamples them", async () => {
  const refusals: string[] = [];
  class Wrong extends ct.Strategy.with({}) {
    override start(): void {
      const weeks = this.data.resample("1w", { growing: true });
      for (const make of [() => ct.vwap(weeks), () => ct.atr(weeks), () => weeks.resample("1M")]) {
        refusals.push(assertThrows(make, RangeError).message);
      }
    }
  }
  ct.backtest(Wrong, await ct.sample("aapl"));
  assertEquals(refusals.map((text) => text.slice(0, 50)), [
    'Cannot compute vwap of feed "aapl 1w, growing": it',
    'Cannot compute atr of feed "aapl 1w, growing": its',
    'Cannot resample feed "aapl 1w, growing": its bars ',
  ]);
});
