import { assert, assertEquals, assertThrows } from "@std/assert";
import * as ct from "../../../mod.ts";
import { feedOf } from "../bars.ts";
import type { BarSize } from "./bar_size.ts";
import { openLibrary } from "../../engine/native/library.ts";

// Opened before the tests: the library stays open, and one opened inside a test would count as that test's leak.
openLibrary();

/** Bars of a random walk, with volumes that are no whole numbers. */
function walk(length: number, stepMs: number, beginMs: number, options: ct.BarsOptions = {}): ct.Bars {
  let state = 7;
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const columns = { open: [] as number[], high: [] as number[], low: [] as number[], close: [] as number[] };
  const time: Date[] = [], volume: number[] = [];
  for (let bar = 0, price = 100; bar < length; bar++) {
    const open = price;
    price = Math.max(1, Math.round((price + random() * 2 - 1) * 100) / 100);
    columns.open.push(open);
    columns.close.push(price);
    columns.high.push(Math.round((Math.max(open, price) + random()) * 100) / 100);
    columns.low.push(Math.max(0.5, Math.round((Math.min(open, price) - random()) * 100) / 100));
    volume.push(Math.round(random() * 1000) / 10 + 0.1);
    time.push(new Date(beginMs + bar * stepMs));
  }
  return ct.bars({ time, ...columns, volume }, { name: "walk", stamp: "close", ...options });
}

/** The rows of bars, as a file has them. */
function rewritten(bars: ct.Bars): ct.Bars {
  const { timeUs, open, high, low, close, volume } = bars.columns;
  const time = Array.from(timeUs, (us) => us * 1000).map((ns) => BigInt(ns)).map(String);
  return ct.bars({ time, open, high, low, close, volume }, {
    name: bars.name,
    stamp: "close",
    timeZone: bars.timeZone,
    timeframe: ct.formatTimeframe(bars.timeframeUs),
  });
}

class Crosses extends ct.Strategy.with({}) {
  cross = ct.crossover(ct.sma(this.data.close, 2), ct.sma(this.data.close, 5));
  override next(): void {
    if (this.cross.now > 0) this.buy({ fraction: 0.5, stopLoss: this.data.close.now * 0.99 });
    else if (this.cross.now < 0) this.close();
  }
}

const MINUTE = 60_000, HOUR = 60 * MINUTE;
const minutes = walk(20_000, MINUTE, Date.UTC(2024, 2, 1, 0, 1), { timeZone: "America/New_York" });

Deno.test("a run over resampled bars is the run over a file of them, hash for hash", () => {
  for (const size of ["5m", "1h", "4h", "1d", { ticks: 7 }] as const) {
    const made = minutes.resample(size), file = rewritten(made);
    const [one, other] = [made, file].map((feed) => ct.backtest(Crosses, feed, { commission: 0.001 }));
    assert(one!.fills.length > 0 || size === "1d", `${size} has fills`);
    assertEquals([one!.chain, one!.markHash()], [other!.chain, other!.markHash()], String(size));
    assertEquals(feedOf(made).columns, feedOf(file).columns);
  }
});

Deno.test("a bar has the first open, the extremes, the last close and the exact sum of the volumes", () => {
  const hours = minutes.resample("1h"), { open, high, low, close, volume, timeUs } = minutes.columns;
  for (const hour of [0, 1, 100, hours.length - 1]) {
    const from = hour * 60, until = from + 60, part = (column: Float64Array) => column.slice(from, until);
    assertEquals(hours.columns.timeUs[hour], timeUs[until - 1]);
    assertEquals(hours.columns.open[hour], open[from]);
    assertEquals(hours.columns.high[hour], Math.max(...part(high)));
    assertEquals(hours.columns.low[hour], Math.min(...part(low)));
    assertEquals(hours.columns.close[hour], close[until - 1]);
    const tenths = part(volume).reduce((sum, value) => sum + Math.round(value * 10), 0);
    assertEquals(hours.columns.volume[hour], tenths / 10);
  }
});

Deno.test("on data cut at each bar nothing before the cut changes", () => {
  const sizes: BarSize[] = ["7m", "1h", "4h", "1d", { ticks: 9 }, { volume: 500 }, { rangeBars: 3 }, { renko: 1.5 }];
  const part = minutes.slice({ bars: 3000 });
  for (const size of sizes) {
    const whole = part.resample(size);
    for (let cut = 1500; cut < part.length; cut += 31) {
      const head = part.head(cut), { timeUs } = head.columns;
      const made = head.resample(size);
      assert(made.length <= whole.length);
      for (const [name, column] of Object.entries(made.columns)) {
        const there = whole.columns[name as keyof typeof whole.columns].slice(0, made.length);
        assertEquals(column, there, `${JSON.stringify(size)}, cut at ${cut}: ${name}`);
      }
      // All that is known by the end of the part is in it.
      const known = whole.columns.timeUs.filter((us) => us <= timeUs[cut - 1]!).length;
      assertEquals(made.length, known, `${JSON.stringify(size)}, cut at ${cut}`);
    }
  }
});

Deno.test("hours are counted in real time over a change of the clocks, and the next day begins at midnight", () => {
  for (const [begin, hours] of [["2024-03-10T05:30:00Z", 23], ["2024-11-03T04:30:00Z", 25]] as const) {
    const feed = walk(4 * 24 * 2, 30 * MINUTE, Date.parse(begin), { timeZone: "America/New_York", timeframe: "30m" });
    const days = feed.resample("1d"), fours = feed.resample("4h");
    assertEquals(days.columns.timeUs[0]! / 3.6e9 - Date.parse(begin) / 3.6e6 + 0.5, hours);
    const ends = Array.from(fours.columns.timeUs, (us) => us / 3.6e9 - Date.parse(begin) / 3.6e6 + 0.5);
    assertEquals(ends.slice(0, 8), hours === 25 ? [4, 8, 12, 16, 20, 24, 25, 29] : [4, 8, 12, 16, 20, 23, 27, 31]);
  }
});

Deno.test("a day of declared hours ends with its close, and bars outside of them belong to no day", () => {
  const session = { open: "09:30", close: "16:00" };
  const feed = walk(24 * 8, 30 * MINUTE, Date.UTC(2024, 0, 2, 14, 30), { timeframe: "30m", session });
  const days = feed.resample("1d"), { timeUs } = days.columns;
  assertEquals(Array.from(timeUs, (us) => new Date(us / 1000).toISOString()).slice(0, 2), [
    "2024-01-02T16:00:00.000Z",
    "2024-01-03T16:00:00.000Z",
  ]);
  const { timeUs: ends, volume } = feed.columns, second = Date.UTC(2024, 0, 3) * 1000;
  const within = (us: number): boolean => us > second + 9.5 * 3.6e9 && us <= second + 16 * 3.6e9;
  const tenths = volume.filter((_value, bar) => within(ends[bar]!)).reduce(
    (sum, value) => sum + Math.round(value * 10),
    0,
  );
  assertEquals(days.columns.volume[1], tenths / 10);
  const hours = feed.resample("1h").columns.timeUs.slice(0, 4);
  assertEquals(Array.from(hours, (us) => new Date(us / 1000).toISOString().slice(11, 16)), [
    "14:30",
    "15:30",
    "16:00",
    "16:30",
  ]);
});

Deno.test("a session over midnight is one day, that of its end", () => {
  const session = { open: "17:00", close: "16:00" }, timeZone = "America/Chicago";
  // From Sunday 18:00 in Chicago on.
  const feed = walk(22 * 4, HOUR, Date.UTC(2024, 0, 8, 0), { timeframe: "1h", session, timeZone });
  const days = feed.resample("1d");
  assertEquals(new Date(days.columns.timeUs[0]! / 1000).toISOString(), "2024-01-08T22:00:00.000Z");
  assertEquals(days.columns.open[0], feed.columns.open[0]);
});

Deno.test("weeks begin on Mondays, months on their first day, and several days are counted from the first", async () => {
  const days = await ct.sample("aapl"),
    dates = (bars: ct.Bars): string[] =>
      Array.from(bars.columns.timeUs.slice(0, 3), (us) => new Date(us / 1000 - 5 * HOUR).toISOString().slice(0, 10));
  assertEquals(dates(days.resample("1w")), ["2016-05-15", "2016-05-22", "2016-05-29"]);
  assertEquals(dates(days.resample("2w")), ["2016-05-22", "2016-06-05", "2016-06-19"]);
  assertEquals(dates(days.resample("1M")), ["2016-05-31", "2016-06-30", "2016-07-31"]);
  assertEquals(dates(days.resample("1y")), ["2016-12-31", "2017-12-31"]);
  assertEquals(dates(days.resample("3d")), ["2016-05-16", "2016-05-19", "2016-05-24"]);
  assertEquals(days.slice({ bars: 503 }).resample("3d").length, 167);
});

Deno.test("renko bricks go on by one size and turn by two, and those of one bar are known with it", () => {
  const close = [100, 101, 103.2, 102.5, 101, 100.9, 104],
    time = close.map((_price, day) => new Date(Date.UTC(2024, 0, day + 1)));
  const feed = ct.bars({ time, open: close, high: close, low: close, close, volume: close.map(() => 1) }, {
    timeframe: "1d",
    stamp: "close",
  });
  const bricks = feed.resample({ renko: 1 }), { open, close: ends, volume, timeUs } = bricks.columns;
  assertEquals([...open], [100, 101, 102, 102, 102, 103]);
  assertEquals([...ends], [101, 102, 103, 101, 103, 104]);
  assertEquals([...volume], [2, 1, 0, 2, 2, 0]);
  assertEquals([...timeUs].map((us) => us - time[0]!.getTime() * 1000).map((us) => us % 8.64e10), [0, 0, 1, 0, 0, 1]);
});

Deno.test("bars that are lines alone refuse orders by code, also when they are alone", () => {
  class Buys extends ct.Strategy.with({}) {
    override next(): void {
      this.buy({ size: 1 });
    }
  }
  const part = minutes.slice({ bars: 5000 });
  for (const size of [{ volume: 2000 }, { rangeBars: 3 }, { renko: 1.5 }]) {
    const { refusals, fills } = ct.backtest(Buys, part.resample(size));
    assertEquals([fills.length, refusals[0]!.reason], [0, "notTraded"]);
  }
  class BuysHours extends ct.Strategy.with({}) {
    override next(): void {
      this.buy({ feed: "hours", size: 1 });
    }
  }
  const beside = ct.backtest(BuysHours, { walk: part, hours: part.resample("1h") });
  assertEquals([beside.fills.length, beside.refusals[0]!.reason], [0, "notTraded"]);
  assert(
    beside.summary().replace(/\s+/g, " ").includes(
      "hours gives lines alone, as walk, of whose bars it was made, is in the run",
    ),
  );
  assert(ct.backtest(Buys, part.resample("1h")).fills.length > 0);
});

Deno.test("sizes that are none, that do not fit, or that give no whole bar are refused", () => {
  const refused = (size: unknown, message: string, type: ErrorConstructor = RangeError as ErrorConstructor) =>
    assertThrows(() => minutes.resample(size as BarSize), type, message);
  refused("1x", 'Cannot use timeframe "1x"');
  refused("30s", 'Cannot resample feed "walk" to 30s: its bars are 1m; pass no shorter one');
  refused("100y", "its 20000 bars make no whole one");
  refused({ ticks: 1.5 }, "Cannot resample to ticks 1.5: pass a whole number of bars above zero");
  refused({ renko: 0 }, "Cannot resample to renko 0: pass a number above zero");
  refused({ renko: 1e-9 }, "pass a larger brick");
  refused({ volume: NaN }, "Cannot resample to volume NaN");
  refused({}, "Cannot resample to {}", TypeError);
  refused({ ticks: 1, volume: 1 }, "write a timeframe", TypeError);
  refused(60, "Cannot resample to 60", TypeError);
});
